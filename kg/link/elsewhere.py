"""Whom do other articles mean by a name that one article leaves in doubt?

A family name alone may be the person whom other articles name in full, and mostly is not when something in its own
text speaks against him. So nothing is linked by it: a reviewer gets the rows of `links.csv` (see
`kg.link.reviewing`) with an empty verdict to fill in, and the articles to look at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from kg.gazetteer.rows import fold
from kg.model import Annotation, Entity, EntityKind

_SHOWN = 3
_KINDS: frozenset[EntityKind] = frozenset({"Person", "Organization"})
Place = tuple[str, date | None]
"""An article's key and its last possible day of publication."""


def tell_elsewhere(annotations: Iterable[Annotation]) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of `reviewing.COLUMNS` by article and name: doubtful names of which one candidate is sure elsewhere."""
    sure: defaultdict[str, set[Place]] = defaultdict(set)
    doubtful: list[tuple[Place, Entity]] = []
    for annotation in annotations:
        published = annotation.article.published
        place = annotation.article.key, published.latest if published else None
        for entity in annotation.entities:
            if entity.wikidata is not None:
                sure[entity.wikidata].add(place)
            elif _is_doubtful(entity):
                doubtful.append((place, entity))
    for place, entity in sorted(doubtful, key=lambda each: (each[0][0], each[1].label)):
        candidates = {each.wikidata: each.label for each in entity.link.candidates} if entity.link else {}
        found = {qid: sure[qid] - {place} for qid in candidates if sure[qid] - {place}}
        if len(found) == 1:
            ((qid, others),) = found.items()
            yield "", entity.label, qid, place[0], f"{candidates[qid]} in {_told(place, others)}"


def _is_doubtful(entity: Entity) -> bool:
    """Whether a short name was found to mean nobody for sure, though there are candidates."""
    is_open = entity.named and entity.kind in _KINDS and entity.known is None and entity.link is not None
    return is_open and len(fold(entity.label).split()) == 1 and bool(entity.link and entity.link.candidates)


def _told(place: Place, others: Iterable[Place]) -> str:
    """The articles that are nearest in time, and how many more there are."""

    def days(other: Place) -> int:
        return abs((other[1] - place[1]).days) if other[1] and place[1] else 1 << 30

    near = sorted(others, key=lambda other: (days(other), other[0]))
    named = ", ".join(f"{key} ({day})" if day else key for key, day in near[:_SHOWN])
    return named + (f" and {len(near) - _SHOWN} more" if len(near) > _SHOWN else "")
