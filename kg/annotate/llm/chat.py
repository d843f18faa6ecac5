"""How does the endpoint come to answer: what is tried again, and what ends the run?

Too many requests, faults of the server and broken connections are tried again after waits that double, or after what
`Retry-After` asks for. A request that is refused as such is sent in a plainer form: first with the schema enforced,
then as JSON alone, then with the schema only in words; the form that is accepted stays for the rest of the run.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from kg.annotate.llm.answer import answer_schema
from kg.annotate.llm.endpoint import Endpoint, Interrupted, Response, send
from kg.annotate.llm.prompt import ask_about
from kg.annotate.llm.tally import Tally
from kg.errors import EngineUnavailable

TRIES = 5
LONGEST_WAIT = 120.0
"""Seconds; an endpoint that asks for a longer wait is out of use for this run."""

_Form: TypeAlias = Literal["json_schema", "json_object", "text"]
_PLAINER: dict[_Form, _Form] = {"json_schema": "json_object", "json_object": "text"}
_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 529})
_REFUSED = frozenset({400, 415, 422, 501})
_LONGEST_WORDS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A message of the model; `cut_off`: it reached the longest answer that the endpoint gives."""

    content: str
    cut_off: bool


@dataclass(kw_only=True, slots=True)
class Chat:
    """One endpoint and model; `form` is the plainest form that it has asked for so far."""

    endpoint: Endpoint
    model: str
    tally: Tally
    sleep: Callable[[float], None] = time.sleep
    form: _Form = "json_schema"

    def ask(self, passage: str) -> Reply:
        """The model's reply about a passage; raises EngineUnavailable when there is none to be had."""
        first: Response | None = None
        form: _Form | None = self.form
        while form is not None:
            response = self._send(_request(self.model, passage, form))
            if response.status not in _REFUSED:
                self.form = form
                return self._read(response)
            first = first or response
            form = _PLAINER.get(form)
        raise self._refusal(first or response)

    def _send(self, body: bytes) -> Response:
        """The response to a request that was sent up to TRIES times."""
        for number in range(TRIES):
            self.tally.requests += 1
            self.tally.retries += number > 0
            wait, fault = 2.0**number, ""
            try:
                response = send(self.endpoint, body)
            except Interrupted as error:
                fault = str(error)
            else:
                if _is_final(response):
                    return response
                wait = wait if response.retry_after is None else response.retry_after
                fault = self._reason(response)
            if wait > LONGEST_WAIT:
                raise self._fault(f"{fault}; it asks to wait {wait:.0f} s: run again later, what was read is kept")
            if number < TRIES - 1:
                self.sleep(wait)
        raise self._fault(f"{fault}, {TRIES} times; run again later, what was read is kept")

    def _read(self, response: Response) -> Reply:
        if response.status != 200:
            raise self._refusal(response)
        body = _parse(response.body)
        self._count(body)
        content = _at(body, "choices", 0, "message", "content")
        # JSON can hold lone surrogates, which have no UTF-8 form and no place in a text.
        words = content.encode("utf-8", "replace").decode() if isinstance(content, str) else ""
        return Reply(content=words, cut_off=_at(body, "choices", 0, "finish_reason") == "length")

    def _count(self, body: object) -> None:
        counts = [_at(body, "usage", name) for name in ("prompt_tokens", "completion_tokens")]
        if all(isinstance(count, int) and count >= 0 for count in counts):
            self.tally.tokens_in += counts[0]
            self.tally.tokens_out += counts[1]
        else:
            self.tally.uncounted += 1

    def _refusal(self, response: Response) -> EngineUnavailable:
        status, words = response.status, self._words(response)
        if status in (401, 403):  # its words may repeat a part of the key
            return self._fault(f"it refuses the key (status {status}); set DATELINE_LLM_KEY to one that may be used")
        if status == 404:
            return self._fault(
                f"no model {self.model!r} there, or nothing at that address (status 404{words}); "
                "correct DATELINE_LLM_MODEL or DATELINE_LLM_URL"
            )
        if 300 <= status < 400:
            return self._fault("it sends on to another address; set DATELINE_LLM_URL to the last one")
        return self._fault(f"it refuses the request (status {status}{words})")

    def _reason(self, response: Response) -> str:
        if response.status == 200:
            return "its answer is not that of chat completions (is DATELINE_LLM_URL right?)"
        return f"status {response.status}{self._words(response)}"

    def _fault(self, words: str) -> EngineUnavailable:
        return EngineUnavailable(f"{self.endpoint.address}: {words}")

    def _words(self, response: Response) -> str:
        """What the endpoint says of its refusal: one short printable line without the key."""
        body = _parse(response.body)
        told = _at(body, "error", "message") or _at(body, "error") or _at(body, "message")
        if not isinstance(told, str):
            return ""
        if self.endpoint.key is not None:
            told = told.replace(self.endpoint.key, "…")
        line = " ".join("".join(c if c.isprintable() else " " for c in told).split())
        return f": {line[:_LONGEST_WORDS]}"


def _request(model: str, passage: str, form: _Form) -> bytes:
    fields: dict[str, Any] = {
        "model": model,
        "temperature": 0,
        "messages": [asdict(message) for message in ask_about(passage, with_schema=form != "json_schema")],
    }
    if form == "json_schema":
        described = {"name": "events", "strict": True, "schema": answer_schema()}
        fields["response_format"] = {"type": form, "json_schema": described}
    elif form == "json_object":
        fields["response_format"] = {"type": form}
    return json.dumps(fields, ensure_ascii=False).encode()


def _is_final(response: Response) -> bool:
    """Whether a response needs no other try: it is a message of a model, or a refusal."""
    if response.status == 200:
        return isinstance(_at(_parse(response.body), "choices", 0), dict)
    return response.status not in _AGAIN


def _parse(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _at(value: Any, *path: str | int) -> Any:
    """What stands at a path of keys and positions in parsed JSON, None if nothing does."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and len(value) > step else None
    return value
