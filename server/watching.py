"""What is noted of each request?

Its part of the site, status and seconds for `/metrics`; and, when the operator asks for a log, one JSON object a
line. A log names no client and no query, unless the operator asks for the queries too: only their digest, by which
one that comes again is known.
"""

import json
import logging
import time
from hashlib import sha256

from flask import Flask, Response, g, request

from server.metrics import Requests

LOG = logging.getLogger("dateline.requests")
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


def watch_requests(app: Flask, requests: Requests, *, log: bool, queries: bool) -> None:
    """Notes every request of an application when its last byte was sent."""

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        begun = g.pop("begun", None) or time.perf_counter()
        part = request.blueprint or "none"
        told = _members(response, queries=queries) if log else None

        def note() -> None:
            seconds = time.perf_counter() - begun
            requests.note(part, response.status_code, seconds)
            if told is not None:
                LOG.info("request", extra={"members": {**told, "seconds": round(seconds, 4)}})

        response.call_on_close(note)
        return response


def _members(response: Response, *, queries: bool) -> dict[str, object]:
    members: dict[str, object] = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "bytes": response.content_length,
    }
    query = request.values.get("query", "")
    if not query and request.mimetype == "application/sparql-query":
        query = request.get_data(as_text=True)
    if query:
        members["query_sha256"] = sha256(query.encode("utf-8", "surrogatepass")).hexdigest()
    if query and queries:
        members["query"] = query[:_LONGEST]
    return members
