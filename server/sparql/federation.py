"""How does a query call another endpoint, although its worker cannot?

SPARQL 1.1 Federated Query: the pattern of a SERVICE is asked of the other endpoint first, and its solutions stand in
its place as VALUES. Only endpoints of an allow-list are called, by a constant IRI; every other SERVICE stays in the
text and is refused with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore

from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions, parse_query_results

from server.grammar.danger import LONGEST, declared_names, resolve_name
from server.grammar.tokens import Token, tokens
from server.http import refusals
from server.pages.citation import declare_prefixes
from server.sparql.remote import ServiceFailed, Services, ask_service

_CALLS_AT_ONCE = 4
_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A SERVICE in a text: where it begins and ends, its endpoint, its pattern, and whether it may fail silently."""

    start: int
    end: int
    url: str
    pattern: str
    silent: bool


class Federation:
    """The endpoints that queries may call, a few at once."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._turns = BoundedSemaphore(_CALLS_AT_ONCE)

    def answer_calls(self, text: str, prefixes: Mapping[str, str]) -> str:
        """The query with the solutions of its allowed calls in their places; raises Refusal 502 when one fails."""
        if not self.services.hosts or len(text) > LONGEST:
            return text
        calls = [call for call in find_calls(text, prefixes) if self.services.allow(call.url)]
        if len(calls) > self.services.calls:
            raise refusals.forbidden(f"A query may call {self.services.calls} services; this one calls {len(calls)}")
        pieces, end = [], 0
        for call in calls:
            pieces += [text[end : call.start], self._solve(call, prologue_of(text), prefixes)]
            end = call.end
        return "".join([*pieces, text[end:]])

    def _solve(self, call: Call, prologue: str, prefixes: Mapping[str, str]) -> str:
        query = declare_prefixes(f"{prologue}\nSELECT * WHERE {call.pattern}", prefixes)
        if not self._turns.acquire(timeout=_PATIENCE_SECONDS):
            raise refusals.too_busy(round(_PATIENCE_SECONDS))
        try:
            return _values(ask_service(call.url, query, self.services))
        except ServiceFailed as error:
            if call.silent:
                return "{}"
            raise refusals.service_failed(call.url, str(error)) from error
        finally:
            self._turns.release()


def _values(body: bytes) -> str:
    try:
        found = parse_query_results(body, format=QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise ServiceFailed("its answer has no solutions")
        names = " ".join(_variable(variable.value) for variable in found.variables)
        rows = ["(" + " ".join("UNDEF" if term is None else _term(term) for term in row) + ")" for row in found]
    except (ValueError, SyntaxError) as error:
        raise ServiceFailed("its answer is no SPARQL result in JSON") from error
    return f"{{ VALUES ({names}) {{ {' '.join(rows)} }} }}"


def _variable(name: str) -> str:
    written = f"?{name}"
    if [token.text for token in tokens(written) if token.kind == "variable"] != [written]:
        raise ServiceFailed("its answer names a variable that is none")
    return written


def _term(term: object) -> str:
    if isinstance(term, BlankNode):
        raise ServiceFailed("its answer holds blank nodes, which cannot be asked about here")
    return str(term)


def find_calls(text: str, prefixes: Mapping[str, str]) -> Iterator[Call]:
    """The outermost SERVICE patterns with a constant endpoint."""
    found = tuple(tokens(text))
    names, base = declared_names(found, prefixes)
    position = 0
    while position < len(found):
        word = position
        position += 1
        if found[word].kind != "word" or found[word].text.upper() != "SERVICE":
            continue
        silent = position < len(found) and found[position].text.upper() == "SILENT"
        opening = position + 1 + silent
        if opening >= len(found) or found[opening].text != "{" or found[opening - 1].kind not in {"iri", "name"}:
            continue
        closing = _closing(found, opening)
        if closing is None:
            return
        start, end = found[opening].start, found[closing].start + 1
        url = resolve_name(found[opening - 1], names, base)
        yield Call(start=found[word].start, end=end, url=url, pattern=text[start:end], silent=silent)
        position = closing + 1


def _closing(found: tuple[Token, ...], opening: int) -> int | None:
    depth = 0
    for position in range(opening, len(found)):
        depth += {"{": 1, "}": -1}.get(found[position].text, 0) if found[position].kind == "sign" else 0
        if depth == 0:
            return position
    return None


def prologue_of(text: str) -> str:
    """The PREFIX and BASE lines of a query."""
    found = tuple(tokens(text))
    end = 0
    while end < len(found) and found[end].text.upper() in {"PREFIX", "BASE"}:
        end += 3 if found[end].text.upper() == "PREFIX" else 2
    return text[: found[end].start] if end < len(found) else text
