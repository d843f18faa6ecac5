"""Do our functions have the same values in both engines, and are errors without a value?"""

from collections.abc import Iterator
from typing import TypeAlias

import pytest
import rdflib
from edtf_cases import DATES as EDTF_DATES
from edtf_cases import FAULTS, WITHIN
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store
from rdflib.plugins.sparql.operators import unregister_custom_function

from kg import edtf, iri
from kg.store.functions import FUNCTIONS, PLAIN
from kg.vocabulary import PREFIXES, XSD
from server.lab import load_files

DATES = st.sampled_from(["", "..", "2014-05-03", "2014-05-04", "2012-12-31", "2019-01-01", "no date"])
PERIODS = st.sampled_from(["2014", "2014-05", "2014-05-03/2014-05-04", "../2014", "2014/..", "201X", "no period", ""])


@pytest.fixture(scope="module")
def lab() -> Iterator[rdflib.Dataset]:
    """An empty dataset in which rdflib knows the functions, as `dateline lab` makes it."""
    yield load_files([])
    for name in PLAIN:
        unregister_custom_function(rdflib.URIRef(name))


def in_oxigraph(call: str) -> str | None:
    """The lexical form of an expression's value in pyoxigraph."""
    answer = Store().query(f"SELECT ({call} AS ?x) {{}}", prefixes=PREFIXES, custom_functions=FUNCTIONS)
    assert isinstance(answer, QuerySolutions)
    (row,) = answer
    value = row["x"]
    return value.value if isinstance(value, Literal) else None


def in_rdflib(lab: rdflib.Dataset, call: str) -> str | None:
    """The lexical form of the same expression's value in rdflib."""
    (row,) = lab.query(f"SELECT ?x {{ BIND({call} AS ?x) }}").bindings  # iterating would leave out an empty row
    value = row.get(rdflib.Variable("x"))
    return None if value is None else str(value)


CALLS = st.one_of(
    st.builds('dlf:certainlyWithin("{}", "{}", "{}")'.format, DATES, DATES, PERIODS),
    st.builds('dlf:possiblyWithin("{}", "{}", "{}")'.format, DATES, DATES, PERIODS),
    st.builds('dlf:certainlyBefore("{}", "{}", "{}", "{}")'.format, DATES, DATES, DATES, DATES),
    st.builds('dlf:edtfEarliest("{}")'.format, PERIODS),
    st.builds('dlf:edtfLatest("{}")'.format, PERIODS),
    st.builds('dlf:edtfLabel("{}")'.format, PERIODS),
    st.sampled_from(["dlf:edtfLabel(<http://example.org/>)", "dlf:edtfLabel()", 'dlf:edtfLabel("2014", "2015")',
                     "dlf:edtfLabel(?unbound)", 'dlf:edtfLabel("2014"@en)']),
)  # fmt: skip


@given(CALLS)
@settings(deadline=None, max_examples=60)
def test_both_engines_give_the_same_value_or_none(lab: rdflib.Dataset, call: str) -> None:
    """Also for open ends, nonsense, other terms and a wrong number of arguments."""
    assert in_rdflib(lab, call) == in_oxigraph(call)


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ('dlf:certainlyWithin("2014-05-03", "2014-05-04", "2014-05")', "true"),
        ('dlf:certainlyWithin("2014-05-03", "", "2014-05")', "false"),
        ('dlf:possiblyWithin("", "2014-05-03", "2012")', "true"),
        ('dlf:certainlyBefore("", "2012-12-31", "2014-05-03", "..")', "true"),
        ('dlf:certainlyBefore("", "2014-05-03", "2014-05-03", "")', "false"),
        ('dlf:edtfEarliest("2014-05")', "2014-05-01"),
        ('dlf:edtfLatest("2014-05")', "2014-05-31"),
        ('dlf:edtfLabel("2014-05")', "May 2014"),
        ('dlf:edtfLabel("no period")', None),
        ('dlf:edtfEarliest("../2014")', None),
        ("dlf:edtfLabel(?unbound)", None),
        ("dlf:edtfLabel(<http://example.org/>)", None),
    ],
)
def test_values(lab: rdflib.Dataset, call: str, value: str | None) -> None:
    """What a calendar says; an error or an open end has no value."""
    assert in_oxigraph(call) == value
    assert in_rdflib(lab, call) == value


