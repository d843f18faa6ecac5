"""What is noted of each request?

Its part of the site, status and seconds for `/metrics`; and, when the operator asks for a log, one JSON object a
line. A log names no client and no query, unless the operator asks for the queries too: only their digest, by which
one that comes again is known.
"""

import json
import logging
import time
from hashlib import sha256
from typing import NamedTuple

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from server.metrics import Requests
from server.sparql.direct import PATH, Answered

LOG = logging.getLogger("dateline.requests")
SEEN = "dateline.seen"
"""Where the WSGI environment of a request holds how it is noted."""
_LONGEST = 10_000
"""Characters of a query in the log."""


class JsonLines(logging.Formatter):
    """A record as one JSON object: when, how grave, and what was said or the members that were given."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        members = getattr(record, "members", None) or {"message": record.getMessage()}
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        if record.exc_info:
            members = {**members, "stack": self.formatException(record.exc_info)}
        return json.dumps({"time": when, "level": record.levelname.lower(), **members}, ensure_ascii=False)


class Seen(NamedTuple):
    """A request and how it was answered; `size` is None for a body whose end nobody knew, `query` empty for none."""

    method: str
    path: str
    status: int
    size: int | None
    query: str


class Noted(NamedTuple):
    """A request to a part of the site."""

    part: str
    seen: Seen


class Watch:
    """Where requests are noted: in numbers, and with `log` in the log, there with their queries if `queries`."""

    def __init__(self, requests: Requests, *, log: bool, queries: bool) -> None:
        self._requests = requests
        self.log = log
        self._queries = queries

    def note(self, noted: Noted, seconds: float) -> None:
        """One request, when its last byte was sent."""
        part, seen = noted
        self._requests.note(part, seen.status, seconds)
        if self.log:
            members = {**self._members(seen), "seconds": round(seconds, 4)}
            LOG.info("request", extra={"members": members})

    def note_direct(self, one: Answered) -> None:
        """One query that was answered in front of the framework."""
        size = one.reply.headers.get("Content-Length")
        seen = Seen(one.method, PATH, one.reply.status, None if size is None else int(size), one.text)
        self.note(Noted("sparql", seen), one.seconds)

    def _members(self, seen: Seen) -> dict[str, object]:
        members: dict[str, object] = {
            "method": seen.method,
            "path": seen.path,
            "status": seen.status,
            "bytes": seen.size,
        }
        if seen.query:
            members["query_sha256"] = sha256(seen.query.encode("utf-8", "surrogatepass")).hexdigest()
        if seen.query and self._queries:
            members["query"] = seen.query[:_LONGEST]
        return members


def watch_requests(app: Flask, watch: Watch) -> None:
    """Notes every request of an application when its last byte was sent."""

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        begun = g.pop("begun", None) or time.perf_counter()
        part = request.blueprint or "none"
        query = _query() if watch.log else ""
        seen = Seen(request.method, request.path, response.status_code, response.content_length, query)
        noted = request.environ[SEEN] = Noted(part, seen)
        response.call_on_close(lambda: watch.note(noted, time.perf_counter() - begun))
        return response


def _query() -> str:
    """The query of a request; none of one whose body cannot be read, as one that is too long."""
    try:
        query: str = request.values.get("query", "")
        if not query and request.mimetype == "application/sparql-query":
            query = request.get_data(as_text=True)
    except HTTPException:
        return ""
    return query
