"""Does each inferred cell of an answer lead to its proof?"""

import httpx
import pytest

from kg.ontology.questions import read_questions

JSON = {"Accept": "application/sparql-results+json"}


def ask(client: httpx.Client, query: str) -> list[dict[str, object]]:
    """The statements behind the rows of a query's answer; each must have a proof."""
    rows = client.post("/sparql", data={"query": query}, headers=JSON).json()["results"]["bindings"]
    answer = client.post("/inferred", json={"query": query, "rows": rows})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["inferred"]
    return found


def short(found: list[dict[str, object]]) -> set[tuple[int, str, str]]:
    """Row, column and the property's name."""
    return {(int(str(one["row"])), str(one["column"]), str(one["p"]).rpartition("#")[2]) for one in found}


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("SELECT ?a ?b { ?a dl:suppliedTo ?b }", {(0, "b", "suppliedTo")}),
        ("SELECT ?b { dli:Q20 dl:suppliedTo ?b }", {(0, "b", "suppliedTo")}),
        ("SELECT ?b { ?b ^dl:suppliedTo dli:Q20 }", {(0, "b", "suppliedTo")}),
        ("SELECT ?name { ?a dl:suppliedTo ?b . ?b rdfs:label ?name }", {(0, "name", "suppliedTo")}),
        ("SELECT ?name { ?a dl:suppliedTo/rdfs:label ?name }", {(0, "name", "suppliedTo")}),
        ("SELECT $b { OPTIONAL { $a dl:suppliedTo $b } }", {(0, "b", "suppliedTo")}),
        (
            "SELECT ?b { { ?a dl:suppliedTo ?b } UNION { ?a dl:visited ?b . ?a a dl:Event } }",
            {(0, "b", "suppliedTo")},
        ),
        ("SELECT (COUNT(*) AS ?n) { ?a dl:suppliedTo ?b }", {(0, "", "suppliedTo")}),
        ("SELECT ?a { ?a dl:suppliedTo ?b } GROUP BY ?a", {(0, "a", "suppliedTo")}),
        ("SELECT ?s ?b { ?a dl:suppliedTo ?b BIND(STR(?a) AS ?s) }", {(0, "b", "suppliedTo")}),
        ("SELECT ?e { ?e a dl:Situation , dl:ActualEvent }", {(0, "e", "type")}),
        ("SELECT ?e { ?c dl:asserts ?e . ?e a dl:Situation }", set()),
        ("SELECT ?a { ?a rdfs:label 'Norway' FILTER EXISTS { ?a dl:suppliedTo ?b } } LIMIT 1", set()),
        ("SELECT ?e { ?e a dl:Situation . [] dl:suppliedTo ?x } LIMIT 1", set()),
        ("ASK { ?a dl:suppliedTo ?b }", set()),
    ],
)
def test_statements_belong_to_the_cells_that_show_them(
    client: httpx.Client, group: str, expected: set[tuple[int, str, str]]
) -> None:
    """The object's cell, else the subject's, else that of its label, else the row; what is stated has none."""
    if group.startswith("ASK"):
        assert client.post("/inferred", json={"query": group, "rows": [{}]}).json() == {"inferred": []}
    else:
        assert short(ask(client, group)) == expected


def test_every_link_leads_to_a_proof(client: httpx.Client) -> None:
    """Of all questions that ship: what is said to be inferred, `/explain` proves."""
    asked = 0
    for question in read_questions():
        for why in ask(client, question.query)[:1]:
            proof = client.get(
                "/explain", params={key: str(why[key]) for key in "spo"}, headers={"Accept": "application/json"}
            )
            assert len(proof.json()["proofs"][0]["steps"]) > 1
            asked += 1
    assert asked > 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"query": "SELECT ?s { ?s ?p ?o }", "rows": [{}] * 101}, 400),
        ({"query": "SELECT ?s { ?s ?p ?o", "rows": [{}]}, 400),
        ({"query": "SELECT ?s { ?s ?p ?o }", "rows": [{"s": {"type": "uri", "value": "x> } INSERT {"}}]}, 400),
        ({"query": "SELECT ?s { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "rows": [{}]}, 403),
        ({"query": "SELECT ?s { ?s ?p ?o }"}, 400),
    ],
)
def test_bad_bodies_are_refused(client: httpx.Client, body: dict[str, object], status: int) -> None:
    """Too many rows, no query, an IRI that is none, another endpoint."""
    assert client.post("/inferred", json=body).status_code == status
