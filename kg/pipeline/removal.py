"""How are articles taken out of the current snapshot?

The rest becomes a snapshot of its own, the one that a build of the rest alone makes; nothing is read again.
"""

from collections.abc import Collection
from dataclasses import replace
from difflib import get_close_matches
from typing import cast

from kg.errors import UsageError
from kg.pipeline.building import BuildReport, Progress, reduce_snapshot
from kg.pipeline.rebuild import AsBefore
from kg.settings import BuildSettings, ReasonerName
from kg.store.snapshot import open_current


def remove_articles(keys: Collection[str], settings: BuildSettings, progress: Progress) -> BuildReport:
    """Make a snapshot of the current articles without some, reasoned over as the current one was.

    What reviewers said of events of several articles is kept for the day an article comes back. Raises UsageError for
    a key that no article has and when no article would be left, StoreError when there is no snapshot.
    """
    before = open_current(settings.data)
    known = [article.key for article in before.articles()]
    for key in sorted(set(keys) - set(known)):
        raise UsageError(f"the current snapshot holds no article {key!r}{_meant(key, known)}; nothing was removed")
    if set(keys) >= set(known):
        raise UsageError("no article would be left, and a snapshot has at least one; nothing was removed")
    manifest = before.manifest
    as_before = replace(settings, reasoner=cast(ReasonerName, manifest.reasoner))
    return reduce_snapshot(keys, AsBefore.of(manifest), as_before, progress)


def _meant(key: str, known: Collection[str]) -> str:
    alike = get_close_matches(key, sorted(known), n=1)
    return f"; did you mean {alike[0]}?" if alike else f", but {len(known)} others"
