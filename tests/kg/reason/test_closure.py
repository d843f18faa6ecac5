"""Is the closure the same for every order and grouping of the same facts, and that of an independent reasoner?"""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.ontology.load import ontology_quads
from kg.reason.closure import Closure, close, sort_statements
from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.lower import lower
from kg.reason.proofs import check_proof
from kg.reason.publish import publish
from kg.reason.reference import close_reference
from kg.reason.rules import show_program
from kg.vocabulary import DL, DLI, OWL, RDF

EX = "http://example.org/"
ONTOLOGY = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Actor a owl:Class . :Event a owl:Class . :Claim a owl:Class .
:Person a owl:Class ; rdfs:subClassOf :Actor . :State a owl:Class ; rdfs:subClassOf :Actor , :Place .
:Place a owl:Class .
:Actual a owl:Class ; rdfs:subClassOf :Affirmed . :Denied a owl:Class . :Affirmed a owl:Class .
:Contested a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Denied :Affirmed ) ] .
:hasGuest a owl:ObjectProperty ; rdfs:subPropertyOf :hasActor ; owl:inverseOf :guestIn .
:hasActor a owl:ObjectProperty ; rdfs:domain :Event ; rdfs:range :Actor . :guestIn a owl:ObjectProperty .
:asserts a owl:ObjectProperty ; rdfs:domain :Claim ; rdfs:range :Actual ; owl:inverseOf :assertedBy .
:assertedBy a owl:ObjectProperty . :denies a owl:ObjectProperty ; rdfs:range :Denied .
:within a owl:ObjectProperty , owl:TransitiveProperty . :hasPlace a owl:ObjectProperty ; rdfs:range :Place .
:visited a owl:ObjectProperty ; owl:propertyChainAxiom ( :guestIn :assertedBy :asserts :hasPlace ) ,
    ( :visited :within ) .
:metWith a owl:ObjectProperty , owl:SymmetricProperty ;
    owl:propertyChainAxiom ( :guestIn :assertedBy :asserts :hasGuest ) .
