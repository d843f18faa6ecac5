"""Which store takes changes from the holder of a token, in an application that is not ours?"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from flask import Flask
from waitress.server import create_server

from server.sparql import create_sparql_blueprint
from server.sparql.endpoint import Limits

_SECRET = "secret"  # noqa: S105 - of tests
TOKEN = {"Authorization": f"Bearer {_SECRET}"}


@contextmanager
def serving_changes(source: Any, token: str | None = _SECRET) -> Iterator[httpx.Client]:
    """A bare application with the blueprint under `/data`, on a port."""
    app = Flask("bare")
    limits = Limits(workers=1, seconds=20, memory=400, patience=20)
    app.register_blueprint(create_sparql_blueprint(source, limits, token=token), url_prefix="/data")
    server = create_server(app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.effective_port}/data"
    with httpx.Client(base_url=base, timeout=60, trust_env=False) as client:
        yield client
