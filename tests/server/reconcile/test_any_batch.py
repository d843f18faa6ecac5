"""Does the service answer or refuse whatever JSON it is sent, from many threads at once?"""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from reconcile_schemas import EXTENSION, RESULTS

from kg.gazetteer.lookup import load_gazetteer
from server.http.refusals import Refusal
from server.pages.graph import Row
from server.pages.things import Things, gather_things
from server.reconcile.asked import read_extension
from server.reconcile.blueprint import answer_batch
from server.reconcile.extend import extend
from server.reconcile.suggest import suggest_entities

WORDS = st.sampled_from(
    ["Israel", "Foreign Minister Lavrov", "Q801", "Person", "inCountry", "edtf", "2014-05", "http://x/", ""]
)
TEXTS = WORDS | st.text(st.characters(), max_size=20)
LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | TEXTS
NAMES = (
    st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "id", "ids", "settings", "type_strict"])
    | TEXTS
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)
CONDITIONS = st.lists(st.fixed_dictionaries({"pid": TEXTS, "v": ANYTHING}), max_size=3)
QUERIES = st.fixed_dictionaries(
    {},
    optional={"query": TEXTS, "type": TEXTS | st.lists(TEXTS), "limit": st.integers(0, 9), "properties": CONDITIONS},
)


class NoGraph:
    """A graph in which no article names anybody."""

    def select(self, _name: str, **_terms: str) -> list[Row]:
        """Nothing."""
        return []


@pytest.fixture(scope="module")
def things() -> Things:
    """The curated gazetteer."""
    return gather_things(load_gazetteer(), NoGraph())


@settings(max_examples=100)
@given(st.dictionaries(TEXTS, QUERIES | ANYTHING, max_size=4))
@example({"q": {"query": "\ud800"}})
@example({"q": {"query": "x", "properties": [{"pid": "inCountry", "v": "\ud800"}]}})
@example({"q": {"query": "x", "properties": [{"pid": "edtf", "v": []}]}})
def test_any_batch_is_answered_or_refused(things: Things, batch: dict[str, Any]) -> None:
    """Never an error of the server; a match is one at most, and the best."""
    refused: list[int] = []
    try:
        answer = answer_batch(json.dumps(batch), things)
    except Refusal as refusal:
        refused.append(refusal.status)
        answer = {}
    assert set(refused) <= {400, 413}
    Draft7Validator(RESULTS).validate(json.loads(json.dumps(answer)))
    for result in answer.values():
        found = result["result"]  # type: ignore[index]
        assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
        assert all(not one["match"] for one in found[1:])


@settings(max_examples=50)
@given(
    st.fixed_dictionaries(
        {"ids": st.lists(TEXTS) | ANYTHING, "properties": st.lists(st.fixed_dictionaries({"id": TEXTS})) | ANYTHING}
    )
)
def test_any_request_for_data_is_answered_or_refused(things: Things, asked: dict[str, Any]) -> None:
    """Every identifier that is asked for has its row."""
    refused: list[int] = []
    try:
        answer = extend(read_extension(json.dumps(asked)), things, NoGraph())
    except Refusal as refusal:
        refused.append(refusal.status)
        answer = {"meta": [], "rows": {}}
    assert set(refused) <= {400, 413}
    Draft7Validator(EXTENSION).validate(json.loads(json.dumps(answer)))
    assert refused or set(answer["rows"]) == set(asked["ids"])  # type: ignore[call-overload]


@given(WORDS | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), st.integers(0, 30))
def test_any_prefix_is_completed(things: Things, prefix: str, skip: int) -> None:
    """What is skipped is what was shown before."""
    assert (
        suggest_entities(prefix, skip, things)[:5] == suggest_entities(prefix, 0, things)[skip : skip + 5]
        or skip > 15
    )


def test_many_threads_get_the_same_answers(things: Things) -> None:
    """One table of names serves them all."""
    names = [row.label for row in things.gazetteer.rows()][::7]
    batches = [json.dumps({name: {"query": name} for name in names[start::12]}) for start in range(12)]
    alone = [answer_batch(batch, things) for batch in batches]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda batch: answer_batch(batch, things), batches * 3)) == alone * 3
