"""Does a literal belong to a datatype?

By value, whatever the datatype it is written with (OWL 2 Profiles, section 4.3, table 8, dt-type2 and dt-not-type):
`"1.0"^^xsd:decimal` is an `xsd:byte`, and `"abc"^^xsd:integer`, which stands for nothing, belongs nowhere.
"""

import re

from pyoxigraph import Literal, NamedNode

from kg.reason.rules import Term
from kg.reason.values import INTEGERS, STRINGS, ValueKey, is_ill_typed, is_within, value_key
from kg.vocabulary import OWL, RDF, RDFS, XSD

_SPACES = {
    **dict.fromkeys((XSD[name] for name in (*INTEGERS, "decimal")), "number"),
    **dict.fromkeys((XSD[name] for name in STRINGS), "text"),
    **dict.fromkeys((XSD.dateTime, XSD.dateTimeStamp), "dateTime"),
    **{XSD[name]: name for name in ("float", "double", "boolean", "anyURI", "hexBinary", "base64Binary")},
    **dict.fromkeys((RDF.PlainLiteral, RDF.langString), "text"),
    RDF.XMLLiteral: "XMLLiteral",
    **dict.fromkeys((OWL.real, OWL.rational), "number"),
}
"""The value space of each datatype whose values are known."""
_FOREIGN = frozenset(
    XSD[name] for name in ("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration")
)
"""Datatypes of XML Schema outside OWL 2 RL: their values are not read, but none is shared with another space."""


KNOWN_DATATYPES = tuple(sorted((*_SPACES, *_FOREIGN), key=str))
"""The datatypes that a literal can be found to be outside of."""


def belongs(literal: Literal, datatype: Term) -> bool | None:
    """Whether a literal's value is in a datatype; None when that is not known."""
    if datatype == RDFS.Literal:
        return not is_ill_typed(literal)
    if literal.language is None and literal.datatype in _FOREIGN:
        return literal.datatype == datatype if datatype in KNOWN_DATATYPES else None
    key = value_key(literal)
    if key is None:
        return False if is_ill_typed(literal) else None
    if datatype in _FOREIGN:
        return False
    space = _SPACES.get(datatype) if isinstance(datatype, NamedNode) else None
    return None if space is None else key[0] == space and _is_within(key, datatype)


def _is_within(key: ValueKey, datatype: Term) -> bool:
    """Whether a value lies in a datatype of its own value space."""
    space, text = key
    name = datatype.value.removeprefix(XSD.base) if isinstance(datatype, NamedNode) else ""
    if name in INTEGERS:
        return "." not in text and is_within(text, *INTEGERS[name])
    if name in STRINGS:
        return text.endswith("@") and re.fullmatch(STRINGS[name], text[:-1]) is not None
    if datatype == RDF.langString:
        return not text.endswith("@")
    return datatype != XSD.dateTimeStamp or space != "dateTime" or not text.endswith(" ")
