"""Which mentions tell the same event, and what does one event keep of them?"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import OPEN, make_draft, make_filler

from kg.annotate.actors.cast import Resolved
from kg.annotate.draft import Draft
from kg.annotate.kin import is_kin
from kg.annotate.merge import REACH, merge_drafts
from kg.annotate.same import agree, cosine, likelihood, signs_of
from kg.annotate.sources import Attribution
from kg.model import Amount, Timex, When

PERU, CHILE, MALI = make_filler("agent", "peru"), make_filler("agent", "chile"), make_filler("agent", "mali")
VAGUE = make_filler("agent", "officials", proper=False)
MAY = When(text="May 2019", edtf="2019-05", earliest=date(2019, 5, 1), latest=date(2019, 5, 31), basis="stated")
DAY = When(text="3 May 2019", edtf="2019-05-03", earliest=date(2019, 5, 3), latest=date(2019, 5, 3), basis="stated")
STAY = When(
    text="from 1 to 4 May 2019",
    edtf="2019-05-01/2019-05-04",
    earliest=date(2019, 5, 1),
    latest=date(2019, 5, 4),
    basis="stated",
)
PLANNED = Attribution(verb="envisages", rule="modal", strength="strong")
YEAR = When(text="2012", edtf="2012", earliest=date(2012, 1, 1), latest=date(2012, 12, 31), basis="stated")


def at(when: When) -> dict[str, object]:
    """A stated time and the date it gives."""
    quote = when.text or ""
    time = Timex(id=quote, type="DATE", value=when.edtf, edtf=when.edtf, start=0, end=len(quote), quote=quote)
    return {"time": time, "when": when}


def told_by(source: str) -> dict[str, object]:
    """What a source reports."""
    return {
        "attribution": Attribution(verb="reports", sources=(0,), rule="said that", strength="strong"),
        "sources": (Resolved(entity=source, start=0, end=1),),
    }


def place(entity: str) -> Resolved:
    """A place whose words are of no interest."""
    return Resolved(entity=entity, start=0, end=1)


CITY = {"place": place("oslo"), "country": "state/norway", "in_state": False}
COUNTRY = {"place": place("norway"), "country": "state/norway", "in_state": True}
ABROAD = {"place": place("chad"), "country": "state/chad", "in_state": True}
TALKS = make_draft(1, fillers=(PERU, CHILE))
GUEST = make_filler("guest", "peru")
TAKES_UP = {"definite": True, "fillers": ()}
VISIT = make_draft(1, "Visit", lemma="visit", type="official-visit", fillers=(PERU,))

# first mention, what differs in the second, whether both tell one event
SAME = [
    ("the definite noun", TALKS, TAKES_UP, True),
    ("the definite noun of one family", TALKS, TAKES_UP | {"lemma": "meeting"}, True),
    ("the definite noun of one fine type", replace(TALKS, type="summit"),
     TAKES_UP | {"lemma": "gathering", "type": "summit"}, True),
    ("a definite noun of something else", TALKS, TAKES_UP | {"lemma": "congress"}, False),
    ("a noun that takes up nothing", TALKS, {"fillers": ()}, False),
    ("told again without a noun that takes it up", TALKS, {}, False),
    ("the definite noun of another class", TALKS, TAKES_UP | {"cls": "Visit"}, False),
    ("the definite noun in another mouth", replace(TALKS, **told_by("paper")), TAKES_UP | told_by("army"), True),
    ("the definite noun with somebody else", TALKS, {"definite": True, "fillers": (MALI,)}, False),
    ("the definite noun in the country of the city", replace(TALKS, **CITY), TAKES_UP | COUNTRY, True),
    ("the definite noun in a city of the country", replace(TALKS, **COUNTRY), TAKES_UP | CITY, True),
    ("the definite noun in another country", replace(TALKS, **COUNTRY), TAKES_UP | ABROAD, False),
    ("the definite noun in another city of the country", replace(TALKS, **CITY),
     TAKES_UP | CITY | {"place": place("bergen")}, False),
    ("the definite noun on a day that can be", replace(TALKS, **at(MAY)), TAKES_UP | at(DAY), True),
    ("the definite noun on another day", replace(TALKS, **at(MAY)), TAKES_UP | at(YEAR), False),
    ("the definite noun of other goods", replace(TALKS, item_kind="arms"), TAKES_UP | {"item_kind": "food"}, False),
    ("the definite noun with another figure", replace(TALKS, amounts=(Amount(value=5, unit="dead"),)),  # type: ignore[arg-type]
     TAKES_UP | {"amounts": (Amount(value=6, unit="dead"),)}, False),  # type: ignore[arg-type]
    ("what was planned taken up as done", replace(TALKS, attribution=PLANNED), TAKES_UP, False),
    ("its mere manner", TALKS, {"manner_of": 1, "fillers": (), "lemma": "discuss"}, True),
    ("one guest on one day", replace(VISIT, fillers=(GUEST,), **at(DAY)),
     {"lemma": "arrive", "type": "visit", "fillers": (GUEST,)} | at(DAY), True),
    ("one guest on another day", replace(VISIT, fillers=(GUEST,), **at(DAY)),
     {"lemma": "arrive", "type": "visit", "fillers": (GUEST,)} | at(YEAR), False),
    ("one guest, as somebody else tells", replace(VISIT, fillers=(GUEST,), **at(DAY)),
     {"lemma": "arrive", "type": "visit", "fillers": (GUEST,)} | at(DAY) | told_by("paper"), False),
    ("the headline told again in its words", replace(TALKS, lead=True, type="summit"), {"type": "summit"}, True),
    ("the vague officials of a headline", replace(TALKS, lead=True, type="summit", fillers=(VAGUE,)),
     {"fillers": TALKS.fillers, "type": "summit"}, True),
    ("the headline's other names", replace(TALKS, lead=True, type="summit", fillers=(MALI,)),
     {"fillers": TALKS.fillers, "type": "summit"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("first", "changes", "same"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_one_event_or_two(first: Draft, changes: dict[str, object], same: bool) -> None:
    """The second mention is like the first but for what the row says."""
    given = dict(changes)
    cls = given.pop("cls", first.trigger.cls)
    own = {"lemma": first.lemma, "type": first.type, "fillers": first.fillers}
    second = make_draft(2, cls, **(own | given))  # type: ignore[arg-type]
    assert (len(merge_drafts([first, second])) == 1) is same


def with_vector(draft: Draft, *numbers: float) -> Draft:
    """A draft whose trigger the encoder sees so."""
    return replace(draft, trigger=replace(draft.trigger, vector=np.array(numbers, dtype=np.float32)))


def test_a_likelier_vector_makes_one_event_likelier() -> None:
    """The same signs with vectors that point the same way weigh more than with vectors that do not."""
    one, near, far = (with_vector(TALKS, *numbers) for numbers in ((1, 0), (2, 0.1), (0, 1)))
    signs = signs_of(one, near)
    assert (cosine(one, near), cosine(one, far), cosine(one, TALKS)) == (0.999, 0.0, 0.5)
    assert likelihood(signs, cosine(one, near)) > likelihood(signs, cosine(one, far))


def test_a_mention_goes_to_the_event_that_it_is_likeliest_to_repeat() -> None:
    """Not to the nearest that would do: the type tells which of two is taken up."""
    raid = make_draft(1, "Conflict", lemma="attack", type="raid")
    murder = make_draft(2, "Conflict", lemma="assassinate", type="killing")
    again = make_draft(3, "Conflict", lemma="attack", type="raid", definite=True)
    assert [draft.tokens for draft in merge_drafts([raid, murder, again])] == [(1, 3), (2,)]


def test_an_event_keeps_why_each_mention_was_taken_for_it() -> None:
    """The offsets of the mention, the signs, and how likely it is."""
    (merged,) = merge_drafts([TALKS, make_draft(2, definite=True)])
    (echo,) = merged.echoes
    assert echo.span == (20, 25)
    assert "a definite noun of one family" in echo.signs
    assert 0.5 <= echo.likelihood < 1


def test_the_body_says_on_whose_word_a_headline_stands() -> None:
    """What the headline states flatly and the body reports is a report."""
    headline = replace(TALKS, lead=True, type="summit")
    (merged,) = merge_drafts([headline, make_draft(2, type="summit", fillers=TALKS.fillers, **told_by("paper"))])
    assert (merged.attribution.verb, merged.source_ids) == ("reports", ("paper",))


def test_what_lies_too_far_back_is_not_looked_at_but_the_headline_is() -> None:
    """However long the article, a mention is held against a bounded number of events."""
    others = [make_draft(number, lemma=f"{number}{number}") for number in range(2, REACH + 2)]
    again = make_draft(REACH + 9, definite=True)
    assert len(merge_drafts([TALKS, *others, again])) == REACH + 2
    assert len(merge_drafts([replace(TALKS, lead=True), *others, again])) == REACH + 1


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [("attack", "attack", True), ("resign", "resignation", True), ("invade", "invasion", True),
     ("decide", "decision", True), ("meet", "meeting", True), ("met", "metal", False), ("sell", "sale", False),
     ("convict", "convene", False), ("strike", "stroke", False)],
)  # fmt: skip
def test_words_of_one_family_begin_alike(one: str, other: str, kin: bool) -> None:
    """But for an ending; either way round."""
    assert is_kin(one, other) is is_kin(other, one) is kin


@given(st.lists(st.tuples(st.sampled_from(["peru", "chile", "mali"]), st.booleans()), min_size=1, max_size=6))
def test_every_token_is_kept_once_and_the_first_mention_names_the_event(given: list[tuple[str, bool]]) -> None:
    """Merging loses no trigger, invents none, keeps the order, and joins nothing that contradicts itself."""
    drafts = [
        make_draft(number, fillers=(make_filler("agent", agent),), definite=definite)
        for number, (agent, definite) in enumerate(given)
    ]
    merged = merge_drafts(drafts)
    assert sorted(token for draft in merged for token in draft.tokens) == list(range(len(drafts)))
    assert [draft.tokens[0] for draft in merged] == sorted(draft.tokens[0] for draft in merged)
    for draft in merged:
        assert all(agree(drafts[draft.tokens[0]], drafts[token]) for token in draft.tokens)
        assert len(draft.echoes) == len(draft.tokens) - 1


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [(at(MAY), at(DAY), DAY), (at(DAY), at(MAY), DAY), ({}, at(MAY), MAY), (at(MAY), {}, MAY), ({}, {}, OPEN),
     (at(STAY), at(DAY), STAY), (at(DAY), at(STAY), STAY)],
    ids=["narrower", "wider", "added", "kept", "none", "a stay that lasts", "a stay told later"],
)  # fmt: skip
def test_the_date_of_two_mentions(one: dict[str, object], other: dict[str, object], kept: When) -> None:
    """The narrower one, but a stay lasts as long as it lasts."""
    (merged,) = merge_drafts([replace(TALKS, **one), make_draft(2, definite=True, **other)])  # type: ignore[arg-type]
    assert merged.when == kept


def test_one_event_has_what_either_mention_tells() -> None:
    """Roles, place, sums, posts, evidence and relations are those of both."""
    five = Amount(value=5, currency="USD")  # type: ignore[arg-type]
    first = replace(TALKS, type="summit", during=(9,), capacity=("post-1",), **COUNTRY)
    second = make_draft(
        2,
        type="summit",
        definite=True,
        fillers=(PERU, MALI),
        amounts=(five,),
        before=(8,),
        capacity=("post-1", "post-2"),
        **CITY,
    )
    (merged,) = merge_drafts([first, second])
    assert [filler.entity for filler in merged.fillers] == ["peru", "chile", "mali"]
    assert (merged.place, merged.amounts, merged.during, merged.before) == (CITY["place"], (five,), (9,), (8,))
    assert merged.capacity == ("post-1", "post-2")
    assert merged.evidence == (*first.evidence, *second.evidence)
    assert (merged.trigger_span, merged.further) == (first.trigger_span, (second.trigger_span,))


def test_the_body_names_whom_the_headline_leaves_vague() -> None:
    """The headline's officials go when the body says who they were."""
    headline = replace(TALKS, lead=True, type="summit", fillers=(VAGUE,))
    (merged,) = merge_drafts([headline, make_draft(2, type="summit", fillers=(PERU, CHILE))])
    assert [filler.entity for filler in merged.fillers] == ["peru", "chile"]
    assert not merged.lead
