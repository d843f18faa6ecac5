"""Which events does the text put inside or after one another?

"During the visit he said …": the saying is part of the visit. "After the vote they walked out": the vote is before
the walkout. Only what a preposition or conjunction says; nothing follows from the order of sentences.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from spacy.tokens import Doc, Token

Relation: TypeAlias = Literal["during", "after", "before"]
_WORDS: Final[Mapping[str, Relation]] = {
    "during": "during", "amid": "during", "after": "after", "following": "after", "since": "after",
    "before": "before",
}  # fmt: skip


def relations_of(doc: Doc, token: int, triggers: Collection[int]) -> Iterator[tuple[Relation, int]]:
    """The other triggers that a trigger's clause is related to, as (relation of this one to that one, token)."""
    for word in _linkers(doc[token]):
        relation = _WORDS.get(word.lower_)
        other = _nearest(word, triggers, token) if relation else None
        if relation and other is not None:
            yield relation, other


def _linkers(trigger: Token) -> Iterator[Token]:
    for child in trigger.children:
        if child.dep_ == "prep":
            yield child
        elif child.dep_ == "advcl":
            yield from (mark for mark in child.children if mark.dep_ in ("mark", "prep"))


def _nearest(linker: Token, triggers: Collection[int], own: int) -> int | None:
    """The trigger that a linking word governs most directly."""
    start = linker.head if linker.dep_ == "mark" else next(linker.children, None)
    if start is None:
        return None
    if start.i in triggers and start.i != own:
        return int(start.i)
    return next((int(child.i) for child in start.children if child.i in triggers and child.i != own), None)
