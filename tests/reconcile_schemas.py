"""What does each answer of a reconciliation service look like?

JSON Schemas (draft 7) of our own after Reconciliation Service API 0.2, sections 3 to 7. They allow only what our
service sends: an `error` in a result is ours, what the specification leaves to others (authentication, choices) is
missing.
"""

from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_FILLED: Schema = {"type": "string", "minLength": 1}
_WITH_ID: Schema = {"type": "string", "pattern": r"\{\{id\}\}"}
_ADDRESS: Schema = {"type": "string", "pattern": "^https?://"}


def _record(needed: dict[str, Schema], **more: Schema) -> Schema:
    members = needed | more
    return {"type": "object", "required": list(needed), "properties": members, "additionalProperties": False}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_NAMED = _record({"id": _FILLED, "name": _FILLED})
_DESCRIBED = _record({"id": _FILLED, "name": _FILLED}, description=_TEXT)
_PLACE = _record({"service_url": _ADDRESS, "service_path": _TEXT})
_SUGGESTED = _record(
    {"service_url": _ADDRESS, "service_path": _TEXT},
    flyout_service_url=_ADDRESS,
    flyout_service_path={"type": "string", "pattern": r"\$\{id\}"},
)
_SETTING = _record(
    {"type": {"enum": ["number", "text", "checkbox"]}, "name": _FILLED, "label": _FILLED},
    default={},
    help_text=_TEXT,
)

MANIFEST = _record(
    {"versions": _list(_TEXT) | {"contains": {"const": "0.2"}}, "name": _FILLED, "identifierSpace": _ADDRESS,
     "schemaSpace": _ADDRESS},
    documentation=_ADDRESS,
    serviceVersion=_FILLED,
    defaultTypes=_list(_NAMED) | {"uniqueItems": True},
    view=_record({"url": _WITH_ID}),
    preview=_record({"url": _WITH_ID, "width": {"type": "integer"}, "height": {"type": "integer"}}),
    suggest=_record({}, entity=_SUGGESTED, property=_SUGGESTED, type=_SUGGESTED),
    extend=_record({}, propose_properties=_PLACE, property_settings=_list(_SETTING)),
    batchSize={"type": "integer", "minimum": 1},
)  # fmt: skip

_FEATURE = _record({"id": _FILLED, "value": {"type": ["number", "boolean"]}})
_CANDIDATE = _record(
    {"id": _FILLED, "name": _FILLED, "score": {"type": "number"}},
    description=_TEXT,
    type=_list(_NAMED),
    match={"type": "boolean"},
    features=_list(_FEATURE),
)
RESULTS: Schema = {
    "type": "object",
    "additionalProperties": _record({"result": _list(_CANDIDATE)}, error=_FILLED),
}

ENTITIES = _record(
    {"result": _list(_record({"id": _FILLED, "name": _FILLED}, description=_TEXT, notable=_list(_NAMED)))}
)
PROPERTIES = _record({"result": _list(_DESCRIBED)})
TYPES = _record(
    {"result": _list(_record({"id": _FILLED, "name": _FILLED}, description=_TEXT, broader=_list(_NAMED)))}
)
FLYOUT = _record({"id": _FILLED, "html": _FILLED})
PROPOSED = _record({"properties": _list(_DESCRIBED)}, type=_TEXT, limit={"type": "integer"})

_CELL: Schema = {
    "oneOf": [
        _record({}),
        _DESCRIBED,
        _record({"str": _TEXT}),
        _record({"float": {"type": "number"}}),
        _record({"int": {"type": "integer"}}),
        _record(
            {
                "date": {
                    "type": "string",
                    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$",
                }
            }
        ),
    ]
}
EXTENSION = _record(
    {
        "meta": _list(_record({"id": _FILLED, "name": _FILLED}, type=_NAMED, service=_ADDRESS)),
        "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _list(_CELL)}},
    }
)
