"""Is what follows from articles one by one all that follows from them together?"""

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.reason.apart import Contact, contacts_of, crossing_rules
from kg.reason.closure import close
from kg.reason.compile import compile_schema
from kg.reason.schema import is_axiom

PREFIXES = "@prefix : <x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
PREFIXES += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
AXIOMS = """
:sent owl:propertyChainAxiom ( :memberOf :visited ) . :metWith a owl:SymmetricProperty .
:item a owl:InverseFunctionalProperty .
:Person owl:disjointWith :Place . :visited rdfs:range :Place . :memberOf rdfs:domain :Person .
"""


def turtle(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def crossing(*articles: str) -> tuple[str, ...]:
    """The rules that articles may not be parted for; `:a1` and so on are nodes of the first article's own."""
    axioms = turtle(AXIOMS)
    found: set[Contact] = set()
    for article, letter in zip(articles, "abc", strict=False):
        facts = turtle(article)
        closed = [*facts, *close(facts, axioms).inferred]
        found |= contacts_of(closed, lambda term, own=f"x:{letter}": term.value.startswith(own))
    return crossing_rules(compile_schema(axiom for axiom in axioms if is_axiom(axiom.predicate, axiom.object)), found)


def test_what_joins_inside_articles_does_not_cross() -> None:
    """A chain through a node of an article's own, and single triples about shared nodes, need no other article."""
    assert crossing(":a1 :memberOf :a2 . :a2 :visited :oslo .", ":b1 :metWith :haakon . :b1 :visited :oslo .") == ()


def test_what_joins_at_a_shared_node_crosses() -> None:
    """A chain, a key and a clash through a node that two articles mention; the union says more than its parts."""
    chain = (":a1 :memberOf :club .", ":club :visited :oslo .")
    assert crossing(*chain) == ("prp-spo2",)
    together = set(close(turtle(" ".join(chain)), turtle(AXIOMS)).inferred)
    apart = {triple for facts in chain for triple in close(turtle(facts), turtle(AXIOMS)).inferred}
    sent = Triple(NamedNode("x:a1"), NamedNode("x:sent"), NamedNode("x:oslo"))
    assert sent in together - apart
    assert crossing(":a1 :item :Q1 .", ":b1 :item :Q1 .") == ("prp-ifp",)
    assert crossing(":oslo :memberOf :a1 .", ":b1 :visited :oslo .") == ("cax-dw",)
