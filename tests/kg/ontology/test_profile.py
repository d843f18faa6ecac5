"""Does the profile check find each construct that OWL 2 RL lacks, and nothing in what it has?"""

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology.expressions import Violation
from kg.ontology.profile import profile_violations

PREFIXES = """
@prefix : <x:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
:d a owl:DatatypeProperty . :e a owl:DatatypeProperty .
"""


def check(axioms: str) -> tuple[Violation, ...]:
    """The violations of a small ontology over the terms above."""
    return profile_violations(rdflib.Graph().parse(data=PREFIXES + axioms, format="turtle"))


ALLOWED = [
    ":A rdfs:subClassOf :B .",
    ":A rdfs:subClassOf owl:Nothing .",
    "[ a owl:Class ; owl:intersectionOf (:A :B) ] rdfs:subClassOf :C .",
    "[ a owl:Class ; owl:unionOf (:A :B) ] rdfs:subClassOf :C .",
    "[ a owl:Class ; owl:oneOf (:i :j) ] rdfs:subClassOf :C .",
    "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C .",
    "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :C .",
    "[ a owl:Restriction ; owl:onProperty :d ; owl:someValuesFrom xsd:string ] rdfs:subClassOf :C .",
    "[ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :i ] rdfs:subClassOf :C .",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] .",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ; owl:allValuesFrom xsd:integer ] .",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :i ] .",
    ":A rdfs:subClassOf [ a owl:Class ; owl:complementOf :B ] .",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ] .",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass :B ] .",
    ":A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( :B [ a owl:Class ; owl:complementOf :C ] ) ] .",
    ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf (:B :C) ] .",
    ":A owl:disjointWith :B .",
    ":p rdfs:domain :A ; rdfs:range :B .",
    ":d rdfs:range xsd:dateTime .",
    ":T a rdfs:Datatype ; owl:equivalentClass [ owl:intersectionOf (xsd:integer xsd:decimal) ] . :d rdfs:range :T .",
    ":A owl:hasKey (:p :d) .",
    ":p a owl:TransitiveProperty , owl:SymmetricProperty .",
    ":p a owl:FunctionalProperty , owl:InverseFunctionalProperty .",
    ":p a owl:AsymmetricProperty , owl:IrreflexiveProperty .",
    ":d a owl:FunctionalProperty .",
    ":p owl:propertyChainAxiom (:q :r) .",
    ":p owl:propertyChainAxiom (:p :r) , (:r :p) .",
    ":p owl:propertyChainAxiom (:p :p) .",
    ":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] :r ) .",
    ":q rdfs:subPropertyOf :p . :p owl:propertyChainAxiom (:q :r) .",
    ":p owl:inverseOf :q . :q rdfs:subPropertyOf :r .",
    "[] a owl:AllDisjointProperties ; owl:members (:p :q) .",
]

