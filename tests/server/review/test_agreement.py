"""Does agreement between reviewers mean what it says, and does the queue put doubt first?"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kg.happening import EventName, Verdict
from kg.merge.verdicts import newest
from kg.model import Annotation
from server.review.agreement import compare_reviews, kappa
from server.review.folder import ReviewFolder
from server.review.queue import make_queue

TOLD = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["Visit", "Meeting"]), st.sampled_from(["asserts", "denies"])),
    max_size=6,
    unique_by=lambda one: one[0],
)


def annotated(
    told: list[tuple[int, str, str]], by: str, confidence: float = 1.0, state: str = "reviewed"
) -> Annotation:
    """Events whose triggers are three letters long, with one claim each."""
    text = "abcdefghijklmnopqrstuvwxyz"
    events, claims = [], []
    for place, cls, verb in told:
        span = {"start": place, "end": place + 3, "quote": text[place : place + 3]}
        events.append(
            {
                "id": f"e{place}",
                "class": cls,
                "type": "x",
                "trigger": span,
                "when": {"edtf": "../..", "basis": "stated"},
            }
        )
        claims.append(
            {
                "id": f"c{place}",
                "verb": verb,
                "event": f"e{place}",
                "confidence": confidence,
                "evidence": [span],
                "rule": "t",
                "engine": "t",
            }
        )
    header = {"key": f"a-{by}".lower(), "sha256": ""}
    return Annotation.model_validate(
        {"article": header, "events": events, "claims": claims, "review": {"state": state, "by": by}}
    )


@given(told=TOLD)
def test_whoever_agrees_with_themself_agrees_wholly(told: list[tuple[int, str, str]]) -> None:
    """F1 is 1 and nothing differs."""
    same = compare_reviews(annotated(told, "Ada"), annotated(told, "Bo"))
    assert same.f1 == 1
    assert same.events == len(told)
    assert same.differences == ()
    assert same.kappa in {None, 1}


@given(one=TOLD, other=TOLD)
def test_agreement_is_mutual(one: list[tuple[int, str, str]], other: list[tuple[int, str, str]]) -> None:
    """Whoever is named first, the figures are the same, and each event is in at most one pair."""
    first = compare_reviews(annotated(one, "Ada"), annotated(other, "Bo"))
    second = compare_reviews(annotated(other, "Bo"), annotated(one, "Ada"))
    assert (first.f1, first.kappa, first.events) == (second.f1, second.kappa, second.events)
    assert first.events <= min(len(one), len(other))


def test_kappa_takes_chance_out() -> None:
    """Cohen's own way: 0 where both choose by the same coin, 1 where they agree, below 0 where they contradict."""
    coin = [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]
    assert kappa(coin) == 0
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1
    assert kappa([]) is None


def test_the_queue_puts_doubt_first_and_what_is_reviewed_last() -> None:
    """An assertion that is doubtful before a denial that is as doubtful."""
    asserted = annotated([(0, "Visit", "asserts")], "one", 0.6, "unreviewed")
    refused = annotated([(0, "Visit", "denies")], "two", 0.6, "unreviewed")
    checked = annotated([(0, "Visit", "asserts")] * 1, "three", 0.1)
    rows = make_queue([checked, refused, asserted])
    assert [row.key for row in rows] == ["a-one", "a-two", "a-three"]
    assert rows[0].doubt == 0.8


def test_a_later_verdict_counts(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Verdicts are read back as they were given, notes with commas and line ends included."""
    folder = ReviewFolder(data=tmp_path)
    one, other = EventName(article="a", event="e1"), EventName(article="b", event="e2")
    given_ = [
        Verdict(verdict=word, one=one, other=other, note=note)
        for word, note in (("same", 'a, "b"\nc'), ("different", ""))
    ]
    for verdict in given_:
        folder.give_verdict(verdict, "Ada", date(2026, 5, 1))
    assert list(folder.verdicts()) == given_
    assert newest(folder.verdicts()) == (given_[1],)
