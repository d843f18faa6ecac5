"""What is tried again, what ends the run, and what is told of it?"""

from typing import Any

import pytest
from chat_server import KEY, Make, Script, Step, events, told

from kg.annotate.llm.chat import LONGEST_WAIT, TRIES
from kg.errors import EngineUnavailable

GOOD = Step(content=events(told("shelled")))


def refuse(words: str, status: int = 400) -> Step:
    """A refusal in the protocol's form."""
    return Step(status=status, body=b'{"error": {"message": "%s"}}' % words.encode())


def test_a_request_is_the_protocols(script: Script, make: Make) -> None:
    """Model, temperature 0, the schema enforced, task and passage in a message each, and no tools."""
    script.steps = [GOOD]
    asked = make(model="some/model:7b")
    assert asked.engine.chat.ask("Rebels shelled a town.").content == GOOD.content
    (request,) = script.requests
    assert set(request) == {"model", "temperature", "messages", "response_format"}
    assert (request["model"], request["temperature"]) == ("some/model:7b", 0)
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert request["response_format"]["json_schema"]["strict"] is True
    assert script.passages() == ["Rebels shelled a town."]


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        ([Step(status=500)], [1.0]),
        ([Step(status=429), Step(status=503), Step(status=502), Step(status=504)], [1.0, 2.0, 4.0, 8.0]),
        ([Step(status=429, headers={"Retry-After": "7"}), Step(status=500)], [7.0, 2.0]),
        ([Step(status=503, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})], [1.0]),
        ([Step(body=b"<html>busy</html>"), Step(body=b'{"choices": []}')], [1.0, 2.0]),
        ([Step(body=b'{"cho', length=90)], [1.0]),
        ([Step(pause=20)], [1.0]),
    ],
)
def test_passing_faults_are_tried_again(script: Script, make: Make, faults: list[Step], waits: list[float]) -> None:
    """Waits double, or are what the endpoint asks for; the same on every run."""
    script.steps = [*faults, GOOD]
    asked = make(timeout=2.0)
    assert asked.engine.chat.ask("x").content == GOOD.content
    assert asked.waits == waits
    assert (asked.engine.tally.requests, asked.engine.tally.retries) == (len(faults) + 1, len(faults))
    assert all(request == script.requests[0] for request in script.requests)


@pytest.mark.parametrize(
    ("step", "tries", "words"),
    [
        (Step(status=500), TRIES, "status 500, 5 times; run again later"),
        (Step(body=b"<html>"), TRIES, "its answer is not that of chat completions"),
        (Step(status=429, headers={"Retry-After": "3600"}), 1, "status 429; it asks to wait 3600 s"),
        (refuse("no such key", 401), 1, "it refuses the key.*DATELINE_LLM_KEY"),
        (refuse("forbidden", 403), 1, "it refuses the key.*DATELINE_LLM_KEY"),
        (refuse("model 'm' not found", 404), 1, "no model 'm' there.*model 'm' not found.*DATELINE_LLM_MODEL"),
        (Step(status=404, body=b"<html>"), 1, r"no model 'm' there.*\(status 404\)"),
        (Step(status=308), 1, "another address.*DATELINE_LLM_URL"),
        (refuse("too long"), 3, r"it refuses the request \(status 400: too long\)"),
        (refuse("payment required", 402), 1, "status 402: payment required"),
    ],
)
def test_lasting_faults_end_the_run_with_what_to_do(
    script: Script, make: Make, step: Step, tries: int, words: str
) -> None:
    """The message names the address and is one line without the key."""
    script.steps = [step]
    asked = make()
    with pytest.raises(EngineUnavailable, match=words) as error:
        asked.engine.chat.ask("x")
    assert str(error.value).startswith(f"{script.url}/chat/completions: ")
    assert len(script.requests) == tries
    assert sum(asked.waits) <= LONGEST_WAIT


def test_what_the_endpoint_says_is_shown_without_key_and_control_characters(script: Script, make: Make) -> None:
    """It may repeat the key, and may be hostile to a terminal."""
    script.steps = [refuse(f"bad\\u001b[31m request with {KEY}\\n" + "x" * 500)]
    with pytest.raises(EngineUnavailable) as error:
        make().engine.chat.ask("x")
    message = str(error.value)
    assert "bad [31m request with …" in message
    assert KEY not in message
    assert message.isprintable()
    assert len(message) < 400


def test_a_refused_form_is_made_plainer_once_for_the_run(script: Script, make: Make) -> None:
    """The schema enforced, then any JSON, then words alone; the schema then stands in the task."""

    def only_text(request: dict[str, Any]) -> Step:
        return refuse("response_format is not supported") if "response_format" in request else GOOD

    script.model = only_text
    asked = make()
    assert [asked.engine.chat.ask(passage).content for passage in "ab"] == [GOOD.content] * 2
    forms = [request.get("response_format", {}).get("type") for request in script.requests]
    assert forms == ["json_schema", "json_object", None, None]
    assert ['"additionalProperties"' in request["messages"][0]["content"] for request in script.requests] == [
        False, True, True, True,
    ]  # fmt: skip
    assert asked.waits == []


def test_tokens_are_counted_as_the_endpoint_tells_them(script: Script, make: Make) -> None:
    """An answer without a count is counted as such."""
    script.steps = [GOOD, Step(content="{}", usage=None), GOOD]
    asked = make()
    for passage in "abc":
        asked.engine.chat.ask(passage)
    tally = asked.engine.tally
    assert (tally.tokens_in, tally.tokens_out, tally.uncounted) == (200, 40, 1)


@pytest.mark.parametrize("message", [b"{}", b'{"content": null, "refusal": "no"}', b'{"content": 3}', b"null"])
def test_a_message_without_text_is_an_empty_one(script: Script, make: Make, message: bytes) -> None:
    """A refusal of the model is no fault of the endpoint."""
    script.steps = [Step(body=b'{"choices": [{"message": %s}]}' % message)]
    assert make().engine.chat.ask("x").content == ""
