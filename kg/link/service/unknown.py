"""Which names of articles does the gazetteer not know?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Annotation, EntityKind


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Unknown:
    """A proper name without a row or item: its kind, and the keys of the articles that use it, sorted."""

    name: str
    kind: EntityKind
    articles: tuple[str, ...]


def find_unknown(annotations: Iterable[Annotation]) -> tuple[Unknown, ...]:
    """The unknown names of articles, sorted; the same name of the same kind stands once."""
    found: defaultdict[tuple[str, EntityKind], set[str]] = defaultdict(set)
    for annotation in annotations:
        for entity in annotation.entities:
            if entity.named and entity.known is None and entity.wikidata is None:
                found[entity.label, entity.kind].add(annotation.article.key)
    return tuple(
        sorted(Unknown(name=name, kind=kind, articles=tuple(sorted(keys))) for (name, kind), keys in found.items())
    )
