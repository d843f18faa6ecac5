"""Which events of several articles are one, and which never?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg import iri
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.happening import EventName, Happening, Verdict
from kg.merge.merging import merge_events
from kg.merge.quads import merge_quads
from kg.model import Annotation
from kg.vocabulary import DL, PROV, RDF, SKOS

DAY, LATER, MONTH = ("2011-02-11", "2011-02-11"), ("2011-02-14", "2011-02-14"), ("2011-02-01", "2011-02-28")


def tell(key: str, *, published: str = "2011-02-12", **changes: object) -> Annotation:
    """An article that tells of one resignation, but for what is changed of it."""
    known = {
        "cls": "PoliticalAct", "type": "resignation", "trigger": "resigned", "agent": "person/hosni-mubarak",
        "target": None, "verb": "asserts", "source": None, "when": DAY, "place": None, "amount": None,
    } | changes  # fmt: skip
    words, when = str(known["trigger"]), known["when"]
    assert isinstance(when, tuple)
    span = {"start": 0, "end": len(words), "quote": words}
    names = [str(known[role]) for role in ("agent", "target", "place", "source") if known[role]]
    days = {"earliest": when[0], "latest": when[1]}
    return Annotation.model_validate(
        {
            "article": {"key": key, "sha256": "0" * 64, "published": {
                "edtf": published, "earliest": published, "latest": published, "basis": "metadata"}},
            "entities": [_entity(name) for name in dict.fromkeys(names)],
            "events": [{
                "id": "e1", "class": known["cls"], "type": known["type"], "trigger": span, "place": known["place"],
                "participants": [
                    {"role": role, "entity": known[role]} for role in ("agent", "target") if known[role]],
                "when": {"edtf": "x", "basis": "stated"} | {k: v for k, v in days.items() if v},
                "amounts": [{"value": known["amount"], "unit": "dead"}] if known["amount"] else [],
            }],
            "claims": [{
                "id": "c1", "verb": known["verb"], "event": "e1",
                "sources": [known["source"]] if known["source"] else [],
                "confidence": 1, "evidence": [span], "rule": "hand", "engine": "hand"}],
        }
    )  # fmt: skip


def _entity(name: str) -> dict[str, object]:
    kind = {"person": "Person", "state": "State", "place": "Place"}.get(name.partition("/")[0])
    if kind:
        return {"id": name, "kind": kind, "label": name, "known": name}
    return {"id": name, "kind": "Group", "label": name, "named": name.istitle()}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


ONE = EventName(article="a", event="e1")
OTHER = EventName(article="b", event="e1")

# what the other article tells differently, whether both are one event
SAME: Mapping[str, tuple[dict[str, object], bool]] = {
    "told the same": ({}, True),
    "a noun of the verb's family": ({"trigger": "resignation"}, True),
    "on another's word": ({"verb": "reports", "source": "person/omar-suleiman"}, True),
    "the month of that day, told in the same days": ({"when": MONTH}, True),
    "the month of that day, told a month later": ({"when": MONTH, "published": "2011-03-12"}, False),
    "another day": ({"when": LATER}, False),
    "told a month later of that day": ({"published": "2011-03-12"}, True),
    "another person": ({"agent": "person/anwar-sadat"}, False),
    "nobody whom the text names": ({"agent": "two officers"}, False),
    "another kind of act": ({"type": "election", "trigger": "stood"}, False),
    "another class": ({"cls": "Communication"}, False),
    "what is only expected": ({"verb": "envisages"}, False),
    "what is denied": ({"verb": "denies"}, False),
    "another receiver": ({"target": "state/iraq"}, True),
}


@pytest.mark.parametrize(("changes", "same"), SAME.values(), ids=SAME.keys())
def test_one_happening_or_two(gazetteer: Gazetteer, changes: dict[str, object], same: bool) -> None:
    """One article says that Mubarak resigned; the other says the same but for what the row says."""
    found = merge_events([tell("a"), tell("b", **changes)], gazetteer)  # type: ignore[arg-type]
    assert [happening.events for happening in found] == ([(ONE, OTHER)] if same else [])


# what both tell, and what each tells otherwise
APART: Mapping[str, tuple[dict[str, object], dict[str, object]]] = {
    "figures": ({"amount": 302}, {"amount": 300}),
    "receivers": ({"target": "state/iraq"}, {"target": "state/kuwait"}),
    "places": ({"place": "place/vienna"}, {"place": "place/geneva"}),
    "voices of a plan": (
        {"verb": "envisages", "source": "person/barack-obama"},
        {"verb": "envisages", "source": "person/anwar-sadat"},
    ),
    "voices of a plan that nobody knows": (
        {"verb": "envisages", "source": "an official"},
        {"verb": "envisages", "source": "an official"},
    ),
}


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART.keys())
def test_what_contradicts_itself_is_never_one(
    gazetteer: Gazetteer, one: dict[str, object], other: dict[str, object]
) -> None:
    """With either version alone two articles agree; with one each they do not."""
    assert merge_events([tell("a", **one), tell("b", **other)], gazetteer) == ()  # type: ignore[arg-type]
    if "official" not in str(one):
        assert merge_events([tell("a", **one), tell("b", **one)], gazetteer)  # type: ignore[arg-type]


def test_a_happening_holds_nothing_that_contradicts_itself(gazetteer: Gazetteer) -> None:
    """Who leaves the figure open may go with one figure or the other, and brings no two figures together."""
    told = [tell("a", amount=Decimal(302)), tell("b"), tell("c", amount=Decimal(300))]
    (happening,) = merge_events(told, gazetteer)
    assert happening.events == (ONE, OTHER)


def test_it_is_named_after_the_event_that_was_published_first(gazetteer: Gazetteer) -> None:
    """Whatever the articles are called."""
    (happening,) = merge_events([tell("a"), tell("b", published="2011-02-11")], gazetteer)
    assert happening.events == (OTHER, ONE)


@settings(deadline=None)
@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_articles_changes_nothing(keys: list[str]) -> None:
    """The same articles give the same happenings with the same ties."""
    made = {
        "a": tell("a"), "b": tell("b", amount=Decimal(2)), "c": tell("c", amount=Decimal(3)),
        "d": tell("d", when=MONTH),
    }  # fmt: skip
    gazetteer = load_gazetteer()
    assert merge_events([made[key] for key in keys], gazetteer) == merge_events(made.values(), gazetteer)


def verdict(word: str, one: EventName = ONE, other: EventName = OTHER) -> Verdict:
    """A reviewer's word."""
    return Verdict.model_validate({"verdict": word, "one": one, "other": other, "note": "read again"})


