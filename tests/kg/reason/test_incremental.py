"""Does a reasoner that articles come to and go from always hold what a full run would?"""

from itertools import chain

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.ontology.load import axiom_quads
from kg.reason import incremental
from kg.reason.closure import close
from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.incremental import Reasoner
from kg.reason.proofs import check_proof
from kg.vocabulary import DL, DLI, OWL, RDF, RDFS, XSD

EX = "http://example.org/"
ONTOLOGY = list(
    parse(
        """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:State rdfs:subClassOf :Actor , :Place . :Person rdfs:subClassOf :Actor .
:Actual rdfs:subClassOf :Affirmed . :Contested owl:equivalentClass [ owl:intersectionOf ( :Denied :Affirmed ) ] .
:hasGuest rdfs:subPropertyOf :hasActor ; owl:inverseOf :guestIn . :hasActor rdfs:range :Actor .
:asserts rdfs:range :Actual ; owl:inverseOf :assertedBy . :denies rdfs:range :Denied .
:within a owl:TransitiveProperty . :hasPlace rdfs:range :Place .
:visited owl:propertyChainAxiom ( :guestIn :assertedBy :asserts :hasPlace ) , ( :visited :within ) .
:metWith a owl:SymmetricProperty ; owl:propertyChainAxiom ( :guestIn :hasGuest ) .
:item a owl:InverseFunctionalProperty . :capital a owl:FunctionalProperty . :seat rdfs:subPropertyOf :capital .
:alias rdfs:subPropertyOf owl:sameAs . :id a owl:InverseFunctionalProperty . :Club owl:hasKey ( :member ) .
:HomeGame owl:equivalentClass :R . :R owl:onProperty :hasPlace ; owl:hasValue :n1 .
:Hosted rdfs:subClassOf [ owl:onProperty :hasPlace ; owl:allValuesFrom :State ] .
:Solo owl:equivalentClass [ owl:onProperty :hasGuest ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .
:Capital owl:equivalentClass [ owl:oneOf ( :n2 :n3 ) ] . :Two owl:equivalentClass :T .
:T owl:onProperty :id ; owl:hasValue 2 . :metWith owl:propertyDisjointWith :within .
""",
        format=RdfFormat.TURTLE,
    )
)
CLASSES = ["Person", "State", "Denied", "Hosted", "HomeGame", "Club", "Solo", "Two", "Capital"]
PROPERTIES = [
    "hasGuest", "asserts", "denies", "within", "hasPlace", "visited", "item", "capital", "seat", "alias", "member",
]  # fmt: skip
NODES = [NamedNode(f"{EX}n{number}") for number in range(6)]
VALUES = [
    Literal("1", datatype=XSD.integer),
    Literal("2", datatype=XSD.integer),
    Literal("2.0", datatype=XSD.decimal),
]

nodes = st.sampled_from(NODES)
links = st.builds(Triple, nodes, st.sampled_from([NamedNode(EX + name) for name in PROPERTIES]), nodes)
types = st.builds(Triple, nodes, st.just(RDF.type), st.sampled_from([NamedNode(EX + name) for name in CLASSES]))
equalities = st.builds(Triple, nodes, st.just(OWL.sameAs), nodes)
numbers = st.builds(Triple, nodes, st.just(NamedNode(EX + "id")), st.sampled_from(VALUES))
texts = st.lists(st.one_of(links, links, links, types, numbers, equalities), max_size=6)
operations = st.lists(st.tuples(st.sampled_from("abcd"), st.one_of(texts, texts, st.none())), max_size=8)
LOOSE = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def triple(line: str) -> Triple:
    subject, predicate, other = (NamedNode(EX + word) for word in line.split())
    return Triple(subject, predicate, other)


@LOOSE
@given(st.dictionaries(st.sampled_from("abcd"), texts), operations)
@example({"a": [triple("n0 item n5")], "b": [triple("n1 item n5"), triple("n0 within n2")]}, [("a", None)])
@example({"a": [triple("n0 alias n1")], "b": [triple("n1 seat n2"), triple("n0 seat n3")]}, [("a", None), ("b", [])])
def test_operations_in_any_order_give_a_full_run(
    articles: dict[str, list[Triple]], steps: list[tuple[str, list[Triple] | None]]
) -> None:
    """After each addition, replacement and withdrawal the inferred triples are those of a full run, in its order."""
    reasoner, held = Reasoner(articles, ONTOLOGY), dict(articles)
    for key, facts in steps:
        if facts is None:
            held.pop(key, None)
            reasoner.withdraw(key)
        else:
            held[key] = facts
            reasoner.add(key, facts)
        full = close(chain.from_iterable(held.values()), ONTOLOGY)
        assert list(reasoner.inferred) == list(full.inferred)
        assert [x.rule for x in reasoner.closure.contradictions] == [x.rule for x in full.contradictions]


@LOOSE
@given(st.dictionaries(st.sampled_from("abcd"), texts, min_size=2), texts)
def test_proofs_hold_after_operations(articles: dict[str, list[Triple]], more: list[Triple]) -> None:
    """Every inferred triple has a proof from what is held when an article came and others went."""
    reasoner, (gone, *kept) = Reasoner(articles, ONTOLOGY), articles
    reasoner.add("e", more)
    reasoner.withdraw(gone)
    closure = reasoner.closure
    explainer = Explainer(closure)
    stated = {Statement(*fact) for fact in chain(more, *(articles[key] for key in kept))}
    for found in reasoner.inferred:
        proof = explainer.explain(found)
        assert proof is not None
        assert check_proof(closure.program, proof, stated)


