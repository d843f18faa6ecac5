"""Does faulty, outlandish or excessive input stay bounded, and is all that is ignored told?"""

from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from graphs import PREFIXES, turtle
from pyoxigraph import NamedNode, Triple

from kg.cli.reason import reason
from kg.ontology.load import ontology_quads
from kg.reason.closure import close
from kg.reason.clusters import MOST_TOLD
from kg.reason.incremental import Reasoner
from kg.reason.rules import show_program
from kg.vocabulary import OWL, RDF

EX = "http://example.org/"
BROKEN = "branches, breaks off or never ends"


def nodes(count: int) -> list[NamedNode]:
    return [NamedNode(f"{EX}n{number:05}") for number in range(count)]


@pytest.mark.parametrize(
    ("axiom", "named", "ignored"),
    [
        ("[] a owl:AllDisjointClasses ; owl:members _:l . _:l rdf:first :A ; rdf:rest _:l .", "owl:members", BROKEN),
        (":C owl:unionOf _:l . _:l rdf:first :A , :B ; rdf:rest rdf:nil .", "owl:unionOf", BROKEN),
        (":C owl:unionOf _:l . _:l rdf:first :A .", "owl:unionOf", BROKEN),
        (":p owl:propertyChainAxiom :q .", "owl:propertyChainAxiom", BROKEN),
        (':p owl:propertyChainAxiom ( :p "q" ) .', "owl:propertyChainAxiom", "holds a literal"),
        (':C rdfs:subClassOf "D" .', "rdfs:subClassOf", "use an IRI"),
        (':R owl:onProperty "p" ; owl:hasValue :v .', "owl:onProperty", "use an IRI"),
        (':p owl:inverseOf "q" .', "owl:inverseOf", "use an IRI"),
        (':x a "C" .', "rdf:type", "a class is needed"),
        (":R owl:onProperty :p ; owl:minCardinality 1 .", "owl:minCardinality", "outside OWL 2 RL"),
        (":R owl:onProperty :p ; owl:maxCardinality 2 .", "owl:maxCardinality", "outside OWL 2 RL"),
        (":R owl:onProperty :p ; owl:cardinality 2 .", "owl:cardinality", "at most 0 and at most 1"),
        (":R owl:onProperty :p ; owl:cardinality 1 .", "owl:cardinality", "not that there are so many"),
        (":R owl:onProperty :p ; owl:qualifiedCardinality 2 .", "owl:qualifiedCardinality", "at most 0 and"),
        (":R owl:onProperty :p ; owl:minQualifiedCardinality 1 .", "owl:minQualifiedCardinality", "nothing is conc"),
        (":R owl:onProperty :p ; owl:hasSelf true .", "owl:hasSelf", "outside OWL 2 RL"),
        (":C owl:disjointUnionOf ( :A :B ) .", "owl:disjointUnionOf", "outside OWL 2 RL"),
        (":p a owl:ReflexiveProperty .", "owl:ReflexiveProperty", "outside OWL 2 RL"),
        (":C rdfs:subClassOf [ owl:unionOf ( :A :B ) ] .", "owl:unionOf", "as a superclass"),
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] .",
            "owl:someValuesFrom",
            "as a superclass",
        ),
        ("[ owl:complementOf :A ] rdfs:subClassOf :C .", "owl:complementOf", "as a subclass"),
        ("owl:Thing rdfs:subClassOf :C .", "owl:Thing", "only what is stated"),
        (":C owl:equivalentClass owl:Thing .", "owl:Thing", "only what is stated"),
        ("<urn:a> owl:imports <urn:b> .", "owl:imports", "nothing is fetched"),
        ("rdf:type rdfs:subPropertyOf :p .", "rdfs:subPropertyOf", "not read by rules"),
    ],
)
def test_what_is_ignored_is_told(axiom: str, named: str, ignored: str) -> None:
    """One warning names the axiom and what is ignored; sound axioms beside it are still followed."""
    closure = close(turtle(axiom + " :E rdfs:subClassOf :F . :e a :E ."))
    assert len(closure.warnings) == 1
    assert named in closure.warnings[0]
    assert ignored in closure.warnings[0]
    told_with_rules = [line for line in show_program(closure.program) if line.startswith("ignored: ")]
    assert told_with_rules == [f"ignored: {warning}" for warning in closure.program.warnings]
    assert set(closure.inferred) == set(turtle(":e a :F ."))
    assert closure.contradictions == ()


