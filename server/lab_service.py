"""How does the lab ask another endpoint about many solutions at once?

rdflib calls a SERVICE once for each solution that it is joined with. Here those solutions go along as VALUES, two
hundred at a time, as SPARQL 1.1 Federated Query (section 4.2) has it, so that a public endpoint gets few requests.
"""

import http.client
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.evaluate import evalPart
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import FrozenBindings, QueryContext, SPARQLError
from rdflib.term import Identifier, Literal, URIRef, Variable

from kg import __version__
from kg.ontology.convert import Node, to_rdflib

_AT_ONCE = 200
_SECONDS = 60.0
_LARGEST = 64 << 20
"""Bytes of an answer; a public endpoint sends some two hundred rows for each request."""
_JSON = "application/sparql-results+json"

Shared = tuple[Variable, ...]
Terms = tuple[Identifier, ...]


def register_service() -> None:
    """Makes rdflib, in this process, join with a SERVICE in this way."""
    CUSTOM_EVALS["dateline_service"] = join_service


def join_service(ctx: QueryContext, part: CompValue) -> Iterator[FrozenBindings]:
    """The solutions of a join with a SERVICE at a constant address; raises NotImplementedError for another part."""
    service = part.p2 if part.name == "Join" else None
    if service is None or service.name != "ServiceGraphPattern" or not isinstance(service.term, URIRef):
        raise NotImplementedError
    return _join(ctx, part, service)


def _join(ctx: QueryContext, part: CompValue, service: CompValue) -> Iterator[FrozenBindings]:
    found: list[FrozenBindings] = list(evalPart(ctx, part.p1))
    shared = _shared(found, service)
    groups: defaultdict[Terms, list[FrozenBindings]] = defaultdict(list)
    for solution in found:
        groups[tuple(solution[name] for name in shared)].append(solution)
    keys = list(groups)
    for start in range(0, len(keys), _AT_ONCE):
        for row in _ask(ctx, service, shared, keys[start : start + _AT_ONCE]):
            answered = FrozenBindings(ctx, row)
            for solution in _joining(groups, shared, row):
                if solution.compatible(answered):
                    yield solution.merge(answered)


def _joining(
    groups: dict[Terms, list[FrozenBindings]], shared: Shared, row: dict[Variable, Identifier]
) -> Iterable[FrozenBindings]:
    """The solutions that a row can belong to; all when it does not repeat what was sent."""
    if all(name in row for name in shared):
        return groups.get(tuple(row[name] for name in shared), ())
    return [solution for group in groups.values() for solution in group]


def _shared(found: Sequence[FrozenBindings], service: CompValue) -> Shared:
    """The variables of the pattern that every solution binds to an IRI or literal."""
    return tuple(
        name
        for name in sorted(service._vars)
        if found and all(isinstance(solution.get(name), URIRef | Literal) for solution in found)
    )


def _ask(
    ctx: QueryContext, service: CompValue, shared: Shared, keys: Sequence[Terms]
) -> list[dict[Variable, Identifier]]:
    text: Any = service.service_string
    pattern = text[text.index("{") : text.rindex("}") + 1]
    query = "".join((*_prologue(ctx), "SELECT REDUCED * WHERE ", pattern, _values(shared, keys)))
    headers = {"Accept": _JSON, "User-Agent": f"dateline-lab/{__version__}"}
    request = Request(str(service.term), urlencode({"query": query}).encode(), headers)  # noqa: S310 - the user's own
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            body = answer.read(_LARGEST + 1)
        if len(body) > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST >> 20} MiB")
        return list(_rows(body))
    except (URLError, OSError, http.client.HTTPException, ValueError, SyntaxError, TypeError) as error:
        if service.silent:
            return [{}]
        raise SPARQLError(f"SERVICE <{service.term}> gave no answer: {error}") from error


def _rows(body: bytes) -> Iterator[dict[Variable, Identifier]]:
    """The rows of SPARQL results in JSON; raises SyntaxError, ValueError or TypeError for anything else."""
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise TypeError("it has no rows")
    names = [Variable(name.value) for name in found.variables]
    for row in found:
        yield {name: normal(term) for name, term in zip(names, row, strict=True) if term is not None}


def normal(term: object) -> Node:
    """The rdflib form of a term, a literal in its canonical form, as rdflib's own parsers give it."""
    node = to_rdflib(term)
    return node.normalize() if isinstance(node, Literal) else node


def _prologue(ctx: QueryContext) -> Iterator[str]:
    prologue: Any = ctx.prologue
    if prologue.base:
        yield f"BASE <{prologue.base}>\n"
    for prefix, name in prologue.namespace_manager.namespaces():
        yield f"PREFIX {prefix}: {URIRef(name).n3()}\n"


def _values(shared: Shared, keys: Sequence[Terms]) -> str:
    if not shared:
        return ""
    rows = (f"({' '.join(term.n3() for term in key)})" for key in keys)
    return f"\nVALUES ({' '.join(name.n3() for name in shared)}) {{ {' '.join(rows)} }}"
