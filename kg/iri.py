"""How is every IRI of the graph minted?

No other file glues an IRI together. Identifiers from articles are percent-encoded as path segments (RFC 3987
unreserved characters are kept), so that each IRI under `ID` has a page.

The vocabulary (ontology, types, categories, shapes, functions) is the same for everybody and stays under `HOME`. What
an installation says of the world stands under `BASE`, which is its own where `DATELINE_BASE` says so.
"""

import re
from urllib.parse import quote

from kg.settings import VOCABULARY_HOME, base_iri, former_bases

HOME = VOCABULARY_HOME
BASE = base_iri()
FORMER = former_bases()
"""Bases that this installation had before, whose IRIs it still understands."""
ONTOLOGY = HOME + "ontology#"
TYPE = HOME + "type/"
PLOVER = HOME + "plover/"
FUNCTION = HOME + "function#"
QUESTION = HOME + "question/"
SHAPES = HOME + "shapes#"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
WIKIDATA = "http://www.wikidata.org/entity/"
_UNRESERVED = "-._~"
_PLAIN = re.compile(f"[A-Za-z0-9{re.escape(_UNRESERVED)}]*")


def _segment(text: str) -> str:
    # Most are plain, and quoting takes its time to see that.
    return text if _PLAIN.fullmatch(text) else quote(text, safe=_UNRESERVED)


def mint_article(key: str) -> str:
    """The IRI of an article."""
    return ID + _segment(key)


def mint_part(key: str, kind: str, identifier: str) -> str:
    """The IRI of something that exists only in one article: kind is `event`, `claim`, `entity`, `quote`, …"""
    return f"{ID}{_segment(key)}/{kind}/{_segment(identifier)}"


def mint_item(qid: str) -> str:
    """The IRI of an entity whose Wikidata item is confirmed."""
    return ID + _segment(qid)


def mint_known(identifier: str) -> str:
    """The IRI of a gazetteer row that has no verified Wikidata item, as `organization/mossad`."""
    return ID + "known/" + "/".join(_segment(part) for part in identifier.split("/"))


def mint_type(name: str) -> str:
    """The IRI of an event type of `ontology/types.ttl`."""
    return TYPE + _segment(name)


def mint_plover(category: str) -> str:
    """The IRI of a PLOVER category."""
    return PLOVER + _segment(category)


def mint_question(name: str) -> str:
    """The IRI of a question of `ontology/questions/`."""
    return QUESTION + _segment(name)


def mint_wikidata(qid: str) -> str:
    """Wikidata's own IRI of an item."""
    return WIKIDATA + _segment(qid)


def mint_graph(name: str) -> str:
    """The IRI of a named graph: `ontology`, `gazetteer`, `links`, `merges`, `inferred`."""
    return GRAPH + _segment(name)


def mint_article_graph(key: str) -> str:
    """The IRI of the one named graph that holds an article's triples."""
    return f"{GRAPH}article/{_segment(key)}"


def mint_dataset(part: str | None = None) -> str:
    """The IRI of the whole dataset, or of one of its parts."""
    return BASE + "dataset" + (f"/{_segment(part)}" if part else "")


def mint_dump(file: str) -> str:
    """The IRI under which a dump file of the newest snapshot is published."""
    return BASE + "dumps/latest/" + _segment(file)


def mint_dump_of(snapshot: str, file: str) -> str:
    """The IRI under which a dump file of one snapshot is published."""
    return f"{BASE}dumps/{_segment(snapshot)}/{_segment(file)}"


def mint_page(name: str) -> str:
    """The IRI of a page of the dataset that describes no single thing, as `changes`."""
    return BASE + _segment(name)


def mint_fragment(document: str, name: str) -> str:
    """The IRI of something that a document describes, beside itself, as an endpoint its dataset."""
    return f"{document}#{_segment(name)}"


def mint_local(path: str) -> str:
    """The IRI under `ID` whose page is at this decoded path, as `Q43` or `some-article/event/e1`."""
    return ID + "/".join(_segment(part) for part in path.split("/"))


def local_path(iri: str) -> str | None:
    """The path, percent-encoded, of the page of an IRI under `ID`; None for an IRI that has no page here."""
    return iri.removeprefix(ID) if iri.startswith(ID) and iri != ID else None


def current(name: str) -> str:
    """An IRI of a thing under a former base as it is now; any other text as it stands."""
    for base in FORMER:
        for kind in ("id/", "graph/", "dataset"):
            if name.startswith(base + kind):
                return BASE + name.removeprefix(base)
    return name