def test_sound_ontology_gives_no_warning() -> None:
    """Class expressions in the places where OWL 2 RL has them are ignored in nothing."""
    axioms = """
    [ owl:onProperty :p ; owl:someValuesFrom :D ] rdfs:subClassOf :C .
    [ owl:unionOf ( :A :B ) ] rdfs:subClassOf :C .
    :C rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :D ] , [ owl:complementOf :E ] .
    :F owl:equivalentClass [ owl:intersectionOf ( :A [ owl:onProperty :p ; owl:hasValue 1 ] ) ] .
    :G rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .
    """
    assert close(turtle(axioms)).warnings == ()


def test_imported_ontology_that_was_read_is_not_missed() -> None:
    """An import of an ontology whose file is given too is no warning."""
    assert close(turtle("<urn:a> owl:imports <urn:b> . <urn:b> a owl:Ontology .")).warnings == ()


def test_exact_number_is_followed_as_a_maximum() -> None:
    """Of exactly one value two are one, of exactly none each contradicts; the same among members of a class."""
    axioms = ":R owl:onProperty :p ; owl:cardinality 1 . :S owl:onProperty :p ; owl:cardinality 0 . "
    axioms += ":Q owl:onProperty :q ; owl:onClass :C ; owl:qualifiedCardinality 1 . "
    facts = ":a a :R ; :p :b , :c . :d a :Q ; :q :e , :f , :g . :e a :C . :f a :C . :h a :S ; :p :i ."
    closure = close(turtle(axioms + facts))
    assert {frozenset((one, other)) for one, _, other in closure.inferred if one != other} == {
        frozenset((NamedNode(EX + one), NamedNode(EX + other))) for one, other in ("bc", "ef")
    }
    assert [contradiction.rule for contradiction in closure.contradictions] == ["cls-maxc1"]


def test_our_ontology_gives_no_warning() -> None:
    """No axiom of our own ontology is ignored, even in part."""
    assert close([], ontology_quads()).warnings == ()


def test_class_equal_to_its_complement_is_empty() -> None:
    """Each member of such a class is one contradiction, and a class without members is none."""
    axioms = ":C owl:equivalentClass [ owl:complementOf :C ] . :D owl:complementOf :D . "
    assert close(turtle(axioms)).contradictions == ()
    found = close(turtle(axioms + ":x a :C . :y a :D .")).contradictions
    assert [contradiction.rule for contradiction in found] == ["cls-com", "cls-com"]


def test_chain_of_fifty_is_followed() -> None:
    """A property chain of length fifty relates the ends of a path of fifty links, also among many paths."""
    steps = " ".join(f":p{number}" for number in range(50))
    path = "".join(f":a{number} :p{number} :a{number + 1} , :b{number + 1} . " for number in range(50))
    path += "".join(f":b{number} :p{number} :a{number + 1} , :b{number + 1} . " for number in range(50))
    closure = close(turtle(f":r owl:propertyChainAxiom ( {steps} ) . {path}"))
    assert set(closure.inferred) == set(turtle(":a0 :r :a50 , :b50 . :b0 :r :a50 , :b50 ."))


def test_chains_in_a_circle_end() -> None:
    """Chains that define each other and themselves reach a fixed point."""
    axioms = ":p owl:propertyChainAxiom ( :q :p ) , ( :p :p ) . :q owl:propertyChainAxiom ( :p :q ) . "
    inferred = close(turtle(axioms + ":a :p :b . :b :q :c . :c :p :a .")).inferred
    pairs = [(one, other) for one in "abc" for other in "abc"]
    assert len(set(inferred)) <= 2 * len(pairs)


