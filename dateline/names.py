"""What does a short name such as `dli:Q794` mean, and how is a Python value written as an RDF term?"""

from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.errors import UsageError
from kg.vocabulary import PREFIXES, XSD

Given: TypeAlias = str | bool | int | float | Decimal | date | NamedNode | Literal


def expand(name: str) -> str:
    """The IRI of a short name with a prefix of ours, or of a whole IRI; raises UsageError for anything else."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        name = PREFIXES[prefix] + local
    elif prefix not in {"http", "https", "urn"}:
        raise UsageError(f"{name!r} is no IRI; write it whole, or with a prefix: {', '.join(PREFIXES)}")
    try:
        return NamedNode(name).value
    except ValueError as error:
        raise UsageError(f"{name!r} is no IRI: {error}") from error


def to_term(value: Given) -> NamedNode | Literal:
    """The RDF term of a value: a text that is an IRI or a short name becomes a node, any other a literal."""
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD.dateTime if isinstance(value, datetime) else XSD.date)
    if isinstance(value, Decimal):
        return Literal(str(value), datatype=XSD.decimal)
    if not isinstance(value, str):
        return Literal(value)
    try:
        return NamedNode(expand(value))
    except UsageError:
        return Literal(value)
