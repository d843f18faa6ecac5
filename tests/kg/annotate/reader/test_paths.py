from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.reader.paths import Path, find_paths, learn_paths, make_book, read_syntax

NAMES = st.lists(st.text("^>:abc", min_size=1, max_size=4), unique=True)


def tree() -> Doc:
    """Iran agreed to sell oil in Oman. It left."""
    return Doc(
        Vocab(),
        words=["Iran", "agreed", "to", "sell", "oil", "in", "Oman", "It", "left"],
        heads=[1, 1, 3, 1, 3, 3, 5, 8, 8],
        deps=["nsubj", "ROOT", "aux", "xcomp", "dobj", "prep", "pobj", "nsubj", "ROOT"],
        pos=["PROPN", "VERB", "PART", "VERB", "NOUN", "ADP", "PROPN", "PRON", "VERB"],
        sent_starts=[True, *[False] * 6, True, False],
    )


def full(trigger: int, word: int) -> str:
    (path,) = find_paths(read_syntax(tree()), trigger, [word])
    return path.full


def test_a_path_climbs_and_goes_down() -> None:
    """The subject of the governing verb, the object, what hangs on a preposition, the trigger itself."""
    assert full(3, 0) == "^xcomp>nsubj"
    assert full(3, 4) == ">dobj"
    assert full(3, 6) == ">prep:in>pobj"
    assert full(3, 1) == "^xcomp"
    assert full(3, 3) == "="


def test_a_word_of_another_sentence_has_its_side_and_relation() -> None:
    """The sentence after, and the one before."""
    assert full(3, 7) == "+nsubj"
    assert full(8, 0) == "-nsubj"


def test_a_relation_that_repeats_itself_is_told_once() -> None:
    """The third of three coordinated words is as near as the second."""
    doc = Doc(Vocab(), words=list("abcd"), heads=[0, 0, 1, 2], deps=["ROOT", "dobj", "conj", "conj"])
    second, third = find_paths(read_syntax(doc), 0, [2, 3])
    assert second == third == Path(">dobj>conj", "~0>conjR")


@given(NAMES)
def test_every_path_has_a_number_of_its_own(names: list[str]) -> None:
    """From 1 on; what the book lacks is told by its short form, else it is 0."""
    book = make_book(names)
    numbers = [book.number(Path(name, "?")) for name in names]
    assert numbers == list(range(1, book.size))
    assert [book.number(Path("?", name)) for name in names] == numbers
    assert book.number(Path("?", "?")) == 0


def test_rare_paths_are_not_learned() -> None:
    """Only what comes often enough, in full or short, in alphabetical order."""
    paths = [Path("b", "s")] * 2 + [Path("c", "s"), Path("a", "a"), Path("a", "a")]
    assert list(learn_paths(paths, seen=2).numbers) == ["a", "b", "s"]
