"""Are literals compared by value, and ill-formed ones left alone?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Triple

from kg.reason.closure import close
from kg.reason.values import datatypes_of, value_key
from kg.vocabulary import DLI, OWL, RDF, XSD


def literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=XSD[datatype])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (literal("1", "int"), literal("+01", "integer")),
        (literal("1.0", "decimal"), literal("1", "byte")),
        (literal("-0", "integer"), literal("0.00", "decimal")),
        (literal("true", "boolean"), literal("1", "boolean")),
        (literal("a", "token"), Literal("a")),
        (Literal("a", language="en"), Literal("a", language="EN")),
        (literal("1e1", "double"), literal("10", "double")),
        (literal("2018-05-14T10:00:00Z", "dateTime"), literal("2018-05-14T10:00:00+00:00", "dateTimeStamp")),
        (literal("0A", "hexBinary"), literal("0a", "hexBinary")),
        (literal("Cg==", "base64Binary"), literal("C g = =", "base64Binary")),
    ],
)
def test_forms_of_one_value_have_one_key(one: Literal, other: Literal) -> None:
    """Two lexical forms of one value are the same value."""
    assert value_key(one) is not None
    assert value_key(one) == value_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (literal("1", "int"), Literal("1")),
        (literal("1", "float"), literal("1", "double")),
        (literal("0.0", "double"), literal("-0.0", "double")),
        (Literal("a", language="en"), Literal("a")),
        (literal("2018-05-14T10:00:00Z", "dateTime"), literal("2018-05-14T12:00:00+02:00", "dateTime")),
        (literal("0a", "hexBinary"), literal("Cg==", "base64Binary")),
    ],
)
def test_different_values_have_different_keys(one: Literal, other: Literal) -> None:
    """Values of different value spaces, signs of zero and time zone offsets are different values."""
    assert None not in (value_key(one), value_key(other))
    assert value_key(one) != value_key(other)


@pytest.mark.parametrize(
    "faulty",
    [
        literal("abc", "int"),
        literal("128", "byte"),
        literal("-1", "nonNegativeInteger"),
        literal("1.5", "integer"),
        literal("1e5", "decimal"),
        literal("maybe", "boolean"),
        literal("2018-05-14", "dateTime"),
        literal("2018-05-14T10:00:00", "dateTimeStamp"),
        literal("x", "hexBinary"),
        literal("1_000", "double"),
        literal("2018-05-14", "date"),
        Literal("x", datatype=DLI.unknown),
    ],
)
def test_ill_formed_or_unknown_has_no_value(faulty: Literal) -> None:
    """A literal that is ill-formed or outside the datatype map is compared to nothing and belongs to nothing."""
    assert value_key(faulty) is None
    assert datatypes_of(faulty) == ()


@given(st.integers(min_value=0, max_value=127), st.integers(min_value=0, max_value=3))
def test_zeros_before_a_number_change_nothing(number: int, zeros: int) -> None:
    """Leading zeros are form, not value, in every integer type."""
    assert value_key(literal("0" * zeros + str(number), "byte")) == value_key(literal(str(number), "unsignedLong"))


@given(st.text(max_size=8), st.sampled_from(["int", "decimal", "double", "dateTime", "boolean", "date", "hexBinary"]))
def test_no_text_makes_reasoning_fail(text: str, datatype: str) -> None:
    """Whatever stands in a literal, the closure of a functional property with it comes about."""
    facts = [Triple(DLI.a, DLI.p, value) for value in (literal(text, datatype), Literal("b"))]
    axiom = Triple(DLI.p, RDF.type, OWL.FunctionalProperty)
    assert list(close([*facts, axiom]).inferred) == []
