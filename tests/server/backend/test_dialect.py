"""Does a query mean the same where our functions are not known, and reach no other powers?"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg import iri
from kg.store.functions import FUNCTIONS
from kg.vocabulary import PREFIXES
from server.backend import dialect
from server.backend.dialect import Foreign, translate
from server.backend.phrasing import Manner, phrase
from server.workers.frames import Question

DAYS = st.one_of(st.sampled_from(["", ".."]), st.dates(date(1990, 1, 1), date(2020, 1, 1)).map(date.isoformat))
PERIODS = st.sampled_from(
    ["2014", "2001-05", "1999-12-31", "2000/2010", "../2005", "2005/..", "/2005", "2005/", "199X", "2004~", "../.."]
)
WITHIN = "dlf:{}({}, {}, '{}')"


def value(expression: str) -> str | None:
    """The value of an expression over an empty store that knows our functions."""
    rows = Store().query(f"SELECT ({expression} AS ?x) {{}}", prefixes=PREFIXES, custom_functions=FUNCTIONS)
    found = next(rows)["x"]
    return None if found is None else found.value


def same(expression: str) -> None:
    """The rewritten expression calls none of our functions, and has the value of the other."""
    query = translate(f"SELECT ({expression} AS ?x) {{}}", PREFIXES, frozenset())
    assert "dlf:" not in query
    found = next(Store().query(query, prefixes=PREFIXES))["x"]
    assert (None if found is None else found.value) == value(expression)


@settings(max_examples=60)
@given(DAYS, DAYS, PERIODS)
def test_periods_are_compared_as_the_functions_do(earliest: str, latest: str, period: str) -> None:
    """Certainly and possibly within, open and unknown ends among them."""
    for name in ("certainlyWithin", "possiblyWithin"):
        same(WITHIN.format(name, f"'{earliest}'", f"'{latest}'^^<{PREFIXES['xsd']}date>", period))


@settings(max_examples=40)
@given(DAYS, DAYS, DAYS, DAYS)
def test_times_are_ordered_as_the_function_does(first: str, last: str, start: str, end: str) -> None:
    """Certainly before, with open ends too."""
    same(f"dlf:certainlyBefore('{first}', '{last}', '{start}', '{end}')")


@pytest.mark.parametrize(
    "expression",
    [
        "dlf:edtfEarliest('2014-05')",
        'dlf:edtfLatest("2014-05")',
        "!dlf:certainlyWithin('2001-01-01', '2002-01-01', \"2001\") && dlf:possiblyWithin('2001-01-01', '', '2001')",
        "dlf:certainlyBefore('', dlf:edtfLatest('2000'), dlf:edtfEarliest('2001'), '')",
        "IF(<https://w3id.org/dateline/function#possiblyWithin>('2001-01-01', '', '2001'), 1, 2)",
        "STR(xsd:date('2001-01-01'))",
    ],
)
def test_calls_in_calls_and_in_conditions(expression: str) -> None:
    """Each call is rewritten where it stands; casts of XML Schema stay."""
    same(expression)


def test_a_store_that_knows_them_gets_them_as_they_are() -> None:
    """The text is the same."""
    query = "SELECT * { ?e dl:edtf ?d FILTER(dlf:edtfLabel(?d) = 'x') }"
    assert translate(query, PREFIXES, frozenset({iri.FUNCTION + "edtfLabel"})) == query


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("dlf:edtfLabel(?d)", "is not known to the store|no function of SPARQL 1.1"),
        (
            "dlf:edtfEarliest(?d)",
            r"dlf:edtfEarliest is not known .* only for a date or period that stands in the query",
        ),
        ("dlf:certainlyWithin(?a, ?b, ?d)", "dlf:certainlyWithin is not known"),
        ("dlf:certainlyWithin(?a, ?b, '-0100')", "outside the years"),
        ("dlf:certainlyWithin(?a, ?b)", "dlf:certainlyWithin is not known"),
        ("<http://example.org/f>(?d)", "no function of SPARQL 1.1"),
        ("<bif:exec>('x')", "may stand for something"),
        ("<BIF:exec>('x')", "may stand for something"),
        ("<http://www.openlinksw.com/schemas/bif#exec>('x')", "may stand for something"),
        ("<java:java.lang.System.exit>(1)", "may stand for something"),
        ("<http://jena.apache.org/ARQ/function#version>()", "may stand for something"),
    ],
)
def test_what_no_other_store_is_asked(expression: str, said: str) -> None:
    """Functions that cannot be rewritten, and those that may do anything: each is told."""
    with pytest.raises(Foreign, match=said):
        translate(f"SELECT * {{ ?e dl:edtf ?d FILTER({expression}) }}", PREFIXES, frozenset())


def test_calls_in_calls_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each repeats its arguments, so the text doubles and doubles."""
    monkeypatch.setattr(dialect, "_LONGEST", 2000)
    expression = "dlf:edtfEarliest('2001')"
    for _ in range(30):
        expression = f"dlf:certainlyWithin({expression}, '', '2001')"
    with pytest.raises(Foreign, match="beyond measure"):
        translate(f"SELECT * {{ FILTER({expression}) }}", PREFIXES, frozenset())


