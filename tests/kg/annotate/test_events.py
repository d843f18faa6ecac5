"""What events do the triggers of a short text become?"""

from dataclasses import replace
from datetime import date

import pytest
from scenes import make_draft, make_trigger, read_drafts, read_scene, token_at

from kg.annotate.annotate import Tools
from kg.annotate.draft import Draft
from kg.annotate.engine import LinkName
from kg.annotate.events import draft_events, inherit_dates
from kg.annotate.merge import merge_drafts
from kg.model import EventClass, Timex, When

MAY_3 = date(2019, 5, 3)

# text; triggers with their classes; class, type, participants, place of each event
TABLE: list[tuple[str, list[tuple[str, EventClass]], list[tuple[str, str, list[tuple[str, str]], str | None]]]] = [
    (
        "Ada Lund visited Norway.",
        [("visited", "Visit")],
        [("Visit", "visit", [("guest", "ada-lund"), ("host", "norway")], "norway")],
    ),
    (
        "Ada Lund travelled to Norway.",
        [("travelled", "Visit")],
        [("Visit", "visit", [("guest", "ada-lund"), ("host", "norway")], "norway")],
    ),
    (
        "Ada Lund visited Oslo.",
        [("visited", "Visit")],
        [("Visit", "visit", [("guest", "ada-lund")], "oslo")],
    ),
    (
        "Rebels burned Norwegian trucks.",
        [("burned", "Conflict")],
        [("Conflict", "conflict", [("agent", "rebels"), ("item", "norwegian-trucks"), ("target", "norway")], None)],
    ),
    (
        "The oil that Norway supplies to Israel is cheap.",
        [("supplies", "Transfer")],
        [("Transfer", "supply", [("item", "oil"), ("supplier", "norway"), ("recipient", "israel")], None)],
    ),
    (
        "Norway sold drones to Chad. Peru sold wheat to Mali.",
        [("sold", "Transfer"), ("sold#2", "Transfer")],
        [
            ("Transfer", "arms-sale", [("supplier", "norway"), ("item", "drones"), ("recipient", "chad")], None),
            ("Transfer", "sale", [("supplier", "peru"), ("item", "wheat"), ("recipient", "mali")], None),
        ],
    ),
    (
        "Mali and Chad held talks.",
        [("held", "Meeting"), ("talks", "Meeting")],
        [("Meeting", "negotiation", [("agent", "mali"), ("agent", "chad")], None)],
    ),
]


def summary(draft: Draft) -> tuple[str, str, list[tuple[str, str]], str | None]:
    """What the table says of an event."""
    roles = [(filler.role, filler.entity) for filler in draft.fillers]
    return draft.trigger.cls, draft.type, roles, draft.place.entity if draft.place else None


@pytest.mark.parametrize(("text", "given", "wanted"), TABLE)
def test_events_of_a_text(
    tools: Tools,
    text: str,
    given: list[tuple[str, EventClass]],
    wanted: list[tuple[str, str, list[tuple[str, str]], str | None]],
) -> None:
    """Class, type, roles and place are what a careful reader finds."""
    assert [summary(draft) for draft in read_drafts(text, tools, given)] == wanted


@pytest.mark.parametrize(
    ("text", "links", "place", "via"),
    [
        ("Norway sent drones to Chad through Hungary.", {"Hungary": ("place", 0.9)}, None, ["hungary"]),
        ("Rebels attacked a bank in Hungary.", {"Hungary": ("place", 0.9)}, "hungary", []),
        ("Rebels attacked a bank in anger.", {"anger": ("place", 0.9)}, None, []),
    ],
)
def test_a_place_is_where_it_happened_or_what_was_passed(
    tools: Tools, text: str, links: dict[str, tuple[LinkName, float]], place: str | None, via: list[str]
) -> None:
    """A passage is a participant; what is no place is none."""
    scene = read_scene(text, tools)
    word: tuple[str, EventClass] = ("sent", "Transfer") if "sent" in text else ("attacked", "Conflict")
    (draft,) = draft_events(scene, [make_trigger(scene.doc, *word, links)])
    assert (draft.place.entity if draft.place else None) == place
    assert [filler.entity for filler in draft.fillers if filler.role == "via"] == via


def test_a_reported_event_names_its_source_and_hearsay_stays_hearsay(tools: Tools) -> None:
    """The chain runs from the outermost source to the innermost; the army's word is not the paper's."""
    text = "A paper said that the army had sold drones to Chad. Norway sold drones to Chad, the army said."
    first, second = read_drafts(text, tools, [("sold", "Transfer"), ("sold#2", "Transfer")])
    assert (first.attribution.verb, first.source_ids) == ("reports", ("paper",))
    assert (second.attribution.verb, second.source_ids) == ("reports", ("army",))


def test_what_happens_during_something_is_part_of_it(tools: Tools) -> None:
    """The part names the trigger of the whole."""
    _, visit, signing = read_drafts(
        "Ada Lund visited Norway from 3 to 5 May 2019. During the visit she signed a treaty.",
        tools,
        [("visited", "Visit"), ("visit", "Visit"), ("signed", "PoliticalAct")],
    )
    assert signing.during == visit.tokens


