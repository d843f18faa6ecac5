import numpy as np
import pytest

from kg.annotate.parse import load_parser
from kg.annotate.reader.corpus import SEALED, Passage, fold, read_corpus
from kg.annotate.reader.engine import load_reader
from kg.annotate.reader.explain import ExampleIndex, build_index, load_examples
from kg.annotate.reader.lessons import parse_passage
from kg.datafiles import find_data


def passage(name: str, text: str, trigger: str, cls: str) -> Passage:
    event = {"t": trigger, "class": cls, "type": "x", "plover": None, "verb": "asserts"}
    return Passage.model_validate({"id": name, "text": text, "events": [event]})


PASSAGES = [
    passage("a", "Police arrested two men in Oslo.", "arrested", "Conflict"),
    passage("b", "The presidents met in Rome.", "met", "Meeting"),
    passage("c", "Norway sold ten ships to Chile.", "sold", "Transfer"),
]


def vector(text: str, word: str) -> np.ndarray:
    doc = parse_passage(passage("q", text, word, "Meeting"), load_parser())
    token = next(t.i for t in doc if t.text == word)
    ((_, found),) = load_reader().vectors(doc, {token})
    return found


@pytest.fixture(scope="module")
def index() -> ExampleIndex:
    """An index of three passages."""
    return build_index(PASSAGES, load_reader())


def test_a_passage_is_nearest_to_itself(index: ExampleIndex) -> None:
    """The same trigger in the same text comes first, with a cosine of one but for the rounding to int8."""
    best = index.nearest(vector(PASSAGES[0].text, "arrested"))[0]
    assert (best.passage, best.trigger, best.cls) == ("a", "arrested", "Conflict")
    assert best.similarity > 0.999


def test_the_nearest_example_is_of_the_same_kind(index: ExampleIndex) -> None:
    """A sale is explained by a sale, whatever the words; similarities fall."""
    found = index.nearest(vector("Peru bought forty tanks from Spain.", "bought"))
    assert found[0].passage == "c"
    assert [e.similarity for e in found] == sorted((e.similarity for e in found), reverse=True)


def test_the_shipped_index_holds_what_was_learned_from() -> None:
    """Every passage of the index is in the corpus and none is of the sealed fold."""
    folds = {p.id: fold(p) for p in read_corpus()}
    assert SEALED not in {folds[str(name)] for name in set(load_examples().passages)}
    assert find_data("seeds/models/reader/examples.npz").stat().st_size < 8_000_000
