"""What do the tests of the engine `llm` share: a running endpoint, and engines that ask it?"""

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from chat_server import KEY, Asked, Make, Script, make_handler

from kg.annotate.llm.engine import load_llm
from kg.settings import LlmSettings


@pytest.fixture
def script() -> Iterator[Script]:
    """A running server of the chat-completions protocol that follows a script."""
    script = Script()
    server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(script))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}/v1"
    yield script
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def make(script: Script, tmp_path: Path) -> Make:
    """What makes an engine with these settings; its waits are noted, not waited."""

    def make_engine(**given: Any) -> Asked:
        fields: dict[str, Any] = {"url": script.url, "model": "m", "key": KEY, "cache": tmp_path / "kept"}
        engine = load_llm(LlmSettings(**(fields | {"timeout": 5.0} | given)))
        waits: list[float] = []
        engine.chat.sleep = waits.append
        return Asked(engine=engine, waits=waits)

    return make_engine
