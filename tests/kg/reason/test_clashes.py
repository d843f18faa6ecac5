"""Does a build say how each contradiction comes about and which articles state what clashes?"""

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.iri import mint_article_graph
from kg.reason.clashes import MOST_TOLD, tell_clashes
from kg.reason.closure import close
from kg.reason.infer import infer

PREFIXES = """@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def turtle(text: str) -> list[Quad]:
    return list(parse(PREFIXES + text, format=RdfFormat.TURTLE))


def stated_in(key: str, text: str) -> list[Quad]:
    graph = NamedNode(mint_article_graph(key))
    return [Quad(fact.subject, fact.predicate, fact.object, graph) for fact in turtle(text)]


AXIOMS = turtle(":Living owl:disjointWith :Dead . :Speaker rdfs:subClassOf :Living . :p a owl:ReflexiveProperty .")
FACTS = [*stated_in("one", ":x a :Speaker ."), *stated_in("two", ":x a :Dead ."), *stated_in("three", ":y a :Dead .")]


def test_a_clash_is_told_with_proofs_and_articles() -> None:
    """The rule and the triples, the steps down to what is stated, and the two articles; not the third."""
    (told,) = tell_clashes(close(FACTS, AXIOMS), FACTS)
    message, *lines = told.splitlines()
    assert message.startswith("cax-dw: ")
    assert any(line.endswith("[cax-sco]") for line in lines)
    assert sum(line.endswith("[asserted]") for line in lines) == 2
    assert lines[-1].startswith("  stated in ")
    assert "article/one" in lines[-1]
    assert "article/two" in lines[-1]
    assert "three" not in told


def test_a_build_reports_clashes_and_ignored_axioms_and_drops_nothing() -> None:
    """Both are among the inferences; what was stated is not touched and what follows is there."""
    inferences = infer(FACTS, AXIOMS, "fast")
    assert inferences.contradictions == tell_clashes(close(FACTS, AXIOMS), FACTS)
    assert len(inferences.warnings) == 1
    assert "owl:ReflexiveProperty" in inferences.warnings[0]


def test_no_clash_is_nothing_to_tell() -> None:
    """Facts that agree give no line."""
    assert tell_clashes(close(FACTS[:1], AXIOMS), FACTS[:1]) == ()


def test_very_many_clashes_are_told_in_short() -> None:
    """Each has its message; proofs stop at a number, so that the report grows by a line a clash."""
    facts = stated_in("one", " ".join(f":x{number} a :Speaker , :Dead ." for number in range(MOST_TOLD + 5)))
    told = tell_clashes(close(facts, AXIOMS), facts)
    assert len(told) == MOST_TOLD + 5
    assert [text.count("\n") > 0 for text in told] == [True] * MOST_TOLD + [False] * 5


def test_facts_without_a_graph_are_told_without_a_source() -> None:
    """A file that names no graphs names no articles."""
    facts = turtle(":x a :Speaker , :Dead .")
    assert "stated in" not in tell_clashes(close(facts, AXIOMS), facts)[0]
