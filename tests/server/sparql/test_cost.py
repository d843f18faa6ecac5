"""Is a person told before a query runs that it will take long?"""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.datafiles import find_data
from server.sparql.cost import find_costs

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(find_data("ontology/questions").glob("*.rq"))]


@pytest.mark.parametrize(
    ("text", "piece", "words"),
    [
        ("SELECT * { ?s ?p ?o }", "?s ?p ?o", "all 900 are read"),
        ("SELECT * { ?a a dl:Event . ?b a dl:Claim }", "?b a dl:Claim", "paired"),
        ("SELECT * { ?a dl:x ?b . ?c dl:y ?d . ?e dl:z ?f . ?b dl:w ?d }", "?e dl:z ?f", "paired"),
        ("SELECT * { GRAPH ?g { ?a a dl:Event . ?b a dl:Claim } }", "?b a dl:Claim", "paired"),
        ("SELECT * { ?a dl:within+ ?b }", "?a dl:within+ ?b", "any length"),
    ],
)
def test_what_costs_is_named(text: str, piece: str, words: str) -> None:
    """The piece, and why."""
    (remark,) = find_costs(text, 900)
    assert remark.piece == piece
    assert words in remark.said


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a dl:x ?b . ?c dl:y ?d . ?b dl:w ?d }",
        "SELECT * { dli:a dl:within+ ?b }",
        "SELECT * { ?e a dl:Event . ?e ?p ?o }",
        "SELECT * { VALUES ?x { 1 } ?x ?p ?o . dli:a dl:b dli:c }",
        "ASK {}",
        "DESCRIBE dli:a",
    ],
)
def test_what_an_index_answers_is_not_named(text: str) -> None:
    """Joined patterns, paths from a known node, constants."""
    assert find_costs(text, 900) == ()


@given(st.sampled_from(TEXTS))
def test_no_question_of_the_ontology_is_called_slow(text: str) -> None:
    """They take milliseconds."""
    assert find_costs(text, 900) == ()


def test_the_server_tells_it_with_the_limit(client: httpx.Client) -> None:
    """And refuses what it would refuse to run."""
    body = client.get("/cost", params={"query": "SELECT *\n{ ?s ?p ?o }"}).json()
    assert body["limit"] == 1.0
    (remark,) = body["remarks"]
    assert (remark["line"], remark["column"]) == (2, 6)
    assert client.get("/cost", params={"query": "SELEC"}).status_code == 400
    assert client.get("/cost", params={"query": "SELECT * { SERVICE <http://e/> {} }"}).status_code == 403
