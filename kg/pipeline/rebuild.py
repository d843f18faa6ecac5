"""How is a snapshot made again from what it keeps: all of it, or what was published by a day?

A snapshot keeps its articles and what each was found to say, so nothing is read again. As of a day it is the snapshot
that a build of the articles published by then makes: merges and inferences rest on nothing later. An article counts
as published by a day when no later day is possible; one without a last possible day never does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import cast

from pydantic import BaseModel, ConfigDict

from kg.errors import UsageError
from kg.gazetteer.lookup import Gazetteer, choose_gazetteer
from kg.model import Header, Rejection
from kg.pipeline.building import BuildReport, Progress, Said, assemble, reduce_snapshot
from kg.settings import BuildSettings, ReasonerName, gazetteer_file
from kg.store.snapshot import Manifest, Snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class AsBefore:
    """What the articles of a snapshot were read with, as its manifest tells."""

    gazetteer: Gazetteer
    provenance: dict[str, str]
    unread: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, manifest: Manifest) -> "AsBefore":
        """The same engines and gazetteer; raises UsageError where that was imported and is not at hand."""
        gazetteer = choose_gazetteer(gazetteer_file())
        if manifest.engines.get("gazetteer", gazetteer.digest) != gazetteer.digest:
            raise UsageError("the snapshot was read with an imported gazetteer; name its file in DATELINE_GAZETTEER")
        return cls(gazetteer=gazetteer, provenance=manifest.engines)


def rebuild_snapshot(
    snapshot: Snapshot, settings: BuildSettings, progress: Progress, until: date | None = None
) -> BuildReport:
    """Make a snapshot again in a data folder of its own, reasoned over as it was; `until` leaves out what came later.

    Raises UsageError when nothing was published by then.
    """
    said = (item for item in said_in(snapshot) if until is None or is_published(item, until))
    first = next(said, None)
    if first is None:
        raise UsageError(f"the snapshot holds no article that was certainly published by {until}; name a later day")
    return assemble(
        chain((first,), said),
        tuple(snapshot.verdicts()),
        (),
        AsBefore.of(snapshot.manifest),
        replace(settings, reasoner=cast(ReasonerName, snapshot.manifest.reasoner)),
        progress,
    )


def restore_snapshot(snapshot: Snapshot, settings: BuildSettings, progress: Progress, until: date) -> BuildReport:
    """What `rebuild_snapshot` makes as of a day, faster where that leaves out the fewer articles.

    Those are taken out of a snapshot that lies beside the new one meanwhile; its files are shared, not copied.
    """
    when = dict(_published(snapshot))
    later = [key for key, latest in when.items() if latest is None or latest > until]
    if 2 * len(later) > len(when):
        return rebuild_snapshot(snapshot, settings, progress, until)
    guest = settings.data / "snapshots" / snapshot.id
    guest.parent.mkdir(parents=True)
    guest.symlink_to(snapshot.folder.resolve())
    (settings.data / "current").write_text(f"{snapshot.id}\n", encoding="ascii")
    as_before = replace(settings, reasoner=cast(ReasonerName, snapshot.manifest.reasoner))
    report = reduce_snapshot(later, AsBefore.of(snapshot.manifest), as_before, progress)
    guest.unlink()
    return report


def _published(snapshot: Snapshot) -> Iterator[tuple[str, date | None]]:
    """The key of each article with the last day on which it can have been published, if there is one."""
    with (snapshot.folder / "annotations.jsonl").open(encoding="utf-8") as lines:
        for header in (_Headed.model_validate_json(line).article for line in lines):
            yield header.key, header.published.latest if header.published else None


class _Headed(BaseModel):
    """An annotation of which only the header is read."""

    model_config = ConfigDict(extra="ignore")
    article: Header


def said_in(snapshot: Snapshot) -> Iterator[Said]:
    """The articles of a snapshot with what they say, by key."""
    for article, annotation in zip(snapshot.articles(), snapshot.annotations(), strict=True):
        yield Said(article=article, annotation=annotation)


def is_published(item: Said, until: date) -> bool:
    """Whether an article was certainly published by the end of a day."""
    published = item.annotation.article.published
    return published is not None and published.latest is not None and published.latest <= until


def publication_days(said: Iterable[Said]) -> tuple[date, ...]:
    """The last possible publication days, each once, earliest first: between two of them nothing changes."""
    found = (item.annotation.article.published for item in said)
    return tuple(sorted({when.latest for when in found if when is not None and when.latest is not None}))
