"""Do facts follow from what is asserted, and from nothing else?

The graph of `gold.txt` was written by hand and is closed once with owlrl, the independent reasoner, and often with
our own engine.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.datafiles import find_data
from kg.iri import ID
from kg.ontology.load import AXIOMS, read_turtle
from kg.reason.closure import close
from kg.reason.reference import close_reference
from kg.vocabulary import DL, OWL, RDF, RDFS

GOLD = Path(__file__).with_name("gold.trig")
FACTS = (DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith)
VERBS = (DL.asserts, DL.reports, DL.denies, DL.envisages)
NO_LOGIC = {RDFS.label, RDFS.comment, RDFS.isDefinedBy}

Fact = tuple[str, str, str]

EXPECTED: set[Fact] = {
    ("Q7164", "visited", "known/place/kabwe"),
    ("Q7164", "visited", "Q953"),
    ("gold/entity/delegation", "visited", "known/place/kabwe"),
    ("gold/entity/delegation", "visited", "Q953"),
    ("gold/entity/holm", "visited", "known/place/kabwe"),
    ("gold/entity/holm", "visited", "Q953"),
    ("Q953", "metWith", "Q916"),
    ("Q916", "metWith", "Q953"),
    ("gold/entity/mwansa", "metWith", "gold/entity/delegation"),
    ("gold/entity/delegation", "metWith", "gold/entity/mwansa"),
    ("Q916", "suppliedTo", "Q953"),
    ("Q953", "dealtWith", "Q916"),
    ("Q916", "dealtWith", "Q953"),
    ("gold/entity/mwansa", "dealtWith", "gold/entity/delegation"),
    ("gold/entity/delegation", "dealtWith", "gold/entity/mwansa"),
    ("gold/entity/mwansa", "dealtWith", "Q35"),
    ("Q35", "dealtWith", "gold/entity/mwansa"),
}


def facts_of(triples: Iterable[Triple]) -> set[Fact]:
    """The facts among triples, in short names."""
    return {
        (t.subject.value.removeprefix(ID), t.predicate.value.removeprefix(DL.base), t.object.value.removeprefix(ID))
        for t in triples
        if t.predicate in FACTS
    }


def local(term: NamedNode) -> str:
    """An IRI of an individual in short."""
    return str(term.value).removeprefix(ID)


@pytest.fixture(scope="module")
def ontology() -> tuple[Quad, ...]:
    """The axioms without documentation."""
    files = (find_data(f"ontology/{name}") for name in AXIOMS)
    return tuple(
        quad
        for path in files
        for quad in read_turtle(path)
        if quad.predicate not in NO_LOGIC and "/skos/" not in quad.predicate.value
    )


@pytest.fixture(scope="module")
def gold() -> tuple[Quad, ...]:
    """The hand-made graph."""
    return tuple(parse(GOLD.read_bytes(), format=RdfFormat.TRIG))


@pytest.fixture(scope="module")
def closed(gold: tuple[Quad, ...], ontology: tuple[Quad, ...]) -> tuple[Triple, ...]:
    """What owlrl infers from the gold graph."""
    closure = close_reference(gold, ontology)
    assert closure.contradictions == ()
    return closure.inferred


def test_facts_are_exactly_those_asserted(closed: tuple[Triple, ...]) -> None:
    """Visits, meetings and deliveries told in the article's own voice give facts; the rest give none."""
    assert facts_of(closed) == EXPECTED


@pytest.mark.parametrize(
    ("cls", "events"),
    [
        ("ReportedEvent", {"e7", "e13"}),
        ("DeniedEvent", {"e7"}),
        ("EnvisagedEvent", {"e8"}),
        ("ContestedEvent", {"e7"}),
        ("ActualEvent", {"e1", "e2", "e3", "e4", "e5", "e6", "e9", "e10", "e11", "e12", "e14"}),
    ],
)
def test_standing_of_events(closed: tuple[Triple, ...], cls: str, events: set[str]) -> None:
    """An event's standing is what its claims do with it."""
    found = {local(t.subject) for t in closed if t.predicate == RDF.type and t.object == DL[cls]}
    assert found == {f"gold/event/{event}" for event in events}