def test_a_part_is_dated_by_the_whole_even_when_that_is_dated_elsewhere(tools: Tools) -> None:
    """A visit told before with its date is "the visit"; the part's date is inferred from it, not printed."""
    drafts = read_drafts(
        "Ada Lund visited Norway from 3 to 5 May 2019. During the visit she signed a treaty.",
        tools,
        [("visited", "Visit"), ("visit", "Visit"), ("signed", "PoliticalAct")],
    )
    visit, signing = inherit_dates(merge_drafts(drafts))
    assert (visit.when.earliest, visit.when.latest) == (MAY_3, date(2019, 5, 5))
    assert (signing.when.earliest, signing.when.latest) == (MAY_3, date(2019, 5, 5))
    assert (signing.when.basis, signing.when.text) == ("inferred", None)
    # Some day of the visit, not all of its days.
    assert (visit.when.edtf, signing.when.edtf) == ("2019-05-03/2019-05-05", "2019-05-03?/2019-05-05?")


def test_a_part_with_a_time_of_its_own_keeps_it() -> None:
    """What the text says of the part itself is better than what follows from the whole."""
    quote = "3 May 2019"
    time = Timex(id="t1", type="DATE", value="2019-05-03", edtf="2019-05-03", start=0, end=10, quote=quote)
    day = When(text=quote, edtf="2019-05-03", earliest=MAY_3, latest=MAY_3, basis="stated")
    month = When(text="May 2019", edtf="2019-05", earliest=date(2019, 5, 1), latest=date(2019, 5, 31), basis="stated")
    whole = make_draft(1, "Visit", time=time, when=month)
    part = make_draft(2, "PoliticalAct", time=time, when=day, during=(1,))
    assert inherit_dates([whole, part]) == (whole, part)


def test_an_undated_whole_dates_nothing() -> None:
    """A bound that was inferred of the whole is not one of the part."""
    bound = When(edtf="../2020-06-10", latest=date(2020, 6, 10), basis="inferred")
    part = make_draft(2, during=(1,))
    assert inherit_dates([make_draft(1, when=bound), part])[1] == part


def test_after_a_vote_comes_what_follows_it(tools: Tools) -> None:
    """The vote is before the walkout, and not the other way round; sentences in a row say nothing."""
    text = "After the vote the delegates left. They protested."
    vote, leaving, protest = read_drafts(
        text, tools, [("vote", "PoliticalAct"), ("left", "Movement"), ("protested", "Conflict")]
    )
    assert (vote.before, leaving.before, protest.before) == (leaving.tokens, (), ())


def test_what_tells_an_event_again_in_its_clause_is_no_other(tools: Tools) -> None:
    """A word that the engine joined to a trigger is a further mention, by which others are related to the event."""
    scene = read_scene("Mali called the vote that Chad lost. After the vote the delegates left.", tools)
    call = make_trigger(scene.doc, "called", "PoliticalAct")
    vote = replace(call, further=(token_at(scene.doc, "vote#2"),))
    first, leaving = draft_events(scene, [vote, make_trigger(scene.doc, "left", "Movement")])
    (start, end), *others = first.further
    assert (scene.doc.text[start:end], others) == ("vote", [])
    assert first.tokens == (vote.token, *vote.further)
    assert (first.before, leaving.before) == (leaving.tokens, ())


def test_a_stretch_holds_its_own_further_words(tools: Tools) -> None:
    """What lies inside the trigger's words is not told twice."""
    scene = read_scene("Mali and Chad held talks.", tools)
    held = make_trigger(scene.doc, "held", "Meeting")
    (meeting,) = draft_events(scene, [replace(held, end=held.end + 1, further=(held.token + 1,))])
    assert (meeting.further, meeting.tokens) == ((), (held.token, held.token + 1))


def test_only_transfers_have_sums(tools: Tools) -> None:
    """A sum in the clause of a meeting is not handed over by it."""
    loan, talks = read_drafts(
        "Norway lent Chad about $5 million. Peru and Mali met about $2 million of debts.",
        tools,
        [("lent", "Transfer"), ("met", "Meeting")],
    )
    assert [(str(amount.value), amount.currency, amount.approximate) for amount in loan.amounts] == [
        ("5000000", "USD", True)
    ]
    assert talks.amounts == ()


def test_what_the_headline_tells_is_a_lead(tools: Tools) -> None:
    """It is told again below: one event, named by both."""
    text = "Premier visits Norway\n\nAda Lund, the prime minister, visited Norway in May 2019."
    drafts = read_drafts(text, tools, [("visits", "Visit"), ("visited", "Visit")], headline="Premier visits Norway")
    assert [draft.lead for draft in drafts] == [True, False]
    (visit,) = merge_drafts(drafts)
    assert [filler.entity for filler in visit.fillers if filler.role == "host"] == ["norway"]
    assert visit.when.edtf == "2019-05"
    assert len(visit.tokens) == 2
