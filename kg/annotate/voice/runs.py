"""Which sentences go on with a report without saying so again, and whose report is it?"""

from typing import NamedTuple

from spacy.tokens import Doc

from kg.annotate.lexicon.entries import Lexicon
from kg.annotate.voice.quotes import Quote


class Run(NamedTuple):
    """The sources of the report that a sentence goes on with, and why it is thought to."""

    sources: tuple[int | None, ...]
    rule: str


def find_runs(doc: Doc, numbers: tuple[int, ...], quotes: tuple[Quote, ...], lexicon: Lexicon) -> tuple[Run | None, ...]:
    """For each token the run that its sentence belongs to, None for the article's own voice."""
    return tuple(None for _ in doc)
