"""What is a SPARQL store over HTTP that fails when it is told to?"""

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"


@dataclass
class FakeStore:
    """An Oxigraph store behind HTTP.

    `answers` may change the status and body of an answer to a query, `updates` the status of a change; `headers` come
    with every answer. `whole` says that a body's length is told, `slow` is how long every byte of ten takes.
    """

    address: str = ""
    store: Store = field(default_factory=Store)
    answers: Callable[[str, bytes], tuple[int, bytes]] = lambda _, body: (200, body)
    updates: Callable[[str], int] = lambda _: 200
    headers: dict[str, str] = field(default_factory=dict)
    tells_length: bool = True
    says_longer: int = 0
    slow: float = 0.0
    user: str = ""
    union: bool = True
    asked: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    connections: int = 0
    gone: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    """Queries and updates by form, graphs by the Graph Store Protocol, all at one address."""

    protocol_version = "HTTP/1.1"
    timeout = 20

    @property
    def fake(self) -> FakeStore:
        return self.server.fake

    def setup(self) -> None:
        super().setup()
        self.fake.connections += 1

    def do_GET(self) -> None:
        self._answer(404, b"no description", "text/plain")

    def do_POST(self) -> None:
        body = self._body()
        if not self._may_enter():
            return
        if self.headers["Content-Type"] == TRIPLES:
            self._graph(body)
            return
        fields = parse_qs(body.decode())
        if "update" in fields:
            self._update(fields["update"][0])
        else:
            self._query(fields["query"][0])

    def do_PUT(self) -> None:
        body = self._body()
        if self._may_enter():
            self._graph(body)

    do_DELETE = do_PUT  # noqa: N815 - the server calls it so

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.fake.gone.set()

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _may_enter(self) -> bool:
        if not self.fake.user:
            return True
        said = dict(re.findall(r'(\w+)="([^"]*)"', self.headers.get("Authorization", "")))

        def digest(text: str) -> str:
            return hashlib.sha256(text.encode()).hexdigest()

        count = re.search(r"nc=(\w+)", self.headers.get("Authorization", ""))
        if said.get("nonce") == "n0" and count:
            wanted = digest(
                f"{digest(f'{self.fake.user}:realm:word')}:n0:{count[1]}:{said['cnonce']}:auth:"
                f"{digest(f'{self.command}:{self.path}')}"
            )
            if said["response"] == wanted:
                return True
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Digest realm="realm", nonce="n0", qop="auth", algorithm=SHA-256')
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def _graph(self, body: bytes) -> None:
        graph = NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])
        self.fake.sent.append(f"{self.command} {graph.value}")
        status = self.fake.updates(body.decode())
        if status < 300:
            if self.command in {"PUT", "DELETE"}:
                self.fake.store.remove_graph(graph)
            self.fake.store.load(body, RdfFormat.N_TRIPLES, to_graph=graph)
        self._answer(status, b"", "text/plain")

    def _update(self, text: str) -> None:
        self.fake.sent.append(text)
        status = self.fake.updates(text)
        if status < 300:
            self.fake.store.update(text)
        self._answer(status, b"", "text/plain")

    def _query(self, text: str) -> None:
        self.fake.asked.append(text)
        try:
            found = self.fake.store.query(text, use_default_graph_as_union=self.fake.union)
        except SyntaxError as error:
            self._answer(400, str(error).encode(), "text/plain")
            return
        if isinstance(found, QuerySolutions | QueryBoolean):
            kind, body = ROWS, found.serialize(format=QueryResultsFormat.JSON)
        else:
            kind, body = TRIPLES, found.serialize(format=RdfFormat.N_TRIPLES)
        self._answer(*self.fake.answers(text, body), kind)

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in self.fake.headers.items():
            self.send_header(name, value)
        if self.fake.tells_length:
            self.send_header("Content-Length", str(len(body) + self.fake.says_longer))
        self.end_headers()
        try:
            for start in range(0, len(body), 10) if self.fake.slow else ():
                self.wfile.write(body[start : start + 10])
                time.sleep(self.fake.slow)
            self.wfile.write(b"" if self.fake.slow else body)
        except OSError:
            self.fake.gone.set()
        self.close_connection = not self.fake.tells_length or self.fake.says_longer > 0

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def fake_store() -> Iterator[FakeStore]:
    """A store at an address of loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.fake = FakeStore(address=f"http://127.0.0.1:{server.server_port}/sparql")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.fake
    finally:
        server.shutdown()
        server.server_close()
