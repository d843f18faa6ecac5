"""How are articles taken out of the current snapshot?

The rest becomes a snapshot of its own, the one that a build of the rest alone makes; nothing is read again.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import cast

from kg.errors import UsageError
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.model import Rejection
from kg.pipeline import BuildReport, Progress, Said, assemble
from kg.settings import BuildSettings, ReasonerName
from kg.store.snapshot import open_current


@dataclass(frozen=True, kw_only=True, slots=True)
class _AsBefore:
    """What the articles of a snapshot were read with, as its manifest tells."""

    gazetteer: Gazetteer
    provenance: dict[str, str]
    unread: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()


def remove_articles(keys: Collection[str], settings: BuildSettings, progress: Progress) -> BuildReport:
    """Make a snapshot of the current articles without some, reasoned over as the current one was.

    What reviewers said of events of several articles is kept for the day an article comes back. Raises UsageError for
    a key that no article has and when no article would be left, StoreError when there is no snapshot.
    """
    before = open_current(settings.data)
    pairs = zip(before.articles(), before.annotations(), strict=True)
    said = {article.key: Said(article=article, annotation=annotation) for article, annotation in pairs}
    for key in sorted(set(keys) - said.keys()):
        raise UsageError(f"the current snapshot holds no article {key!r}{_meant(key, said)}; nothing was removed")
    rest = [item for key, item in said.items() if key not in keys]
    if not rest:
        raise UsageError("no article would be left, and a snapshot has at least one; nothing was removed")
    manifest = before.manifest
    return assemble(
        rest,
        tuple(before.verdicts()),
        (),
        _AsBefore(gazetteer=load_gazetteer(), provenance=manifest.engines),
        replace(settings, reasoner=cast(ReasonerName, manifest.reasoner)),
        progress,
    )


def _meant(key: str, known: Collection[str]) -> str:
    alike = get_close_matches(key, sorted(known), n=1)
    return f"; did you mean {alike[0]}?" if alike else f", but {len(known)} others"
