"""Do literals that cannot be what they are said to be contradict, and others infer by value (tables 4 and 8)?"""

import pytest
from graphs import turtle
from pyoxigraph import Triple

from kg.reason.closure import close

ONLY = ":R a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom xsd:integer . "
FUNCTIONAL = ":p a owl:FunctionalProperty . "
KEY = ":C owl:hasKey ( :k ) . :a a :C . :b a :C . :a owl:differentFrom :b . "
SOME = ":R a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom "
INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"


CONTRADICTIONS = [
    ("dt-not-type", "", ':a :p "abc"^^xsd:integer .', ':a :p "abc"^^:unknown , "2018"^^xsd:gYear .'),
    ("dt-not-type", "", ':a :p "2018-02-30T10:00:00"^^xsd:dateTime .', ':a :p "2018-02-28T10:00:00"^^xsd:dateTime .'),
    ("dt-not-type", "", ":p rdfs:range xsd:integer . :a :p 1.5 .", ":p rdfs:range xsd:integer . :a :p 1.0 , :b ."),
    ("dt-not-type", ":p rdfs:range xsd:integer . ", ':a :p "1" .', ":a :p 1 ."),
    ("dt-not-type", ":p rdfs:range xsd:integer . ", ':a :p "abc"^^xsd:integer .', ':a :p "x"^^:unknown .'),
    ("dt-not-type", ":p rdfs:range xsd:byte . ", ":a :p 128 .", ":a :p 127 ."),
    ("dt-not-type", ":p rdfs:range xsd:string . ", ':a :p "a"@en .', ':a :p "a"^^xsd:token .'),
    ("dt-not-type", ":p rdfs:range rdf:langString . ", ':a :p "a" .', ':a :p "a"@en .'),
    ("dt-not-type", ":p rdfs:range xsd:integer , xsd:string . ", ":a :p 1 .", ":a :p :b ."),
    ("dt-not-type", ":p rdfs:range :D . :D rdfs:subClassOf xsd:integer . ", ':a :p "x" .', ":a :p 1 ."),
    ("dt-not-type", ":p rdfs:range [ owl:intersectionOf ( xsd:int :D ) ] . ", ':a :p "x" .', ":a :p 1 ."),
    ("dt-not-type", ":q rdfs:range xsd:int . :p rdfs:subPropertyOf :q . ", ':a :p "x" .', ":a :p 1 ."),
    ("dt-not-type", ONLY, ':a a :R ; :p "x" .', ':a :p "x" . :b a :R ; :p 1 .'),
    (
        "dt-not-type",
        ":p rdfs:range xsd:date . ",
        ':a :p "2018-05-14T10:00:00Z"^^xsd:dateTime .',
        ':a :p "x"^^xsd:date .',
    ),
    ("dt-diff", FUNCTIONAL, ':a :p 1 , "1" .', ':a :p "1"^^xsd:integer , "01"^^xsd:integer , "1.0"^^xsd:decimal .'),
    ("dt-diff", FUNCTIONAL, ':a :p "a"@en , "a"@de .', ':a :p "a"@en , "a"@EN .'),
    ("dt-diff", FUNCTIONAL, ':a :p "0.0"^^xsd:double , "-0.0"^^xsd:double .', ':a :p 1e0 , "1.0"^^xsd:double .'),
    ("dt-diff", FUNCTIONAL + ":b :p 1 . ", ":a owl:sameAs :b ; :p 2 .", ":a owl:sameAs :b ; :p 1.0 ."),
    (
        "dt-diff",
        FUNCTIONAL,
        ':a :p "2018-05-14T10:00:00Z"^^xsd:dateTime , "2018-05-14T12:00:00+02:00"^^xsd:dateTime .',
        ':a :p "2018-05-14T10:00:00Z"^^xsd:dateTime , "2018-05-14T10:00:00.0+00:00"^^xsd:dateTimeStamp .',
    ),
    (
        "eq-diff1",
        KEY,
        ':a :k "1"^^xsd:int . :b :k "1.0"^^xsd:decimal .',
        ':a :k "1"^^xsd:int . :b :k "1"^^xsd:float .',
    ),
    ("cax-dw", ":p rdfs:range :D . :D owl:disjointWith xsd:integer . ", ":a :p 1.0 .", ":a :p 1.5 ."),
]


@pytest.mark.parametrize(("rule", "axioms", "breach", "near"), CONTRADICTIONS, ids=[row[2] for row in CONTRADICTIONS])
def test_literals_contradict(rule: str, axioms: str, breach: str, near: str) -> None:
    """A value where it cannot be makes one contradiction; another form of a fitting value makes none."""
    found = close(turtle(axioms + breach)).contradictions
    assert [contradiction.rule for contradiction in found] == [rule]
    assert close(turtle(axioms + near)).contradictions == ()


@pytest.mark.parametrize(
    ("premise", "expected"),
    [
        (SOME + 'xsd:byte . :a :p "1"^^xsd:integer . :b :p 300 . :c :p "x"^^xsd:byte .', ":a a :R ."),
        (SOME + 'xsd:string . :a :p "x"^^xsd:token . :b :p "x"@en .', ":a a :R ."),
        (SOME + 'rdfs:Literal . :a :p "x"@en . :b :p :c .', ":a a :R ."),
        (
            ':p rdfs:subPropertyOf :q . :a :p "01"^^xsd:integer , "1"^^xsd:integer .',
            ':a :q "01"^^xsd:integer , "1"^^xsd:integer .',
        ),
    ],
)
def test_literals_infer_by_value_in_their_own_form(premise: str, expected: str) -> None:
    """dt-type2 goes by value, and what is published keeps each lexical form as it was given."""
    assert set(close(turtle(premise)).inferred) == set(turtle(expected))


@pytest.mark.parametrize(
    ("premise", "message"),
    [
        (
            ':a :p "abc"^^xsd:integer .',
            (
                f'dt-not-type: <http://example.org/a> <http://example.org/p> "abc"^^{INTEGER} and "abc"^^{INTEGER} '
                "a xsd:integer cannot hold together"
            ),
        ),
        (
            ':p rdfs:range xsd:integer . :a :p "1" .',
            (
                'dt-not-type: <http://example.org/a> <http://example.org/p> "1" and "1" a xsd:integer '
                "cannot hold together"
            ),
        ),
        (
            ':R owl:onProperty :p ; owl:hasValue "abc"^^xsd:integer .',
            f'dt-not-type: "abc"^^{INTEGER} a xsd:integer',
        ),
    ],
)
def test_ill_typed_literal_is_reported_with_its_triple(premise: str, message: str) -> None:
    """The message names the triple, and the datatype that its literal is not of."""
    assert [contradiction.message for contradiction in close(turtle(premise)).contradictions] == [message]


def test_clash_of_equal_values_is_told_in_the_forms_of_the_facts() -> None:
    """Each statement of a contradiction stands as it was stated, also where its rule compares by value."""
    facts = turtle(':a :p 1 ; :q "01"^^xsd:int .')
    (found,) = close([*facts, *turtle(":p owl:propertyDisjointWith :q .")]).contradictions
    assert {Triple(*statement) for statement in found.statements} == set(facts)
