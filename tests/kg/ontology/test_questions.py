"""Can each question be asked, in both engines, and does a rich graph answer it?"""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, QuerySolutions, RdfFormat, Store, parse
from rdflib.plugins.sparql import prepareQuery

from kg.errors import OntologyError
from kg.ontology.load import ontology_quads
from kg.ontology.questions import Question, read_questions
from kg.reason.closure import close
from kg.vocabulary import PREFIXES

GOLD = Path(__file__).parents[2] / "ontology" / "gold.trig"
QUESTIONS = read_questions()
EXECUTABLES = """SELECT ?words ?query {
  ?q a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ; rdfs:label ?words ; sh:select ?query
}"""
DECLARED = "SELECT DISTINCT ?p ?n { ?q sh:prefixes/sh:declare ?d . ?d sh:prefix ?p ; sh:namespace ?n }"


@pytest.fixture(scope="module")
def store() -> Store:
    """The hand-made gold graph, closed, with the ontology."""
    gold = tuple(parse(GOLD.read_bytes(), format=RdfFormat.TRIG))
    ontology = ontology_quads()
    inferred = close(gold, ontology).inferred
    store = Store()
    for statement in (*gold, *ontology, *inferred):
        store.add(Quad(statement.subject, statement.predicate, statement.object, DefaultGraph()))
    return store


def test_there_are_enough() -> None:
    """At least 30 questions, each with words that are its own."""
    assert len(QUESTIONS) >= 30
    assert len({question.question for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_each_is_in_words_and_parses_in_rdflib(question: Question) -> None:
    """A question ends as one, says what it shows, and is SPARQL for rdflib too."""
    assert question.question.endswith("?")
    assert question.shows
    prepareQuery(question.query)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_each_has_an_answer(store: Store, question: Question) -> None:
    """The hand-made graph, which has something of everything, answers each question."""
    answer = store.query(question.query)
    assert isinstance(answer, QuerySolutions)
    assert next(iter(answer), None) is not None


def test_the_graph_holds_the_questions_and_they_run_as_they_stand_there(store: Store) -> None:
    """Whoever has the graph alone finds each question's words and query, and gets the rows that the file gives."""
    found = store.query(EXECUTABLES, prefixes=PREFIXES)
    held = {row["words"].value: row["query"].value for row in found}
    declared = {row["p"].value: row["n"].value for row in store.query(DECLARED, prefixes=PREFIXES)}
    assert held.keys() == {question.question for question in QUESTIONS}
    for question in QUESTIONS:
        assert "PREFIX" not in held[question.question]
        again = store.query(held[question.question], prefixes=declared)
        assert [tuple(row) for row in again] == [tuple(row) for row in store.query(question.query)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_prefixes_are_the_usual_ones(question: Question) -> None:
    """Each file declares its prefixes, as everywhere else."""
    for line in question.query.splitlines():
        if line.startswith("PREFIX"):
            _, prefix, namespace = line.split()
            assert PREFIXES[prefix.rstrip(":")] == namespace.strip("<>")


def test_hearsay_is_not_among_the_visits(store: Store) -> None:
    """Who dealt with whom is only what articles say in their own voice: the denied sale adds nothing."""
    query = next(question.query for question in QUESTIONS if question.name == "hearsay-only")
    events = {solution["event"].value for solution in store.query(query)}
    assert events == {"Angola had sold rifles to Zambia", "the delegation met Mwansa in Kabwe"}


def test_contested_events_name_both_sides(store: Store) -> None:
    """The sale that one source tells and another denies is shown with both."""
    query = next(question.query for question in QUESTIONS if question.name == "contested")
    rows = {tuple(row[name].value for name in ("type", "affirmedBy", "deniedBy")) for row in store.query(query)}
    assert rows == {("arms sale", "Copper", "Angola")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# question: a?\n# shows: b\nSELECT WHERE {", "not SPARQL"),
        ("# shows: b\nASK {}", "# question:"),
        ("# question: a?\nASK {}", "# shows:"),
    ],
)
def test_a_faulty_file_is_told(tmp_path: Path, text: str, message: str) -> None:
    """A file that is no query or lacks its words is an OntologyError with its path."""
    (tmp_path / "faulty.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=rf"faulty\.rq: .*{message}"):
        read_questions(tmp_path)


def test_graphs_are_not_needed() -> None:
    """The questions read the union of all graphs, so none names a graph."""
    assert not [question.name for question in QUESTIONS if "GRAPH" in question.query]