Row: TypeAlias = tuple[tuple[str, str], ...]


def row_of(bound: dict[str, str]) -> Row:
    """A solution: its variables with the lexical forms of their values, unbound ones missing."""
    return tuple(sorted(bound.items()))


def all_rows(lab: rdflib.Dataset, names: str, cells: list[tuple[str, ...]], calls: dict[str, str]) -> list[list[Row]]:
    """The solutions of both engines for every row of a table; `calls` are expressions by their variables."""
    table = " ".join(f"({' '.join(str(Literal(cell)) for cell in row)})" for row in cells)
    binds = " ".join(f"BIND({call} AS {name})" for name, call in calls.items())
    query = f"SELECT * {{ VALUES ({names}) {{ {table} }} {binds} }}"
    found = Store().query(query, prefixes=PREFIXES, custom_functions=FUNCTIONS)
    assert isinstance(found, QuerySolutions)
    variables = [variable.value for variable in found.variables]
    ours = [
        row_of({name: term.value for name, term in zip(variables, row, strict=True) if isinstance(term, Literal)})
        for row in found
    ]
    theirs = [row_of({str(name): str(term) for name, term in row.items()}) for row in lab.query(query).bindings]
    return [sorted(ours), sorted(theirs)]


def test_the_whole_table_of_dates_has_its_values_in_both_engines(lab: rdflib.Dataset) -> None:
    """First day, last day and words of every form of EDTF level 1; an open end and what is no date have none."""
    calls = {"?first": "dlf:edtfEarliest(?t)", "?last": "dlf:edtfLatest(?t)", "?words": "dlf:edtfLabel(?t)"}
    wanted = [row_of({"t": text}) for text in FAULTS]
    for text, *values in EDTF_DATES:
        known = {name: value for name, value in zip(("first", "last", "words"), values, strict=True) if value}
        wanted.append(row_of({"t": text, **known}))
    texts = [(text,) for text in (*FAULTS, *(row[0] for row in EDTF_DATES))]
    ours, theirs = all_rows(lab, "?t", texts, calls)
    assert ours == sorted(wanted)
    assert theirs == ours


def test_the_whole_table_of_periods_has_its_values_in_both_engines(lab: rdflib.Dataset) -> None:
    """Certainly and possibly within, open ends written as the empty text."""
    calls = {"?sure": "dlf:certainlyWithin(?a, ?b, ?p)", "?may": "dlf:possiblyWithin(?a, ?b, ?p)"}
    cells = [(first or "", last or "", period) for first, last, period, *_ in WITHIN]
    wanted = [
        row_of({"a": first, "b": last, "p": period, "sure": str(sure).lower(), "may": str(may).lower()})
        for (first, last, period), (*_, sure, may) in zip(cells, WITHIN, strict=True)
    ]
    ours, theirs = all_rows(lab, "?a ?b ?p", cells, calls)
    assert ours == sorted(wanted)
    assert theirs == ours


def test_values_have_their_datatypes() -> None:
    """Booleans are xsd:boolean, days xsd:date, labels plain."""
    within, earliest = NamedNode(iri.FUNCTION + "certainlyWithin"), NamedNode(iri.FUNCTION + "edtfEarliest")
    day = Literal("2014-05-03", datatype=XSD.date)
    assert FUNCTIONS[within](day, day, Literal("2014")) == Literal("true", datatype=XSD.boolean)
    assert FUNCTIONS[earliest](Literal("2014")) == Literal("2014-01-01", datatype=XSD.date)
    assert FUNCTIONS[earliest](BlankNode()) is None
    assert FUNCTIONS[NamedNode(iri.FUNCTION + "edtfLabel")](Literal("2014")) == Literal(edtf.edtf_label("2014"))
