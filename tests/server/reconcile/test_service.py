"""Does the service speak Reconciliation Service API 0.2, and does it refuse in words what it cannot answer?"""

import json
import re
from typing import Any

import httpx
import pytest
from jsonschema import Draft7Validator
from reconcile_schemas import ENTITIES, EXTENSION, FLYOUT, MANIFEST, PROPERTIES, PROPOSED, RESULTS, TYPES

from kg import iri

BATCH = {
    "title and surname": {"query": "Foreign Minister Lavrov", "type": "Person", "limit": 3},
    "identifier": {"query": "Q20"},
    "item": {"properties": [{"pid": "wikidataId", "v": "Q20"}]},
    "article": {"query": "visby", "type": ["Place"], "type_strict": "any"},
    "nobody": {"query": "Nobody Has This Name"},
    "elsewhere": {"query": "Georgia", "properties": [{"pid": "inCountry", "v": {"id": "Q20", "name": "Norway"}}]},
    "kind": {"query": "Norway", "type": "Person"},
}


def valid(answer: httpx.Response, schema: dict[str, Any]) -> Any:
    """The JSON of an answer that its schema accepts."""
    assert answer.status_code == 200, answer.text
    Draft7Validator(schema).validate(answer.json())
    return answer.json()


def ask(client: httpx.Client, batch: object) -> httpx.Response:
    """A batch as a client posts it."""
    return client.post("/reconcile", data={"queries": json.dumps(batch)})


@pytest.fixture(scope="module")
def results(client: httpx.Client) -> dict[str, Any]:
    """The results of the batch above."""
    return valid(ask(client, BATCH), RESULTS)  # type: ignore[no-any-return]


def matches(result: dict[str, Any]) -> list[str]:
    """The identifiers that a result calls a match."""
    return [one["id"] for one in result["result"] if one["match"]]


def test_the_manifest_leads_to_services_that_answer(client: httpx.Client) -> None:
    """Every address of the manifest is one of this server, and gives what it promises."""
    manifest = valid(client.get("/reconcile"), MANIFEST)
    assert manifest["identifierSpace"] == iri.ID
    for name, schema in (("entity", ENTITIES), ("property", PROPERTIES), ("type", TYPES)):
        where = manifest["suggest"][name]
        found = valid(client.get(where["service_url"] + where["service_path"], params={"prefix": "nor"}), schema)
        flyout = where["flyout_service_url"] + where["flyout_service_path"]
        for one in found["result"]:
            assert valid(client.get(flyout.replace("${id}", one["id"])), FLYOUT)["id"] == one["id"]
    proposed = manifest["extend"]["propose_properties"]
    address = proposed["service_url"] + proposed["service_path"]
    answer = valid(client.get(address, params={"type": "Place", "limit": 2}), PROPOSED)
    assert len(answer["properties"]) == 2
    for place in (manifest["preview"]["url"], manifest["view"]["url"]):
        page = client.get(place.replace("{{id}}", "Q20"), follow_redirects=True)
        assert page.status_code == 200
        assert "Norway" in page.text


def test_each_query_has_its_own_result(results: dict[str, Any]) -> None:
    """A query's key comes back; a name that nobody has has no candidate."""
    assert results.keys() == BATCH.keys()
    assert results["nobody"]["result"] == []


def test_sure_matches_are_the_linkers(results: dict[str, Any]) -> None:
    """A title tells which bearer of a surname is meant; an identifier is its own thing."""
    assert [one["name"] for one in results["title and surname"]["result"] if one["match"]] == ["Sergey Lavrov"]
    assert matches(results["identifier"]) == matches(results["item"]) == ["Q20"]


def test_doubt_is_no_match(results: dict[str, Any]) -> None:
    """What one article names, what lies in another country, and what is of another kind are only offered."""
    assert [one["id"] for one in results["article"]["result"]] == ["ferries/entity/visby"]
    for key in ("article", "elsewhere", "kind"):
        assert results[key]["result"], key
        assert matches(results[key]) == []


def test_features_add_up_to_the_score(results: dict[str, Any]) -> None:
    """A client can check and reweigh a score that is not cut at 0 or 100."""
    (best,) = results["title and surname"]["result"]
    assert best["score"] == pytest.approx(100 * sum(one["value"] for one in best["features"]))


def test_get_answers_as_post_does(client: httpx.Client, results: dict[str, Any]) -> None:
    """For a person who tries it in a browser."""
    assert client.get("/reconcile", params={"queries": json.dumps(BATCH)}).json() == results


