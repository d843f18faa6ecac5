"""Are all ways to a fact found, smallest first, none in a circle, and written without repetition?"""

import pytest
from graphs import turtle
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from kg.reason.alternatives import explain_variously
from kg.reason.closure import Closure, close
from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.proofs import Proof, asserted_statements, check_proof, number_steps, walk_proof
from kg.vocabulary import OWL

EX = "http://example.org/"


def triple(text: str) -> Triple:
    return turtle(text)[0]


def proofs_of(facts: list[Triple], goal: str, most: int = 20) -> tuple[Closure, tuple[Proof, ...]]:
    closure = close(facts)
    return closure, explain_variously(Explainer(closure), triple(goal), most)


def leaves(proof: Proof) -> set[Statement]:
    return set(asserted_statements(proof))


def path_is_acyclic(proof: Proof, above: frozenset[Statement] = frozenset()) -> bool:
    known = above | {proof.statement}
    return proof.statement not in above and all(path_is_acyclic(premise, known) for premise in proof.premises)


def test_each_claim_gives_a_proof_of_its_own() -> None:
    """A visit that two articles assert is proved by each of them, and by no mixture of the two."""
    axioms = ":visited owl:propertyChainAxiom ( :guestIn :hasPlace ) . "
    ways = [turtle(f":peres :guestIn :e{n} . :e{n} :hasPlace :baku .") for n in (1, 2)]
    _, proofs = proofs_of([*turtle(axioms), *ways[0], *ways[1]], ":peres :visited :baku .")
    assert [leaves(proof) for proof in proofs] == [{Statement(*fact) for fact in way} for way in ways]


def test_smallest_proof_comes_first_and_stated_before_inferred() -> None:
    """One step, then two, then three; the fact itself first when it is also stated."""
    axioms = ":A rdfs:subClassOf :D . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D . "
    facts = turtle(axioms + ":x a :A , :B .")
    _, proofs = proofs_of(facts, ":x a :D .")
    assert [len(number_steps(proof)) for proof in proofs] == [2, 3]
    _, proofs = proofs_of([*facts, *turtle(":x a :D .")], ":x a :D .")
    assert [len(number_steps(proof)) for proof in proofs] == [1, 2, 3]


def test_ways_deep_in_a_proof_are_combined() -> None:
    """Two ways to each of two premises are four proofs."""
    axioms = ":E owl:intersectionOf ( :C :D ) . "
    axioms += " ".join(f":{low} rdfs:subClassOf :{up} ." for low, up in ("AC", "BC", "FD", "GD"))
    _, proofs = proofs_of(turtle(axioms + ":x a :A , :B , :F , :G ."), ":x a :E .")
    found = {tuple(sorted(str(fact.object) for fact in leaves(proof))) for proof in proofs}
    expected = {tuple(sorted(f"<{EX}{name}>" for name in pair)) for pair in ("AF", "AG", "BF", "BG")}
    assert found == expected


def test_equality_has_a_proof_for_each_of_its_reasons() -> None:
    """Stated the other way round, by either of two shared keys, and by a third individual: four proofs."""
    axioms = ":key a owl:InverseFunctionalProperty . "
    ways = [
        ":b owl:sameAs :a .",
        ":a :key :k . :b :key :k .",
        ":a :key :l . :b :key :l .",
        ":a owl:sameAs :c . :c owl:sameAs :b .",
    ]
    closure, proofs = proofs_of(turtle(axioms + " ".join(ways)), ":a owl:sameAs :b .")
    found = [leaves(proof) for proof in proofs]
    for way in ways:
        assert {Statement(*fact) for fact in turtle(way)} in found
    assert all(check_proof(closure.program, proof, frozenset().union(*found)) for proof in proofs)
    assert all(path_is_acyclic(proof) for proof in proofs)


