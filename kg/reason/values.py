"""Which value does a literal stand for?

Two literals of the OWL 2 datatype map are the same value exactly when their keys are equal (OWL 2 Structural
Specification, section 4: value spaces, identity). A literal outside the map, such as an `xsd:date`, or with an
ill-formed lexical form has no key: it is compared to nothing but itself.
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from struct import pack
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.vocabulary import RDF, RDFS, XSD

ValueKey: TypeAlias = tuple[str, str]
"""The value space and a canonical text within it."""

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_INTEGER = re.compile(r"[+-]?\d+")
_FLOAT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN")
_BOUNDS = {
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
_PARENTS = {
    "integer": "decimal", "long": "integer", "int": "long", "short": "int", "byte": "short",
    "nonNegativeInteger": "integer", "positiveInteger": "nonNegativeInteger", "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger", "unsignedLong": "nonNegativeInteger", "unsignedInt": "unsignedLong",
    "unsignedShort": "unsignedInt", "unsignedByte": "unsignedShort", "normalizedString": "string",
    "token": "normalizedString", "language": "token", "Name": "token", "NMTOKEN": "token", "NCName": "Name",
    "dateTimeStamp": "dateTime",
}  # fmt: skip


def value_key(literal: Literal) -> ValueKey | None:
    """The value of a literal, or None when it is outside the datatype map or ill-formed."""
    if literal.language is not None:
        return "text", f"{literal.value}@{literal.language.lower()}"
    if not literal.datatype.value.startswith(XSD.base):
        return None
    name = literal.datatype.value[len(XSD.base) :]
    reader = _READERS.get(name)
    try:
        return reader(literal.value, name) if reader else None
    except (ValueError, InvalidOperation, OverflowError, binascii.Error):
        return None


def datatypes_of(literal: Literal) -> tuple[NamedNode, ...]:
    """The datatypes a well-formed literal belongs to by name (dt-type2), its own first; none if ill-formed."""
    if value_key(literal) is None:
        return ()
    if literal.language is not None:
        return (RDF.langString, RDFS.Literal)
    name: str | None = literal.datatype.value[len(XSD.base) :]
    chain = []
    while name is not None:
        chain.append(XSD[name])
        name = _PARENTS.get(name)
    return (*chain, RDFS.Literal)


def _read_decimal(text: str, _name: str) -> ValueKey | None:
    if not _DECIMAL.fullmatch(text.strip()):
        return None
    return "number", _plain(Decimal(text.strip()))


def _read_integer(text: str, name: str) -> ValueKey | None:
    if not _INTEGER.fullmatch(text.strip()):
        return None
    number = Decimal(text.strip())
    low, high = _BOUNDS.get(name, (None, None))
    if (low is not None and number < low) or (high is not None and number > high):
        return None
    return "number", _plain(number)


def _plain(number: Decimal) -> str:
    """One text for one number, whatever its zeros."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _read_float(text: str, name: str) -> ValueKey | None:
    if not _FLOAT.fullmatch(text.strip()):
        return None
    return name, pack(">f" if name == "float" else ">d", float(text)).hex()


def _read_boolean(text: str, _name: str) -> ValueKey | None:
    truth = {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text.strip())
    return None if truth is None else ("boolean", truth)


def _read_string(text: str, _name: str) -> ValueKey:
    return "text", f"{text}@"


def _read_uri(text: str, _name: str) -> ValueKey:
    return "anyURI", text


def _read_moment(text: str, name: str) -> ValueKey | None:
    """Moments with different time zone offsets are different values, even of one instant."""
    moment = datetime.fromisoformat(text.strip())
    if "T" not in text or (moment.tzinfo is None and name == "dateTimeStamp"):
        return None
    offset = "" if moment.tzinfo is None else str(moment.utcoffset())
    instant = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return "dateTime", f"{instant.replace(tzinfo=None).isoformat()} {offset}"


def _read_hex(text: str, _name: str) -> ValueKey:
    return "hexBinary", bytes.fromhex(text.strip()).hex()


def _read_base64(text: str, _name: str) -> ValueKey:
    return "base64Binary", base64.b64decode("".join(text.split()), validate=True).hex()


_READERS: dict[str, Callable[[str, str], ValueKey | None]] = {
    "decimal": _read_decimal,
    "integer": _read_integer,
    **dict.fromkeys(_BOUNDS, _read_integer),
    "float": _read_float,
    "double": _read_float,
    "boolean": _read_boolean,
    **dict.fromkeys(("string", "normalizedString", "token", "language", "Name", "NMTOKEN", "NCName"), _read_string),
    "anyURI": _read_uri,
    "dateTime": _read_moment,
    "dateTimeStamp": _read_moment,
    "hexBinary": _read_hex,
    "base64Binary": _read_base64,
}
