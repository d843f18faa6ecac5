"""What do pieces depend on, beside their articles?"""

import hashlib
import json
from collections.abc import Mapping

from kg import __version__, iri
from kg.annotate.digests import folder_digest
from kg.datafiles import find_data
from kg.gazetteer.lookup import Gazetteer
from kg.settings import ReasonerName


def foundation_of(gazetteer: Gazetteer, reasoner: ReasonerName) -> str:
    """SHA-256 (hex) of program, base, ontology, gazetteer, reasoner: pieces of one foundation fit together."""
    found = [__version__, iri.BASE, folder_digest(find_data("ontology")), gazetteer.digest, reasoner]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def journal_of(foundation: str, provenance: Mapping[str, str]) -> str:
    """SHA-256 (hex) of a foundation and of what articles are read with."""
    return hashlib.sha256(json.dumps([foundation, dict(provenance)], sort_keys=True).encode()).hexdigest()
