"""Which functions of our own may a query call?

`https://w3id.org/dateline/function#`: the date functions of `kg.edtf` over RDF literals. A call with an argument of
the wrong kind or number is an error in SPARQL's sense (section 17.3: the expression has no value). An unbound
variable is such an error too, so a query writes `COALESCE(?latest, "")` where an open end is meant: the empty
string and ".." are open.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import edtf, iri
from kg.vocabulary import XSD

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Value: TypeAlias = bool | date | str | None

_OPEN = frozenset({"", ".."})


def certainly_within(earliest: str, latest: str, period: str) -> bool:
    """Whether all days from earliest to latest lie in the EDTF period."""
    return edtf.certainly_within(_day(earliest), _day(latest), period)


def possibly_within(earliest: str, latest: str, period: str) -> bool:
    """Whether some day from earliest to latest lies in the EDTF period."""
    return edtf.possibly_within(_day(earliest), _day(latest), period)


def certainly_before(earliest1: str, latest1: str, earliest2: str, latest2: str) -> bool:
    """Whether the first time ends before the second begins, whatever the days inside their bounds are."""
    return edtf.certainly_before(_day(earliest1), _day(latest1), _day(earliest2), _day(latest2))


PLAIN: dict[str, Callable[..., Value]] = {
    iri.FUNCTION + "certainlyWithin": certainly_within,
    iri.FUNCTION + "possiblyWithin": possibly_within,
    iri.FUNCTION + "certainlyBefore": certainly_before,
    iri.FUNCTION + "edtfEarliest": edtf.edtf_earliest,
    iri.FUNCTION + "edtfLatest": edtf.edtf_latest,
    iri.FUNCTION + "edtfLabel": edtf.edtf_label,
}
"""By IRI, over the lexical forms of the arguments: shared by both engines. They raise ValueError or TypeError."""


def _day(text: str) -> date | None:
    return None if text in _OPEN else date.fromisoformat(text[:10])


def _over_terms(function: Callable[..., Value]) -> Callable[..., Term | None]:
    def call(*terms: Term) -> Term | None:
        if not all(isinstance(term, Literal) for term in terms):
            return None
        try:
            return to_literal(function(*(term.value for term in terms if isinstance(term, Literal))))
        except (ValueError, TypeError):
            return None

    return call


def to_literal(value: Value) -> Literal | None:
    """A function's value as an RDF literal; None has no value in SPARQL either."""
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=XSD.boolean)
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD.date)
    return None if value is None else Literal(value)


FUNCTIONS: dict[NamedNode, Callable[..., Term | None]] = {
    NamedNode(name): _over_terms(function) for name, function in PLAIN.items()
}
"""The same for pyoxigraph's `custom_functions`."""
