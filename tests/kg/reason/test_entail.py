"""Does find_missing know every row of tables 4 to 9 of OWL 2 Profiles, section 4.3, and nothing that is none?"""

import pytest
from graphs import turtle

from kg.reason.closure import close
from kg.reason.encode import Statement
from kg.reason.entail import find_missing
from kg.reason.explain import Explainer
from kg.reason.proofs import check_proof

OBJECT, DATA = ":p a owl:ObjectProperty .", ":p a owl:DatatypeProperty ."
ONE = '"1"^^xsd:nonNegativeInteger'
QUALIFIED = f":R owl:onProperty :p ; owl:maxQualifiedCardinality {ONE} . "


def restrictions(kind: str, one: str, other: str, *, of: tuple[str, str] = (":p", ":p")) -> str:
    """Two restrictions of one kind, `:R` and `:S`."""
    lines = zip((":R", ":S"), of, (one, other), strict=True)
    return " ".join(f"{cls} owl:onProperty {name} ; owl:{kind} {filler} ." for cls, name, filler in lines)


SOME, ALL, HAS = "someValuesFrom", "allValuesFrom", "hasValue"
BELOW = " :p rdfs:subPropertyOf :q ."
FOLLOWS = [
    ("eq-ref", "", ":a owl:sameAs :a . :p owl:sameAs :p . :b owl:sameAs :b .", ":a owl:sameAs :b ."),
    ("eq-sym", ":a owl:sameAs :b .", ":b owl:sameAs :a .", ":b owl:sameAs :c ."),
    ("eq-trans", ":a owl:sameAs :b . :b owl:sameAs :c .", ":c owl:sameAs :a .", ":c owl:sameAs :d ."),
    ("eq-rep-s", ":a owl:sameAs :b ; :p :x .", ":b :p :x .", ":x :p :b ."),
    ("eq-rep-p", ":p owl:sameAs :q . :a :p :x .", ":a :q :x .", ":a :r :x ."),
    ("eq-rep-o", ":x owl:sameAs :y . :a :p :x .", ":a :p :y .", ":y :p :a ."),
    ("eq-rep-o of an axiom", ":C owl:sameAs :D . :B rdfs:subClassOf :C .", ":B rdfs:subClassOf :D .", ":B :p :D ."),
    ("prp-ap", "", "rdfs:label a owl:AnnotationProperty .", ":p a owl:AnnotationProperty ."),
    ("prp-dom", ":p rdfs:domain :C . :a :p :b .", ":a a :C .", ":b a :C ."),
    ("prp-rng", ":p rdfs:range :C . :a :p :b .", ":b a :C .", ":a a :C ."),
    ("prp-fp", ":p a owl:FunctionalProperty . :a :p :b , :c .", ":b owl:sameAs :c .", ":a owl:sameAs :c ."),
    ("prp-ifp", ":p a owl:InverseFunctionalProperty . :a :p :c . :b :p :c .", ":a owl:sameAs :b .", ":a :p :b ."),
    ("prp-symp", ":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a .", ":b :p :b ."),
    ("prp-trp", ":p a owl:TransitiveProperty . :a :p :b . :b :p :c .", ":a :p :c .", ":c :p :a ."),
    ("prp-spo1", ":p rdfs:subPropertyOf :q . :a :p :b .", ":a :q :b .", ":b :q :a ."),
    ("prp-spo2", ":r owl:propertyChainAxiom ( :p :q ) . :a :p :b . :b :q :c .", ":a :r :c .", ":c :r :a ."),
    ("prp-eqp1", ":p owl:equivalentProperty :q . :a :p :b .", ":a :q :b .", ":b :q :a ."),
    ("prp-eqp2", ":p owl:equivalentProperty :q . :a :q :b .", ":a :p :b .", ":b :p :a ."),
    ("prp-inv1", ":p owl:inverseOf :q . :a :p :b .", ":b :q :a .", ":a :q :b ."),
    ("prp-inv2", ":p owl:inverseOf :q . :a :q :b .", ":b :p :a .", ":a :p :b ."),
    ("prp-key", ":C owl:hasKey ( :k ) . :a a :C ; :k 1 . :b a :C ; :k 1 .", ":a owl:sameAs :b .", ":a :p :b ."),
    ("cls-thing", "", "owl:Thing a owl:Class .", ":C a owl:Class ."),
    ("cls-nothing1", "", "owl:Nothing a owl:Class .", ":C a owl:Class ."),
    ("cls-int1", ":C owl:intersectionOf ( :A :B ) . :x a :A , :B .", ":x a :C .", ":x a :D ."),
    ("cls-int2", ":C owl:intersectionOf ( :A :B ) . :x a :C .", ":x a :A , :B .", ":x a :D ."),
    ("cls-uni", ":C owl:unionOf ( :A :B ) . :x a :B .", ":x a :C .", ":x a :A ."),
    ("cls-svf1", ":R owl:onProperty :p ; owl:someValuesFrom :C . :a :p :b . :b a :C .", ":a a :R .", ":b a :R ."),
    ("cls-svf2", ":R owl:onProperty :p ; owl:someValuesFrom owl:Thing . :a :p :b .", ":a a :R .", ":b a :R ."),
    ("cls-avf", ":R owl:onProperty :p ; owl:allValuesFrom :C . :a a :R ; :p :b .", ":b a :C .", ":a a :C ."),
    ("cls-hv1", ":R owl:onProperty :p ; owl:hasValue :v . :a a :R .", ":a :p :v .", ":v :p :a ."),
    ("cls-hv2", ":R owl:onProperty :p ; owl:hasValue :v . :a :p :v .", ":a a :R .", ":v a :R ."),
    ("cls-maxc2", f":R owl:onProperty :p ; owl:maxCardinality {ONE} . :a a :R ; :p :b , :c .", ":b owl:sameAs :c .",
     ":a owl:sameAs :c ."),
    ("cls-maxqc3", QUALIFIED + ":R owl:onClass :C . :a a :R ; :p :b , :c , :d . :b a :C . :c a :C .",
     ":b owl:sameAs :c .", ":b owl:sameAs :d ."),
    ("cls-maxqc4", QUALIFIED + ":R owl:onClass owl:Thing . :a a :R ; :p :b , :c .", ":b owl:sameAs :c .",
     ":a owl:sameAs :b ."),
    ("cls-oo", ":C owl:oneOf ( :a :b ) .", ":a a :C . :b a :C .", ":c a :C ."),
    ("cax-sco", ":A rdfs:subClassOf :B . :x a :A .", ":x a :B .", ":x a :C ."),
    ("cax-eqc1", ":A owl:equivalentClass :B . :x a :A .", ":x a :B .", ":x a :C ."),
    ("cax-eqc2", ":A owl:equivalentClass :B . :x a :B .", ":x a :A .", ":x a :C ."),
    ("dt-type1", "", "xsd:byte a rdfs:Datatype . rdfs:Literal a rdfs:Datatype .", ":D a rdfs:Datatype ."),
    ("dt-type2", ":v owl:sameAs 42 .", ":v a xsd:decimal , xsd:byte , rdfs:Literal .", ":v a xsd:double ."),
    ("dt-type2 of a blank node", ':a :p "a"^^xsd:token .', ":a :p _:v . _:v a xsd:string .",
     ":a :p _:v . _:v a xsd:int ."),
    ("dt-eq", ':a owl:sameAs 42 . :b owl:sameAs "+042"^^xsd:byte .', ":a owl:sameAs :b .", ":a owl:sameAs 43 ."),
    ("dt-eq of a value", ':a :p "+042"^^xsd:byte .', ":a :p 42 .", ":a :p 42e0 ."),
    ("dt-eq and eq-rep-o", ":a :p :v . :v owl:sameAs 42 .", ":a :p 42.0 .", ":a :p 43 ."),
    ("dt-diff", ":a owl:sameAs 42 . :b owl:sameAs 43 .", ":a owl:differentFrom :b .", ":a owl:differentFrom :c ."),
    ("scm-cls", ":C a owl:Class .", ":C rdfs:subClassOf :C , owl:Thing . owl:Nothing rdfs:subClassOf :C .",
     "owl:Thing rdfs:subClassOf :C ."),
    ("scm-cls, equivalence", ":C a owl:Class .", ":C owl:equivalentClass :C .", ":D owl:equivalentClass :D ."),
    ("scm-sco", ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", ":A rdfs:subClassOf :C .",
     ":C rdfs:subClassOf :A ."),
    ("scm-eqc1", ":A owl:equivalentClass :B .", ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A .",
     ":A rdfs:subClassOf :C ."),
    ("scm-eqc2", ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A .", ":A owl:equivalentClass :B .",
     ":A owl:equivalentClass :C ."),
    ("scm-op", OBJECT, ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p .", ":q rdfs:subPropertyOf :q ."),
    ("scm-dp", DATA, ":p rdfs:subPropertyOf :p ; owl:equivalentProperty :p .", ":q rdfs:subPropertyOf :q ."),
    ("scm-spo", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r .",
     ":r rdfs:subPropertyOf :p ."),
    ("scm-eqp1", ":p owl:equivalentProperty :q .", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
     ":p rdfs:subPropertyOf :r ."),
    ("scm-eqp2", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q .",
     ":p owl:equivalentProperty :r ."),
    ("scm-dom1", ":p rdfs:domain :A . :A rdfs:subClassOf :B .", ":p rdfs:domain :B .", ":p rdfs:range :B ."),
    ("scm-dom2", ":q rdfs:domain :A ." + BELOW, ":p rdfs:domain :A .", ":r rdfs:domain :A ."),
    ("scm-rng1", ":p rdfs:range :A . :A rdfs:subClassOf :B .", ":p rdfs:range :B .", ":p rdfs:domain :B ."),
    ("scm-rng2", ":q rdfs:range :A ." + BELOW, ":p rdfs:range :A .", ":r rdfs:range :A ."),
    ("scm-hv", restrictions(HAS, ":v", ":v", of=(":p", ":q")) + BELOW, ":R rdfs:subClassOf :S .",
     ":S rdfs:subClassOf :R ."),
    ("scm-svf1", restrictions(SOME, ":A", ":B") + " :A rdfs:subClassOf :B .", ":R rdfs:subClassOf :S .",
     ":S rdfs:subClassOf :R ."),
    ("scm-svf2", restrictions(SOME, ":A", ":A", of=(":p", ":q")) + BELOW, ":R rdfs:subClassOf :S .",
     ":S rdfs:subClassOf :R ."),
    ("scm-avf1", restrictions(ALL, ":A", ":B") + " :A rdfs:subClassOf :B .", ":R rdfs:subClassOf :S .",
     ":S rdfs:subClassOf :R ."),
    ("scm-avf2", restrictions(ALL, ":A", ":A", of=(":p", ":q")) + BELOW, ":S rdfs:subClassOf :R .",
     ":R rdfs:subClassOf :S ."),
    ("scm-int", ":C owl:intersectionOf ( :A :B ) .", ":C rdfs:subClassOf :A , :B .", ":A rdfs:subClassOf :C ."),
    ("scm-uni", ":C owl:unionOf ( :A :B ) .", ":A rdfs:subClassOf :C . :B rdfs:subClassOf :C .",
     ":C rdfs:subClassOf :A ."),
    ("everything is a thing", "", ":p a owl:Thing . :b a rdfs:Resource .", ":b a owl:Class ."),
    ("a blank node is something", ":R owl:onProperty :p ; owl:someValuesFrom owl:Thing . :a :p :b .",
     ":a a _:r . _:r owl:onProperty :p .", ":a a _:r . _:r owl:onProperty :q ."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("premise", "conclusion", "other"), [row[1:] for row in FOLLOWS], ids=[r[0] for r in FOLLOWS]
)
def test_row_entails_its_conclusion_only(premise: str, conclusion: str, other: str) -> None:
    """What a row says of its premises follows from them, and not from nothing; something like it does not follow."""
    assert find_missing(turtle(premise), turtle(conclusion)) == ()
    assert set(find_missing(turtle(premise), turtle(other))) == set(turtle(other)) - set(turtle(premise))
    if premise:
        assert find_missing([], turtle(conclusion))


@pytest.mark.parametrize("premise", [row[1] for row in FOLLOWS], ids=[row[0] for row in FOLLOWS])
def test_axioms_that_follow_are_proved(premise: str) -> None:
    """Everything known with the axioms is explained down to what is stated, by rules that a checker re-applies."""
    facts = turtle(premise)
    closure = close(facts, with_axioms=True)
    stated, explainer, engine = {Statement(*fact) for fact in facts}, Explainer(closure), closure.engine
    for relation in engine.relations():
        for key in engine.pairs(relation).column().tolist():
            proof = explainer.explain(engine.dictionary.decode(relation, key))
            assert proof is not None
            assert check_proof(closure.program, proof, stated)


@pytest.mark.parametrize(
    ("premise", "rule"),
    [
        (":a owl:sameAs 1 , 2 .", "dt-diff"),
        (":a owl:sameAs :b , 1 . :b owl:sameAs 2 .", "dt-diff"),
        (":p a owl:FunctionalProperty . :a :p :v , 2 . :v owl:sameAs 1 .", "dt-diff"),
        (":a a xsd:integer ; owl:sameAs true .", "dt-not-type"),
        (':a owl:sameAs "300"^^xsd:byte .', "dt-not-type"),
        (":p rdfs:range xsd:byte . :a :p :v . :v owl:sameAs 300 .", "dt-not-type"),
    ],
)
def test_individual_that_is_no_possible_value_contradicts(premise: str, rule: str) -> None:
    """An individual that is one with a literal has its value, and cannot have another or be of another datatype."""
    assert rule in {found.rule for found in close(turtle(premise)).contradictions}


def test_individual_that_is_a_value_is_published_with_it() -> None:
    """Facts about the value hold of both; no triple has a literal for its subject."""
    facts = turtle(':v owl:sameAs 42 . :a :p :v . :b :q "042"^^xsd:integer .')
    assert set(close(facts).inferred) == set(turtle(
        ':v owl:sameAs "042"^^xsd:integer . :a :p 42 , "042"^^xsd:integer . :b :q 42 , :v .'
    ))  # fmt: skip


def test_blank_nodes_follow_together_or_not() -> None:
    """One filling must satisfy all triples of a blank node; what shares none with them stands by itself."""
    facts = turtle(":a :p :b . :c :q :d .")
    joined = turtle(":a :p _:x . _:x :q :d .")
    assert set(find_missing(facts, [*joined, *turtle(":c :q _:y .")])) == set(joined)
    assert find_missing([*facts, *turtle(":b :q :d .")], joined) == ()


def test_from_a_contradiction_follows_everything() -> None:
    """Premises that cannot all be true entail whatever is asked."""
    assert find_missing(turtle(":a a owl:Nothing ."), turtle(":b :p :c .")) == ()
