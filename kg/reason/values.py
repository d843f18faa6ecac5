"""Which value does a literal stand for?

Two literals of the datatypes of OWL 2 RL are the same value exactly when their keys are equal (OWL 2 Structural
Specification, section 4: identity, not equality, so that signs of zero and time zone offsets count). A literal
outside that datatype map, such as an `xsd:date`, or with an ill-formed lexical form has no key: it is compared to
nothing but itself. White space around a form is let pass, as XML Schema does.
"""

import base64
import math
import re
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal
from struct import pack
from typing import TypeAlias
from xml.etree.ElementTree import ParseError, canonicalize

from pyoxigraph import Literal

from kg.vocabulary import RDF, XSD

ValueKey: TypeAlias = tuple[str, str]
"""The value space and a canonical text within it."""

_SPACE = " \t\r\n"
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_MOMENT = re.compile(
    r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])"
    r"T(?:([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)|(24):00:00(?:\.0+)?)"
    r"(Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
)
_HEX = re.compile(r"([0-9a-fA-F]{2})*")
_TAG = r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"
_LETTER = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
_LETTER += "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_MARK = _LETTER + r"0-9.\u00b7\u0300-\u036f\u203f\u2040\-"
INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
"""The least and the greatest value of each datatype of whole numbers."""
STRINGS = {
    "string": r"[\s\S]*",
    "normalizedString": r"[^\t\r\n]*",
    "token": r"([^\t\r\n ]+( [^\t\r\n ]+)*)?",
    "language": _TAG,
    "Name": f"[{_LETTER}:][{_MARK}:]*",
    "NCName": f"[{_LETTER}][{_MARK}]*",
    "NMTOKEN": f"[{_MARK}:]+",
}
"""Which strings belong to each datatype of strings, as patterns; the long ones take a while to compile."""


def value_key(literal: Literal) -> ValueKey | None:
    """The value of a literal, or None when it is outside the datatype map or ill-formed."""
    if literal.language is not None:
        return "text", f"{literal.value}@{literal.language.lower()}{_direction(literal)}"
    reader = _READERS.get(literal.datatype.value)
    return reader(literal.value) if reader else None


def is_ill_typed(literal: Literal) -> bool:
    """Whether the lexical form of a literal of the datatype map stands for no value of its datatype."""
    return literal.language is None and literal.datatype.value in _READERS and value_key(literal) is None


def _direction(literal: Literal) -> str:
    return f"--{literal.direction}" if literal.direction is not None else ""


def _read_decimal(text: str) -> ValueKey | None:
    text = text.strip(_SPACE)
    return ("number", _plain(text)) if _DECIMAL.fullmatch(text) else None


def _integer_reader(low: int | None, high: int | None) -> Callable[[str], ValueKey | None]:
    def read(text: str) -> ValueKey | None:
        text = text.strip(_SPACE)
        return ("number", _plain(text)) if _INTEGER.fullmatch(text) and is_within(text, low, high) else None

    return read


def is_within(number: str, low: int | None, high: int | None) -> bool:
    """Whether a decimal form lies between two bounds, both included."""
    value = Decimal(number)
    return (low is None or value >= low) and (high is None or value <= high)


def _plain(text: str) -> str:
    """One text for one number, whatever its sign of zero and its zeros at either end."""
    sign, (whole, _, fraction) = "-" * text.startswith("-"), text.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    shown = f"{whole}.{fraction}" if fraction else whole
    return shown if shown == "0" else sign + shown


def _float_reader(name: str, form: str) -> Callable[[str], ValueKey | None]:
    def read(text: str) -> ValueKey | None:
        text = text.strip(_SPACE)
        if not _FLOAT.fullmatch(text):
            return None
        number = float(text)
        try:
            return name, pack(form, number).hex()
        except OverflowError:
            return name, pack(form, math.copysign(math.inf, number)).hex()

    return read


def _read_boolean(text: str) -> ValueKey | None:
    truth = {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text.strip(_SPACE))
    return None if truth is None else ("boolean", truth)


def _string_reader(name: str) -> Callable[[str], ValueKey | None]:
    def read(text: str) -> ValueKey | None:
        text = re.sub(r"[\t\r\n]", " ", text)
        if name != "normalizedString":
            text = " ".join(word for word in text.split(" ") if word)
        return ("text", f"{text}@") if re.fullmatch(STRINGS[name], text) else None

    return read


def _read_text(text: str) -> ValueKey:
    return "text", f"{text}@"


def _read_plain(text: str) -> ValueKey | None:
    """rdf:PlainLiteral: text, an at sign, and a language tag or nothing."""
    words, sign, tag = text.rpartition("@")
    return ("text", f"{words}@{tag.lower()}") if sign and (not tag or re.fullmatch(_TAG, tag)) else None


def _read_uri(text: str) -> ValueKey:
    return "anyURI", text.strip(_SPACE)


def _read_moment(text: str) -> ValueKey | None:
    """Moments with different time zone offsets are different values, even of one instant."""
    match = _MOMENT.fullmatch(text.strip(_SPACE))
    if match is None:
        return None
    year, month, day = (int(match[group]) for group in (1, 2, 3))
    if not 1 <= day <= _days(year, month):
        return None
    if match[7]:
        year, month, day = _next_day(year, month, day)
    clock = "0:0:0" if match[7] else f"{int(match[4])}:{int(match[5])}:{_plain(match[6])}"
    return "dateTime", f"{year}-{month}-{day} {clock} {_offset(match[8])}"


def _offset(zone: str | None) -> str:
    """The minutes east of Greenwich, nothing without a time zone."""
    if zone is None:
        return ""
    return "0" if zone == "Z" else str(int(f"{zone[0]}1") * (int(zone[1:3]) * 60 + int(zone[4:])))


def _days(year: int, month: int) -> int:
    return monthrange(year % 400 + 400, month)[1]


def _next_day(year: int, month: int, day: int) -> tuple[int, int, int]:
    if day < _days(year, month):
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def _read_stamp(text: str) -> ValueKey | None:
    key = _read_moment(text)
    return None if key is None or key[1].endswith(" ") else key


def _read_hex(text: str) -> ValueKey | None:
    text = text.strip(_SPACE)
    return ("hexBinary", text.lower()) if _HEX.fullmatch(text) else None


def _read_base64(text: str) -> ValueKey | None:
    text = re.sub(r"[ \t\r\n]", "", text)
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return ("base64Binary", octets.hex()) if base64.b64encode(octets).decode() == text else None


def _read_xml(text: str) -> ValueKey | None:
    """Balanced content; a document type, and with it any entity of one's own, is not allowed inside."""
    try:
        return "XMLLiteral", canonicalize(f"<x>{text}</x>")
    except (ParseError, ValueError):
        return None


_READERS: dict[str, Callable[[str], ValueKey | None]] = {
    **{XSD.base + name: _integer_reader(*bounds) for name, bounds in INTEGERS.items()},
    **{XSD.base + name: _string_reader(name) for name in STRINGS},
    XSD.base + "string": _read_text,
    XSD.base + "decimal": _read_decimal,
    XSD.base + "float": _float_reader("float", ">f"),
    XSD.base + "double": _float_reader("double", ">d"),
    XSD.base + "boolean": _read_boolean,
    XSD.base + "anyURI": _read_uri,
    XSD.base + "dateTime": _read_moment,
    XSD.base + "dateTimeStamp": _read_stamp,
    XSD.base + "hexBinary": _read_hex,
    XSD.base + "base64Binary": _read_base64,
    RDF.base + "PlainLiteral": _read_plain,
    RDF.base + "XMLLiteral": _read_xml,
}
