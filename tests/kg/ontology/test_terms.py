"""Does the documentation know what the ontology says of each term?"""

import re

import pytest

from kg.datafiles import find_data
from kg.ontology.terms import Alignment, canonical_type, read_terms, read_types

TERMS = {term.name: term for term in read_terms()}
TYPES = {event_type.name: event_type for event_type in read_types()}


def test_a_property_with_all_its_traits() -> None:
    """Supers, traits, chains and inverse are those of the file."""
    met = TERMS["metWith"]
    assert met.kind == "object property"
    assert met.supers == ("dealtWith",)
    assert met.traits == ("symmetric",)
    assert met.chains == (
        ("hostOf", "assertedBy", "asserts", "hasGuest"),
        ("partyIn", "assertedBy", "asserts", "hasCounterparty"),
    )
    assert TERMS["asserts"].inverse == "assertedBy"
    assert TERMS["assertedBy"].inverse == "asserts"
    assert (TERMS["visited"].domains, TERMS["visited"].ranges) == (("Actor",), ("Place",))
    assert TERMS["confidence"].traits == ("functional",)


def test_mappings_tell_axioms_from_likeness() -> None:
    """A super-class elsewhere is a subClassOf, a near term a closeMatch."""
    person = TERMS["Person"]
    assert Alignment(relation="subClassOf", target="https://schema.org/Person") in person.mappings
    assert Alignment(relation="closeMatch", target="http://www.wikidata.org/entity/Q5") in person.mappings
    assert person.supers == ("Actor",)


def test_terms_are_all_named_by_others_that_exist() -> None:
    """Local names in a term's record are terms."""
    for term in TERMS.values():
        named = {*term.supers, *term.domains, *term.ranges, *(name for chain in term.chains for name in chain)}
        assert {name for name in named if "/" not in name} <= TERMS.keys(), term.name


def test_types_lead_back_to_their_kind() -> None:
    """A type's kind is a class and its wider type a type."""
    for event_type in TYPES.values():
        assert TERMS[event_type.kind].kind == "class"
        assert event_type.broader is None or event_type.broader in TYPES


def test_a_type_with_all_it_has() -> None:
    """A merged name is an alternative, and category and kind are in short."""
    killing = TYPES["killing"]
    assert (killing.kind, killing.plover, killing.broader) == ("Conflict", "ASSAULT", "conflict")
    assert "kill" in killing.alternatives


@pytest.mark.parametrize(
    ("name", "kind", "canonical"),
    [
        ("killing", "Conflict", "killing"),
        ("kill", "Conflict", "killing"),
        ("prisoner-swap", "Transfer", "prisoner-exchange"),
        ("tea-party", "PoliticalAct", "political-act"),
        ("tea-party", "Visit", "visit"),
    ],
)
def test_each_name_leads_to_one_type(name: str, kind: str, canonical: str) -> None:
    """A canonical name is its own, a merged one leads to its type, an unknown one to the fallback of the kind."""
    assert canonical_type(name, kind) == canonical


def test_canonical_names_stay_what_they_are() -> None:
    """Asking twice changes nothing, for every name of every type."""
    for event_type in TYPES.values():
        for name in (event_type.name, *event_type.alternatives):
            once = canonical_type(name.replace(" ", "-"), "Situation")
            assert once == event_type.name == canonical_type(once, "Visit")


def test_the_lexicon_uses_known_types() -> None:
    """Every fine type that the lexicon gives an event has an entry, under its own name or as a merged one."""
    files = sorted(find_data("seeds/lexicon").glob("*.yaml"))
    used = {name for path in files for name in re.findall(r"\btype: ([a-z-]+)", path.read_text(encoding="utf-8"))}
    assert {name for name in used if canonical_type(name, "Nothing") == "nothing"} == set()