def test_names_with_a_meaning_of_their_own_are_no_predicates_either() -> None:
    """Property functions and instructions of stores, prefixed or not."""
    for pattern in ("?s <bif:contains> 'x'", "?s apf:splitIRI ?o", "?s <http://www.ontotext.com/explain> ?o"):
        with pytest.raises(Foreign):
            translate(
                f"PREFIX apf: <http://jena.apache.org/ARQ/property#> SELECT * {{ {pattern} }}", PREFIXES, frozenset()
            )


def question(text: str, **more: object) -> Question:
    """A question with limits."""
    return Question(text=text, media_type="text/csv", max_rows=10, seconds=5.0, **more)


def test_variables_that_are_bound_beforehand_become_their_iris() -> None:
    """Selected ones stay in the answer, in subqueries and templates too."""
    bound = {"substitutions": (("this", "x:a"),)}
    cases = {
        "SELECT DISTINCT ?this ?p WHERE { ?this ?p ?o }": "SELECT DISTINCT (<x:a> AS ?this) ?p WHERE { <x:a> ?p ?o }",
        "SELECT (STR(?this) AS ?t) { { SELECT ?this { ?this ?p 1 } } }": (
            "SELECT (STR(<x:a>) AS ?t) { { SELECT (<x:a> AS ?this) { <x:a> ?p 1 } } }"
        ),
        "CONSTRUCT { ?this ?p ?o } { ?this ?p ?o }": "CONSTRUCT { <x:a> ?p ?o } { <x:a> ?p ?o }",
    }
    for text, wanted in cases.items():
        assert dict(phrase(question(text, **bound), text, Manner(), 5.0))["query"] == wanted


def test_the_dataset_and_the_base_go_along() -> None:
    """Graphs in the form, base and prefixes in the text; Virtuoso's own graphs stay out of the union alone."""
    text = "SELECT * { <s> dl:edtf ?o }"
    fields = phrase(
        question(text, base="http://x/", default_graphs=("g:1", "g:2"), named_graphs=("g:3",), union=False),
        text,
        Manner(virtuoso=True),
        5.0,
    )
    assert fields == [
        ("query", f"BASE <http://x/>\nPREFIX dl: <{PREFIXES['dl']}>\n{text}"),
        ("default-graph-uri", "g:1"),
        ("default-graph-uri", "g:2"),
        ("named-graph-uri", "g:3"),
        ("timeout", "5000"),
    ]
    assert phrase(question(text), text, Manner(virtuoso=True), 5.0)[0][1].startswith(
        "define input:default-graph-excl"
    )
