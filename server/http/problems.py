"""How does an error become an HTTP answer?

Problem details (RFC 9457) or plain text by Accept. The only place of the server that catches DatelineError; what
nobody foresaw is logged with its stack and answered without it.
"""

import logging

from flask import Blueprint, Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from kg.errors import DatelineError, LookupUnavailable, StoreError
from server.http.negotiate import choose
from server.http.refusals import Refusal

_LOG = logging.getLogger("dateline.server")
PROBLEM = "application/problem+json"
_OFFERS = (PROBLEM, "text/plain", "application/json", "text/html")


def register_problems(app: Flask | Blueprint) -> None:
    """Makes an application, or the views of a blueprint, answer every error as a problem."""
    app.register_error_handler(DatelineError, _answer_dateline)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(500, _answer_unforeseen)


def _answer_dateline(error: DatelineError) -> Response:
    if isinstance(error, Refusal):
        return to_response(error)
    _LOG.error("%s: %s", type(error).__name__, error)
    if isinstance(error, StoreError | LookupUnavailable):
        return to_response(Refusal(503, "Unavailable", "The data cannot be read now; the operator's log says why"))
    return to_response(Refusal(500, "Internal error", "The server failed; the operator's log says why"))


def _answer_http(error: HTTPException) -> Response:
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Location"}}
    return to_response(Refusal(error.code or 500, error.name, error.description or error.name, headers=headers))


def _answer_unforeseen(_error: Exception) -> Response:
    return to_response(Refusal(500, "Internal error", "The server failed; the operator's log says why"))


def to_response(refusal: Refusal) -> Response:
    """The answer to a request that is refused."""
    media_type = _media_type()
    if media_type in {"text/plain", "text/html"}:
        response = Response(
            f"{refusal.title}\n\n{refusal.detail}\n", refusal.status, content_type="text/plain; charset=utf-8"
        )
    else:
        response = Response(json.dumps(_members(refusal)), refusal.status, content_type=media_type)
    response.headers.update(refusal.headers)
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
