"""Which mentions tell the same event, and what does one event keep of them?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import OPEN, make_draft, make_filler

from kg.annotate.actors.cast import Resolved
from kg.annotate.draft import Draft
from kg.annotate.merge import is_same, merge_drafts
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
SALE = {"lemma": "sell", "type": "arms-sale"}
SUPPLIER, RIVAL, BUYER = (
    make_filler("supplier", "norway"),
    make_filler("supplier", "mali"),
    make_filler("recipient", "chad"),
)

# first mention, what differs in the second, whether both tell one event
SAME = [
    ("told again", TALKS, {}, True),
    ("another class", TALKS, {"cls": "Visit"}, False),
    ("somebody more", TALKS, {"fillers": (PERU, CHILE, MALI)}, True),
    ("nobody in common", TALKS, {"fillers": (MALI,)}, False),
    ("nobody named the second time", TALKS, {"fillers": ()}, False),
    ("another source", replace(TALKS, **told_by("paper")), told_by("army"), False),
    ("the same source", replace(TALKS, **told_by("paper")), told_by("paper"), True),
    ("hearsay of what was asserted", TALKS, told_by("paper"), False),
    ("a city in the same country", replace(TALKS, **COUNTRY), CITY, True),
    ("the country of the city", replace(TALKS, **CITY), COUNTRY, True),
    ("another country", replace(TALKS, **COUNTRY), ABROAD, False),
    ("two cities of one country", replace(TALKS, **CITY), CITY | {"place": place("bergen")}, False),
    ("dates that meet", replace(TALKS, **at(MAY)), at(DAY), True),
    ("dates that do not meet", replace(TALKS, **at(MAY)), at(YEAR), False),
    ("other words of a plain type", TALKS, {"lemma": "talk"}, False),
    ("other words of one fine type", replace(TALKS, type="summit"), {"lemma": "talk", "type": "summit"}, True),
    ("the definite noun", make_draft(1, "Visit", lemma="visit", fillers=(PERU,)),
     {"lemma": "visit", "definite": True, "fillers": (), "cls": "Visit"}, True),
    ("the definite noun of what was declared", make_draft(1, "PoliticalAct", lemma="declare",
     objects=frozenset({"truce"})), {"cls": "PoliticalAct", "lemma": "truce", "definite": True, "fillers": ()}, True),
    ("a definite noun of something else", TALKS, {"lemma": "summit", "definite": True, "fillers": ()}, False),
    ("a definite noun on another date", replace(TALKS, **at(MAY)), {"definite": True} | at(YEAR), False),
    ("its mere manner", TALKS, {"manner_of": 1, "fillers": (), "lemma": "discuss"}, True),
    ("other suppliers", make_draft(1, "Transfer", fillers=(SUPPLIER, BUYER), **SALE),
     {"cls": "Transfer", "fillers": (RIVAL, BUYER)} | SALE, False),
    ("one supplier, one left out", make_draft(1, "Transfer", fillers=(SUPPLIER, BUYER), **SALE),
     {"cls": "Transfer", "fillers": (SUPPLIER,)} | SALE, True),
    ("other goods", make_draft(1, "Transfer", fillers=(SUPPLIER, BUYER), item_kind="arms", **SALE),
     {"cls": "Transfer", "fillers": (SUPPLIER, BUYER), "item_kind": "food"} | SALE, False),
    ("the vague officials of a headline", replace(TALKS, lead=True, fillers=(VAGUE,)),
     {}, True),
    ("the headline's other names", replace(TALKS, lead=True, fillers=(MALI,)), {}, False),
]  # fmt: skip


@pytest.mark.parametrize(("first", "changes", "same"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_one_event_or_two(first: Draft, changes: dict[str, object], same: bool) -> None:
    """The second mention is like the first but for what the row says."""
    given = dict(changes)
    cls = given.pop("cls", first.trigger.cls)
    own = {"lemma": first.lemma, "type": first.type, "fillers": TALKS.fillers if first.lead else first.fillers}
    second = make_draft(2, cls, **(own | given))  # type: ignore[arg-type]
    assert is_same(first, second) is same


@given(st.lists(st.sampled_from(["peru", "chile", "mali"]), min_size=1, max_size=6), st.data())
def test_every_token_is_kept_once_and_the_first_mention_names_the_event(
    agents: list[str], data: st.DataObject
) -> None:
    """Merging loses no trigger, invents none, keeps the order, and never joins two voices."""
    drafts = [
        make_draft(
            number,
            fillers=(make_filler("agent", agent),),
            **(told_by(source) if (source := data.draw(st.sampled_from(["", "paper", "army"]))) else {}),
        )
        for number, agent in enumerate(agents)
    ]
    merged = merge_drafts(drafts)
    assert sorted(token for draft in merged for token in draft.tokens) == list(range(len(agents)))
    assert [draft.tokens[0] for draft in merged] == sorted(draft.tokens[0] for draft in merged)
    for draft in merged:
        assert {drafts[token].source_ids for token in draft.tokens} == {draft.source_ids}
    assert merge_drafts(merged) == merged


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [(at(MAY), at(DAY), DAY), (at(DAY), at(MAY), DAY), ({}, at(MAY), MAY), (at(MAY), {}, MAY), ({}, {}, OPEN),
     (at(STAY), at(DAY), STAY), (at(DAY), at(STAY), STAY)],
    ids=["narrower", "wider", "added", "kept", "none", "a stay that lasts", "a stay told later"],
)  # fmt: skip
def test_the_date_of_two_mentions(one: dict[str, object], other: dict[str, object], kept: When) -> None:
    """The narrower one, but a stay lasts as long as it lasts."""
    (merged,) = merge_drafts([replace(TALKS, **one), make_draft(2, fillers=TALKS.fillers, **other)])  # type: ignore[arg-type]
    assert merged.when == kept


def test_one_event_has_what_either_mention_tells() -> None:
    """Roles, place, sums, posts, evidence and relations are those of both."""
    five = Amount(value=5, currency="USD")  # type: ignore[arg-type]
    first = replace(TALKS, during=(9,), capacity=("post-1",), **COUNTRY)
    second = make_draft(2, fillers=(PERU, MALI), amounts=(five,), before=(8,), capacity=("post-1", "post-2"), **CITY)
    (merged,) = merge_drafts([first, second])
    assert [filler.entity for filler in merged.fillers] == ["peru", "chile", "mali"]
    assert (merged.place, merged.amounts, merged.during, merged.before) == (CITY["place"], (five,), (9,), (8,))
    assert merged.capacity == ("post-1", "post-2")
    assert merged.evidence == (*first.evidence, *second.evidence)
    assert (merged.trigger_span, merged.further) == (first.trigger_span, (second.trigger_span,))


def test_the_body_names_whom_the_headline_leaves_vague() -> None:
    """The headline's officials go when the body says who they were."""
    (merged,) = merge_drafts([replace(TALKS, lead=True, fillers=(VAGUE,)), make_draft(2, fillers=(PERU, CHILE))])
    assert [filler.entity for filler in merged.fillers] == ["peru", "chile"]
    assert not merged.lead
