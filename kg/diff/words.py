"""How are changes told to people?"""

from collections.abc import Iterable, Iterator

from kg.diff.changes import Altered, Changes, Named, Told
from kg.diff.contradictions import Contradiction

MOST = 40
"""Lines of one kind that are told; how many more there are is said."""


def summarise(changes: Changes) -> str:
    """The changes in one sentence."""
    if not changes.added and not changes.removed:
        return "nothing changed"
    counted = (
        (len(changes.articles_added), "article", "added"),
        (len(changes.articles_removed), "article", "withdrawn"),
        (len(changes.articles_replaced), "article", "with another text"),
        (len(changes.events_added), "event", "added"),
        (len(changes.events_removed), "event", "withdrawn"),
        (len({item.event.iri for item in changes.altered}), "event", "told otherwise"),
        (len(changes.contradictions), "new contradiction", ""),
        (len(changes.settled), "contradiction", "settled"),
    )
    said = [f"{number} {noun}{'s' * (number != 1)} {how}".strip() for number, noun, how in counted if number]
    triples = f"{changes.added} triples added and {changes.removed} removed"
    inferred = f"{changes.inferred_added} and {changes.inferred_removed} of them inferred"
    return ", ".join(said or ["no event changed"]) + f" ({triples}, {inferred})"


def tell(changes: Changes, most: int | None = MOST) -> Iterator[str]:
    """The summary, and then a line for each change, up to `most` of each kind."""
    yield summarise(changes)
    yield from _first(most, (f"+ article {_named(item)}" for item in changes.articles_added))
    yield from _first(most, (f"- article {_named(item)}" for item in changes.articles_removed))
    yield from _first(most, (f"~ article {_named(item)}: another text" for item in changes.articles_replaced))
    yield from _first(most, (f"+ event {_told(item)}" for item in changes.events_added))
    yield from _first(most, (f"- event {_told(item)}" for item in changes.events_removed))
    yield from _first(most, map(_altered, changes.altered))
    yield from _first(most, (f"! contradict now: {_opposed(item)}" for item in changes.contradictions))
    yield from _first(most, (f"= contradict no more: {_opposed(item)}" for item in changes.settled))


def _first(most: int | None, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(every := list(lines)):
        if most is not None and number == most:
            yield f"  and {len(every) - most} more of this kind"
            return
        yield line


def _named(item: Named) -> str:
    return f"{item.label!r} <{item.iri}>"


def _told(item: Told) -> str:
    date, verbs = item.date or "no date", ", ".join(item.verbs) or "no claim"
    return f"{item.label!r} ({date}; {verbs}) <{item.iri}>"


def _altered(item: Altered) -> str:
    return f"~ event {_named(item.event)}: {item.what} {item.before or 'none'!r} -> {item.after or 'none'!r}"


def _opposed(item: Contradiction) -> str:
    both = f"<{item.one}>" if item.one == item.other else f"<{item.one}> and <{item.other}>"
    return f"{item.words}: {item.why} {both}"
