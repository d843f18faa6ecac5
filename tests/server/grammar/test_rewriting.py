"""Do the two texts that are put into queries stand where they belong?"""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from server.grammar.danger import LONGEST, LONGEST_UPDATE, refuse_dangerous_update
from server.grammar.limit_rows import limit_rows
from server.grammar.loads import silence_loads
from server.grammar.using import put_using
from server.http.refusals import Refusal
from server.workers import frames
from server.workers.answering import answer
from server.workers.frames import End, Question

VALUES = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 8 } }"
ENDINGS = ("", " # LIMIT 1", " ORDER BY DESC(?x)", " GROUP BY ?x HAVING(?x > 0)", "\nVALUES ?x { 1 2 3 4 5 6 }")


def numbers(text: str) -> list[str]:
    """What a query gives, in its order."""
    found = Store().query(text)
    assert isinstance(found, QuerySolutions)
    return [row[0].value for row in found]  # type: ignore[union-attr]


@given(
    st.sampled_from(ENDINGS),
    st.none() | st.integers(0, 10),
    st.none() | st.integers(0, 10),
    st.booleans(),
    st.integers(0, 9),
)
def test_a_query_gives_its_first_rows_and_tells_of_the_next(
    ending: str, limit: int | None, offset: int | None, offset_first: bool, most: int
) -> None:
    """As many of its rows as are granted, the same ones in the same order, and whether there is one more."""
    head, _, tail = ending.partition("\n")
    parts = [f"LIMIT {limit}" if limit is not None else "", f"OFFSET {offset}" if offset is not None else ""]
    modifiers = "\n".join(parts[::-1] if offset_first else parts)
    query = f"{VALUES}{head}\n{modifiers}\n{tail}"
    whole = numbers(query)
    limited = limit_rows(query, most)
    assert numbers(limited.text) == whole[:most]
    assert limited.rows == min(most, limit if limit is not None else most)
    if limited.beyond is not None:
        assert bool(numbers(limited.beyond)) == (len(whole) > most)
    else:
        assert len(whole) <= most


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x{VALUES ?x{1 2 3 4}}LIMIT3 OFFSET 1",
        'SELECT ?x { VALUES ?x { 1 2 3 4 } FILTER("LIMIT 1" != STR(?x)) }',
        "PREFIX LIMIT: <http://e/> SELECT ?x { VALUES ?x { 1 2 3 4 } FILTER(?x != LIMIT:1) }",
        "SELECT ?x { { SELECT ?x { VALUES ?x { 1 2 3 4 } } LIMIT 3 } }",
    ],
)
def test_only_the_outermost_limit_counts(query: str) -> None:
    """Not one in a string, a name or a subquery; a number may touch its word, as the engine allows."""
    assert numbers(limit_rows(query, 2).text) == numbers(query)[:2]


@pytest.mark.parametrize("many", ["9223372036854775808", "18446744073709551615", "18446744073709551616", "9" * 5000])
def test_numbers_of_any_size_are_taken(many: str) -> None:
    """Beyond those of the engine too: more rows than there are is all of them, or none."""
    assert numbers(limit_rows(f"{VALUES} LIMIT {many}", 5).text) == ["1", "2", "3", "4", "5"]
    skipping = limit_rows(f"{VALUES} LIMIT{many} OFFSET 00{many}", 5)
    assert (numbers(skipping.text), numbers(skipping.beyond or "")) == ([], [])


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    """A text that is no query stays none."""
    assert limit_rows(text, 5).rows <= 5


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "text/csv", "text/tab-separated-values"])
@given(st.integers(1, 6), st.lists(st.sampled_from(["a", "},{", "\n", '"', ""]), min_size=1, max_size=6))
def test_a_cut_is_told_exactly(media_type: str, most: int, values: list[str]) -> None:
    """Whatever the literals look like, an answer is called cut when rows are missing and not otherwise."""
    literals = " ".join(str(value) for value in map(_literal, values))
    question = Question(
        text=f"SELECT ?x {{ VALUES ?x {{ {literals} }} }}", media_type=media_type, max_rows=most, seconds=9
    )
    end = answer(Store(), question, io.BytesIO())
    cut = len(values) > most
    assert end == End(rows=most if cut else 0, truncated=cut)


