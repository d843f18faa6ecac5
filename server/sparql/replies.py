"""How does an answer become an HTTP response?

Its format and coding, whether it was cut, and a validator by which a client learns that it has it already (RFC 9110
section 13.1.2). The validator is weak: the same solutions may come in another order or coding.
"""

from flask import Response, request

from server.http.coding import IDENTITY, SMALL, choose_coding, encode
from server.http.formats import content_type
from server.workers.answers import Answer, Stream

_ALLOWED_HEADERS = "Accept, Content-Type, If-None-Match"
_EXPOSED_HEADERS = "Dateline-Row-Limit, Dateline-Truncated, ETag, Retry-After"


def is_known(tag: str | None) -> bool:
    """Whether the client says that it has the answer with this tag."""
    return tag is not None and request.method in {"GET", "HEAD"} and request.if_none_match.contains_weak(tag)


def not_modified(tag: str) -> Response:
    """304 for a client that has the answer."""
    return _validated(Response(status=304), tag)


def to_response(answer: Answer | Stream, media_type: str, tag: str | None) -> Response:
    """The response with an answer as its body."""
    size = answer.size if isinstance(answer, Answer) else None
    coding = choose_coding(request.headers.get("Accept-Encoding"))
    if coding == IDENTITY or (size is not None and size < SMALL):
        response = Response(answer.chunks(), content_type=content_type(media_type))
        if size is not None:
            response.content_length = size
    else:
        response = Response(encode(answer.chunks(), coding), content_type=content_type(media_type))
        response.headers["Content-Encoding"] = coding
    # A response that nobody reads must not leave its query running.
    response.call_on_close(answer.close)
    if isinstance(answer, Answer) and answer.end.truncated:
        response.headers["Dateline-Truncated"] = f"rows={answer.end.rows}"
    return _validated(response, tag)


def _validated(response: Response, tag: str | None) -> Response:
    response.headers["Vary"] = "Accept, Accept-Encoding"
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
    elif request.method in {"GET", "HEAD"}:
        response.set_etag(tag, weak=True)
        # The next snapshot may be there at any time.
        response.headers["Cache-Control"] = "no-cache"
    return response


def open_to_all(response: Response) -> Response:
    """The response with leave for pages of every origin to read it, never with credentials (Fetch, section 3.2)."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
    headers["Access-Control-Expose-Headers"] = _EXPOSED_HEADERS
    headers["Access-Control-Max-Age"] = "86400"
    headers["X-Content-Type-Options"] = "nosniff"
    return response