def test_a_reviewer_unmerges_and_merges(gazetteer: Gazetteer) -> None:
    """What is called different is two again, either way round; what is called the same is one, and says by whom."""
    assert merge_events([tell("a"), tell("b")], gazetteer, [verdict("different")]) == ()
    assert merge_events([tell("a"), tell("b")], gazetteer, [verdict("different", OTHER, ONE)]) == ()
    apart = [tell("a"), tell("b", agent="person/anwar-sadat")]
    (happening,) = merge_events(apart, gazetteer, [verdict("same")])
    assert happening.events == (ONE, OTHER)
    assert [(tie.score, tie.reasons) for tie in happening.ties] == [(1.0, ("a reviewer's word", "read again"))]


def test_two_that_are_different_do_not_meet_through_a_third(gazetteer: Gazetteer) -> None:
    """Of three alike articles the reviewer parts two: the third goes with one of them alone."""
    (happening,) = merge_events([tell("a"), tell("b"), tell("c")], gazetteer, [verdict("different")])
    assert {name.article for name in happening.events} in ({"a", "c"}, {"b", "c"})


def test_a_verdict_on_what_is_not_there_changes_nothing(gazetteer: Gazetteer) -> None:
    """The rest is merged as ever."""
    lost = verdict("same", ONE, EventName(article="gone", event="e9"))
    assert merge_events([tell("a"), tell("b")], gazetteer, [lost]) == merge_events([tell("a"), tell("b")], gazetteer)


def test_the_graph_tells_the_happening_its_events_and_why(gazetteer: Gazetteer) -> None:
    """One node of its own graph; the events stay what they are, and each pair's signs and probability are a note."""
    told = [tell("a"), tell("b")]
    quads = list(merge_quads(merge_events(told, gazetteer), told))
    node = NamedNode(iri.mint_part("a", "happening", "e1"))
    assert {quad.graph_name for quad in quads} == {NamedNode(iri.mint_graph("merges"))}
    assert {(quad.subject, quad.object) for quad in quads if quad.predicate == PROV.specializationOf} == {
        (NamedNode(iri.mint_part(key, "event", "e1")), node) for key in ("a", "b")
    }
    assert [quad.object for quad in quads if quad.predicate == RDF.type] == [DL.Happening]
    (note,) = (quad.object.value for quad in quads if quad.predicate == SKOS.note)
    assert note.startswith("a e1 and b e1: one type, words of one family, an actor in common")


def test_a_thousand_articles_on_other_days_stay_apart(gazetteer: Gazetteer) -> None:
    """One act each, of one person, on days that do not meet."""
    start = date(1990, 1, 1).toordinal()
    days = [date.fromordinal(start + 9 * number).isoformat() for number in range(1000)]
    told = [tell(f"a{number}", published=day, when=(day, day)) for number, day in enumerate(days)]
    found: tuple[Happening, ...] = merge_events(told, gazetteer)
    assert found == ()
