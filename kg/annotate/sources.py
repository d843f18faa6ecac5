"""Who says that the thing happened, and how: told, reported, denied or only envisaged?

An attribution is put together from four kinds of evidence, the nearest first: the words that govern the trigger
(`kg.annotate.voice.climb`), phrases beside its clause (`phrases`), quotation marks (`quotes`), and the sentence
before, when a report goes on without a verb of saying (`runs`). The last kind is weak; the others are strong.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spacy.tokens import Doc, Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.voice.climb import climb
from kg.annotate.voice.governors import speaker
from kg.annotate.voice.media import find_media, is_definite_medium
from kg.annotate.voice.phrases import beside
from kg.annotate.voice.quotes import Quote, find_quotes, paragraphs, speaking_verb
from kg.annotate.voice.runs import Run, find_runs
from kg.annotate.voice.speakers import find_speakers
from kg.annotate.voice.steps import Step, certainty_of, sources_of, verb_of
from kg.annotate.voice.unreal import UNREAL, unreal
from kg.model import Certainty, Verb

_QUOTATION_ONLY = frozenset({"as said", "in the words of"})

SourceRef: TypeAlias = int
"""The token index of the head of a source phrase."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """Who says so, and how.

    `sources` runs from the outermost to the innermost source, None for unnamed others; empty is the article's own
    voice. `rule` names the evidence. A "decisive" attribution is what the sentence itself says of its truth, a
    "strong" one rests on grammar or quotation marks, a "weak" one on what stood before or on nothing. `open` are the
    sources of a report that the sentence may go on with.
    """

    verb: Verb
    sources: tuple[SourceRef | None, ...] = ()
    certainty: Certainty = "certain"
    rule: str
    strength: Literal["decisive", "strong", "weak"]
    open: tuple[SourceRef | None, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Voices:
    """What is known of a whole Doc before its triggers are looked at."""

    doc: Doc
    quotes: tuple[Quote, ...]
    runs: tuple[Run | None, ...]
    media: tuple[int, ...]
    speakers: Mapping[int, int]
    lexicon: Lexicon

    def named(self, source: SourceRef | None) -> SourceRef | None:
        """The source; "the report" is the named medium that spoke last before, "he" in "he said" who did."""
        if source is None:
            return None
        source = self.speakers.get(source, source)
        if not is_definite_medium(self.doc[source], self.lexicon):
            return source
        return max((medium for medium in self.media if medium < source), default=source)


def read_voices(doc: Doc, lexicon: Lexicon) -> Voices:
    """Quotations and runs of reports of a Doc, once for all its triggers."""
    numbers = paragraphs(doc)
    quotes = find_quotes(doc, numbers)
    return Voices(
        doc=doc,
        quotes=quotes,
        runs=find_runs(doc, numbers, lexicon),
        media=find_media(doc, lexicon),
        speakers=find_speakers(doc, lexicon),
        lexicon=lexicon,
    )


def attributions(doc: Doc, triggers: Iterable[int], lexicon: Lexicon) -> tuple[Attribution, ...]:
    """The attribution of each trigger token, in the order given."""
    voices = read_voices(doc, lexicon)
    return tuple(attribution(voices, trigger) for trigger in triggers)


def attribution(voices: Voices, trigger: int) -> Attribution:
    """The attribution of one trigger token of the Doc that `voices` was read from."""
    token = voices.doc[trigger]
    over = unreal(token, climb(token, voices.lexicon), voices.lexicon)
    steps = (*over, *_beside(voices, token), *_question(token))
    if not any(step.voice != "own" for step in steps):
        steps = (*steps, *_quoted(voices, token))
    verb = verb_of(steps)
    run = voices.runs[token.i] if not any(step.voice != "own" for step in steps) else None
    if run is not None and run.goes_on:
        return Attribution(
            verb="reports" if verb == "asserts" else verb,
            sources=_named(voices, run.sources),
            certainty=certainty_of(steps, verb),
            rule=f"run:{run.rule}",
            strength="decisive" if _strength(steps) == "decisive" else "weak",
            open=_named(voices, run.sources),
        )
    return Attribution(
        verb=verb,
        sources=_named(voices, sources_of(steps)),
        certainty=certainty_of(steps, verb),
        rule="+".join(step.rule for step in steps) or "own voice",
        strength=_strength(steps),
        open=_named(voices, run.sources) if run is not None else (),
    )


def _strength(steps: Sequence[Step]) -> Literal["decisive", "strong", "weak"]:
    if any(step.rule in UNREAL for step in steps):
        return "decisive"
    return "strong" if any(step.effect != "nothing" for step in steps) else "weak"


def _named(voices: Voices, sources: tuple[SourceRef | None, ...]) -> tuple[SourceRef | None, ...]:
    return tuple(dict.fromkeys(voices.named(source) for source in sources))


def _question(token: Token) -> tuple[Step, ...]:
    """A question leaves open what it asks."""
    sentence = token.sent
    last = [x.text for x in sentence if not x.is_space][-2:]
    if "?" in last and sentence.root in (token, token.head):
        return (Step(effect="envisages", cue=sentence.end - 1, rule="question", certainty="possible"),)
    return ()


def _beside(voices: Voices, token: Token) -> tuple[Step, ...]:
    """Steps of phrases beside; "in the words of an aide, '...'" speaks for the quotation only."""
    near = [q for q in voices.quotes if token.sent.start <= q.start < token.sent.end]
    if any(q.start <= token.i < q.end for q in near):
        near = []
    return tuple(step for step in beside(token, voices.lexicon) if not (near and step.rule in _QUOTATION_ONLY))


def _quoted(voices: Voices, token: Token) -> tuple[Step, ...]:
    quote = next((q for q in voices.quotes if q.start <= token.i < q.end), None)
    if quote is None:
        return ()
    # A quotation without a verb of saying goes on with the one before it in the paragraph.
    before = [q for q in voices.quotes if q.paragraph == quote.paragraph and q.start <= quote.start]
    for candidate in reversed(before):
        verb = speaking_verb(voices.doc, candidate, voices.quotes, voices.lexicon)
        if verb is not None:
            return (Step(effect="reports", cue=verb.i, rule="quote", voice=speaker(verb)),)
    run = voices.runs[quote.start]
    if run is not None and run.goes_on and run.sources:
        return (Step(effect="reports", cue=quote.start, rule="quote goes on", voice=run.sources[-1]),)
    return (Step(effect="reports", cue=quote.start, rule="quote", voice=None),)
