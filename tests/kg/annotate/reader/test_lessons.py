import numpy as np
import pytest

from kg.annotate.parse import load_parser
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import MarkedEvent, Passage
from kg.annotate.reader.labels import CLASSES, KINDS, LINKS, PLOVER, VERBS
from kg.annotate.reader.lessons import (
    Lesson,
    Text,
    learn_book,
    learn_memory,
    learn_types,
    make_batch,
    make_lesson,
    read_texts,
)
from kg.annotate.reader.memory import recall_pairs, recall_words
from kg.annotate.reader.paths import make_book
from kg.annotate.reader.weights import MODEL
from kg.datafiles import find_data

FILLER = "Nobody in the village had counted the grey stones along the road to the old mill. " * 12


def texts(text: str) -> list[Text]:
    event = MarkedEvent.model_validate(
        {
            "t": "arrested",
            "class": "Conflict",
            "type": "arrest",
            "plover": "COERCE",
            "verb": "asserts",
            "roles": {"agent": ["Police"]},
        }
    )
    passage = Passage(id="a", text=text, events=(event,))
    tokenizer = read_tokenizer(str(find_data(f"{MODEL}/tokenizer.json")))
    return list(read_texts([passage], load_parser(), tokenizer))


def lessons(text: str) -> list[Lesson]:
    return [make_lesson(part, make_book([">nsubj"]), {"arrest": 7}) for part in texts(text)]


def test_a_marked_event_is_asked_at_its_word() -> None:
    """Class, category, verb and type stand at the trigger's row, its argument and its paths in the trigger's line."""
    (lesson,) = lessons("Police arrested two men.")
    row = int(lesson.triggers[0])
    assert lesson.classes[row] == CLASSES.index("Conflict") + 1
    assert lesson.plover[row] == PLOVER.index("COERCE") + 1
    assert lesson.verbs[row] == VERBS.index("asserts")
    assert lesson.kinds[row] == KINDS.index(("Conflict", "COERCE"))
    assert lesson.types[row] == 7
    assert lesson.paths[0].tolist() == [0, 1, 0, 0, 0, 0, 0]
    assert lesson.links[0].tolist() == [0, LINKS.index("agent") + 1, 0, 0, 0, 0, 0]
    assert lesson.classes.tolist() == [-1, 0, CLASSES.index("Conflict") + 1, 0, 0, -1, -1]


def test_no_event_is_asked_of_the_context() -> None:
    """An event in the sentences before a chunk is a word there, but neither event nor none."""
    last = lessons(f"{FILLER}Police arrested two men. " + "The mill stood still. " * 60)[1:]
    asked = [lesson for lesson in last if len(lesson.triggers)]
    assert len(asked) == 1
    for lesson in last:
        assert np.all(lesson.words[lesson.classes >= 0])
        assert (lesson.words & (lesson.classes < 0)).any()


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_keeps_its_lessons_apart(count: int) -> None:
    """What was filled up is asked of nothing: no word, no event, no trigger."""
    given = lessons(f"Police arrested two men. {FILLER}")[:count]
    batch = make_batch(given)
    for row, lesson in enumerate(given):
        size = len(lesson.ids)
        assert np.array_equal(batch.ids[row, :size], lesson.ids)
        assert batch.mask[row].sum() == size
        assert np.array_equal(batch.signs[row, :size], lesson.signs)
        assert np.all(batch.classes[row, size:] == -1)
        assert not batch.words[row, size:].any()
        assert np.all(batch.triggers[row, len(lesson.triggers) :] == -1)


def test_what_is_marked_is_remembered() -> None:
    """Words and pairs are counted with their labels, common paths and types are numbered."""
    (text,) = texts("Police arrested two men. Police arrested two men.")
    memory = learn_memory([text, text])
    words = recall_words(memory, [text.doc[1], text.doc[0]])
    cls = CLASSES.index("Conflict") + 1
    assert words["classes"]["lemma"][:, [0, cls]].tolist() == [[2, 2], [4, 0]]
    assert words["plover"]["lemma"][0, PLOVER.index("COERCE") + 1] == 2
    pairs = recall_pairs(memory, [pair for pair, _ in text.pairs()])
    assert pairs["lemma path"][0].tolist() == [0, 2, *[0] * 10]
    assert learn_types([text] * 3, 3) == {"arrest": 0}
    assert learn_types([text] * 2, 3) == {}
    assert ">nsubj" in learn_book([text] * 20).numbers
    assert ">nsubj" not in learn_book([text] * 9).numbers
