"""How is a Dateline server asked over HTTP?"""

import json
import re
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from dateline.answers import Answered, Members
from dateline.waiting import waiting
from kg.errors import LookupUnavailable, QueryError, UsageError
from server.pages.citation import Style
from server.workers.summary import read_rows

_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_PIECE = 1 << 16
_CUT_HEADER = re.compile(rb"rows=(\d+)")
_CUT_JSON = re.compile(rb',"truncated":\{"rows":(\d+)\}\}$')
_CUT_TRIPLES = re.compile(rb"\n# truncated: rows=(\d+)\n$")
_MOST_TRIES = 4
_MOST_SECONDS = 60.0
"""How long a busy server is given until the next try, if it does not say itself."""


class Server:
    """A server at an address; `seconds` is how long one answer may keep silent."""

    def __init__(self, address: str, seconds: float) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(f"{address!r} is no address of a server; give one like http://127.0.0.1:8000")
        self._base = address.rstrip("/").removesuffix("/sparql")
        self._seconds = seconds

    def __repr__(self) -> str:
        return f"dateline.connect({self._base!r})"

    def snapshot(self) -> str:
        """The id that `/health` tells."""
        return str(json.loads(self._get("/health")[0])["snapshot"])

    def ask(self, query: str) -> Answered:
        """The answer of `/sparql`."""
        body, headers = self._send("/sparql", {"query": query}, f"{_JSON}, {_TRIPLES};q=0.9", post=True)
        if headers.get("Content-Type", "").startswith(_TRIPLES):
            rows = read_rows(quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
            return Answered(names=rows.names, rows=rows.rows, cut=_cut(headers, body))
        # The engine's reader takes no further member of the object.
        plain = _CUT_JSON.sub(b"}", body)
        found: QuerySolutions | QueryBoolean = parse_query_results(plain, format=QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            return Answered(names=(), rows=(), truth=bool(found))
        rows = read_rows(found)
        return Answered(names=rows.names, rows=rows.rows, cut=_cut(headers, body))

    def events(self, filters: Mapping[str, str | list[str]]) -> list[Members]:
        """The events of `/timeline.json`."""
        found: list[Members] = json.loads(self._get("/timeline.json", filters)[0])["events"]
        return found

    def evidence(self, iri: str) -> list[Members]:
        """The claims of `/evidence`."""
        found: list[Members] = json.loads(self._get("/evidence", {"iri": iri})[0])["claims"]
        return found

    def explain(self, terms: tuple[str, str, str], most: int) -> Members:
        """The proofs of `/explain`."""
        fields = dict(zip(("s", "p", "o", "n"), (*terms, str(most)), strict=True))
        found: Members = json.loads(self._get("/explain", fields)[0])
        return found

    def cite(self, query: str, style: Style) -> str:
        """The citation of `/cite`."""
        return self._get("/cite", {"query": query, "format": style}, "*/*")[0].decode()

    def _get(
        self, path: str, fields: Mapping[str, str | list[str]] | None = None, accept: str = "application/json"
    ) -> tuple[bytes, Mapping[str, str]]:
        return self._send(path, fields or {}, accept, post=False)

    def _send(
        self, path: str, fields: Mapping[str, str | list[str]], accept: str, *, post: bool
    ) -> tuple[bytes, Mapping[str, str]]:
        data = urlencode(fields, doseq=True)
        address = self._base + path if post or not data else f"{self._base}{path}?{data}"
        request = Request(address, data.encode() if post else None, {"Accept": accept})  # noqa: S310 - http(s) only
        with waiting("asking") as tell:
            for left in reversed(range(_MOST_TRIES)):
                try:
                    with urlopen(request, timeout=self._seconds) as response:  # noqa: S310
                        return _read(response, tell), response.headers
                except HTTPError as error:
                    pause = _pause(error)
                    if pause is None or not left:
                        raise _refusal(error) from error
                    tell(f"the server is busy, again in {pause:g} s")
                    time.sleep(pause)
                except (OSError, HTTPException) as error:
                    raise LookupUnavailable(f"{self._base} does not answer: {error}") from error
        raise LookupUnavailable(f"{self._base} was busy {_MOST_TRIES} times")


def _read(response: HTTPResponse, tell: Callable[[str], None]) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        tell(f"{size / 1e6:.1f} MB have come")
    return b"".join(pieces)


def _pause(error: HTTPError) -> float | None:
    """How long a server asks to wait; None for a refusal that waiting does not change."""
    told = error.headers.get("Retry-After", "")
    if error.code not in {429, 503} or not told.isdigit():
        return None
    return min(float(told), _MOST_SECONDS)


def _refusal(error: HTTPError) -> QueryError:
    body = error.read()
    try:
        detail = json.loads(body)["detail"]
    except (ValueError, KeyError, TypeError):
        detail = body.decode("utf-8", "replace").strip() or error.reason
    return QueryError(f"{error.code}: {detail}")


def _cut(headers: Mapping[str, str], body: bytes) -> int | None:
    """At how many rows an answer was cut: its header says so, or its end if the cut came after it was begun."""
    told = headers.get("Dateline-Truncated", "").encode()
    mark = _CUT_HEADER.fullmatch(told) or _CUT_JSON.search(body) or _CUT_TRIPLES.search(body)
    return int(mark[1]) if mark else None