FORBIDDEN = [
    (":A rdfs:subClassOf owl:Thing .", "x:A", "4.2.3"),
    ("owl:Thing rdfs:subClassOf :A .", "http://www.w3.org/2002/07/owl#Thing", "4.2.3"),
    (":A owl:equivalentClass owl:Thing .", "x:A", "4.2.3"),
    (":A rdfs:subClassOf [ a owl:Class ; owl:unionOf (:B :C) ] .", "x:A", "4.2.3"),
    (":A rdfs:subClassOf [ a owl:Class ; owl:oneOf (:i :j) ] .", "x:A", "4.2.3"),
    (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .", "x:A", "4.2.3"),
    (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ] .", "x:A", "4.2.3"),
    (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 1 ] .", "x:A", "4.2.3"),
    (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:cardinality 1 ] .", "x:A", "4.2.3"),
    (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 2 ] .", "x:A", "4.2.3"),
    (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass [ owl:hasSelf 1 ] ] .",
        "x:A",
        "4.2.3",
    ),
    (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom [ a owl:Class ; owl:unionOf (:B :C) ] ] .",
        "x:A",
        "4.2.3",
    ),
    (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ; owl:allValuesFrom xsd:date ] .", "x:A", "4.2.4"),
    (":A owl:equivalentClass [ a owl:Class ; owl:unionOf (:B :C) ] .", "x:A", "4.2.3"),
    (
        ":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
        "x:A",
        "4.2.3",
    ),
    (":p rdfs:domain [ a owl:Class ; owl:unionOf (:A :B) ] .", "x:p", "4.2.3"),
    (":p rdfs:range [ a owl:Class ; owl:unionOf (:A :B) ] .", "x:p", "4.2.3"),
    (":d rdfs:range xsd:date .", "x:d", "4.2.4"),
    (":d rdfs:range owl:real .", "x:d", "4.2.4"),
    (":d rdfs:range [ a rdfs:Datatype ; owl:oneOf (1 2) ] .", "x:d", "4.2.4"),
    (
        ":d rdfs:range [ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] .",
        "x:d",
        "4.2.4",
    ),
    (":A owl:disjointUnionOf (:B :C) .", "x:A", "4.2.5"),
    (":p a owl:ReflexiveProperty .", "x:p", "4.2.5"),
    (":d owl:propertyChainAxiom (:p :e) .", "x:d", "4.2.5"),
    (":d a owl:TransitiveProperty .", "x:d", "4.2.5"),
    (":d a owl:InverseFunctionalProperty .", "x:d", "4.2.5"),
    (":d owl:inverseOf :e .", "x:d", "4.2.5"),
    (":d a owl:ObjectProperty .", "x:d", "4.2.1"),
    (":i :unknown :j .", "x:unknown", "4.2.1"),
    (":A rdfs:subClassOf :Unknown .", "x:Unknown", "4.2.1"),
    (":p rdfs:subPropertyOf :unknown .", "x:unknown", "4.2.1"),
    (":p a owl:TransitiveProperty , owl:FunctionalProperty .", "x:p", "11.2"),
    (":q a owl:TransitiveProperty ; rdfs:subPropertyOf :p . :p a owl:IrreflexiveProperty .", "x:p", "11.2"),
    (":q a owl:TransitiveProperty ; owl:inverseOf :p . :p a owl:AsymmetricProperty .", "x:p", "11.2"),
    (":p owl:propertyChainAxiom (:q :r) ; owl:propertyDisjointWith :q .", "x:p", "11.2"),
    (":p a owl:TransitiveProperty . [] a owl:AllDisjointProperties ; owl:members (:p :q) .", "x:p", "11.2"),
    (
        ":p a owl:TransitiveProperty . :A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
        "x:p",
        "11.2",
    ),
    (":p owl:propertyChainAxiom (:q :p :r) .", "x:p", "11.2"),
    (":p owl:propertyChainAxiom (:q :r) . :q owl:propertyChainAxiom (:p :r) .", "x:p", "11.2"),
    (":p rdfs:subPropertyOf :q . :p owl:propertyChainAxiom (:q :p) .", "x:p", "11.2"),
    (":p owl:propertyChainAxiom ( [ owl:inverseOf :p ] :r ) .", "x:p", "11.2"),
    (":p owl:inverseOf :q ; owl:propertyChainAxiom (:q :r) .", "x:p", "11.2"),
]


@pytest.mark.parametrize("axioms", ALLOWED)
def test_what_the_profile_has_is_accepted(axioms: str) -> None:
    """Each construct of the grammar passes."""
    assert check(axioms) == ()


@pytest.mark.parametrize(("axioms", "term", "section"), FORBIDDEN)
def test_what_the_profile_lacks_is_found(axioms: str, term: str, section: str) -> None:
    """Each construct outside the grammar is found, on its term, under its section."""
    assert (term, section) in {(violation.term, violation.section) for violation in check(axioms)}


@given(st.sets(st.sampled_from(FORBIDDEN), max_size=5))
def test_violations_add_up(chosen: set[tuple[str, str, str]]) -> None:
    """What is found alone is found in company, in a fixed order."""
    found = check("\n".join(axioms for axioms, _, _ in sorted(chosen)))
    assert {(violation.term, violation.section) for violation in found} >= {item[1:] for item in chosen}
    assert list(found) == sorted(found)
