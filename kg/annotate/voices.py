"""Which claim do the rules of attribution and the engine make together, and whose is it?

An engine that weighs the four verbs is weighed together with the signs of the rules (`kg.annotate.voice.weights`).
Hearsay told as fact does more harm than a fact told as hearsay, so nothing is asserted that is not `SURE`. Of an
engine that only gives its word, the word counts where grammar and quotation marks are silent. Where the sentence says
itself that what it tells is untrue, no engine is asked.
"""

from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate.engine import Trigger
from kg.annotate.sources import Attribution
from kg.annotate.voice.signs import signs_of
from kg.annotate.voice.weights import VERBS, load_weights, weigh
from kg.model import Certainty, Verb

SURE = 0.75
"""The least probability of what is asserted, chosen on the development fold: see `tests/bench/attribution.py`."""

SOURCE_BAR, REPORT_BAR = 0.5, 0.3
"""The least probability of the engine's source, of any claim and of a report, which has a source by its nature."""


def agree(doc: Doc, trigger: Trigger, attribution: Attribution) -> Attribution:
    """The attribution that rules and engine make together."""
    if attribution.strength == "decisive":
        return attribution
    if trigger.verbs is None:
        return _by_word(doc, trigger, attribution)
    verb = _verb(doc, trigger, trigger.verbs, attribution)
    if verb == "asserts":
        return replace(attribution, verb=verb, sources=(), certainty=_certainty(attribution, verb))
    return replace(
        attribution,
        verb=verb,
        sources=_sources(trigger, attribution, verb),
        certainty=_certainty(attribution, verb),
        rule=attribution.rule if verb == attribution.verb else f"{trigger.rule}:{verb}",
    )


def _verb(doc: Doc, trigger: Trigger, verbs: tuple[float, ...], attribution: Attribution) -> Verb:
    signs = signs_of(doc[trigger.token], attribution.verb, attribution.rule)
    likely = dict(zip(VERBS, weigh(verbs, signs, load_weights()), strict=True))
    if likely["asserts"] < SURE:
        del likely["asserts"]
    return max(likely, key=lambda verb: likely[verb])


def _sources(trigger: Trigger, attribution: Attribution, verb: Verb) -> tuple[int | None, ...]:
    """The chain of the rules; where it names nobody the engine's source, or that of the report that is open."""
    if any(source is not None for source in attribution.sources):
        return attribution.sources
    told = trigger.source
    bar = REPORT_BAR if verb == "reports" and not attribution.sources else SOURCE_BAR
    if told is not None and told.probability >= bar:
        return (told.token,)
    if verb == "reports":
        return attribution.sources or attribution.open or (None,)
    return attribution.sources


def _certainty(attribution: Attribution, verb: Verb) -> Certainty:
    if verb == attribution.verb:
        return attribution.certainty
    return "probable" if verb == "envisages" else "certain"


def _by_word(doc: Doc, trigger: Trigger, attribution: Attribution) -> Attribution:
    if attribution.strength == "strong" or attribution.verb != "asserts" or trigger.verb == "asserts":
        return attribution
    return replace(
        attribution,
        verb=trigger.verb,
        sources=_word_source(doc, trigger) if trigger.verb == "reports" else attribution.sources,
        certainty=_certainty(attribution, trigger.verb),
        rule=f"{trigger.rule}:{trigger.verb}",
    )


def _word_source(doc: Doc, trigger: Trigger) -> tuple[int | None, ...]:
    sentence = doc[trigger.token].sent
    linked = [
        argument
        for argument in trigger.arguments
        if argument.link == "src"
        and argument.probability >= SOURCE_BAR
        and sentence.start <= argument.token < sentence.end
    ]
    return (max(linked, key=lambda argument: argument.probability).token if linked else None,)
