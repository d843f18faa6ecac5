"""Do proofs of facts about the world lead to the sentences they rest on, and do false proofs fail the check?"""

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.iri import mint_graph
from kg.ontology.load import ontology_quads
from kg.reason.closure import Closure, close
from kg.reason.encode import Statement
from kg.reason.evidence import Evidence, evidence_of
from kg.reason.explain import Explainer, explain
from kg.reason.proofs import Proof, asserted_statements, check_proof, show_proof, walk_proof
from kg.reason.stored import answer_why, explain_store
from kg.vocabulary import DL, DLI, OA, OWL, RDF

FACTS = [
    Triple(DLI.claim, RDF.type, DL.Claim),
    Triple(DLI.claim, DL.asserts, DLI.visit),
    Triple(DLI.claim, DL.evidence, DLI.passage),
    Triple(DLI.passage, OA.hasSource, DLI.article),
    Triple(DLI.passage, OA.hasSelector, DLI.quote),
    Triple(DLI.quote, OA.exact, Literal("Peres flew to Baku")),
    Triple(DLI.visit, DL.hasGuest, DLI.peres),
    Triple(DLI.visit, DL.hasPlace, DLI.baku),
    Triple(DLI.baku, DL.within, DLI.absheron),
    Triple(DLI.absheron, DL.inCountry, DLI.azerbaijan),
]
VISITED = Triple(DLI.peres, DL.visited, DLI.azerbaijan)


def visit() -> Closure:
    return close(FACTS, ontology_quads())


def proof_of(closure: Closure, triple: Triple) -> Proof:
    proof = explain(closure, triple)
    assert proof is not None
    return proof


def test_proof_goes_down_to_stated_facts() -> None:
    """Peres visited Azerbaijan because of the claim, the visit, its guest and place, and where Baku lies."""
    closure = visit()
    proof = proof_of(closure, VISITED)
    assert check_proof(closure.program, proof, {Statement(*fact) for fact in FACTS})
    expected = {*FACTS[1:2], *FACTS[6:]}
    assert set(asserted_statements(proof)) == {Statement(*fact) for fact in expected}


def test_no_statement_rests_on_itself() -> None:
    """No path of a proof meets one statement twice."""

    def paths(proof: Proof, above: frozenset[Statement]) -> None:
        assert proof.statement not in above
        for premise in proof.premises:
            paths(premise, above | {proof.statement})

    closure = visit()
    explainer = Explainer(closure)
    for triple in closure.inferred:
        proof = explainer.explain(triple)
        assert proof is not None
        paths(proof, frozenset())


def test_stated_fact_explains_itself() -> None:
    """The proof of a stated fact is that it is stated."""
    assert explain(visit(), FACTS[6]) == Proof(Statement(*FACTS[6]), "asserted")


def test_what_does_not_hold_has_no_proof() -> None:
    """Neither a false triple of known terms nor one of unknown terms has a proof."""
    closure = visit()
    assert explain(closure, Triple(DLI.baku, DL.visited, DLI.peres)) is None
    assert explain(closure, Triple(DLI.baku, DL.visited, DLI.nobody)) is None
    assert explain(closure, Triple(DLI.nobody, RDF.type, DL.Person)) is None
    assert explain(closure, Triple(DLI.baku, OWL.sameAs, DLI.peres)) is None


def test_merged_individuals_are_explained_by_what_merged_them() -> None:
    """Two names with one Wikidata item are one, and the proof of what follows names the item."""
    links = [Triple(name, DL.wikidataItem, DLI.Q57410) for name in (DLI.peres, DLI.shimon)]
    closure = close([*FACTS, *links], ontology_quads())
    proof = proof_of(closure, Triple(DLI.shimon, DL.visited, DLI.baku))
    stated = {Statement(*fact) for fact in (*FACTS, *links)}
    assert check_proof(closure.program, proof, stated)
    assert {Statement(*link) for link in links} <= set(asserted_statements(proof))
    assert "prp-ifp" in {step.rule for _, _, step in walk_proof(proof)}


def test_check_refuses_a_proof_with_a_wrong_step() -> None:
    """A proof whose leaf is not stated, whose rule is another or whose premise is left out is no proof."""
    closure = visit()
    stated = {Statement(*fact) for fact in FACTS}
    proof = proof_of(closure, VISITED)
    assert not check_proof(closure.program, proof, stated - {Statement(*FACTS[6])})
    assert not check_proof(closure.program, replace(proof, rule="prp-trp"), stated)
    assert not check_proof(closure.program, replace(proof, premises=proof.premises[1:]), stated)
    assert not check_proof(closure.program, replace(proof, statement=Statement(*FACTS[7])), stated)
    assert not check_proof(closure.program, replace(proof, rule="eq-trans"), stated)


def test_check_refuses_an_identity_without_a_shared_key() -> None:
    """Two names with different Wikidata items are not one, whatever a proof says."""
    links = [Triple(DLI.peres, DL.wikidataItem, DLI.Q57410), Triple(DLI.rabin, DL.wikidataItem, DLI.Q34060)]
    premises = tuple(Proof(Statement(*link), "asserted") for link in links)
    false = Proof(Statement(DLI.peres, OWL.sameAs, DLI.rabin), "prp-ifp", premises)
    assert not check_proof(visit().program, false, {Statement(*link) for link in links})


def test_proof_is_shown_with_its_rules() -> None:
    """Each line of a shown proof has a statement and its rule, premises deeper than conclusions."""
    lines = list(show_proof(proof_of(visit(), VISITED)))
    assert lines[0] == "dli:peres dl:visited dli:azerbaijan  [prp-spo2]"
    assert "dli:visit dl:hasPlace dli:baku  [asserted]" in [line.strip() for line in lines]
    assert all(line.startswith("  ") for line in lines[1:])


def store_of(facts: list[Triple]) -> Store:
    store = Store()
    store.extend(Quad(*fact, DLI.graph) for fact in facts)
    return store


def test_evidence_is_the_quote_behind_the_claim() -> None:
    """A fact about the world rests on the words of the claim in its proof."""
    evidence = (Evidence(DLI.claim, "Peres flew to Baku", DLI.article),)
    assert evidence_of(store_of(FACTS), proof_of(visit(), VISITED)) == evidence


def test_evidence_of_a_description_is_that_of_claims_about_it() -> None:
    """That somebody took part in an event rests on the claims about the event."""
    proof = proof_of(visit(), Triple(DLI.visit, DL.hasActor, DLI.peres))
    assert [found.quote for found in evidence_of(store_of(FACTS), proof)] == ["Peres flew to Baku"]


def test_gazetteer_facts_have_no_evidence() -> None:
    """A proof from background facts alone rests on no sentence."""
    proof = proof_of(visit(), Triple(DLI.baku, DL.inCountry, DLI.azerbaijan))
    assert evidence_of(store_of(FACTS), proof) == ()


def test_store_answers_why_from_what_it_states() -> None:
    """An inferred triple in a store is explained by the stated ones, not by itself."""
    store = store_of(FACTS)
    store.extend(ontology_quads())
    store.add(Quad(*VISITED, NamedNode(mint_graph("inferred"))))
    explainer = explain_store(store)
    answer = answer_why(store, explainer, VISITED)
    assert answer is not None
    assert answer.proofs[0].rule == "prp-spo2"
    assert [found.quote for found in answer.evidence] == ["Peres flew to Baku"]
    assert answer_why(store, explainer, Triple(DLI.baku, DL.visited, DLI.peres)) is None
