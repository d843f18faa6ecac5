"""What of a query has another meaning in another store, or none?

A function that is not of SPARQL 1.1 may do anything there, as call other machines, so only casts to XML Schema types
and our own functions pass, and no name of a namespace in which a store has functions or instructions of its own. Our
functions become SPARQL 1.1 where a store lacks them (see `docs/stores.md`): comparisons of the days as texts
(ISO 8601 days have the order of their texts), which an open end, "" or "..", takes part in as the functions have it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from kg import edtf, iri
from kg.edtf import Interval, Point
from kg.vocabulary import XSD
from server.grammar.danger import LONGEST, declared_names, resolve_name
from server.grammar.tokens import unescape
from server.grammar.tree import Node, Tree, read_tree

_OWN_MEANING = (
    "bif:", "sql:", "java:", "http://www.openlinksw.com/schemas/bif#", "http://www.openlinksw.com/schemas/sql#",
    "http://jena.apache.org/", "http://jena.hpl.hp.com/", "http://www.ontotext.com/", "http://www.bigdata.com/",
    "http://aws.amazon.com/neptune/", "tag:stardog:",
)  # fmt: skip
_LONGEST = 2 * LONGEST
"""Characters: a call that is written out repeats its arguments."""
_DAY = "SUBSTR(STR({}), 1, 10)"


class Foreign(Exception):
    """A query that no other store is asked; the message says why."""


def translate(text: str, prefixes: Mapping[str, str], known: frozenset[str]) -> str:
    """A query as a store can have it that has the functions `known`; raises Foreign, or SyntaxError beyond SPARQL."""
    while True:
        if len(text) > _LONGEST:
            raise Foreign("the query grows beyond measure when our functions are written in SPARQL 1.1")
        tree = read_tree(text)
        if tree is None:
            raise SyntaxError
        names = _Names(tree, prefixes)
        names.refuse_own_meaning()
        calls = [call for call in _calls(tree.root) if names.of(call) not in known]
        foreign = [call for call in calls if not names.of(call).startswith(XSD.base)]
        if not foreign:
            return text
        # The last one to begin has none inside.
        last = max(foreign, key=lambda call: call.start)
        start = tree.tokens[last.start].start
        end = start + len(tree.words(last))
        text = f"{text[:start]}({_write(names.of(last), _arguments(tree, last))}){text[end:]}"


class _Names:
    """The names of a query."""

    def __init__(self, tree: Tree, prefixes: Mapping[str, str]) -> None:
        self._tree = tree
        self._names, self._base = declared_names(tree.tokens, prefixes)

    def of(self, node: Node) -> str:
        """The IRI that a node begins with."""
        return resolve_name(self._tree.tokens[node.start], self._names, self._base)

    def refuse_own_meaning(self) -> None:
        for token in self._tree.tokens:
            if token.kind in {"iri", "name"}:
                name = resolve_name(token, self._names, self._base)
                if name.lower().startswith(_OWN_MEANING):
                    raise Foreign(f"{token.text} may stand for something that the store behind this server does")


def _calls(root: Node) -> list[Node]:
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.parts)
        if [part.rule for part in node.parts] == ["Iri", "Arguments"]:
            found.append(node)
    return found


def _arguments(tree: Tree, call: Node) -> list[str]:
    return [tree.words(one) for one in call.parts[1].parts]


def _write(function: str, arguments: list[str]) -> str:
    write = _WRITERS.get(function)
    if write is None:
        raise Foreign(f"<{function}> is no function of SPARQL 1.1 that the store behind this server is asked for")
    try:
        return write(*arguments)
    except (TypeError, ValueError) as error:
        short = iri.FUNCTION
        raise Foreign(
            f"dlf:{function.removeprefix(short)} is not known to the store behind this server, and can be written in "
            f"SPARQL 1.1 only for a date or period that stands in the query as a string ({error})"
        ) from error


def _constant(text: str) -> str:
    """The value of a string that is written out."""
    quote = text[:1]
    if quote not in {'"', "'"} or len(text) < 2 or not text.endswith(quote) or text[1:-1].find(quote) >= 0:
        raise ValueError(f"not {text}")
    return unescape(text[1:-1])


class _Period(NamedTuple):
    """The days of a period, and which of its ends are open."""

    first: date | None
    last: date | None
    no_start: bool
    no_end: bool


def _period(text: str) -> _Period:
    name = _constant(text)
    parsed, (first, last) = edtf.parse_edtf(name), edtf.edtf_bounds(name)
    start, end = (parsed.start, parsed.end) if isinstance(parsed, Interval) else (parsed, parsed)
    if (isinstance(start, Point) and first is None) or (isinstance(end, Point) and last is None):
        raise ValueError("it lies outside the years 1 to 9999")
    return _Period(first, last, no_start=start == "..", no_end=end == "..")


def _certainly_within(earliest: str, latest: str, period: str) -> str:
    days = _period(period)
    lower = _if_known(days.first, earliest, ">=", no_end=days.no_start)
    return f"{lower} && {_if_known(days.last, latest, '<=', no_end=days.no_end)}"


def _if_known(bound: date | None, day: str, sign: str, *, no_end: bool) -> str:
    if no_end:
        return f"STRLEN(STR({day})) >= 0"
    known = "" if bound is None else bound.isoformat()
    text = _DAY.format(day)
    # No text lies before the empty one: an end that is not known has no days in it.
    return f'{text} {sign} "{known}" && {text} NOT IN ("", "..")' if known else f'{text} < ""'


def _possibly_within(earliest: str, latest: str, period: str) -> str:
    days = _period(period)
    begins, ends = _DAY.format(earliest), _DAY.format(latest)
    early = f'{begins} <= "{days.last.isoformat()}"' if days.last else f"STRLEN({begins}) >= 0"
    late = f'({ends} >= "{days.first.isoformat()}" || {ends} IN ("", ".."))' if days.first else f"STRLEN({ends}) >= 0"
    return f"{early} && {late}"


def _certainly_before(_earliest1: str, latest1: str, earliest2: str, _latest2: str) -> str:
    before, after = _DAY.format(latest1), _DAY.format(earliest2)
    return f'{before} NOT IN ("", "..") && {before} < {after}'


def _literal(find: Callable[[str], date | None]) -> Callable[[str], str]:
    def write(text: str) -> str:
        found = find(_constant(text))
        if found is None:
            raise ValueError("it is open")
        return f'"{found.isoformat()}"^^{XSD.date}'

    return write


_WRITERS: dict[str, Callable[..., str]] = {
    iri.FUNCTION + "certainlyWithin": _certainly_within,
    iri.FUNCTION + "possiblyWithin": _possibly_within,
    iri.FUNCTION + "certainlyBefore": _certainly_before,
    iri.FUNCTION + "edtfEarliest": _literal(edtf.edtf_earliest),
    iri.FUNCTION + "edtfLatest": _literal(edtf.edtf_latest),
}
