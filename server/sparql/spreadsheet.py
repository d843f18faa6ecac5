"""How does an answer get into a spreadsheet without running as a formula there?

`/spreadsheet.csv?query=…`: the CSV of `/sparql` with an apostrophe in front of each cell that a spreadsheet would
take for a formula (CWE-1236), numbers left as they are, and the mark by which spreadsheets know UTF-8. The CSV of
`/sparql` itself stays as the standard has it.
"""

import re
from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, request

from server.http import refusals
from server.http.clients import current_client
from server.sparql.endpoint import Asked, Client, Endpoint
from server.workers.answers import Answer

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_CELL = re.compile(rb'(?m)"[^"]*(?:""[^"]*)*"|[,\n](?=[=+@\t-])(?!' + _NUMBER.pattern.encode() + rb"(?:,|\r?$))")
"""A cell between quotation marks; or what stands before one without that would run."""
_UTF8_MARK = b"\xef\xbb\xbf"


def create_spreadsheet_blueprint(endpoint: Endpoint) -> Blueprint:
    """The blueprint of `/spreadsheet.csv`."""
    blueprint = Blueprint("spreadsheet", __name__)

    @blueprint.get("/spreadsheet.csv")
    def spreadsheet() -> Response:
        queries = request.args.getlist("query")
        if len(queries) != 1:
            raise refusals.malformed(f"There must be one parameter `query`; this request has {len(queries)}")
        planned = endpoint.plan(Asked(text=queries[0]), "text/csv")
        # A gap in the middle of a table could not be told: the answer is whole before it is sent.
        answer = endpoint.run(planned, Client(name=current_client()), whole=True)
        response = Response(_bytes(answer.chunks()), content_type="text/csv; charset=utf-8; header=present")
        response.headers["Content-Disposition"] = 'attachment; filename="answer.csv"'
        if isinstance(answer, Answer) and answer.end.truncated:
            response.headers["Dateline-Truncated"] = f"rows={answer.end.rows}"
        return response

    return blueprint


def _bytes(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield _UTF8_MARK
    for rows in _whole_rows(pieces):
        # As if there were a row before, so that something stands before every cell.
        yield _CELL.sub(_neutral, b"\n" + rows)[1:]


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, in pieces that end with a row: where a line ends and no quotation mark is open."""
    held, marks = bytearray(), 0
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if end and (marks + piece.count(b'"', 0, end)) % 2 == 0:
            yield bytes(held) + piece[:end]
            held, marks = bytearray(), 0
        else:
            end = 0
        held += piece[end:]
        marks += piece.count(b'"', end)
    if held:
        yield bytes(held)


def _neutral(cell: re.Match[bytes]) -> bytes:
    found = cell[0]
    if not found.startswith(b'"'):
        return found + b"'"
    return b'"' + neutralise(found[1:-1].decode()).encode() + b'"'


def neutralise(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    return "'" + cell if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
