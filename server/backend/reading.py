"""How is another store's answer read, so that half of one is never taken for the whole?

The results are parsed and written anew in the format that was asked for: what does not parse is no answer. JSON tells
its own end; N-Triples do not, so their length, or their chunks, must. A store that says that it stopped early, as
Virtuoso does in headers and Dateline at the end of an answer, has given no whole answer either.
"""

import http.client
import io
import re
from typing import IO, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.endpoint import Caller, left
from server.workers.answering import Results, TooLarge

ACCEPT_ROWS = "application/sparql-results+json"
ACCEPT_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_TRUE = b'{"head":{},"boolean":true}'
_FALSE = b'{"head":{},"boolean":false}'
_REST = 64
_TAIL = 128
_CUT = re.compile(rb'("truncated":\{"rows":\d+\}\}|# truncated: rows=\d+)\s*$')
_VIRTUOSO_ASK = "__ASK_RETVAL"
_NODE, _NAMED_NODE = b'"bnode", "value": "', b'"bnode", "value": "nodeID://'


class Unanswered(Exception):
    """The store has given no whole answer; the message says why."""


class Body(io.RawIOBase):
    """What a store answers, until a deadline, of at most so many bytes; raises Unanswered when it breaks off."""

    def __init__(self, caller: Caller, response: http.client.HTTPResponse, until: float, most: int) -> None:
        super().__init__()
        self._caller, self._response = caller, response
        self._until, self._most = until, most
        self._expected = response.length
        self._count = 0
        self._held = bytearray()
        self._tail = b""

    @property
    def tells_its_end(self) -> bool:
        """Whether an answer that breaks off is known by its length."""
        return self._expected is not None or self._response.chunked

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """The next bytes; 0 at the end."""
        while not self._held or _may_go_on(self._held):
            piece = self._piece(len(buffer))
            self._held += piece
            if not piece:
                break
        # Blank nodes of Virtuoso have IRIs for labels, which are no labels.
        held = self._held.replace(_NAMED_NODE, _NODE)
        given, self._held = held[: len(buffer)], held[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def _piece(self, size: int) -> bytes:
        self._caller.wait(left(self._until))
        try:
            piece = self._response.read1(size)
        except http.client.HTTPException as error:
            raise Unanswered("broke off in the middle of its answer") from error
        self._count += len(piece)
        self._tail = (self._tail + piece)[-_TAIL:]
        if self._count > self._most:
            raise TooLarge
        if not piece and self._expected is not None and self._count < self._expected:
            raise Unanswered("broke off in the middle of its answer")
        return piece

    def refuse_cut(self) -> None:
        """Raises Unanswered when what was read says at its end that it was cut (see `server.http.results`)."""
        if _CUT.search(self._tail):
            raise Unanswered("cuts its answer at a limit of its own")

    def ends(self) -> bool:
        """Whether nothing is left to be read, so that the connection can be used again."""
        try:
            while not self._response.isclosed() and (piece := self._piece(_REST)):
                if piece.strip():
                    return False
        except (OSError, Unanswered, TooLarge):
            return False
        self._response.close()
        return True


def _may_go_on(held: bytearray) -> bool:
    """Whether a label that has to be changed may have begun at the end of some bytes."""
    return any(held.endswith(_NAMED_NODE[:length]) for length in range(1, len(_NAMED_NODE)))


def refuse_partial(response: http.client.HTTPResponse, most: int) -> None:
    """Raises TimeoutError or Unanswered when the headers say that the answer is not all; `most` is our own limit."""
    cut = response.headers.get("X-SPARQL-MaxRows", "")
    if cut.isdecimal() and int(cut) < most:
        raise Unanswered(f"cuts its answers at {cut} rows, and this one has more")
    state = response.headers.get("X-SQL-State", "")
    if state == "S1TAT":
        raise TimeoutError
    if "Dateline-Truncated" in response.headers:
        raise Unanswered("cuts its answer at a limit of its own")
    if state or response.status == http.client.PARTIAL_CONTENT:
        said = response.headers.get("X-SQL-Message", "")[:200]
        raise Unanswered(f"says that its answer is not whole: {said or state or 'status 206'}")


def read_results(body: Body, form: Results, media_type: str) -> Results:
    """The results in a body for a query of a form, which `server.backend.phrasing.check` has found.

    Errors of the parsers, which are SyntaxErrors, come while the results are gone through.
    """
    if not isinstance(form, QuerySolutions | QueryBoolean):
        if not body.tells_its_end:
            raise Unanswered("does not tell where its triples end")
        kind = RdfFormat.TURTLE if media_type == "text/turtle" else RdfFormat.N_TRIPLES
        return (cast(Triple, quad.triple) for quad in parse(cast(IO[bytes], body), format=kind))
    results = parse_query_results(cast(IO[bytes], body), format=QueryResultsFormat.JSON)
    if isinstance(form, QueryBoolean):
        return _boolean(results)
    if isinstance(results, QueryBoolean):
        raise Unanswered("answers yes or no where rows were asked for")
    _compare(form, results)
    return results


def _boolean(results: QuerySolutions | QueryBoolean) -> QueryBoolean:
    if isinstance(results, QueryBoolean):
        return results
    names = [variable.value for variable in results.variables]
    if names != [_VIRTUOSO_ASK]:
        raise Unanswered("answers with rows where yes or no was asked for")
    said = any(getattr(row[_VIRTUOSO_ASK], "value", "0") == "1" for row in results)
    return cast(QueryBoolean, parse_query_results(_TRUE if said else _FALSE, format=QueryResultsFormat.JSON))


def _compare(form: QuerySolutions, results: QuerySolutions) -> None:
    wanted, found = ({variable.value for variable in one.variables} for one in (form, results))
    if wanted != found:
        raise Unanswered(f"answers with the variables {', '.join(sorted(found))}, not {', '.join(sorted(wanted))}")
