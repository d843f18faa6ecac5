"""What follows inside a SPARQL 1.1 store that is reached over HTTP?

The updates of `kg.reason.updates` are run again and again until none of them adds anything. What follows is left in
the graph `inferred` of the store; of what was stated nothing changes. SPARQL 1.1 Protocol, sections 2.1.2 and 2.2.1.
"""

import http.client
import ipaddress
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from pyoxigraph import QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kg.errors import StoreError, UsageError
from kg.reason.compile import compile_schema
from kg.reason.contradictions import Contradiction
from kg.reason.encode import Statement
from kg.reason.rules import Atom, Member, Place, Term, Variable
from kg.reason.schema import TYPE
from kg.reason.updates import Question, write_updates

_SECONDS = 600.0
"""How long one update may take."""
_MOST_ROUNDS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteStore:
    """The addresses of a store for queries and for updates, often the same, and how one logs in.

    `login` is the value of the header `Authorization`; it goes over https or to this machine alone, and no message
    repeats it.
    """

    query: str
    update: str
    login: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteClosure:
    """How many rounds it took until nothing was new, and how many triples the graph `inferred` holds."""

    rounds: int
    inferred: int
    contradictions: tuple[Contradiction, ...]
    warnings: tuple[str, ...]


def close_remote(store: RemoteStore, axioms: Iterable[Triple]) -> RemoteClosure:
    """Close the facts in a store under some axioms; raises StoreError when the store does not do as it is told."""
    updates = write_updates(compile_schema(axioms))
    for update in updates.before:
        send_update(store, update)
    known, rounds = -1, 0
    while (count := _count(store, updates.count)) != known and rounds < _MOST_ROUNDS:
        known, rounds = count, rounds + 1
        for update in updates.repeated:
            send_update(store, update)
    contradictions = {found for question in updates.questions for found in _breaches(store, question)}
    for update in updates.after:
        send_update(store, update)
    return RemoteClosure(
        rounds=rounds,
        inferred=_count(store, updates.count),
        contradictions=tuple(sorted(contradictions, key=lambda found: found.message)),
        warnings=updates.warnings,
    )


def _breaches(store: RemoteStore, question: Question) -> Iterable[Contradiction]:
    for row in select(store, question.query):
        statements = {_statement(atom, row) for atom in question.body}
        yield Contradiction(question.rule, tuple(sorted(statements, key=str)))


def _statement(atom: Atom, row: Mapping[str, Term]) -> Statement:
    def filled(place: Place) -> Term:
        return row[place.name] if isinstance(place, Variable) else place

    if isinstance(atom, Member):
        return Statement(filled(atom.node), TYPE, atom.cls)
    return Statement(filled(atom.subject), atom.property, filled(atom.object))


def _count(store: RemoteStore, query: str) -> int:
    return int(select(store, query)[0]["n"].value)  # type: ignore[union-attr]  # COUNT gives a literal


def select(store: RemoteStore, query: str) -> list[Mapping[str, Term]]:
    """The rows of a SELECT that a store answers; raises StoreError when it does not."""
    body = _send(store, "query", query)
    try:
        solutions = parse_query_results(body, format=QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{store.query} does not answer with SPARQL JSON results ({error}); check --at") from error
    if not isinstance(solutions, QuerySolutions):
        raise StoreError(f"{store.query} answers a SELECT with no table; check --at")
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in solutions]


def send_update(store: RemoteStore, update: str) -> None:
    """Have a store carry out an update; raises StoreError when it does not."""
    _send(store, "update", update)


def _send(store: RemoteStore, kind: str, text: str) -> bytes:
    """Post one query or update as a form; no redirect is followed and no proxy is used."""
    address = store.query if kind == "query" else store.update
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/sparql-results+json" if kind == "query" else "*/*",
    }
    connection, path = _connect(address)
    if store.login is not None:
        if not isinstance(connection, http.client.HTTPSConnection) and not _is_this_machine(connection.host):
            raise UsageError(f"http to {connection.host} would send the login in the open; use https")
        headers["Authorization"] = store.login
    try:
        connection.request("POST", path, body=urlencode({kind: text}), headers=headers)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(f"{address} does not answer ({error}); check the address and that the store runs") from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise StoreError(_refusal(address, kind, answer.status, _without_login(body, store.login)))
    return body


def _refusal(address: str, kind: str, status: int, reason: str) -> str:
    remedy = "allow it there"
    if status == http.client.UNAUTHORIZED:
        remedy = "set DATELINE_STORE_TOKEN, or DATELINE_STORE_USER and DATELINE_STORE_PASSWORD"
    return f"{address} refuses a SPARQL {kind} with status {status}: {reason}; {remedy}"


def _without_login(body: bytes, login: str | None) -> str:
    """The beginning of what a store answers, in case it repeats what it was sent."""
    text = body.decode("utf-8", "replace")
    for secret in login.split() if login else ():
        text = text.replace(secret, "…")
    return text.strip()[:300]


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _connect(address: str) -> tuple[http.client.HTTPConnection, str]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{address} is no address; write it as http://host:port/path") from error
    if not host or parts.scheme not in ("http", "https") or parts.username is not None:
        raise UsageError(f"{address} is no address; write it as http://host:port/path")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=_SECONDS, context=context), path
    return http.client.HTTPConnection(host, port, timeout=_SECONDS), path
