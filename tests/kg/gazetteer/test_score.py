"""Do the written weights choose the row that the article means, and none when it does not say?"""

from datetime import date

import pytest

from kg.gazetteer.decide import decide
from kg.gazetteer.lookup import Gazetteer, Match, load_gazetteer
from kg.gazetteer.rows import Row
from kg.gazetteer.score import CLOSE, CONFIRMED, Evidence, matching_office, same_post, score_matches, to_link
from kg.model import Entity, EntityKind, Link


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


def score(gazetteer: Gazetteer, name: str, evidence: Evidence) -> float:
    """The best score of a name."""
    link = to_link(score_matches(gazetteer.find(name), evidence, gazetteer))
    return link.score if link else 0.0


ISRAEL_2018 = Evidence(
    kind="Person", states=frozenset({"state/israel"}), earliest=date(2018, 5, 16), latest=date(2018, 5, 23)
)


def test_full_name_is_confirmed_and_surname_is_not(gazetteer: Gazetteer) -> None:
    """A whole name suffices; a surname needs a post besides country and date."""
    assert score(gazetteer, "Benjamin Netanyahu", ISRAEL_2018) >= CONFIRMED
    assert CLOSE <= score(gazetteer, "Zandberg", ISRAEL_2018) < CONFIRMED
    posted = ISRAEL_2018.__class__(kind="Person", posts=("Meretz chairwoman",), states=ISRAEL_2018.states)
    assert score(gazetteer, "Zandberg", posted) >= CONFIRMED
    assert score(gazetteer, "Zandberg", Evidence(kind="Person")) < score(gazetteer, "Zandberg", ISRAEL_2018)


def test_wrong_kind_costs_the_link(gazetteer: Gazetteer) -> None:
    """Where the words ask for a person, a place of that name is not confirmed."""
    assert score(gazetteer, "Haifa", Evidence(kind="Place")) >= CONFIRMED
    assert score(gazetteer, "Haifa", Evidence(kind="Person")) < CONFIRMED


def test_shared_adjective_stays_doubtful_until_one_state_is_named(gazetteer: Gazetteer) -> None:
    """Two states are Congolese: a tie is no confirmation, context decides it."""
    assert score(gazetteer, "Congolese", Evidence(kind="State")) < CONFIRMED
    context = Evidence(kind="State", states=frozenset({"state/republic-of-the-congo"}))
    best = score_matches(gazetteer.find("Congolese"), context, gazetteer)[0]
    assert best.match.row.id == "state/republic-of-the-congo"
    assert best.score >= CONFIRMED


@pytest.mark.parametrize(
    ("kinds", "priors", "confirmed"),
    [
        (("Place", "Place"), (200, 20), True),
        (("Place", "Place"), (200, 21), False),
        (("Place", "Place"), (200, 0), False),
        (("Place", "Place"), (0, 0), False),
        (("Person", "Person"), (200, 2), False),
        (("Person", "Place"), (200, 2), False),
    ],
)
def test_the_better_known_of_two_places_is_meant_but_never_of_two_persons(
    gazetteer: Gazetteer, kinds: tuple[EntityKind, EntityKind], priors: tuple[int, int], confirmed: bool
) -> None:
    """Ten times as many wikis; a number that is not known tells nothing, and what the text says weighs more."""
    rows = [
        Row(id=f"x/{at}", kind=kind, subkind="", label="Smallham", country=f"state/{at}", prior=prior)
        for at, (kind, prior) in enumerate(zip(kinds, priors, strict=True))
    ]
    matches = [Match(row=row, how="label", written="Smallham") for row in rows]
    kind = kinds[0] if len(set(kinds)) == 1 else None
    link = to_link(score_matches(matches, Evidence(kind=kind), gazetteer))
    assert link is not None
    assert (link.score >= CONFIRMED) == confirmed
    other = score_matches(matches, Evidence(kind=kind, states=frozenset({"state/1"})), gazetteer)
    assert not confirmed or other[0].score - other[1].score < 0.05


def test_reason_adds_up_to_the_score(gazetteer: Gazetteer) -> None:
    """The weights in the reason sum to the score (cut to one)."""
    (best, *_) = score_matches(gazetteer.find("Zandberg"), ISRAEL_2018, gazetteer)
    assert round(sum(float(reason.rsplit(" ", 1)[1]) for reason in best.reasons), 2) == best.score


@pytest.mark.parametrize(
    ("words", "post", "same"),
    [
        ("Defense Minister", "Minister of Defence", True),
        ("Minister", "Minister of Environmental Protection", True),
        ("chairwoman", "Chair of Meretz", True),
        ("Foreign Minister", "Minister of Foreign Affairs", True),
        ("Mossad chief", "Director of the Mossad", True),
        ("President", "Vice President", False),
        ("Foreign Minister", "Deputy Minister of Foreign Affairs", False),
        ("Prime Minister", "Minister of Defence", False),
        ("", "President", False),
    ],
)
def test_same_post(words: str, post: str, same: bool) -> None:
    """A post is the same in other words, but a deputy is not the minister."""
    assert same_post(words, post) is same


def test_office_is_chosen_by_date(gazetteer: Gazetteer) -> None:
    """Two terms as prime minister: the days choose one, no days choose none."""
    person = "person/benjamin-netanyahu"
    at = Evidence(earliest=date(2016, 12, 1), latest=date(2016, 12, 31))
    office = matching_office(gazetteer, person, "Prime Minister", at, former=False)
    assert office is not None
    assert office.start == "2009-03-31"
    assert matching_office(gazetteer, person, "Prime Minister", Evidence(), former=False) is None


ROWLESS = Entity(id="x", kind="Organization", label="Mossad")


def test_decision_follows_the_thresholds(gazetteer: Gazetteer) -> None:
    """Confirmed gives row and item, doubtful a close match only, less nothing."""
    row = gazetteer.row("organization/mossad")
    sure = decide(ROWLESS, row, Link(score=CONFIRMED, reason="r"))
    assert (sure.known, sure.wikidata) == (row.id, row.qid)
    doubtful = decide(ROWLESS, row, Link(score=CLOSE, reason="r"))
    assert (doubtful.known, doubtful.wikidata, doubtful.link and doubtful.link.close) == (None, None, row.qid)
    none = decide(ROWLESS, row, Link(score=CLOSE - 0.01, reason="r"))
    assert (none.known, none.wikidata, none.link and none.link.close) == (None, None, None)


def test_unnamed_and_reviewed_entities_stay_as_they_are(gazetteer: Gazetteer) -> None:
    """An unnamed source is never linked; a reviewer's item is never overruled."""
    row, link = gazetteer.row("organization/mossad"), Link(score=1.0, reason="r")
    unnamed = ROWLESS.model_copy(update={"named": False})
    reviewed = ROWLESS.model_copy(update={"wikidata": "Q1"})
    assert decide(unnamed, row, link) == unnamed
    assert decide(reviewed, row, link) == reviewed


def test_the_order_of_the_matches_does_not_matter(gazetteer: Gazetteer) -> None:
    """Of two names whose scores are both cut to one, the better kind of name is the reason, whichever comes first."""
    matches = (*gazetteer.find("Netanyahu"), *gazetteer.find("Benjamin Netanyahu"))
    posted = Evidence(kind="Person", posts=("prime minister",), states=ISRAEL_2018.states, latest=date(2018, 5, 23))
    forth, back = (score_matches(given, posted, gazetteer) for given in (matches, matches[::-1]))
    assert forth == back
    assert (forth[0].match.how, forth[0].score) == ("label", 1.0)