@pytest.mark.parametrize(
    "axiom",
    [
        ":R owl:onProperty :p ; owl:someValuesFrom :R .",
        ":R owl:onProperty :p ; owl:allValuesFrom :R .",
        ":R owl:onProperty :R ; owl:hasValue :R .",
        ":R owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass :R .",
        ":R owl:intersectionOf ( :R :R ) .",
        ":R owl:unionOf ( :R ) .",
        ":R owl:oneOf ( :R ) .",
        ":R owl:hasKey ( :R ) .",
        ":p owl:inverseOf :p .",
        ":R rdfs:subClassOf :R ; owl:equivalentClass :R .",
    ],
)
def test_axioms_about_themselves_end(axiom: str) -> None:
    """A restriction or list that mentions itself closes, and closing again adds nothing."""
    facts = turtle(axiom + " :a :p :b , :c . :b :p :a . :a a :R .")
    inferred = list(close(facts).inferred)
    assert list(close([*facts, *inferred]).inferred) == []


def test_huge_cluster_is_told_by_one_member() -> None:
    """Ten thousand individuals that are one give two links each, and what follows is told of the first of them."""
    same = nodes(10_000)
    facts = [Triple(left, OWL.sameAs, right) for left, right in pairwise(same)]
    facts += [Triple(same[-1], RDF.type, NamedNode(EX + "C")), *turtle(":C rdfs:subClassOf :D .")]
    closure = close(facts)
    links = {Triple(same[0], OWL.sameAs, node) for node in same[2:]}
    links |= {Triple(node, OWL.sameAs, same[0]) for node in same[1:]}
    types = {Triple(same[0], RDF.type, NamedNode(EX + name)) for name in "CD"}
    assert set(closure.inferred) == links | types
    assert len(closure.warnings) == 1
    assert "10000 individuals are one" in closure.warnings[0]
    assert f"<{EX}n00000>" in closure.warnings[0]


@pytest.mark.parametrize("size", [MOST_TOLD, MOST_TOLD + 1])
def test_cluster_is_told_in_full_up_to_the_limit(size: int) -> None:
    """At the limit every pair is published and nothing warned of; one more member, and there are two links each."""
    same = nodes(size)
    closure = close(Triple(left, OWL.sameAs, right) for left, right in pairwise(same))
    told = size * (size - 1) if size == MOST_TOLD else 2 * (size - 1)
    stated = size - 1 if size == MOST_TOLD else 1
    assert len(list(closure.inferred)) == told - stated
    assert len(closure.warnings) == (size > MOST_TOLD)


def test_huge_cluster_is_told_alike_whenever_its_members_come() -> None:
    """The member that facts are published of does not depend on which came first."""
    same = nodes(MOST_TOLD + 50)
    facts = [Triple(left, OWL.sameAs, right) for left, right in pairwise(same)]
    reasoner = Reasoner({"late": facts[75:]})
    reasoner.add("early", facts[:75])
    assert set(reasoner.inferred) == set(close(facts).inferred)


def test_command_prints_warnings(tmp_path: Path) -> None:
    """`dateline reason` prints each warning on standard error and exits as it would without it."""
    file = tmp_path / "facts.ttl"
    file.write_text(PREFIXES + ":p a owl:ReflexiveProperty . :C rdfs:subClassOf :D . :x a :C .")
    result = CliRunner().invoke(reason, [str(file)], standalone_mode=False)
    assert result.return_value == 0
    assert result.stderr.startswith(
        "warning: <http://example.org/p> rdf:type owl:ReflexiveProperty: outside OWL 2 RL"
    )
    assert result.stdout == f"<{EX}x> {RDF.type} <{EX}D> .\n"