def test_reasons_of_an_equality_within_a_proof_are_varied() -> None:
    """What is known of one individual holds of the other by each reason that they are one."""
    facts = turtle(":key a owl:InverseFunctionalProperty . :a :key :k . :b :key :k . :a owl:sameAs :b . :b :p :c .")
    _, proofs = proofs_of(facts, ":a :p :c .")
    stated, by_key = turtle(":b :p :c . :a owl:sameAs :b ."), turtle(":b :p :c . :a :key :k . :b :key :k .")
    assert [leaves(proof) for proof in proofs[:2]] == [{Statement(*fact) for fact in way} for way in (stated, by_key)]


def test_circles_give_no_proofs() -> None:
    """What two facts say of each other proves neither; only what is stated does."""
    facts = turtle(":p owl:inverseOf :q . :p rdfs:subPropertyOf :r . :r rdfs:subPropertyOf :p . :a :p :b .")
    _, proofs = proofs_of(facts, ":b :q :a .")
    assert proofs
    assert all(path_is_acyclic(proof) for proof in proofs)
    assert all(leaves(proof) == {Statement(*triple(":a :p :b ."))} for proof in proofs)


@pytest.mark.parametrize("most", [1, 2, 5])
def test_no_more_are_given_than_asked_for(most: int) -> None:
    """Ten claims, and as many proofs as were asked for."""
    facts = turtle(":p rdfs:domain :C . " + " ".join(f":a :p :b{number} ." for number in range(10)))
    assert len(proofs_of(facts, ":a a :C .", most)[1]) == most


def test_what_does_not_hold_has_none() -> None:
    """No proof is the answer, not an error."""
    assert proofs_of(turtle(":a :p :b ."), ":b :p :a .")[1] == ()


def test_shared_steps_are_written_once() -> None:
    """Fifty doublings that share their premises are fifty steps and a few, not two to the fiftieth."""
    axioms = "".join(
        f":C{n + 1} owl:intersectionOf ( :L{n} :R{n} ) . :C{n} rdfs:subClassOf :L{n} , :R{n} . " for n in range(50)
    )
    _, proofs = proofs_of(turtle(axioms + ":x a :C0 ."), ":x a :C50 .", 1)
    steps = number_steps(proofs[0])
    assert len(steps) == 151
    assert [step.number for step in steps] == list(range(151))
    assert steps[0].statement == Statement(*triple(":x a :C50 ."))
    assert all(premise > step.number for step in steps for premise in step.premises)


NODES = st.sampled_from([NamedNode(f"{EX}n{number}") for number in range(4)])
LINKS = st.builds(Triple, NODES, st.sampled_from([NamedNode(EX + name) for name in "pqrst"] + [OWL.sameAs]), NODES)
AXIOMS = """
:p a owl:TransitiveProperty . :q rdfs:subPropertyOf :p . :q owl:inverseOf :r . :s owl:propertyChainAxiom ( :p :r ) .
:s a owl:FunctionalProperty . :q a owl:InverseFunctionalProperty . :p rdfs:domain :C . :r rdfs:range :C .
:t rdfs:subPropertyOf owl:sameAs .
"""


@settings(deadline=None, max_examples=25)
@given(st.lists(LINKS, min_size=1, max_size=7))
def test_every_proof_holds_and_is_another(links: list[Triple]) -> None:
    """Each of several proofs is re-applied by the checker, ends in stated facts, runs in no circle and differs."""
    facts = [*turtle(AXIOMS), *links]
    closure = close(facts)
    explainer, stated = Explainer(closure), {Statement(*fact) for fact in facts}
    # Of many facts a few, from the first to the last: where all are equal, each has very many proofs.
    inferred = list(closure.inferred)
    for fact in inferred[:: max(5, len(inferred) // 6)]:
        proofs = explain_variously(explainer, fact, 4)
        assert proofs
        assert all(check_proof(closure.program, proof, stated) and path_is_acyclic(proof) for proof in proofs)
        sizes = [len({step.statement for _, _, step in walk_proof(proof)}) for proof in proofs]
        assert sizes == sorted(sizes)
        assert len({number_steps(proof) for proof in proofs}) == len(proofs)
