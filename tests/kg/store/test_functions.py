"""Do our functions have the same values in both engines, and are errors without a value?"""

from collections.abc import Iterator

import pytest
import rdflib
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


def test_values_have_their_datatypes() -> None:
    """Booleans are xsd:boolean, days xsd:date, labels plain."""
    within, earliest = NamedNode(iri.FUNCTION + "certainlyWithin"), NamedNode(iri.FUNCTION + "edtfEarliest")
    day = Literal("2014-05-03", datatype=XSD.date)
    assert FUNCTIONS[within](day, day, Literal("2014")) == Literal("true", datatype=XSD.boolean)
    assert FUNCTIONS[earliest](Literal("2014")) == Literal("2014-01-01", datatype=XSD.date)
    assert FUNCTIONS[earliest](BlankNode()) is None
    assert FUNCTIONS[NamedNode(iri.FUNCTION + "edtfLabel")](Literal("2014")) == Literal(edtf.edtf_label("2014"))
