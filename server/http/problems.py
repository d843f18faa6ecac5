"""How does an error become an HTTP answer?

Problem details (RFC 9457) or plain text by Accept. The only place of the server that catches DatelineError; what
nobody foresaw is logged with its stack and answered without it.
"""

import logging
from collections.abc import Callable
from typing import TypeAlias

from flask import Blueprint, Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from kg.errors import DatelineError, LookupUnavailable, StoreError
from server.http.negotiate import choose
from server.http.refusals import Refusal

_LOG = logging.getLogger("dateline.server")
PROBLEM = "application/problem+json"
_OFFERS = (PROBLEM, "text/plain", "application/json", "text/html")
Page: TypeAlias = Callable[[Refusal], str]

_FAILED = Refusal(500, "Internal error", "The server failed; the operator's log says why")
_SAID = {
    404: "Nothing stands at the address {path}",
    405: "The address {path} does not answer to {method}",
    413: "The body is larger than the limit of {limit} bytes",
}
"""What is said instead of the framework's words."""


def register_problems(app: Flask | Blueprint, page: Page | None = None) -> None:
    """Makes an application, or the views of a blueprint, answer every error as a problem; to people by a page."""

    def refuse(refusal: Refusal) -> Response:
        return to_response(refusal, page)

    app.register_error_handler(DatelineError, lambda error: refuse(_read_dateline(error)))
    app.register_error_handler(HTTPException, lambda error: refuse(_read_http(error)))
    app.register_error_handler(500, lambda _: refuse(_FAILED))


def _read_dateline(error: DatelineError) -> Refusal:
    if isinstance(error, Refusal):
        return error
    _LOG.error("%s: %s", type(error).__name__, error)
    if isinstance(error, StoreError | LookupUnavailable):
        return Refusal(503, "Unavailable", "The data cannot be read now; the operator's log says why")
    return _FAILED


def _read_http(error: HTTPException) -> Refusal:
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Location"}}
    code = error.code or 500
    said = _SAID.get(code, error.description or error.name)
    return Refusal(
        code,
        error.name,
        said.format(path=request.path, method=request.method, limit=request.max_content_length),
        headers=headers,
    )


def to_response(refusal: Refusal, page: Page | None = None) -> Response:
    """The answer to a request that is refused; `page` writes it for a browser, without which it is plain text."""
    media_type = _media_type()
    if media_type == "text/html" and page is not None:
        response = Response(page(refusal), refusal.status)
    elif media_type in {"text/plain", "text/html"}:
        response = Response(
            f"{refusal.title}\n\n{refusal.detail}\n", refusal.status, content_type="text/plain; charset=utf-8"
        )
    else:
        response = Response(json.dumps(_members(refusal)), refusal.status, content_type=media_type)
    response.headers.update(refusal.headers)
    response.vary.add("Accept")
    return response


def _media_type() -> str:
    try:
        chosen = choose(request.headers.get("Accept"), _OFFERS)
    except Refusal:
        return PROBLEM
    return PROBLEM if chosen == "application/json" else chosen


def _members(refusal: Refusal) -> dict[str, object]:
    members: dict[str, object] = {
        "type": "about:blank",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
    }
    if refusal.place is not None:
        members["line"], members["column"] = refusal.place
    if refusal.expected:
        members["expected"] = refusal.expected
    if refusal.suggestions:
        members["suggestions"] = refusal.suggestions
    return members
