"""How does an annotation become a file that a person edits, and the file an annotation again?

The file is the JSON object of `kg.model.Annotation` (schema: `annotation.schema.json`), or the same as YAML. In a
hand-written file a span may be its words alone, as `"visited"`, or `{quote: visited, n: 2}` for the second
occurrence; a date may be its EDTF text alone; the header, identifiers of claims, confidence, rule and engine may be
left out. Reading fills these in, so that a file written back is complete.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kg.annotate.references import wrong_reference
from kg.annotate.yaml_text import YamlError, read_yaml
from kg.edtf import EdtfError, edtf_bounds
from kg.errors import InputError
from kg.model import Annotation, Article, Header, Rejection, Span, When

SUFFIX = ".annotation.yaml"
REVIEWS = "reviews"
"""The folder of a data folder in which reviews made on the server lie; they win over files beside the articles."""
_SPAN_LISTS = {"further", "evidence"}
_RECORD_LISTS = ("mentions", "times", "tenures", "events", "claims")
_LONGEST_REASON = 300


class _AnnotationError(ValueError):
    """What is wrong in a hand-written annotation, with the path of the value."""


def header_of(article: Article) -> Header:
    """The part of an annotation that repeats what the article says of itself."""
    shared = Header.model_fields.keys() & Article.model_fields.keys()
    return Header.model_validate({name: getattr(article, name) for name in shared})


def schema_json() -> str:
    """The published JSON Schema (2020-12) of the annotation file."""
    return json.dumps(Annotation.model_json_schema(by_alias=True), indent=1, ensure_ascii=False) + "\n"


def to_json(annotation: Annotation) -> str:
    """One line of JSON, keys in the order of the schema, absent values left out."""
    return annotation.model_dump_json(by_alias=True, exclude_none=True)


def to_yaml(annotation: Annotation) -> str:
    """The same as YAML for editing."""
    fields = json.loads(to_json(annotation))
    return yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=118)


def read_annotation(path: Path, article: Article) -> Annotation | Rejection:
    """The annotation in a file, checked against the article it belongs to."""
    try:
        fields = read_yaml(path)
    except OSError as error:
        raise InputError(f"{path}: the annotation cannot be read: {error.strerror}") from error
    except YamlError as error:
        return _reject(
            path, error.place, f"not YAML: {error}", "correct the file or remove it to have the article read"
        )
    if not isinstance(fields, dict):
        return _reject(path, None, "not a mapping", "see kg/annotate/annotation.schema.json")
    try:
        annotation = Annotation.model_validate(_complete(fields, article))
    except _AnnotationError as fault:
        return _reject(path, None, str(fault), "correct the value")
    except ValidationError as error:
        first = error.errors()[0]
        return _reject(path, ".".join(str(part) for part in first["loc"]), first["msg"], "correct the value")
    wrong = wrong_reference(annotation)
    return annotation if wrong is None else _reject(path, None, wrong, "add the record, or correct the id")


def _reject(path: Path, place: str | None, reason: str, remedy: str) -> Rejection:
    return Rejection(source=str(path), place=place, reason=reason[:_LONGEST_REASON], remedy=remedy)


def _check_shape(fields: Mapping[str, object]) -> None:
    if not isinstance(fields.get("article", {}), dict):
        raise _AnnotationError("article: not a mapping")
    for name in _RECORD_LISTS:
        items = fields.get(name, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise _AnnotationError(f"{name}: not a list of mappings")


def _complete(fields: dict[str, Any], article: Article) -> dict[str, Any]:
    _check_shape(fields)
    header = header_of(article).model_dump() | fields.get("article", {})
    if header["sha256"] != article.sha256:
        raise _AnnotationError(
            f"it was made for another text of {article.key} (sha256 {str(header['sha256'])[:12]}…)"
        )
    if header["key"] != article.key:
        raise _AnnotationError(f"article.key: it stands beside the article {article.key}, not {header['key']}")
    times = [_timex(item, article.text) for item in fields.get("times", [])]
    known = {str(time.get("id")): time for time in times}
    done: dict[str, Any] = {
        **fields,
        "article": header | {"published": _when(header.get("published"), "article.published")},
        "segments": fields.get("segments") or article.segments,
        "times": times,
        "events": [_event(item, article.text, known) for item in fields.get("events", [])],
        "claims": [_claim(item, number, article.text) for number, item in enumerate(fields.get("claims", []), 1)],
    }
    done["mentions"] = [
        _placed(item, article.text, f"mentions.{item.get('id')}") for item in fields.get("mentions", [])
    ]
    done["tenures"] = [item | {"when": _when(item.get("when"), item.get("id"))} for item in fields.get("tenures", [])]
    return done


def _event(fields: Mapping[str, Any], text: str, times: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The event with its spans and date; a date that is only EDTF is known as its time expression is."""
    place = f"events.{fields.get('id')}"
    when = _when(fields.get("when", "../.."), place)
    told = times.get(str(fields.get("time")), {})
    if isinstance(fields.get("when"), str | int) and "basis" in told and isinstance(when, dict):
        when = when | {"text": told["quote"], "basis": told["basis"]}
    trigger = _span(fields.get("trigger"), text, place)
    return _spans({**fields, "trigger": trigger, "when": when}, text, place)


