"""What does somebody send who wants to break the server, or to keep it busy?

Each attack sends one request, or holds a few connections for some seconds, from an address of loopback, and tells
the status that came, or what happened instead. The numbers are those of the cases in docs/threats.md.
"""

import gzip
import json
import random
import re
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import NamedTuple
from urllib.parse import quote, urlencode

from engines import HEADERS, Engine

_ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
_QUERIES = {
    "1 SERVICE": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "2 FROM a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "3 LOAD": "LOAD <http://127.0.0.1/>",
    "11 extension function": 'SELECT (<python:os.system>("id") AS ?x) {}',
    "19 regular expression": 'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "((a{1,500}){1,500}){1,500}")) }',
    "20 endless product": _ENDLESS,
    "20 nested path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^<x:b>)*/(!<x:c>)* ?b }",
    "21 GROUP_CONCAT": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "21 sorting": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c",
    "24 deep nesting": "ASK " + "{" * 10_000 + "}" * 10_000,
    "24 bracket without end": "ASK {",
    "24 long query without end": "ASK { " + "?s ?p ?o . " * 4500,
    "24 longest query": "ASK { " + "?s ?p ?o . " * 4500 + "}",
    "a NUL in a query": "ASK { ?s \0 }",
    "26 many small queries": "ASK { ?s ?p ?o }",
    "28 large answers": _LARGE,
}
_PATHS = {
    "12 path traversal": "/dumps/..%2f..%2fcurrent",
    "14 script in an address": "/explain?s=javascript:alert(1)&p=%22%3E%3Cscript%3E&o=javascript:alert(1)",
    "17 parameter that breaks out": "/about?iri=https://w3id.org/dateline/id/x%3E%20%3Fp%20%3Fo%20%7D%20UNION%20%7B",
    "18 filters that are none": "/?from=%00&actor=%ff",
    "a long name": "/page/" + "x" * 5000,
    "a day that is none": "/?asOf=0000-99-99",
    "all pages of the time line": "/",
    "the network": "/network",
    "the largest dump": "/dumps/latest/all.nq.gz",
    "28 spreadsheet": "/spreadsheet.csv?query=" + quote(_LARGE),
    "25 citation": "/cite?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"),
}
_POST = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_GET = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_ANNOUNCED = _POST + b"Content-Type: application/sparql-query\r\nContent-Length: 99999999\r\n\r\n"
_BYTES = {
    "9 body that is announced": _ANNOUNCED,
    "chunk that is none": _POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00" * 20,
    "huge header": _GET + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
    "many headers": _GET + b"".join(b"X-%d: y\r\n" % number for number in range(5000)) + b"\r\n",
    "16 DELETE with a guess": b"DELETE /graph-store?default HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Authorization: Bearer guess\r\n\r\n",
}
_STORY = "The minister of Norway, an official said on Monday, met the president of Peru in Visby in May 2014. "
FORESEEN = {"200", "302", "303", "400", "401", "403", "404", "405", "406", "408", "411", "413", "414", "415", "422",
            "429", "431", "501", "503"}  # fmt: skip
"""What the server may say to them."""
_HELD, _HELD_SECONDS = 40, 3.0


class Attack(NamedTuple):
    """What it is, and how it is done against an engine from an address."""

    name: str
    send: Callable[[Engine, str], str]


def attacks() -> tuple[Attack, ...]:
    """All of them."""
    return (
        *(Attack(name, _query(text)) for name, text in _QUERIES.items()),
        *(Attack(name, _path(path)) for name, path in _PATHS.items()),
        *(Attack(name, _raw(data)) for name, data in _BYTES.items()),
        Attack("9 packed body", _raw(_packed())),
        Attack("27 hangs up", _hang_up),
        Attack("28 large answers half read", _read_half),
        Attack("silent connections", _hold(b"")),
        Attack("slow heads", _hold(_GET)),
        Attack("slow bodies", _hold(_ANNOUNCED.replace(b"99999999", b"9999"))),
        Attack("16 guessed tokens", _guess),
        Attack("states of the past", _look_back),
        Attack("ever other pages", _wander),
        Attack("many names at once", _form("/reconcile", {"queries": _names()})),
        Attack("long articles to read", _form("/try", {"text": _STORY * 150})),
    )


def _query(text: str) -> Callable[[Engine, str], str]:
    return _form("/sparql", {"query": text})


def _form(path: str, fields: dict[str, str]) -> Callable[[Engine, str], str]:
    return lambda engine, address: _ask(engine, address, path, fields)


def _path(path: str) -> Callable[[Engine, str], str]:
    return lambda engine, address: _ask(engine, address, path)


def _ask(engine: Engine, address: str, path: str, form: dict[str, str] | None = None, token: str = "") -> str:
    headers = (HEADERS if form else {}) | ({"Authorization": f"Bearer {token}"} if token else {})
    with closing(engine.connect(address, seconds=30)) as connection:
        connection.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        answer.read()
        return str(answer.status)


def _raw(data: bytes) -> Callable[[Engine, str], str]:
    def send(engine: Engine, address: str) -> str:
        with _connect(engine, address) as connection:
            connection.sendall(data)
            return _status(connection)

    return send


def _connect(engine: Engine, address: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", engine.port), 5, (address, 0))
    connection.settimeout(3)
    return connection


def _status(connection: socket.socket) -> str:
    found = re.match(rb"HTTP/1\.\d (\d{3})", connection.recv(1000))
    return found[1].decode() if found else "closed"


def _hang_up(engine: Engine, address: str) -> str:
    with _connect(engine, address) as connection:
        connection.sendall(_said(_ENDLESS))
        time.sleep(0.3)
    return "hung up"


def _read_half(engine: Engine, address: str) -> str:
    with _connect(engine, address) as connection:
        connection.sendall(_said(_LARGE))
        status = _status(connection)
        time.sleep(_HELD_SECONDS)
        return status


def _said(query: str) -> bytes:
    body = urlencode({"query": query}).encode()
    head = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body)
    return _POST + head + body


def _hold(begun: bytes) -> Callable[[Engine, str], str]:
    """Many connections that say a beginning, and then a byte now and then where there was one."""

    def send(engine: Engine, address: str) -> str:
        until = time.monotonic() + _HELD_SECONDS
        with ExitStack() as held:
            made = [held.enter_context(_connect(engine, address)) for _ in range(_HELD)]
            for connection in made:
                connection.sendall(begun)
            while time.monotonic() < until:
                time.sleep(0.5)
                for connection in made if begun else ():
                    connection.sendall(b"x")
        return "held"

    return send


def _packed() -> bytes:
    body = gzip.compress(bytes(60 << 20))
    return _POST + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def _names() -> str:
    return json.dumps({f"q{number}": {"query": f"Minister {number}"} for number in range(100)})


def _guess(engine: Engine, address: str) -> str:
    return _ask(engine, address, "/review/queue", token=f"guess-{random.random()}")  # noqa: S311 - no secret


def _look_back(engine: Engine, address: str) -> str:
    day = f"20{random.randrange(10, 20)}-{random.randrange(1, 13):02}-15"  # noqa: S311
    return _ask(engine, address, f"/?asOf={day}")


def _wander(engine: Engine, address: str) -> str:
    """A costly page that nobody has asked for before."""
    page, year = random.choice(("", "map", "network")), random.randrange(1000, 1900)  # noqa: S311
    day = f"{random.randrange(1, 13):02}-{random.randrange(1, 29):02}"  # noqa: S311
    return _ask(engine, address, f"/{page}?start={year}-{day}")