def _literal(value: str) -> str:
    escaped = value.replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def test_an_answer_is_the_engines_own() -> None:
    """Byte for byte, when nothing is cut."""
    out = io.BytesIO()
    answer(Store(), Question(text=VALUES, media_type="text/csv", max_rows=100, seconds=9), out)
    kind, length = frames.HEADER.unpack_from(out.getvalue())
    assert kind == frames.DATA
    found = Store().query(VALUES)
    assert out.getvalue()[frames.HEADER.size :][:length] == found.serialize(format=QueryResultsFormat.CSV)


@pytest.mark.parametrize(
    ("update", "changed"),
    [
        ("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", "DELETE { ?s ?p 1 }  USING <http://e/g> WHERE { ?s ?p 1 }"),
        ("DELETE WHERE { ?s ?p 1 }", "DELETE { ?s ?p 1 } USING <http://e/g> WHERE { ?s ?p 1 }"),
        ("INSERT DATA { <a:a> <a:b> 'WHERE' }", "INSERT DATA { <a:a> <a:b> 'WHERE' }"),
        (
            "INSERT { ?s ?p 1 } WHERE { { SELECT * WHERE { ?s ?p 2 } } }",
            "INSERT { ?s ?p 1 }  USING <http://e/g> WHERE { { SELECT * WHERE { ?s ?p 2 } } }",
        ),
    ],
)
def test_using_stands_before_the_outermost_where(update: str, changed: str) -> None:
    """Of every operation that has one, and of no subquery."""
    assert put_using(update, ["http://e/g"], []) == changed
    Store().update(changed)


@pytest.mark.parametrize("graph", ["a b", "http://e/> WHERE {} ; CLEAR ALL #", ""])
def test_a_graph_that_is_no_iri_is_refused(graph: str) -> None:
    """Nothing of a parameter gets into the text but an IRI."""
    with pytest.raises(Refusal):
        put_using("DELETE WHERE { ?s ?p 1 }", [graph], [])


@given(st.text(alphabet="DELTWHR {}?sp1;#'", max_size=60))
def test_no_update_breaks_it(text: str) -> None:
    """A text that is no update stays none, or is refused."""
    try:
        put_using(text, ["http://e/g"], [])
    except Refusal:
        return


ONE = "INSERT DATA { <http://e/a> <http://e/b> 1 }"


@pytest.mark.parametrize(
    "update",
    [
        "LOAD SILENT <file:///etc/passwd> ; " + ONE,
        ONE + " ; load silent <http://127.0.0.1/> INTO GRAPH <http://e/g>",
        "PREFIX e: <http://e/> LOAD SILENT e:x INTO GRAPH e:y; " + ONE,
        "INSERT DATA { <http://e/a> <http://e/b> 1 } # LOAD SILENT <http://e/>",
    ],
)
def test_a_silent_load_changes_nothing_and_fails_nothing(update: str) -> None:
    """SPARQL 1.1 Update section 3.1.4; what stands beside it is done."""
    silenced = silence_loads(update)
    refuse_dangerous_update(silenced)
    store = Store()
    store.update(silenced)
    assert len(store) == 1


@pytest.mark.parametrize(
    "update",
    ["LOAD <http://e/>", "LOAD<http://e/>", "LOAD SILENT <http://e/> ; LOAD <http://e/>", "LOADSILENT <http://e/>"],
)
def test_any_other_load_is_refused(update: str) -> None:
    """It would be attempted."""
    with pytest.raises(Refusal, match="LOAD is refused"):
        refuse_dangerous_update(silence_loads(update))


def test_what_only_looks_like_a_load_stays() -> None:
    """In a string it is text."""
    update = 'INSERT DATA { <http://e/a> <http://e/b> "LOAD SILENT <http://e/>" }'
    assert silence_loads(update) == update


def test_an_update_may_carry_more_data_than_a_query_has_characters() -> None:
    """What `dateline load` sends at once passes; the limit is that of a request's body."""
    data = "INSERT DATA {" + "<x:s> <x:p> <x:o> .\n" * (2 * LONGEST // 20) + "}"
    refuse_dangerous_update(data)
    with pytest.raises(Refusal, match="characters"):
        refuse_dangerous_update(data * (LONGEST_UPDATE // len(data) + 1))
