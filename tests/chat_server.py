"""What is a chat-completions endpoint for tests: a real HTTP server on loopback that answers by a script?"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, TypeAlias

from kg.annotate.llm.engine import LlmEngine

KEY = "sk-secret-of-the-tests"


@dataclass(kw_only=True)
class Step:
    """One scripted response; `content` is put into a chat completion, `body` is sent as it is.

    `pause` are seconds before the headers, `trickle` those between single bytes of the body; `length` is announced
    instead of the body's own.
    """

    content: str | None = None
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    usage: dict[str, int] | None = field(default_factory=lambda: {"prompt_tokens": 100, "completion_tokens": 20})
    pause: float = 0
    trickle: float = 0
    length: int | None = None

    def payload(self) -> bytes:
        """The bytes of the body."""
        if self.content is None:
            return self.body
        choice = {"index": 0, "finish_reason": self.finish, "message": {"role": "assistant", "content": self.content}}
        return json.dumps({"object": "chat.completion", "choices": [choice], "usage": self.usage}).encode()


@dataclass(kw_only=True)
class Script:
    """What the server answers in turn (the last step again and again), or what `model` makes of a request."""

    steps: list[Step] = field(default_factory=list)
    model: Callable[[dict[str, Any]], Step] | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, request: dict[str, Any]) -> Step:
        """The response to one request."""
        self.requests.append(request)
        if self.model is not None:
            return self.model(request)
        return self.steps[min(len(self.requests), len(self.steps)) - 1]

    def passages(self) -> list[str]:
        """The passage of each request, taken from between its marks."""
        return [request["messages"][1]["content"].split("\n", 1)[1].rsplit("\n", 1)[0] for request in self.requests]


def make_handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            script.paths.append(self.path)
            script.headers.append(dict(self.headers))
            step = script.answer(json.loads(body))
            time.sleep(step.pause)
            try:
                self._send(step)
            except OSError:
                return  # the client gave up

        def _send(self, step: Step) -> None:
            payload = step.payload()
            self.send_response(step.status)
            for name, value in step.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(payload) if step.length is None else step.length))
            self.end_headers()
            if not step.trickle:
                self.wfile.write(payload)
                return
            for byte in payload:
                self.wfile.write(bytes([byte]))
                time.sleep(step.trickle)

        def log_message(self, *_: object) -> None:
            return

    return Handler


@dataclass(kw_only=True)
class Asked:
    """An engine on the scripted server, and the waits that it asked for instead of sleeping."""

    engine: LlmEngine
    waits: list[float]


Make: TypeAlias = Callable[..., Asked]


def told(trigger: str, sentence: str = "", **given: Any) -> dict[str, Any]:
    """One event of an answer, with the properties given."""
    plain = {"class": "Conflict", "plover": None, "verb": "asserts", "occurrence": 1, "place": None, "time": None}
    return {"sentence": sentence, "trigger": trigger, "sources": [], "roles": [], **plain, **given}


def events(*items: object) -> str:
    """The content of an answer with these events."""
    return json.dumps({"events": items})