def test_data_of_matches_fill_columns(client: httpx.Client) -> None:
    """Background, stated and inferred values; things as things; an identifier that nobody has keeps its row."""
    asked = {
        "ids": ["Q20", "ferries/entity/peru", "none"],
        "properties": [
            {"id": "suppliedTo"},
            {"id": "wikidataItem"},
            {"id": "skos:altLabel", "settings": {"limit": "1"}},
            {"id": "geo:lat"},
            {"id": "wikidataId"},
        ],
    }
    rows = valid(client.post("/reconcile", data={"extend": json.dumps(asked)}), EXTENSION)["rows"]
    assert rows["Q20"]["suppliedTo"] == [{"id": "ferries/entity/peru", "name": "Peru <b>bold</b>"}]
    assert rows["Q20"]["wikidataItem"] == [{"str": "http://www.wikidata.org/entity/Q20"}]
    assert len(rows["Q20"]["skos:altLabel"]) == 1
    assert rows["Q20"]["wikidataId"] == [{"str": "Q20"}]
    assert [cell.keys() for cell in rows["Q20"]["geo:lat"]] == [{"float"}]
    assert rows["none"] == {one["id"]: [] for one in asked["properties"]}  # type: ignore[union-attr, index]


def test_suggestions_go_on_where_they_stopped(client: httpx.Client) -> None:
    """The cursor skips what was shown; a prefix without letters suggests nothing."""
    first = valid(client.get("/reconcile/suggest/entity?prefix=a"), ENTITIES)["result"]
    then = valid(client.get("/reconcile/suggest/entity?prefix=a&cursor=5"), ENTITIES)["result"]
    assert then[: len(first) - 5] == first[5:]
    assert valid(client.get("/reconcile/suggest/entity?prefix="), ENTITIES)["result"] == []


def test_a_faulty_query_leaves_its_neighbours_answers(client: httpx.Client) -> None:
    """Each fault is told in its own result."""
    faulty = {
        "type": {"query": "Norway", "type": "Wombat"},
        "limit": {"query": "Norway", "limit": 0},
        "empty": {"query": " "},
        "properties": {"query": "Norway", "properties": {"pid": "x"}},
        "value": {"query": "Norway", "properties": [{"pid": "inCountry", "v": {"name": "no id"}}]},
        "array": [],
        "long": {"query": "x" * 501},
    }
    answer = valid(ask(client, faulty | {"good": {"query": "Norway"}}), RESULTS)
    assert {key for key, result in answer.items() if "error" in result} == faulty.keys()
    assert matches(answer["good"]) == ["Q20"]
    assert "Wombat" in answer["type"]["error"]


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(1000)})}, 413, "the limit is 200"),
        ({"queries": '{"q0": {"query": "x"'}, 400, "line 1, column"),
        ({"queries": "[]"}, 400, "not an array"),
        ({"queries": "[" * 100_000}, 400, "nested"),
        ({"queries": json.dumps({"q0": {"query": "Norway", "type": "Wombat"}})}, 400, "Wombat"),
        ({"extend": '{"ids": "Q20", "properties": []}'}, 400, "ids"),
        ({"extend": '{"ids": ["Q20"], "properties": [{"id": "wombat"}]}'}, 400, "wombat"),
        ({"extend": json.dumps({"ids": [str(n) for n in range(201)], "properties": []})}, 413, "200"),
        ({}, 400, "queries="),
    ],
)
def test_what_is_no_request_is_refused_in_words(
    form: dict[str, str], status: int, said: str, client: httpx.Client
) -> None:
    """Too much is 413, malformed 400; the answer says what to send."""
    answer = client.post("/reconcile", data=form)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("path", ["preview?id=none", "flyout/entity?id=none", "flyout/type?id=none"])
def test_what_nobody_knows_has_no_preview(path: str, client: httpx.Client) -> None:
    """404."""
    assert client.get(f"/reconcile/{path}").status_code == 404


def test_every_origin_may_ask(client: httpx.Client) -> None:
    """Section 3.3: preflight and answers; the preview may stand in a frame, and escapes what it shows."""
    asked = {"Origin": "https://table.example", "Access-Control-Request-Method": "POST"}
    for answer in (client.options("/reconcile", headers=asked), ask(client, BATCH)):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    page = client.get("/reconcile/preview?id=ferries/entity/peru")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert re.search("<b>bold", page.text) is None
