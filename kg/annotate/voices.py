"""What remains of the engine's word once the grammar of attribution has been heard?

Grammar and quotation marks overrule the engine. Where they are silent the engine's word counts, and what it takes for
somebody else's word is never told as the article's own: a source it does not name is an unnamed one.
"""

from spacy.tokens import Doc

from kg.annotate.engine import Trigger
from kg.annotate.sources import Attribution

_SOURCE_BAR = 0.5


def agree(doc: Doc, trigger: Trigger, attribution: Attribution) -> Attribution:
    """The attribution that both witnesses allow; hearsay wins where the grammar gives no evidence."""
    if attribution.strength == "strong" or attribution.verb != "asserts":
        return attribution
    if trigger.verb == "asserts":
        return attribution
    source = _source(doc, trigger) if trigger.verb == "reports" else attribution.sources
    return Attribution(
        verb=trigger.verb,
        sources=source,
        certainty="certain" if trigger.verb in ("reports", "denies") else "probable",
        rule=f"{trigger.rule}:{trigger.verb}",
        strength="weak",
    )


def _source(doc: Doc, trigger: Trigger) -> tuple[int | None, ...]:
    sentence = doc[trigger.token].sent
    linked = [
        argument
        for argument in trigger.arguments
        if argument.link == "src"
        and argument.probability >= _SOURCE_BAR
        and sentence.start <= argument.token < sentence.end
    ]
    return (max(linked, key=lambda argument: argument.probability).token if linked else None,)
