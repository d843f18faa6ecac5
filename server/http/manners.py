"""Which requests are refused for how they are said, whatever they ask?

RFC 9112: no host or a broken one (section 3.2), a length beside a chunked body (6.1), which two servers in a row may
take for the ends of different requests. What waitress would wait for, or look through again and again, has limits.
"""

import re
import time
from collections.abc import Mapping
from typing import Any

from flask import request
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import ChunkedReceiver
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

from server.http import refusals

_HOST = re.compile(r"(?:[A-Za-z0-9._~%!$&'()*+;=-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
"""No comma, which no name of a host has in practice: servers join several headers by it."""
_MOST_LINES = 200
"""Lines of a request's head; programs send fewer than thirty."""
_LONGEST_MARK = 4096
"""Bytes between two pieces of a chunked body, or after the last one."""
_HEAD_SECONDS, _SECONDS = 20, 300
"""How long a client may take to say the head of a request, and all of it."""


def refuse_broken_host() -> None:
    """Raises Refusal for a request of HTTP/1.1 that names no host, several, or what is none."""
    if not names_a_host(request.environ):
        raise refusals.malformed("The request must name one host, in the header Host")


def names_a_host(environ: Mapping[str, Any]) -> bool:
    """Whether a WSGI request names one host; one of HTTP/1.0 need not."""
    host = environ.get("HTTP_HOST")
    if host is None:
        return environ.get("SERVER_PROTOCOL") in {"HTTP/1.0", "HTTP/0.9"}
    return _HOST.fullmatch(host) is not None


class _TooSlow(Error):
    code = 408
    reason = "Request Timeout"


def _error(kind: Any, words: str) -> Any:
    return kind(words)


class StrictParser(HTTPRequestParser):
    """One request as it comes in; `error` is what is wrong with it."""

    error: Any = None

    def __init__(self, adjustments: Adjustments) -> None:
        super().__init__(adjustments)  # type: ignore[no-untyped-call]
        self._begun = time.monotonic()

    def received(self, data: bytes) -> int:
        """Takes what has come, gives how much of it belongs to this request."""
        try:
            consumed: int = super().received(data)  # type: ignore[no-untyped-call]
        except ValueError:
            # An address that is none (`http://[`).
            self.error, consumed = _error(BadRequest, "The address cannot be read"), len(data)
        self.error = self.error or self._fault()
        self.completed = self.completed or self.error is not None
        return consumed

    def _fault(self) -> Any:
        if self.completed:
            return None
        if time.monotonic() - self._begun > (_SECONDS if self.headers_finished else _HEAD_SECONDS):
            return _error(_TooSlow, "The request came too slowly")
        body = self.body_rcv
        if isinstance(body, ChunkedReceiver):
            if len(body.control_line) + len(body.trailer) > _LONGEST_MARK:
                return _error(BadRequest, "Too much stands between the pieces of the body")
            if body.chunk_remainder > self.adj.max_request_body_size:
                return _error(RequestEntityTooLarge, "A piece of the body is too large")
        return None

    def parse_header(self, header_plus: bytes) -> None:
        """Takes a request's head apart; raises ParsingError."""
        if header_plus.count(b"\n") > _MOST_LINES:
            raise ParsingError("The request has too many headers")
        super().parse_header(header_plus)  # type: ignore[no-untyped-call]
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("The request has a length and a chunked body")


class StrictChannel(HTTPChannel):
    """A connection whose requests are read so."""

    parser_class = StrictParser