def test_sources_up_the_chain(closed: tuple[Triple, ...]) -> None:
    """The colonel whom the weekly quotes is a source of the weekly's claim."""
    found = {(local(t.subject), local(t.object)) for t in closed if t.predicate == DL.upstreamSource}
    assert found == {("gold/claim/c7", "gold/entity/colonel")}


def test_an_office_holder_involves_the_state(closed: tuple[Triple, ...]) -> None:
    """A reception by the foreign minister of Zambia for a Danish delegation involves both states."""
    found = {local(t.object) for t in closed if t.predicate == DL.involves and local(t.subject) == "gold/event/e3"}
    assert found >= {"Q953", "Q35"}


def test_our_engine_agrees(gold: tuple[Quad, ...], ontology: tuple[Quad, ...]) -> None:
    """Our own engine finds the same facts as owlrl."""
    assert facts_of(close(gold, ontology).inferred) == EXPECTED


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verbs=st.lists(st.sampled_from(VERBS[1:]), min_size=15, max_size=15))
def test_without_assertions_there_are_no_facts(
    gold: tuple[Quad, ...], ontology: tuple[Quad, ...], verbs: list[NamedNode]
) -> None:
    """Whatever else claims do with events, no fact follows when none asserts."""
    choice = iter(verbs)
    weakened = [
        Quad(quad.subject, next(choice) if quad.predicate in VERBS else quad.predicate, quad.object)
        if quad.predicate in VERBS
        else quad
        for quad in gold
    ]
    assert facts_of(close(weakened, ontology).inferred) == set()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.sets(st.integers(0, 11)))
def test_facts_grow_with_assertions(gold: tuple[Quad, ...], ontology: tuple[Quad, ...], kept: set[int]) -> None:
    """Taking assertions away takes facts away and never adds one."""
    asserted = [quad for quad in gold if quad.predicate == DL.asserts]
    dropped = {quad for number, quad in enumerate(asserted) if number not in kept}
    found = facts_of(close([quad for quad in gold if quad not in dropped], ontology).inferred)
    assert found <= EXPECTED
    assert (found == EXPECTED) == all(
        any(str(quad.subject.value).endswith(f"/{claim}") for quad in set(asserted) - dropped)
        for claim in ("c1", "c2", "c3", "c4", "c6")
    )


@pytest.mark.parametrize(
    ("one", "other"), [("Person", "Organization"), ("State", "Item"), ("Event", "Claim"), ("Place", "Person")]
)
def test_disjoint_kinds_contradict(ontology: tuple[Quad, ...], one: str, other: str) -> None:
    """Nothing is of two kinds that exclude each other."""
    thing = NamedNode(f"{ID}thing")
    facts = [Triple(thing, RDF.type, DL[one]), Triple(thing, RDF.type, DL[other])]
    assert close(facts, ontology).contradictions
    assert not close(facts[:1], ontology).contradictions


def test_one_wikidata_item_is_one_thing(ontology: tuple[Quad, ...]) -> None:
    """Two resources with the same Wikidata item are the same."""
    one, other, item = (NamedNode(f"{ID}{name}") for name in ("one", "other", "Q1"))
    closure = close([Triple(one, DL.wikidataItem, item), Triple(other, DL.wikidataItem, item)], ontology)
    assert Triple(one, OWL.sameAs, other) in set(closure.inferred)


def test_readme_example(ontology: tuple[Quad, ...]) -> None:
    """What the README says to follow from its example follows, and what it says not to follow does not."""
    text = find_data("ontology/README.md").read_text(encoding="utf-8")
    before, after = (
        {quad.triple for quad in parse(block.encode(), format=RdfFormat.TURTLE)}
        for block in re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    )
    inferred = set(close(before, ontology).inferred)
    assert after <= inferred
    unasserted = {triple for triple in before if triple.predicate != DL.asserts}
    assert facts_of(close(unasserted, ontology).inferred) == set()
    assert not any(local(t.subject) == "sale" and t.object == DL.ActualEvent for t in inferred)
