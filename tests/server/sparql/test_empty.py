"""Is a person told which part of a query keeps its answer empty?"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.datafiles import find_data
from server.grammar.patterns import take_apart
from server.grammar.tokens import tokens
from server.grammar.tree import read_tree
from server.http.refusals import Refusal
from server.sparql.empty import Explanation, explain_empty
from server.workers.frames import Question
from server.workers.limits import Pool
from server.workers.nursery import Nursery

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(find_data("ontology/questions").glob("*.rq"))]


@pytest.fixture(scope="module")
def pool(data: Path) -> Iterator[Pool]:
    """One worker over the small snapshot."""
    made = Pool(Nursery(lambda: data / "snapshots" / "first" / "store"), size=1, memory=400, patience=5)
    yield made
    made.close()


def explained(pool: Pool, text: str, seconds: float = 20.0, tabular: bool = True) -> Explanation:
    """The explanation of a query."""
    question = Question(text=text, media_type="", max_rows=10, seconds=seconds)
    return explain_empty(pool, question, tabular=tabular)


@given(st.sampled_from(TEXTS))
def test_a_derivation_covers_the_text_and_parts_lie_in_order(text: str) -> None:
    """Each node lies inside its parent and after its elder sibling; the whole is the whole text."""
    tree = read_tree(text)
    assert tree is not None
    assert (tree.root.start, tree.root.end) == (0, len(list(tokens(text))))
    waiting = [tree.root]
    while waiting:
        node = waiting.pop()
        edges = [node.start, *(edge for part in node.parts for edge in (part.start, part.end)), node.end]
        assert edges == sorted(edges)
        waiting.extend(node.parts)


@given(st.sampled_from(TEXTS))
def test_the_pieces_of_a_query_are_a_query(text: str) -> None:
    """Put together again they fit the grammar."""
    tree = read_tree(text)
    assert tree is not None
    query = take_apart(tree)
    assert query is not None
    assert query.group
    assert read_tree(f"{query.prologue} ASK {{ {' . '.join(piece.text for piece in query.group)} }}") is not None


def test_a_subject_with_several_properties_is_several_patterns() -> None:
    """Semicolons and commas are taken apart, brackets and filters stay whole."""
    tree = read_tree(
        "SELECT * { ?x a dl:A , dl:B ; ^dl:p [ dl:q 1 ] . FILTER(?x != 5) OPTIONAL { ?x ?y ?z } } VALUES ?x { 1 }"
    )
    assert tree is not None
    query = take_apart(tree)
    assert query is not None
    assert [(piece.kind, piece.text) for piece in query.group] == [
        ("pattern", "?x a dl:A"),
        ("pattern", "?x a dl:B"),
        ("pattern", "?x ^dl:p [ dl:q 1 ]"),
        ("filter", "FILTER(?x != 5)"),
        ("optional", "OPTIONAL { ?x ?y ?z }"),
        ("values", "VALUES ?x { 1 }"),
    ]


REASONS = [
    # query, why, the piece that is named, something that is said or known
    ("SELECT ?e { ?e a dl:Meeting ; dl:hasGest ?x }", "unknown name", "?e dl:hasGest ?x", "dl:hasGuest"),
    ("SELECT ?e { ?e a dl:Meetings }", "unknown name", "?e a dl:Meetings", "dl:Meeting"),
    ("SELECT ?e { ?c dl:asserts dli:nobody }", "unknown name", "?c dl:asserts dli:nobody", "thing dli:nobody"),
    ('SELECT ?x { ?x rdfs:label "norway"@en }', "other literal", '?x rdfs:label "norway"@en', '"Norway"'),
    ('SELECT ?x { ?x rdfs:label "Atlantis" }', "nothing matches", '?x rdfs:label "Atlantis"', "alone"),
    ("SELECT ?e { ?c dl:denies ?e . ?d dl:asserts ?e }", "no join", "?d dl:asserts ?e", "?c dl:denies ?e"),
    (
        "SELECT ?e { ?c dl:denies ?e FILTER(isLiteral(?e)) }",
        "removes all", "FILTER(isLiteral(?e))", "?e = dli:ferries/event/e4",
    ),
    (
        "SELECT ?e { ?c dl:denies ?e MINUS { ?e a dl:Event } }",
        "removes all", "MINUS { ?e a dl:Event }", "MINUS removes",
    ),
    (
        "SELECT ?e { ?e dl:edtf ?d FILTER(?d > '2014') FILTER(?d < '2013') }",
        "removes all", "FILTER(?d > '2014')", "together with the others",
    ),
    ("SELECT ?e { ?c dl:denies ?e } LIMIT 0", "modifiers", "LIMIT 0", "after it"),
    ("SELECT ?e { { SELECT ?e { ?e a dl:Event } LIMIT 2 } } OFFSET 9", "modifiers", "OFFSET 9", "after it"),
    (
        "SELECT ?e { ?c dl:denies ?e } GROUP BY ?e HAVING(COUNT(*) > 9)",
        "modifiers", "GROUP BY ?e HAVING(COUNT(*) > 9)", "",
    ),
    (
        "SELECT ?e { GRAPH <https://w3id.org/dateline/graph/gazetteer> { ?x a dl:State . ?c dl:denies ?e } }",
        "nothing matches", "?c dl:denies ?e", "",
    ),
    ("SELECT ?e { { ?c dl:denys ?e } OPTIONAL { ?e ?p ?o } }", "unknown name", "?c dl:denys ?e", "dl:denies"),
    ("SELECT ?e { ?c dl:denies ?e } VALUES ?e { dli:Q20 }", "no join", "VALUES ?e { dli:Q20 }", "?c dl:denies ?e"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why", "piece", "words"), REASONS, ids=[row[0] for row in REASONS])
def test_the_part_that_keeps_it_empty_is_named(pool: Pool, text: str, why: str, piece: str, words: str) -> None:
    """With what may help: names spelled like it, literals in other forms, values that a filter saw."""
    found = explained(pool, text)
    assert (found.empty, found.complete) == (True, True)
    first = found.findings[0]
    assert (first.why, first.piece) == (why, piece)
    assert words in " ".join((first.said, *first.known))
    assert text[first.offset :].split(maxsplit=1)[0] in piece.split()


@pytest.mark.parametrize(
    "text", ["SELECT ?e { ?c dl:denies ?e }", "ASK {}", "SELECT (COUNT(*) AS ?n) { ?x a dl:Event }"]
)
def test_a_query_with_an_answer_is_said_to_have_one(pool: Pool, text: str) -> None:
    """Nothing is explained away."""
    found = explained(pool, text)
    assert (found.empty, found.findings) == (False, ())


def test_the_time_of_one_query_is_all_there_is(pool: Pool) -> None:
    """What ran out of time says so, and the worker is free again."""
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) = CONCAT(STR(?d), STR(?g))) }"
    found = explained(pool, endless, seconds=1.0)
    assert not found.complete
    assert explained(pool, "ASK { ?c dl:denies ?e }").empty is False


@pytest.mark.parametrize(("text", "status"), [("SELEC", 400), ("DESCRIBE <http://e/>", 400), ("#" * 30_000, 413)])
def test_what_cannot_be_explained_is_refused(pool: Pool, text: str, status: int) -> None:
    """With the place of a syntax error."""
    with pytest.raises(Refusal) as refused:
        explained(pool, text)
    assert refused.value.status == status


def test_the_endpoint_explains_as_page_and_as_json(client: httpx.Client) -> None:
    """Both name the part, its place and what is known; a page shows the query as text."""
    query = "SELECT ?e {\n  ?e dl:hasGest '<b>' }"
    parameters = {"query": query, "explain-empty": "1"}
    found = client.get("/sparql", params=parameters).json()
    (reason,) = found["findings"]
    assert (reason["line"], reason["column"], reason["known"][0]) == (2, 6, "dl:hasGuest")
    page = client.get("/sparql", params=parameters, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "<code>dl:hasGuest</code>" in page.text
    assert "<b>" not in page.text
    refused = client.get("/sparql", params={"query": "SELECT * { SERVICE <http://e/> {} }", "explain-empty": "1"})
    assert refused.status_code == 403
