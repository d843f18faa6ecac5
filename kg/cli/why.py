"""How does a person on a terminal see what an event rests on?"""

from collections.abc import Iterator, Mapping, Sequence

from kg.annotate.reader.corpus import Passage
from kg.annotate.reader.why import Choice, ClaimWhy, EventWhy, ExampleWhy, LinkWhy

_AROUND = 60
"""Characters of a training passage on each side of its trigger."""


def why_text(key: str, events: Sequence[EventWhy], passages: Mapping[str, Passage]) -> str:
    """The explanation of an article's events, a paragraph each; `passages` are training passages by identifier."""
    return "\n\n".join([f"# {key}", *("\n".join(_event(event, passages)) for event in events)])


def _event(event: EventWhy, passages: Mapping[str, Passage]) -> Iterator[str]:
    bar = "" if event.threshold is None else f", above {event.threshold:.2f}"
    also = f"; again in {', '.join(repr(words) for words in event.also)}" if event.also else ""
    yield f'"{event.trigger}" {event.cls.said} ({event.type}), {event.event}{also}'
    yield f"  in        {' '.join(event.sentence.split())}"
    yield f"  event     probability {event.probability:.3f}{bar}"
    yield f"  class     {_choice(event.cls)}{_runner_up(event)}"
    yield f"  PLOVER    {_choice(event.plover)}"
    yield f"  lexicon   {event.lexicon or 'no entry'}"
    yield from (f"  {link.link:<9} {_link(link)}" for link in event.links)
    yield from (f"  claim     {_claim(claim)}" for claim in event.claims)
    yield from (f"  like      {_example(example, passages)}" for example in event.examples)


def _choice(choice: Choice) -> str:
    probability = "" if choice.probability is None else f" {choice.probability:.3f}"
    if choice.said == choice.engine:
        return f"{choice.said or 'none'}{probability}, decided by: {choice.decided}"
    return (
        f"{choice.said or 'none'}, decided by: {choice.decided} (the engine: {choice.engine or 'none'}{probability})"
    )


def _runner_up(event: EventWhy) -> str:
    if event.runner_up is None:
        return ""
    probability = "" if event.runner_up_probability is None else f" {event.runner_up_probability:.3f}"
    return f"; the engine's runner-up: {event.runner_up}{probability}"


def _link(link: LinkWhy) -> str:
    if link.entity is None:
        return f'"{link.words}" {link.probability or 0:.3f} in the engine, not kept'
    if link.probability is None:
        return f"{link.entity}, by the rules alone: the engine has no such link"
    return f'{link.entity}, "{link.words}" {link.probability:.3f} in the engine'


def _claim(claim: ClaimWhy) -> str:
    sources = f" from {' > '.join(claim.sources)}" if claim.sources else ", the article's own voice"
    probability = "" if claim.verb.probability is None else f" {claim.verb.probability:.3f}"
    engine = f"the engine: {claim.verb.engine}{probability}"
    told = f"{claim.verb.said}{sources}, by: {claim.rule} ({engine})"
    return f"{told}; {claim.certainty}, confidence {claim.confidence:.3f}"


def _example(example: ExampleWhy, passages: Mapping[str, Passage]) -> str:
    passage = passages.get(example.passage)
    words = _around(passage, example) if passage else f"[{example.trigger}]"
    return f"{example.similarity:.2f} {example.passage}, marked {example.cls}: {words}"


def _around(passage: Passage, example: ExampleWhy) -> str:
    """The words around the passage's trigger; of several alike the first one of that class."""
    marked = [words for event in passage.events if event.cls == example.cls for words in event.triggers()]
    words, number = next((x for x in marked if example.trigger in x[0]), (example.trigger, 1))
    start = -1
    for _ in range(number):
        start = passage.text.find(words, start + 1)
    start, end = max(start, 0), max(start, 0) + len(words)
    before, after = passage.text[max(0, start - _AROUND) : start], passage.text[end : end + _AROUND]
    return " ".join(f"…{before}[{passage.text[start:end]}]{after}…".split())
