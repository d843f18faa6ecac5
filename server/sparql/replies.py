"""How does an answer become an HTTP response, whatever carries it?

Its format and coding, whether it was cut, and a validator by which a client learns that it has it already (RFC 9110
section 13.1.2). The validator is weak: the same solutions may come in another order or coding.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Response
from werkzeug.http import parse_etags

from server.http.coding import IDENTITY, SMALL, choose_coding, encode
from server.http.formats import content_type, ends_itself
from server.sparql.endpoint import Client, Endpoint, Planned
from server.workers.answers import Answer, Stream

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "Dateline-Row-Limit, Dateline-Truncated, ETag, Retry-After",
    "Access-Control-Max-Age": "86400",
    "X-Content-Type-Options": "nosniff",
}
"""Leave for pages of every origin to read a response, never with credentials (Fetch, section 3.2)."""
_AT_ONCE = 1 << 16
"""Bytes of an answer up to which its body is one piece, which web servers send with the head."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What of a request decides how its answer travels: its method and protocol, and header fields, None without.

    `breaks_off` says whether the web server can break an answer off, as HTTP/1.1 has it (RFC 9112 section 8).
    """

    method: str
    protocol: str
    breaks_off: bool = True
    accept_encoding: str | None = None
    if_none_match: str | None = None

    def may_stream(self, media_type: str) -> bool:
        """Whether a client can see it when an answer in a format ends before it is whole."""
        return self.protocol != "HTTP/1.0" and (self.breaks_off or ends_itself(media_type))

    @property
    def validates(self) -> bool:
        """Whether the answer gets a validator: what a POST gave is not kept."""
        return self.method in {"GET", "HEAD"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A response: its status, its own header fields, its body, and what lets go of a body that nobody reads."""

    status: int
    headers: dict[str, str]
    body: Iterable[bytes] = ()
    close: Callable[[], None] = lambda: None


def reply(endpoint: Endpoint, planned: Planned, client: Client, heard: Heard) -> Reply:
    """The response to a query that may be run; 304 when the client has its answer already."""
    if heard.validates and heard.if_none_match is not None:
        known = planned.tag_of(endpoint.source.store())
        if known is not None and parse_etags(heard.if_none_match).contains_weak(known):
            return Reply(status=304, headers=_validators(known))
    # Only the end of an answer tells its length and whether it was cut.
    whole = heard.method == "HEAD" or not heard.may_stream(planned.question.media_type)
    answer = endpoint.run(planned, client, whole=whole)
    tag = planned.tag_of(answer.store) if heard.validates else None
    headers = {"Content-Type": content_type(planned.question.media_type), **_validators(tag)}
    if isinstance(answer, Stream):
        headers["Dateline-Row-Limit"] = str(planned.question.max_rows)
    elif answer.end.truncated:
        headers["Dateline-Truncated"] = f"rows={answer.end.rows}"
    return Reply(status=200, headers=headers, body=_coded(answer, heard, headers), close=answer.close)


def _coded(answer: Answer | Stream, heard: Heard, headers: dict[str, str]) -> Iterable[bytes]:
    """The body, and in the header fields what they say of it."""
    size = answer.size if isinstance(answer, Answer) else None
    coding = choose_coding(heard.accept_encoding)
    pieces: Iterable[bytes] = answer.chunks()
    if coding == IDENTITY or (size is not None and size < SMALL):
        length = size
    else:
        headers["Content-Encoding"] = coding
        pieces, length = encode(pieces, coding), None
    if size is not None and size <= _AT_ONCE:
        whole = b"".join(pieces)
        pieces, length = [whole], len(whole)
    if length is not None:
        headers["Content-Length"] = str(length)
    return pieces


def _validators(tag: str | None) -> dict[str, str]:
    fields = {"Vary": "Accept, Accept-Encoding"}
    if tag is not None:
        # The next snapshot may be there at any time.
        fields |= {"ETag": f'W/"{tag}"', "Cache-Control": "no-cache"}
    else:
        fields["Cache-Control"] = "no-store"
    return fields


def as_response(reply: Reply) -> Response:
    """The framework's response."""
    response = Response(reply.body, reply.status, reply.headers)
    # One that nobody reads must not leave its query running.
    response.call_on_close(reply.close)
    return response


def open_to_all(response: Response) -> Response:
    """The response with leave for pages of every origin to read it."""
    response.headers.update(OPEN)
    return response