def _claim(fields: Mapping[str, Any], number: int, text: str) -> dict[str, Any]:
    given = {"id": f"c{number}", "confidence": 1.0, "rule": "review", "engine": "review", **fields}
    return _spans(given, text, f"claims.{given['id']}")


def _spans(fields: dict[str, Any], text: str, place: str) -> dict[str, Any]:
    for name in _SPAN_LISTS & fields.keys():
        if not isinstance(fields[name], list):
            raise _AnnotationError(f"{place}.{name}: not a list")
    return fields | {
        name: [_span(item, text, f"{place}.{name}") for item in fields[name]] for name in _SPAN_LISTS & fields.keys()
    }


def _placed(fields: Mapping[str, Any], text: str, place: str) -> dict[str, Any]:
    own = {name: value for name, value in fields.items() if name != "n"}
    span = _span({name: fields[name] for name in ("quote", "n", "start", "end") if name in fields}, text, place)
    return own | span.model_dump()


def _span(given: object, text: str, place: str) -> Span:
    fields = {"quote": given} if isinstance(given, str) else given
    if not isinstance(fields, dict) or not isinstance(fields.get("quote"), str) or not fields["quote"]:
        raise _AnnotationError(f"{place}: a span is its words, or a mapping with `quote`")
    quote, number = fields["quote"], fields.get("n", 1)
    if not isinstance(number, int):
        raise _AnnotationError(f"{place}: n is the number of an occurrence, not {number!r}")
    start = fields["start"] if "start" in fields else _find(text, quote, number)
    if not isinstance(start, int) or start < 0 or text[start : start + len(quote)] != quote:
        raise _AnnotationError(f"{place}: {quote!r} does not stand in the text at the place given")
    return Span(start=start, end=start + len(quote), quote=quote)


def _find(text: str, quote: str, number: int) -> int:
    at = -1
    for _ in range(number):
        at = text.find(quote, at + 1)
        if at < 0:
            return -1
    return at


def _when(given: object, place: object) -> object:
    if given is None or isinstance(given, Mapping | When):
        return given
    text = str(given)  # YAML reads 2016 as a number
    try:
        earliest, latest = edtf_bounds(text)
    except EdtfError as error:
        raise _AnnotationError(f"{place}: {error}") from error
    return {"edtf": text, "earliest": earliest, "latest": latest, "basis": "reviewed"}


def _timex(fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    place = f"times.{fields.get('id')}"
    placed = _placed(fields, text, place)
    value = str(fields.get("edtf") or fields.get("value"))
    when = _when(value, place) if "earliest" not in fields and fields.get("edtf") else {}
    dates = (
        {name: when[name] for name in ("edtf", "earliest", "latest", "basis")}
        if isinstance(when, dict) and when
        else {}
    )
    return placed | {"value": str(fields.get("value"))} | dates