AXIOMS = [
    [Triple(NamedNode(EX + "seat"), RDF.type, OWL.TransitiveProperty)],
    [Triple(NamedNode(EX + "seat"), NamedNode(EX + "below"), NamedNode(EX + "within"))],
    [Triple(NamedNode(EX + "seat"), OWL.sameAs, NamedNode(EX + "within"))],
    [Triple(NODES[1], NamedNode(EX + "kind"), NamedNode(EX + "Person"))],
    [Triple(NamedNode(EX + "seat"), RDFS.range, XSD.integer), Triple(NODES[1], NamedNode(EX + "seat"), Literal("x"))],
]
ABOVE = [
    Triple(NamedNode(EX + "below"), RDFS.subPropertyOf, RDFS.subPropertyOf),
    Triple(NamedNode(EX + "kind"), RDFS.subPropertyOf, RDF.type),
]


@pytest.mark.parametrize("axioms", AXIOMS, ids=["stated", "derived", "equal", "typed", "datatype"])
def test_articles_that_change_the_rules_come_and_go(axioms: list[Triple]) -> None:
    """Axioms stated or derived, equal properties, types by a property and datatypes count while they are held."""
    facts, ontology = [triple("n1 seat n2"), triple("n2 seat n3"), triple("n3 within n4")], [*ONTOLOGY, *ABOVE]
    reasoner = Reasoner({"facts": facts}, ontology)
    before = list(reasoner.inferred)
    reasoner.add("axioms", axioms)
    full = close([*facts, *axioms], ontology)
    assert list(reasoner.inferred) == list(full.inferred)
    assert reasoner.closure.contradictions == full.contradictions
    reasoner.add("more", [triple("n4 seat n5")])
    assert list(reasoner.inferred) == list(close([*facts, *axioms, triple("n4 seat n5")], ontology).inferred)
    reasoner.withdraw("more")
    reasoner.withdraw("axioms")
    assert list(reasoner.inferred) == before
    assert reasoner.closure.contradictions == ()


def test_a_triple_of_two_articles_stays_when_one_goes() -> None:
    """What is stated twice falls with the second article."""
    fact = triple("n1 hasGuest n2")
    reasoner = Reasoner({"a": [fact], "b": [fact, fact]}, ONTOLOGY)
    before = list(reasoner.inferred)
    reasoner.withdraw("a")
    assert list(reasoner.inferred) == before
    reasoner.withdraw("b")
    assert list(reasoner.inferred) == list(close([], ONTOLOGY).inferred)


def test_a_faulty_axiom_of_an_article_is_told_and_ignored() -> None:
    """The facts beside it count, and the warning goes with the article."""
    reasoner = Reasoner({"a": [triple("n1 within n2"), triple("n2 within n3")]}, ONTOLOGY)
    loop = Triple(NODES[5], RDF.rest, NODES[5])
    faulty = [Triple(NODES[4], OWL.unionOf, NODES[5]), Triple(NODES[5], RDF.first, NODES[5]), loop]
    reasoner.add("a", [*faulty, triple("n1 hasGuest n2")])
    assert list(reasoner.inferred) == list(close([triple("n1 hasGuest n2")], ONTOLOGY).inferred)
    assert any("never ends" in warning for warning in reasoner.closure.warnings)
    reasoner.withdraw("a")
    assert list(reasoner.inferred) == list(close([], ONTOLOGY).inferred)
    assert not any("never ends" in warning for warning in reasoner.closure.warnings)


def test_our_ontology_needs_no_full_run() -> None:
    """Articles about the world come and go by increments, individuals that an item unites included."""
    facts = {
        "peres": [Triple(DLI.visit, DL.hasGuest, DLI.peres), Triple(DLI.peres, DL.wikidataItem, DLI.Q57410)],
        "shimon": [Triple(DLI.shimon, DL.wikidataItem, DLI.Q57410), Triple(DLI.shimon, RDF.type, DL.Person)],
    }
    reasoner = Reasoner(facts, axiom_quads())
    engine, before = reasoner.closure.engine, list(reasoner.inferred)
    assert Triple(DLI.visit, DL.hasGuest, DLI.shimon) in before
    reasoner.withdraw("peres")
    assert list(reasoner.inferred) == list(close(facts["shimon"], axiom_quads()).inferred)
    reasoner.add("peres", facts["peres"])
    assert list(reasoner.inferred) == before
    assert reasoner.closure.engine is engine


def test_members_of_a_large_cluster_come_and_go_by_full_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is true of many individuals that are one is the same, and the engine begins anew."""
    monkeypatch.setattr(incremental, "_LARGEST_CLUSTER", 2)
    same = [Triple(one, OWL.sameAs, NODES[0]) for one in NODES[1:4]]
    reasoner = Reasoner({"same": same, "a": [triple("n1 within n4")], "b": [triple("n4 within n5")]}, ONTOLOGY)
    engine = reasoner.closure.engine
    reasoner.withdraw("b")
    assert reasoner.closure.engine is not engine
    assert list(reasoner.inferred) == list(close([*same, triple("n1 within n4")], ONTOLOGY).inferred)
    reasoner.withdraw("same")
    assert list(reasoner.inferred) == list(close([triple("n1 within n4")], ONTOLOGY).inferred)


def test_a_long_record_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The closure is the same when rounds are no more kept, also of an article that comes after that."""
    monkeypatch.setattr(incremental, "_LONGEST_RECORD", 6)
    reasoner, facts = Reasoner({}, ONTOLOGY), []
    for number in range(5):
        facts.append(triple(f"n{number} within n{number + 1}"))
        reasoner.add(str(number), facts[-1:])
        assert reasoner.closure.engine.length <= 6
        assert list(reasoner.inferred) == list(close(facts, ONTOLOGY).inferred)
