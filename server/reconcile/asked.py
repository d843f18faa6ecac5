"""What does a client of the Reconciliation Service ask, and is it well formed?

Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group, 10 April 2023), sections 4.1 (queries) and
7.3 (data extension). A batch as a whole is refused when it is no batch or too large; a single query with a fault
becomes a `Fault`, so that its neighbours are answered.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from server.http import refusals

BATCH = 200
"""Queries in one batch, and identifiers in one request for data."""
LIMIT = 10
"""Candidates for a query that names no limit."""
_MOST_CANDIDATES = 100
_MOST_PROPERTIES = 50
_LONGEST_NAME = 500
_HALF = re.compile(r"\\[uU][dD][89a-fA-F]|[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A property that a candidate should have: its identifier and texts, any of which may be the value."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A name to be matched, empty when only conditions are given; `types` are identifiers as they were sent."""

    name: str
    types: tuple[str, ...]
    limit: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Why one query of a batch has no answer, and what to send instead."""

    detail: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A property whose values are asked for; at most `limit` of them, 0 for all."""

    property: str
    limit: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """A request for data: of which things, and which properties."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...]


Batch: TypeAlias = Mapping[str, Query | Fault]


def read_batch(text: str) -> Batch:
    """The queries of a batch by their keys; raises Refusal 400 for what is no batch, 413 for too many queries."""
    members = _object(text, "queries")
    if len(members) > BATCH:
        detail = f"The batch has {len(members)} queries; the limit is {BATCH} (batchSize in the manifest)"
        raise refusals.Refusal(413, "Batch too large", detail)
    return {key: _query(value) for key, value in members.items()}


def read_extension(text: str) -> Extension:
    """A request for data; raises Refusal 400 when it is malformed, 413 when it asks for too much."""
    members = _object(text, "extend")
    ids, properties = members.get("ids"), members.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise refusals.malformed("extend needs ids, an array of identifiers of this service")
    if not isinstance(properties, list):
        raise refusals.malformed('extend needs properties, an array of objects such as {"id": "wikidataId"}')
    if len(ids) > BATCH or len(properties) > _MOST_PROPERTIES:
        detail = f"At most {BATCH} ids and {_MOST_PROPERTIES} properties are answered at once"
        raise refusals.Refusal(413, "Request too large", detail)
    return Extension(ids=tuple(dict.fromkeys(ids)), properties=tuple(map(_wanted, properties)))


def _object(text: str, parameter: str) -> dict[str, object]:
    try:
        members = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise refusals.malformed(f"{parameter} is no JSON: {error.msg} at {where}") from error
    except RecursionError as error:
        raise refusals.malformed(f"{parameter} is nested too deeply") from error
    if _HALF.search(text) and not _is_text(members):
        raise refusals.malformed(
            f"{parameter} holds half of a surrogate pair (\\ud800 to \\udfff), which is no character"
        )
    if not isinstance(members, dict):
        raise refusals.malformed(f"{parameter} must be a JSON object, not {_named(members)}")
    return members


def _is_text(members: object) -> bool:
    """Whether all strings have a form in UTF-8; JSON can hold some that have none."""
    try:
        json.dumps(members, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _named(value: object) -> str:
    return {list: "an array", str: "a string", type(None): "null", bool: "a boolean"}.get(type(value), "a number")


def _query(value: object) -> Query | Fault:
    if not isinstance(value, dict):
        return Fault(detail=f"A query is an object, not {_named(value)}")
    name, types, limit = value.get("query", ""), value.get("type", []), value.get("limit", LIMIT)
    types = [types] if isinstance(types, str) else types
    conditions = _conditions(value.get("properties", []))
    detail = _fault(name, types, limit)
    if detail is None and conditions is None:
        detail = 'properties must be an array of objects such as {"pid": "inCountry", "v": "Israel"}'
    if detail is None and not name.strip() and not conditions:
        detail = "A query needs a query string or properties"
    if detail is not None:
        return Fault(detail=detail)
    return Query(name=name.strip(), types=tuple(types), limit=int(limit), conditions=conditions or ())


def _fault(name: object, types: object, limit: object) -> str | None:
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        return f"query must be a string of at most {_LONGEST_NAME} characters"
    if not isinstance(types, list) or not all(isinstance(one, str) for one in types):
        return "type must be the identifier of a type, or an array of them"
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 1 <= limit <= _MOST_CANDIDATES:
        return f"limit must be a number from 1 to {_MOST_CANDIDATES}"
    return None


def _conditions(value: object) -> tuple[Condition, ...] | None:
    if not isinstance(value, list) or len(value) > _MOST_PROPERTIES:
        return None
    found = []
    for one in value:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            return None
        texts = [_text(item) for item in (one["v"] if isinstance(one["v"], list) else [one["v"]])]
        if None in texts:
            return None
        found.append(Condition(property=one["pid"], values=tuple(text for text in texts if text is not None)))
    return tuple(found)


def _text(value: object) -> str | None:
    """A value of a property as text: of a thing its identifier; None for what no value can be."""
    if isinstance(value, dict):
        identifier = value.get("id")
        return identifier if isinstance(identifier, str) else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def _wanted(value: object) -> Wanted:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise refusals.malformed('Each of properties is an object such as {"id": "wikidataId"}')
    settings = value.get("settings") or {}
    limit = settings.get("limit", 0) if isinstance(settings, dict) else None
    if not str(limit).isascii() or not str(limit).isdigit():  # OpenRefine sends the number as text
        raise refusals.malformed(f"The setting limit of {value['id']} must be a whole number, 0 for no limit")
    return Wanted(property=value["id"], limit=int(str(limit)))
