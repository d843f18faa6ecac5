"""Are literals compared and sorted into datatypes by value, and ill-formed ones told from unknown ones?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.reason.closure import close
from kg.reason.datatypes import belongs
from kg.reason.values import is_ill_typed, value_key
from kg.vocabulary import DLI, OWL, RDF, RDFS, XSD


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
        (literal("1.", "decimal"), literal("+01.0", "decimal")),
        (literal("+INF", "double"), literal("INF", "double")),
        (literal("1e300", "float"), literal("INF", "float")),
        (literal("16777217", "float"), literal("16777216", "float")),
        (literal("NaN", "float"), literal("NaN", "float")),
        (literal(" a  b ", "token"), literal("a b", "string")),
        (literal("a\tb", "normalizedString"), literal("a b", "string")),
        (literal("2018-12-31T24:00:00Z", "dateTime"), literal("2019-01-01T00:00:00.0-00:00", "dateTime")),
        (literal("12018-12-31T10:00:00.50", "dateTime"), literal("12018-12-31T10:00:00.5", "dateTime")),
        (Literal("a@EN", datatype=RDF.PlainLiteral), Literal("a", language="en")),
        (Literal("a@b@", datatype=RDF.PlainLiteral), Literal("a@b")),
        (
            Literal("<a b='1'  c='2'/>", datatype=RDF.XMLLiteral),
            Literal('<a c="2" b="1"></a>', datatype=RDF.XMLLiteral),
        ),
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
        (literal("NaN", "double"), literal("INF", "double")),
        (literal("0.1", "float"), literal("0.1", "decimal")),
        (literal("a", "anyURI"), Literal("a")),
        (literal("2018-05-14T10:00:00", "dateTime"), literal("2018-05-14T10:00:00Z", "dateTime")),
        (literal("2018-05-14T10:00:00.1234567", "dateTime"), literal("2018-05-14T10:00:00.1234568", "dateTime")),
        (literal("9007199254740993", "integer"), literal("9007199254740992", "integer")),
        (Literal("a", language="en"), Literal("a", language="en-GB")),
        (Literal("<a/>", datatype=RDF.XMLLiteral), Literal("<a/>")),
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
        literal("\u0661", "int"),
        literal("128", "byte"),
        literal("-1", "nonNegativeInteger"),
        literal("0", "positiveInteger"),
        literal("1.5", "integer"),
        literal("1e5", "decimal"),
        literal(".", "decimal"),
        literal("maybe", "boolean"),
        literal("1_000", "double"),
        literal("nan", "double"),
        literal("2018-05-14", "dateTime"),
        literal("20180514T100000", "dateTime"),
        literal("2019-02-29T10:00:00", "dateTime"),
        literal("2018-05-14T10:00:00+15:00", "dateTime"),
        literal("2018-05-14T10:00:00", "dateTimeStamp"),
        literal("x", "hexBinary"),
        literal("0a 0b", "hexBinary"),
        literal("QR==", "base64Binary"),
        literal("a b", "NMTOKEN"),
        literal("1a", "Name"),
        literal("a:b", "NCName"),
        literal("englishlanguage", "language"),
        Literal("a", datatype=RDF.PlainLiteral),
        Literal("<a", datatype=RDF.XMLLiteral),
        Literal("<!DOCTYPE x [<!ENTITY e 'e'>]>&e;", datatype=RDF.XMLLiteral),
    ],
)
def test_ill_typed_literal_has_no_value(faulty: Literal) -> None:
    """A form that its datatype does not have stands for nothing and belongs to no datatype, its own included."""
    assert value_key(faulty) is None
    assert is_ill_typed(faulty)
    assert belongs(faulty, faulty.datatype) is False


@pytest.mark.parametrize("unknown", [literal("2018-05-14", "date"), Literal("x", datatype=DLI.unknown)])
def test_literal_outside_the_map_has_no_value(unknown: Literal) -> None:
    """A literal outside the datatype map is compared to nothing, and is not called ill-typed."""
    assert value_key(unknown) is None
    assert not is_ill_typed(unknown)


@pytest.mark.parametrize(
    ("member", "datatype", "expected"),
    [
        (literal("1.0", "decimal"), XSD.byte, True),
        (literal("1.5", "decimal"), XSD.integer, False),
        (literal("300", "integer"), XSD.unsignedByte, False),
        (literal("7", "byte"), XSD.positiveInteger, True),
        (literal("7", "byte"), XSD.double, False),
        (literal("7", "float"), XSD.double, False),
        (Literal("a b"), XSD.token, True),
        (Literal("a  b"), XSD.token, False),
        (Literal("a\nb"), XSD.normalizedString, False),
        (literal("a", "Name"), XSD.string, True),
        (Literal("en"), XSD.language, True),
        (Literal("a", language="en"), XSD.string, False),
        (Literal("a", language="en"), RDF.langString, True),
        (Literal("a"), RDF.langString, False),
        (Literal("a", language="en"), RDF.PlainLiteral, True),
        (Literal("a"), XSD.anyURI, False),
        (literal("2018-05-14T10:00:00Z", "dateTime"), XSD.dateTimeStamp, True),
        (literal("2018-05-14T10:00:00", "dateTime"), XSD.dateTimeStamp, False),
        (literal("2018-05-14", "date"), XSD.date, True),
        (literal("2018-05-14", "date"), XSD.dateTime, False),
        (literal("2018", "integer"), XSD.gYear, False),
        (literal("1", "int"), DLI.unknown, None),
        (Literal("x", datatype=DLI.unknown), XSD.string, None),
        (literal("1", "int"), RDFS.Literal, True),
    ],
)
def test_literal_belongs_by_value(member: Literal, datatype: NamedNode, expected: bool | None) -> None:
    """Membership goes by value, not by the datatype's name, and is unknown where values are."""
    assert belongs(member, datatype) is expected


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


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3), st.integers(min_value=0, max_value=3))
def test_zeros_after_a_fraction_change_nothing(number: Decimal, zeros: int) -> None:
    """Decimals are one value exactly when they are one number."""
    text = format(number, "f")
    assert value_key(literal(text + "0" * zeros, "decimal")) == value_key(literal(text, "decimal"))
    assert (value_key(literal(text, "decimal")) == value_key(literal("1.5", "decimal"))) == (number == Decimal("1.5"))
