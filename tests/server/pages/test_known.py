"""Does a page say when there is more than it tells?"""

from pathlib import Path

import pytest

from server.pages import known
from server.pages.graph import Row, Value, read_query

ROW: Row = {"property": Value("http://e/p", True, None, None), "value": Value("x", False, None, None)}


@pytest.mark.parametrize(("statements", "mentions", "cut"), [(3, 2, False), (2000, 0, True), (1, 500, True)])
def test_as_many_rows_as_a_query_gives_may_not_be_all(statements: int, mentions: int, cut: bool) -> None:
    """The limits are those that the queries have."""
    found = known.Described(iri="http://e/x", statements=[ROW] * statements, mentions=[ROW] * mentions)
    assert found.cut is cut
    assert read_query("statements").rstrip().endswith("LIMIT 2000")
    assert read_query("mentions").rstrip().endswith("LIMIT 500")
    assert "{% if cut %}" in (Path(known.__file__).parents[1] / "templates" / "resource.html").read_text()
