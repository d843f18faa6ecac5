"""How are the records of a JSON or JSON Lines file read?

The article's text is what the record prints: its headline, unless the text begins with it, then its text.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.articles.decode import decode, refuse_unusable
from kg.articles.draft import Draft
from kg.articles.metadata import Field, read_metadata
from kg.articles.opening import too_large
from kg.articles.refusal import RefusedError
from kg.articles.segments import find_segments
from kg.legible import make_legible
from kg.model import Rejection

TEXT_NAMES = ("text", "body", "content", "articlebody", "article_body", "maintext")


def read_json(data: bytes, *, source: str, key: str) -> Iterator[Draft | Rejection]:
    """The article of one object, or those of an array of objects, called `key-<item>`; raises RefusedError."""
    value = _parse(data)
    if isinstance(value, dict):
        yield _record(value, source=source, place=None, key=key)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield _or_rejection(item, source, f"item {number}", f"{key}-{number}")
    else:
        raise _no_record()


def read_json_lines(lines: Iterable[bytes | None], *, source: str, key: str) -> Iterator[Draft | Rejection]:
    """The article of each line that is not blank, called `key-<line>`; a malformed line does not stop the others."""
    for number, line in enumerate(lines, 1):
        place = f"line {number}"
        try:
            if line is None:
                raise too_large("line")
            if line.strip():
                yield _or_rejection(_parse(line), source, place, f"{key}-{number}")
        except RefusedError as refused:
            # The line's own number, not that of the error within the line.
            yield Rejection(source=source, place=place, reason=refused.reason, remedy=refused.remedy)


def _or_rejection(value: Any, source: str, place: str, key: str) -> Draft | Rejection:
    try:
        return _record(value, source=source, place=place, key=key)
    except RefusedError as refused:
        return refused.rejection(source, place)


def _parse(data: bytes) -> Any:
    try:
        return json.loads(decode(data))
    except json.JSONDecodeError as error:
        reason = f"malformed JSON at column {error.colno}: {error.msg}"
        raise RefusedError(
            reason, "correct it, or write it anew with a JSON library", f"line {error.lineno}"
        ) from error
    except RecursionError as error:
        raise RefusedError("the JSON is nested too deeply", "keep only the fields about the article") from error
    except ValueError as error:
        raise RefusedError(f"the JSON holds a number that cannot be read: {error}", "write it as text") from error


def _record(value: Any, *, source: str, place: str | None, key: str) -> Draft:
    if not isinstance(value, dict):
        raise _no_record()
    lowered = {name.lower(): item for name, item in value.items()}
    body = next((lowered[name] for name in TEXT_NAMES if isinstance(lowered.get(name), str)), "")
    if not body.strip():
        raise RefusedError("the record has no text", f"give the article's text as {', '.join(TEXT_NAMES[:3])}")
    fields = {name: Field(value=_text(item)) for name, item in lowered.items()}
    for name, field in fields.items():
        _refuse_half_characters(name, field.value)
    metadata = read_metadata(fields)
    text = _printed(metadata.headline, body)
    refuse_unusable(text)
    return Draft(
        source=source,
        place=place,
        key=key,
        text=text,
        segments=find_segments(text, headline=metadata.headline),
        metadata=metadata,
    )


def _refuse_half_characters(name: str, value: str) -> None:
    refuse_unusable(name)
    refuse_unusable(value)


def _printed(headline: str | None, body: str) -> str:
    if headline is None or " ".join(make_legible(body[: 2 * len(headline) + 100]).text.split()).startswith(headline):
        return body
    return f"{headline}\n\n{body}"


def _text(value: Any) -> str:
    """A field as text: the name of an object (as `{"name": "Reuters"}`), a list joined by commas, else nothing."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(item) for item in value if not isinstance(item, list))))
    if isinstance(value, str | int) and not isinstance(value, bool):
        return " ".join(str(value).split())
    return ""


def _no_record() -> RefusedError:
    return RefusedError("there is no JSON object here", 'write each article as {"headline": …, "text": …}')
