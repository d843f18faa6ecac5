"""What does a language model see in a parsed article?

Each passage is asked about once and the reply kept; of it only what stands word for word in the passage is used.
Actors, times, claims and merging are made of its triggers as of the other engines'.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.annotate.engine import Trigger
from kg.annotate.llm.answer import Answer, read_answer
from kg.annotate.llm.cache import find_reply, keep_reply, request_digest
from kg.annotate.llm.chat import Chat, Reply
from kg.annotate.llm.endpoint import make_endpoint
from kg.annotate.llm.ground import ground_answer, make_ground
from kg.annotate.llm.passages import Passage, find_passages, halve
from kg.annotate.llm.prompt import prompt_digest
from kg.annotate.llm.tally import Tally, describe, describe_drops
from kg.model import Rejection
from kg.settings import LlmSettings

_SHOWN = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class LlmEngine:
    """The engine `llm`; `load_llm` makes one. `unread` gathers the passages that no usable answer came for."""

    settings: LlmSettings
    chat: Chat
    prompt: str
    tally: Tally
    unread: list[Rejection] = field(default_factory=list)
    name: str = "llm"

    def triggers(self, doc: Doc) -> tuple[Trigger, ...]:
        """All triggers of the Doc, ordered by token; raises EngineUnavailable when the endpoint does not answer."""
        ground = make_ground(doc)
        found = [
            trigger
            for passage in find_passages(doc, self.settings.passage_tokens)
            for part, answer in self._answers(doc, passage)
            for trigger in ground_answer(ground, part, answer, self.tally)
        ]
        kept = _first_told(found)
        self.tally.dropped["repeated"] += len(found) - len(kept)
        self.tally.events += len(kept)
        return kept

    def report(self) -> str:
        """One line on requests, tokens, cost, events and what was dropped, for the person who ran it."""
        return describe(self.tally, self.chat.model, self.settings.prices)

    def drops(self) -> str:
        """What was dropped: the same whenever the same answers are read."""
        return describe_drops(self.tally)

    def _answers(self, doc: Doc, passage: Passage) -> Iterator[tuple[Passage, Answer]]:
        """The answer about a passage, or those about its halves where the answer about the whole is cut off."""
        request = request_digest(self.chat.model, self.prompt, passage.text)
        kept = find_reply(self.settings.cache, request)
        reply = self._ask(passage) if kept is None else kept
        self.tally.cached += kept is not None
        answer = None if reply.cut_off else read_answer(reply.content)
        parts = halve(doc, passage) if reply.cut_off else ()
        if answer is None and len(parts) < 2:
            self.unread.append(_reject(passage, cut_off=reply.cut_off))
            return
        if kept is None:
            keep_reply(self.settings.cache, request, reply)
        if answer is not None:
            yield passage, answer
        for part in parts:
            yield from self._answers(doc, part)

    def _ask(self, passage: Passage) -> Reply:
        """The model's reply; one that is neither an answer nor cut off is asked for once more."""
        reply = self.chat.ask(passage.text)
        if reply.cut_off or read_answer(reply.content) is not None:
            return reply
        return self.chat.ask(passage.text)


def load_llm(settings: LlmSettings) -> LlmEngine:
    """The engine of an endpoint; raises UsageError for settings that no endpoint has. Nothing is asked yet."""
    tally = Tally()
    endpoint = make_endpoint(settings.url, settings.key, settings.timeout)
    chat = Chat(endpoint=endpoint, model=settings.model, tally=tally)
    return LlmEngine(settings=settings, chat=chat, prompt=prompt_digest(), tally=tally)


def _first_told(triggers: Iterable[Trigger]) -> tuple[Trigger, ...]:
    """One trigger a token, the first that was told, ordered by token."""
    by_token: dict[int, Trigger] = {}
    for trigger in triggers:
        by_token.setdefault(trigger.token, trigger)
    return tuple(by_token[token] for token in sorted(by_token))


def _reject(passage: Passage, *, cut_off: bool) -> Rejection:
    words = " ".join(passage.text.split())[:_SHOWN]
    return Rejection(
        source=f"llm: the passage “{words}…”",
        place=f"{passage.start}-{passage.end}",
        reason="the model's answer is too long for its endpoint"
        if cut_off
        else "the model's answer is no usable JSON",
        remedy="the rest of the article was read; try again or choose another model",
    )
