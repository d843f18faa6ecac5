"""What does somebody send who wants to break the server?

Each attack sends one request from an address of loopback and tells the status that came, or what happened instead.
"""

import re
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple
from urllib.parse import urlencode

from engines import HEADERS, Engine

_ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_QUERIES = (
    _ENDLESS,
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "ASK " + "{" * 10_000 + "}" * 10_000,
    "ASK {",
    "ASK { ?s \0 }",
    "LOAD <http://127.0.0.1/>",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
)
_PATHS = (
    "/dumps/..%2f..%2fcurrent",
    "/?from=%00&actor=%ff",
    "/page/" + "x" * 5000,
    "/review/queue",
    "/?asOf=0000-99-99",
)
_POST = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_BYTES = (
    _POST + b"Content-Type: application/sparql-query\r\nContent-Length: 99999999\r\n\r\n",
    _POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00" * 20,
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    b"DELETE /graph-store?default HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer guess\r\n\r\n",
)
FORESEEN = {"200", "400", "401", "403", "404", "405", "406", "411", "413", "414", "415", "422", "429", "431", "503"}
"""What the server may say to them."""


class Attack(NamedTuple):
    """What it is, and how it is done against an engine from an address."""

    name: str
    send: Callable[[Engine, str], str]


def attacks() -> tuple[Attack, ...]:
    """All of them."""
    return (
        *(Attack(text[:60], _query(text)) for text in _QUERIES),
        *(Attack(path[:60], _path(path)) for path in _PATHS),
        *(Attack(repr(data[:60]), _raw(data)) for data in _BYTES),
        Attack("hangs up", _hang_up),
    )


def _query(text: str) -> Callable[[Engine, str], str]:
    return lambda engine, address: _ask(engine, address, "POST", "/sparql", urlencode({"query": text}))


def _path(path: str) -> Callable[[Engine, str], str]:
    return lambda engine, address: _ask(engine, address, "GET", path, None)


def _ask(engine: Engine, address: str, method: str, path: str, body: str | None) -> str:
    with closing(engine.connect(address, seconds=30)) as connection:
        connection.request(method, path, body, HEADERS if body else {})
        answer = connection.getresponse()
        answer.read()
        return str(answer.status)


def _raw(data: bytes) -> Callable[[Engine, str], str]:
    def send(engine: Engine, address: str) -> str:
        with socket.create_connection(("127.0.0.1", engine.port), 5, (address, 0)) as connection:
            connection.sendall(data)
            connection.settimeout(3)
            found = re.match(rb"HTTP/1\.\d (\d{3})", connection.recv(1000))
            return found[1].decode() if found else "closed"

    return send


def _hang_up(engine: Engine, address: str) -> str:
    body = urlencode({"query": _ENDLESS}).encode()
    head = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body)
    with socket.create_connection(("127.0.0.1", engine.port), 5, (address, 0)) as connection:
        connection.sendall(_POST + head + body)
        time.sleep(0.3)
    return "hung up"
