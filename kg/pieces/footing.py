"""Does another process stand on the same program and data, so that it makes the same pieces?"""

import sys
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

import kg
from kg import iri
from kg.annotate.annotate import Tools
from kg.annotate.digests import folder_digest
from kg.datafiles import find_data

Footing: TypeAlias = tuple[tuple[str, str], ...]
"""What pieces depend on beside articles and reviews, by name: versions and SHA-256 digests."""
_LIBRARIES = ("numpy", "pyoxigraph", "spacy", "tokenizers")
_DATA = ("ontology", "seeds/gazetteer", "seeds/lexicon", "seeds/models")


def footing_of(tools: Tools) -> Footing:
    """The footing of this process with what it has loaded to read with."""
    found = {"the gazetteer": tools.gazetteer.digest, **{f"the {name}": text for name, text in tools.digests.items()}}
    return (*_installed(), *sorted(found.items()))


def tell_differences(ours: Footing, theirs: Footing) -> str:
    """What differs, in words; empty when nothing does."""
    other = dict(theirs)
    return ", ".join(
        f"{name} is {_short(other.get(name, 'missing'))}, not {_short(value)}"
        for name, value in ours
        if other.get(name) != value
    )


@lru_cache(maxsize=1)
def _installed() -> Footing:
    return (
        ("Dateline", kg.__version__),
        ("its code", _code_digest()),
        ("DATELINE_BASE", iri.BASE),
        *((f"the folder {name}", folder_digest(find_data(name))) for name in _DATA),
        ("Python", ".".join(map(str, sys.version_info[:2]))),
        *((name, version(name)) for name in _LIBRARIES),
    )


def _code_digest() -> str:
    """Of two installations of one version, one may have been edited."""
    folder, total = Path(kg.__file__).parent, sha256()
    for path in sorted(folder.rglob("*.py")):
        total.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def _short(text: str) -> str:
    """A digest's beginning tells digests apart."""
    return " ".join(f"{word[:8]}…" if len(word) > 40 else word for word in text.split(" "))
