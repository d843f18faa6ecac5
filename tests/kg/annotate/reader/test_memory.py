import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.reader.labels import LINKS
from kg.annotate.reader.memory import (
    COLUMNS,
    Memory,
    Pairs,
    Tally,
    pair_prior,
    recall_pairs,
    recall_words,
    restore,
    store,
    word_priors,
)
from kg.annotate.reader.paths import Path

ODD = st.sampled_from(["sold", "met", "\n", "\n\n", "Café", "'s", ">"])
WORDS = st.lists(st.tuples(ODD, st.integers(0, 8)), min_size=1, max_size=30)


def words_of(given: list[tuple[str, int]]) -> Doc:
    size = len(given)
    return Doc(
        Vocab(),
        words=[word for word, _ in given],
        lemmas=[word for word, _ in given],
        heads=[0] * size,
        deps=["ROOT", *["dobj"] * (size - 1)],
        tags=["VBD"] * size,
        pos=["VERB"] * size,
    )


def remembered(given: list[tuple[str, int]]) -> tuple[Doc, Memory]:
    """Each word marked with a class, each twice, and joined as an agent to the first."""
    doc, tally = words_of(given), Tally()
    for token, (_, column) in zip(doc, given, strict=True):
        for _ in range(2):
            tally.add_word(token, (column,))
            (pair,) = Pairs(doc, [token.i]).of(0, "Meeting", None, [(0, Path(">x", "x"))])
            tally.add_pair(pair, LINKS.index("agent") + 1)
    return doc, tally.memory()


@given(WORDS)
def test_what_was_counted_is_recalled(given: list[tuple[str, int]]) -> None:
    """The counts of a lemma are those of its words, whatever characters they have; labels never met are zero."""
    doc, memory = remembered(given)
    counts = recall_words(memory, list(doc))["classes"]["lemma"]
    for row, (word, _) in zip(counts, given, strict=True):
        same = [column for other, column in given if other.strip().lower() == word.strip().lower()]
        assert row.tolist() == [2 * same.count(column) for column in range(9)]
    assert recall_words(memory, list(doc))["plover"]["lemma"].sum() == 0


@given(WORDS)
def test_a_stored_memory_comes_back(given: list[tuple[str, int]]) -> None:
    """Every table has the same keys and counts."""
    _, memory = remembered(given)
    back = restore(store(memory))
    for before, after in ((memory.words, back.words), (memory.pairs, back.pairs)):
        assert before.keys() == after.keys()
        for name in before:
            assert before[name].rows == after[name].rows
            assert np.array_equal(before[name].counts, after[name].counts)


def test_what_was_met_once_or_never_is_not_known() -> None:
    """Its counts are zero."""
    doc, tally = words_of([("met", 0), ("sold", 0)]), Tally()
    tally.add_word(doc[0], (2,))
    memory = tally.memory()
    assert recall_words(memory, list(doc))["classes"]["lemma"].sum() == 0


def test_pairs_are_recalled_by_trigger_and_path() -> None:
    """The same path from the same trigger has its links; from elsewhere it is unknown; priors are all counts."""
    doc, memory = remembered([("met", 2), ("Oman", 0), ("Iran", 0)])
    agent = LINKS.index("agent") + 1
    known, unknown = Pairs(doc, [1, 2]).of(0, "Meeting", None, [(0, Path(">x", "x")), (1, Path(">y", "x"))])
    counts = recall_pairs(memory, [known, unknown])["lemma path"]
    assert counts[:, agent].tolist() == [6, 0]
    assert pair_prior(memory).tolist() == [6.0 if link == agent else 0.0 for link in range(len(LINKS) + 1)]
    assert word_priors(memory)["classes"].tolist() == [4, 0, 2, 0, 0, 0, 0, 0, 0]
    assert [part.stop - part.start for part in COLUMNS.values()] == [9, 17, 4]
