from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store

from kg import iri
from kg.check import check_all
from kg.datafiles import find_data
from kg.gazetteer.lookup import load_gazetteer
from kg.merge.merging import merge_events
from kg.ontology.questions import Question, read_questions
from kg.pipeline.building import build_snapshot
from kg.reason.closure import close
from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.proofs import asserted_statements, check_proof
from kg.settings import BuildSettings
from kg.store.functions import FUNCTIONS
from kg.store.snapshot import Snapshot
from kg.vocabulary import DL, PREFIXES

FACTS = (DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith)


@pytest.fixture(scope="module")
def store(seeds: Snapshot) -> Store:
    return seeds.open_store()


def ask(store: Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True, custom_functions=FUNCTIONS)
    assert isinstance(found, QuerySolutions)
    return [tuple("" if term is None else str(getattr(term, "value", term)) for term in row) for row in found]


def test_every_seed_article_is_read_from_its_reviewed_annotation(seeds: Snapshot) -> None:
    """Each of at least twelve articles has an annotation that a person has reviewed, and none is left over."""
    articles = {article.key for article in seeds.articles()}
    reviewed = {path.name.removesuffix(".annotation.yaml") for path in find_data("seeds/annotations").iterdir()}
    assert reviewed == articles
    assert len(articles) >= 12
    assert all(annotation.review.state == "reviewed" for annotation in seeds.annotations())


@pytest.mark.parametrize("question", read_questions(), ids=lambda question: question.name)
def test_every_question_has_an_answer(store: Store, question: Question) -> None:
    """Each question of the ontology has at least one row on the seeds' graph."""
    assert ask(store, question.query)


def test_the_graph_is_sound(seeds: Snapshot, store: Store) -> None:
    """Ontology, shapes and every quote of the seeds' snapshot are checked without a finding."""
    texts = {iri.mint_article(article.key): article.text for article in seeds.articles()}
    assert check_all(store, texts) == ()


def test_every_triple_stands_in_one_graph_and_has_no_blank_node(store: Store) -> None:
    """No triple is in two named graphs, and only the ontology's axioms have blank nodes."""
    ontology = NamedNode(iri.mint_graph("ontology"))
    triples = [quad.triple for quad in store]
    assert len(set(triples)) == len(triples)
    assert not any(
        isinstance(term, BlankNode)
        for quad in store
        if quad.graph_name != ontology
        for term in (quad.subject, quad.object)
    )


def test_every_inferred_triple_has_a_proof_and_facts_rest_on_assertions(store: Store) -> None:
    """Each inferred triple is proved by rules from stated ones; a fact about the world always from `dl:asserts`."""
    inferred = NamedNode(iri.mint_graph("inferred"))
    held = [quad for quad in store if quad.graph_name != inferred]
    closure = close(held)
    explainer, stated = Explainer(closure), {Statement(*_parts(quad)) for quad in held}
    for quad in store.quads_for_pattern(None, None, None, inferred):
        proof = explainer.explain(quad.triple)
        assert proof is not None
        assert check_proof(closure.program, proof, stated)
        if quad.predicate in FACTS:
            assert any(statement.predicate == DL.asserts for statement in asserted_statements(proof))


def _parts(quad: Quad) -> tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal]:
    return quad.subject, quad.predicate, quad.object


def test_building_again_gives_the_same_bytes(seeds: Snapshot, tmp_path: Path) -> None:
    """A second build of the seeds has the same id, and every dump is equal byte for byte."""
    again = build_snapshot([], BuildSettings(data=tmp_path), lambda *_: None)
    assert again.snapshot == seeds.id
    for path in sorted(seeds.dumps.iterdir()):
        assert path.read_bytes() == (again.folder / "dumps" / path.name).read_bytes(), path.name


def test_the_readme_tells_the_truth(store: Store) -> None:
    """The question in README.md has the answer that stands below it."""
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    query = text.partition("```sparql\n")[2].partition("```")[0]
    table = [line for line in text.partition("```sparql\n")[2].splitlines() if line.startswith("| ")]
    shown = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in table]
    end = next(index for index, cells in enumerate(shown) if cells[0].startswith("command"))
    assert shown[1:end] == [tuple(" ".join(cell.split()) for cell in row) for row in ask(store, query)]


def test_literals_of_dates_are_days(store: Store) -> None:
    """Every bound of a date is an xsd:date, and none is later than its upper bound."""
    rows = ask(store, "SELECT ?x { ?x dl:earliest ?a ; dl:latest ?b FILTER(?a > ?b) }")
    assert rows == []
    bounds = [quad.object for p in (DL.earliest, DL.latest) for quad in store.quads_for_pattern(None, p, None)]
    assert bounds
    assert all(isinstance(term, Literal) and term.datatype.value.endswith("#date") for term in bounds)


# Pairs of events that a person who read both articles takes for one: article, event, other article, other event.
ONE_HAPPENING = (
    ("chernobyl-statement-1986", "e1", "chernobyl-toll-1986", "e30"),
    ("chernobyl-statement-1986", "e2", "chernobyl-toll-1986", "e3"),
    ("jcpoa-2015-critics", "e1", "jcpoa-2015-vienna", "e27"),
    ("jcpoa-2015-critics", "e3", "jcpoa-2015-vienna", "e1"),
    ("jcpoa-2015-critics", "e4", "jcpoa-2015-vienna", "e2"),
    ("jcpoa-2015-critics", "e22", "jcpoa-2015-vienna", "e26"),
    ("jcpoa-2015-critics", "e24", "jcpoa-2015-vienna", "e24"),
    ("jcpoa-2015-critics", "e25", "jcpoa-2015-vienna", "e25"),
    ("mubarak-2011-reactions", "e1", "mubarak-2011-square", "e1"),
    ("mubarak-2011-reactions", "e57", "mubarak-2011-square", "e4"),
)


def test_articles_that_tell_one_story_share_its_events(seeds: Snapshot) -> None:
    """Of the ten events that the three pairs of articles share at least five are found, and none beside them."""
    found = {
        tuple(
            part for name in sorted(pair, key=lambda x: (x.article, x.event)) for part in (name.article, name.event)
        )
        for happening in merge_events(seeds.annotations(), load_gazetteer())
        for pair in combinations(happening.events, 2)
    }
    assert found <= set(ONE_HAPPENING)
    assert len(found) >= 5


def test_reports_and_events_are_two_counts(store: Store) -> None:
    """Mubarak's resignation is told by two articles in three claims, and counts as one event."""
    (question,) = (x for x in read_questions() if x.name == "reports-per-event")
    happening = iri.mint_part("mubarak-2011-reactions", "happening", "e1")
    ((label,),) = ask(store, f"SELECT ?label {{ <{happening}> rdfs:label ?label }}")
    assert (label, "3", "2") in ask(store, question.query)


def test_what_is_merged_changes_no_fact(store: Store) -> None:
    """Without the graph of merges everything else follows as before."""
    left_out = {NamedNode(iri.mint_graph(name)) for name in ("merges", "inferred")}
    inferred = {
        quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(iri.mint_graph("inferred")))
    }
    closure = close([quad for quad in store if quad.graph_name not in left_out])
    assert {triple for triple in inferred if triple.predicate in FACTS} == {
        triple for triple in closure.inferred if triple.predicate in FACTS
    }