:item a owl:ObjectProperty , owl:InverseFunctionalProperty . :capital a owl:ObjectProperty , owl:FunctionalProperty .
:label a owl:DatatypeProperty ; rdfs:subPropertyOf :name . :name a owl:DatatypeProperty .
:HomeGame a owl:Class ; owl:equivalentClass :R . :R a owl:Restriction ; owl:onProperty :hasPlace ; owl:hasValue :n1 .
:Hosted a owl:Class ; rdfs:subClassOf :S .
:S a owl:Restriction ; owl:onProperty :hasPlace ; owl:allValuesFrom :State .
"""
CLASSES = [NamedNode(EX + name) for name in ("Person", "State", "Denied", "Hosted", "HomeGame")]
PROPERTIES = [
    NamedNode(EX + name)
    for name in ("hasGuest", "guestIn", "asserts", "denies", "within", "hasPlace", "visited", "item", "capital")
]
NODES = [NamedNode(f"{EX}n{number}") for number in range(6)]

nodes = st.sampled_from(NODES)
links = st.builds(Triple, nodes, st.sampled_from(PROPERTIES), nodes)
types = st.builds(Triple, nodes, st.just(RDF.type), st.sampled_from(CLASSES))
equalities = st.builds(Triple, nodes, st.just(OWL.sameAs), nodes)
labels = st.builds(Triple, nodes, st.just(NamedNode(EX + "label")), st.sampled_from([Literal("a"), Literal("1")]))
graphs = st.lists(st.one_of(links, links, links, types, labels, equalities), max_size=14)
slow = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
quick = settings(deadline=None, max_examples=40)


@pytest.fixture(scope="module")
def ontology() -> list[Quad]:
    """A small ontology with every kind of axiom that ours has."""
    return list(parse(ONTOLOGY, format=RdfFormat.TURTLE))


@slow
@given(facts=graphs)
def test_closure_is_that_of_owlrl(ontology: list[Quad], facts: list[Triple]) -> None:
    """The rule engine and owlrl infer the same triples, noise aside."""
    assert set(close(facts, ontology).inferred) == set(close_reference(facts, ontology).inferred)


@quick
@given(facts=graphs)
def test_closing_a_closure_adds_nothing(ontology: list[Quad], facts: list[Triple]) -> None:
    """All that follows from what follows is there already."""
    inferred = list(close(facts, ontology).inferred)
    assert list(close([*facts, *inferred], ontology).inferred) == []


@quick
@given(facts=graphs, chance=st.randoms())
def test_output_does_not_depend_on_order(ontology: list[Quad], facts: list[Triple], chance: random.Random) -> None:
    """Shuffled facts and axioms give the same triples in the same order, the same rules and the same messages."""
    shuffled, axioms = list(facts), list(ontology)
    chance.shuffle(shuffled)
    chance.shuffle(axioms)
    one, other = close(facts, ontology), close(shuffled, axioms)
    assert list(one.inferred) == list(other.inferred)
    assert one.contradictions == other.contradictions
    assert list(show_program(one.program)) == list(show_program(other.program))


@quick
@given(one=graphs, other=graphs)
def test_closing_keeps_what_parts_infer(ontology: list[Quad], one: list[Triple], other: list[Triple]) -> None:
    """What follows from a part follows from the whole, unless the whole states it."""
    whole = close([*one, *other], ontology)
    known = {*one, *other, *whole.inferred}
    assert known.issuperset(close(one, ontology).inferred)
    assert set(close([*one, *close(other, ontology).inferred, *other], ontology).inferred) <= set(whole.inferred)


@quick
@given(facts=graphs)
def test_every_inferred_triple_has_a_valid_proof(ontology: list[Quad], facts: list[Triple]) -> None:
    """Each inferred triple is explained by steps that a checker of its own re-applies, down to stated facts."""
    closure = close(facts, ontology)
    stated = {Statement(*triple) for triple in facts}
    explainer = Explainer(closure)
    for triple in closure.inferred:
        proof = explainer.explain(triple)
        assert proof is not None
        assert proof.statement == Statement(*triple)
        assert check_proof(closure.program, proof, stated)


@quick
@given(batches=st.lists(graphs, min_size=2, max_size=3))
def test_batches_added_one_by_one_close_like_all_at_once(ontology: list[Quad], batches: list[list[Triple]]) -> None:
    """An engine that has run takes more facts and ends where one run over all of them ends, proofs included."""
    whole = close([fact for batch in batches for fact in batch], ontology)
    engine = close([], ontology).engine
    for batch in batches:
        encoded = engine.dictionary.encode(sort_statements(batch)[1])
        engine.add(encoded, lower(whole.program, engine.dictionary))
    assert set(publish(engine)) == set(whole.inferred)
    explainer = Explainer(Closure(program=whole.program, engine=engine, contradictions=()))
    stated = {Statement(*fact) for batch in batches for fact in batch}
    for triple in whole.inferred:
        proof = explainer.explain(triple)
        assert proof is not None
        assert check_proof(whole.program, proof, stated)


def test_facts_may_carry_axioms(ontology: list[Quad]) -> None:
    """An axiom among the facts counts as one of the ontology."""
    facts = list(parse(ONTOLOGY + ":a :hasGuest :b .", format=RdfFormat.TURTLE))
    assert list(close(facts).inferred) == list(close(facts[-1:], ontology).inferred)


def test_hub_stays_linear(ontology: list[Quad]) -> None:
    """Ten thousand facts about one node are classified without pairing them."""
    hub = NODES[0]
    facts = [Triple(NamedNode(f"{EX}e{number}"), PROPERTIES[0], hub) for number in range(10_000)]
    inferred = list(close(facts, ontology).inferred)
    assert len(inferred) == 3 * 10_000 + 1


def test_large_cluster_of_one_individual_is_united_once(ontology: list[Quad]) -> None:
    """A thousand nodes with one inverse functional value become one cluster in one batch of unions."""
    facts = [Triple(NamedNode(f"{EX}e{number}"), NamedNode(EX + "item"), NODES[0]) for number in range(1_000)]
    closure = close(facts, ontology)
    assert closure.engine.equality.epoch == 1
    assert len(closure.engine.equality.log) == 999


def test_long_chain_of_equalities_is_explained(ontology: list[Quad]) -> None:
    """Ends of a chain of three hundred stated equalities are one, with a valid proof of all its links."""
    chain = [NamedNode(f"{EX}e{number:04}") for number in range(300)]
    facts = [Triple(left, OWL.sameAs, right) for left, right in pairwise(chain)]
    closure = close(facts, ontology)
    proof = Explainer(closure).explain(Triple(chain[-1], OWL.sameAs, chain[0]))
    assert proof is not None
    assert check_proof(closure.program, proof, {Statement(*fact) for fact in facts})


def claim_about_visit(verb: str) -> list[Triple]:
    return [
        Triple(DLI.claim, DL[verb], DLI.visit),
        Triple(DLI.visit, DL.hasGuest, DLI.peres),
        Triple(DLI.visit, DL.hasHost, DLI.aliyev),
        Triple(DLI.visit, DL.hasPlace, DLI.baku),
        Triple(DLI.baku, DL.inCountry, DLI.azerbaijan),
    ]


def facts_about_world(verb: str) -> set[Triple]:
    inferred = close(claim_about_visit(verb), ontology_quads()).inferred
    return {
        triple for triple in inferred if triple.predicate in (DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith)
    }


def test_asserted_visit_is_a_fact() -> None:
    """A visit that a claim asserts makes its guest a visitor of the place and of its country."""
    assert {
        Triple(DLI.peres, DL.visited, DLI.baku),
        Triple(DLI.peres, DL.visited, DLI.azerbaijan),
    } <= facts_about_world("asserts")


@pytest.mark.parametrize("verb", ["reports", "denies", "envisages"])
def test_hearsay_is_no_fact(verb: str) -> None:
    """A visit that is only reported, denied or envisaged makes no fact about the world."""
    assert facts_about_world(verb) == set()
