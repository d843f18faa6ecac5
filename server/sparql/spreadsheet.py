"""How does an answer get into a spreadsheet without running as a formula there?

`/spreadsheet.csv?query=…`: the CSV of `/sparql` with an apostrophe in front of each cell that a spreadsheet would
take for a formula (CWE-1236), numbers left as they are, and the mark by which spreadsheets know UTF-8. The CSV of
`/sparql` itself stays as the standard has it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, request

from server.http import refusals
from server.sparql.endpoint import Asked, Client, Endpoint
from server.workers.answers import Answer
from server.workers.turns import client_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
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
        answer = endpoint.run(planned, Client(name=client_of(request.remote_addr)), whole=True)
        response = Response(_bytes(answer.chunks()), content_type="text/csv; charset=utf-8; header=present")
        response.headers["Content-Disposition"] = 'attachment; filename="answer.csv"'
        if isinstance(answer, Answer) and answer.end.truncated:
            response.headers["Dateline-Truncated"] = f"rows={answer.end.rows}"
        return response

    return blueprint


def _bytes(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield _UTF8_MARK
    written = io.StringIO()
    writer = csv.writer(written)
    for row in csv.reader(_lines(pieces)):
        writer.writerow(map(neutralise, row))
        yield written.getvalue().encode()
        written.seek(0)
        written.truncate()


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """Lines with their ends, as the reader of CSV needs them for cells that hold some."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line.decode() + "\n" for line in lines)
    if rest:
        yield rest.decode()


def neutralise(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it."""
    return "'" + cell if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
