"""Does the engine agree with owlrl, and prove what it says, whatever the axioms are?

The templates leave out what owlrl gets wrong: keys, and lists of different individuals or disjoint properties.
"""

from string import Template

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.reason.closure import close
from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.proofs import check_proof
from kg.reason.reference import close_reference

PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class . :R a owl:Class . :S a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :s a owl:ObjectProperty .
"""
AXIOMS = [
    "$c rdfs:subClassOf $d .",
    "$c owl:equivalentClass $d .",
    "$c owl:intersectionOf ( $d $e ) .",
    "$c owl:unionOf ( $d $e ) .",
    "$c owl:oneOf ( $n $m ) .",
    "$p rdfs:domain $c .",
    "$p rdfs:range $c .",
    "$p rdfs:subPropertyOf $q .",
    "$p owl:equivalentProperty $q .",
    "$p owl:inverseOf $q .",
    "$p owl:propertyChainAxiom ( $q $s ) .",
    "$p owl:propertyChainAxiom ( $q $s $q ) .",
    "$p a owl:SymmetricProperty .",
    "$p a owl:TransitiveProperty .",
    "$p a owl:FunctionalProperty .",
    "$p a owl:InverseFunctionalProperty .",
    "$p owl:sameAs $q .",
    "$c owl:sameAs $d .",
]
RESTRICTIONS = [
    "$r owl:onProperty $p ; owl:someValuesFrom $c .",
    "$r owl:onProperty $p ; owl:someValuesFrom owl:Thing .",
    "$r owl:onProperty $p ; owl:allValuesFrom $c .",
    "$r owl:onProperty $p ; owl:hasValue $n .",
    '$r owl:onProperty $p ; owl:maxCardinality "1"^^xsd:nonNegativeInteger .',
    '$r owl:onProperty $p ; owl:onClass $c ; owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger .',
]
FACTS = ["$n $p $m .", "$n $q $m .", "$n $s $m .", "$n a $c .", "$n owl:sameAs $m ."]

CLASSES = st.sampled_from([":A", ":B", ":C", ":R", ":S"])
PROPERTIES = st.sampled_from([":p", ":q", ":s"])
NODES = st.sampled_from([":n0", ":n1", ":n2", ":n3"])
NAMES = st.fixed_dictionaries(
    dict.fromkeys("cde", CLASSES)
    | dict.fromkeys("pqs", PROPERTIES)
    | dict.fromkeys("nm", NODES)
    | {"r": st.sampled_from([":R", ":S"])}
)


def filled(templates: list[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda text, names: Template(text).substitute(names), st.sampled_from(templates), NAMES)


graphs = st.tuples(
    st.lists(filled(AXIOMS), max_size=6),
    st.lists(filled(RESTRICTIONS), max_size=2),
    st.lists(filled(FACTS), min_size=1, max_size=8),
)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(graphs)
def test_closure_is_that_of_owlrl_with_valid_proofs(graph: tuple[list[str], list[str], list[str]]) -> None:
    """Both reasoners infer the same triples, and each has a proof that holds."""
    text = PREFIXES + "\n".join(line for part in graph for line in part)
    facts = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    closure = close(facts)
    inferred = list(closure.inferred)
    assert set(inferred) == set(close_reference(facts).inferred)
    explainer, stated = Explainer(closure), {Statement(*fact) for fact in facts}
    for triple in inferred:
        proof = explainer.explain(triple)
        assert proof is not None
        assert check_proof(closure.program, proof, stated)
