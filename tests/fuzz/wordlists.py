"""Does any file of the lexicon, or the corpus end otherwise than read or named as faulty?"""

from contextlib import suppress

from fuzz.paper import beside, check_told

from kg.annotate.lexicon.load import load_lexicon
from kg.annotate.reader.corpus import find_faults, fold
from kg.annotate.reader.corpus import read_corpus as read_passages
from kg.errors import OntologyError

_LEXICON = {
    "senses.yaml": b"[]",
    "reporting.yaml": b"cues: []\nphrases: []\nwords: {}\n",
    "items.yaml": b"{goods: [arms, oil]}",
}


def senses(data: bytes) -> None:
    """A list of senses beside empty other files."""
    _lexicon("senses", data)


def reporting(data: bytes) -> None:
    """Cues, phrases and words of reporting."""
    _lexicon("reporting", data)


def items(data: bytes) -> None:
    """Lists of nouns."""
    _lexicon("items", data)


def corpus(data: bytes) -> None:
    """Passages of the reading corpus: without a fault, all of them can be read."""
    folder = beside("corpus", {}, "a.jsonl", data)
    faults = list(find_faults(folder))
    for fault in faults:
        check_told(fault.source, fault.reason, fault.remedy)
    with suppress(OntologyError):
        assert all(0 <= fold(passage) < 5 for passage in read_passages(folder))
        return
    assert faults


def _lexicon(name: str, data: bytes) -> None:
    with suppress(OntologyError):
        load_lexicon(beside("lexicon", _LEXICON, f"{name}.yaml", data))
