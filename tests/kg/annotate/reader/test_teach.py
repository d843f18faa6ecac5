"""Does a reviewed annotation become a passage that says the same?"""

import pytest
from strategies import TEXT, make_annotation, make_article

from kg.annotate.reader.corpus import Passage, absent_words
from kg.annotate.reader.teach import make_passage, passage_line
from kg.model import Annotation, Rejection, Review, Segment

ARTICLE = make_article()
GOLD = make_annotation(ARTICLE).model_copy(update={"review": Review(state="reviewed", by="a reader")})


def passage(annotation: Annotation = GOLD) -> Passage:
    made = make_passage(ARTICLE, annotation)
    assert isinstance(made, Passage)
    return made


def test_every_mark_stands_in_the_prose_and_survives_the_file() -> None:
    """Headline and body with a blank line between; what the line holds is the passage."""
    made = passage()
    assert made.text == TEXT.rstrip()
    assert list(absent_words(made)) == []
    assert Passage.model_validate_json(passage_line(made)) == made


def test_the_claims_keep_verb_roles_source_and_time() -> None:
    """A visit in the article's own voice and a sale on the word of a paper."""
    visit, sale = passage().events
    assert (visit.t, visit.cls, visit.verb, visit.src, visit.time) == (
        "visited",
        "Visit",
        "asserts",
        (),
        ("May 2019", 1),
    )
    assert visit.roles == {"guest": (("Ada Lund", 1),), "host": (("Norway", 1),)}
    assert (sale.t, sale.verb, sale.src) == ("sold", "reports", (("A paper", 1),))


def test_words_are_counted_in_the_prose_alone() -> None:
    """A caption between headline and text has the same words; its events are left out, its words not counted."""
    text = TEXT.replace("\n\n", "\n\nNorway was visited.\n\n", 1)
    start = text.index("Foreign")
    article = make_article(text).model_copy(
        update={
            "segments": (
                Segment(kind="headline", start=0, end=19),
                Segment(kind="caption", start=21, end=40),
                Segment(kind="body", start=start, end=len(text.rstrip())),
            )
        }
    )
    told = make_annotation(article).model_copy(update={"review": GOLD.review})
    made = make_passage(article, told)
    assert isinstance(made, Passage)
    assert made.text == TEXT.rstrip()
    assert [event.t for event in made.events] == ["sold"]


def refused(annotation: Annotation) -> str:
    made = make_passage(ARTICLE, annotation)
    assert isinstance(made, Rejection)
    return made.reason


def test_what_nobody_reviewed_is_refused() -> None:
    """An engine's own reading is no lesson."""
    assert "reviewed" in refused(make_annotation(ARTICLE))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"claims": ()}, "no event"),
        ({"mentions": tuple(x for x in GOLD.mentions if x.entity != "paper")}, "paper has no mention"),
    ],
)
def test_what_cannot_be_learned_is_refused(changes: dict[str, object], reason: str) -> None:
    """No event told, or a source that the text does not name."""
    assert reason in refused(GOLD.model_copy(update=changes))
