"""Does no cell of a downloaded table run as a formula?"""

import csv
import io

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.workers import frames
from server.workers.cells import Harmless, neutralise

CELLS = st.text(alphabet="=+-@\t\r\n,\"'a1. é", max_size=8)


@given(CELLS)
def test_no_cell_begins_as_a_formula_unless_it_is_a_number(cell: str) -> None:
    """What is changed is changed by one apostrophe, which a spreadsheet does not show."""
    safe = neutralise(cell)
    assert safe in {cell, "'" + cell}
    if safe[:1] in {"=", "@", "\t", "\r", "\n"}:
        pytest.fail(f"{safe!r} would run")
    if safe[:1] in {"+", "-"}:
        float(safe)


@pytest.mark.parametrize("cell", ["-5", "+3.25", "-1e6", "-.5", "5", "2014-05-03", "a=b", ""])
def test_numbers_and_harmless_words_stay(cell: str) -> None:
    """A temperature below zero is no attack."""
    assert neutralise(cell) == cell


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.integers(1, 9), st.integers(1, 20))
def test_a_table_keeps_its_cells_however_it_comes_in_pieces(
    rows: list[tuple[str, str]], size: int, chunk: int
) -> None:
    """Quotes, commas and line ends in cells are kept."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    body = written.getvalue().encode()
    given: list[bytes] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "CHUNK", chunk)
        cells = Harmless(given.append)
        for start in range(0, len(body), size):
            cells.write(body[start : start + size])
        cells.close()
    read = list(csv.reader(io.StringIO(b"".join(given).decode("utf-8-sig"), newline="")))
    assert read == [[neutralise(cell) for cell in row] for row in rows]


def test_refusals_and_cuts_are_as_on_the_endpoint(client: httpx.Client) -> None:
    """A graph has no table; a cut one says so."""
    assert client.get("/spreadsheet.csv").status_code == 400
    assert client.get("/spreadsheet.csv", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"}).status_code == 406
    cut = client.get("/spreadsheet.csv", params={"query": "SELECT ?s { ?s ?p ?o }"})
    assert cut.headers["dateline-truncated"] == "rows=40"
    assert len(cut.text.splitlines()) == 41
    assert client.get("/spreadsheet.csv", params={"query": "ASK {}"}).text == "\ufefftrue"
