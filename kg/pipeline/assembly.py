"""In which order do pieces become a snapshot?

    pieces → shelf → happenings → what belongs to no article → store → records → snapshot → dumps

Nothing here reads an article, and nothing holds the graph: pieces come from a journal one by one, and with a snapshot
before, only what changes is worked out. An addition is served before its dumps are written; they follow at once.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, TypeAlias, cast

from kg import __version__
from kg.dump.origin import Origin
from kg.dump.parts import PARTS
from kg.gazetteer.lookup import Gazetteer
from kg.happening import Verdict
from kg.model import Rejection
from kg.ontology.load import ontology_version
from kg.pieces.change import Change, apply_change, close_draft_shelf, open_draft_shelf
from kg.pieces.happened import find_happened
from kg.pieces.lines import LineStream, has_blank, sorted_lines, to_quads, whole_lines
from kg.pieces.records import Before, write_record_files
from kg.pieces.shelf import FILE, Shelf, Totals
from kg.pieces.whole import Whole, find_whole
from kg.pipeline.dumping import dumps_written, write_shelf_dumps
from kg.settings import BuildSettings
from kg.store.draft import begin_draft, change_store, load_store, publish, write_manifest
from kg.store.snapshot import FORMAT, Manifest, Snapshot

Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Called with the step's name, how much of it is done, and how much there is (None: unknown)."""


class Provision(Protocol):
    """What articles were read with; `provenance` names what a snapshot's content depends on."""

    @property
    def gazetteer(self) -> Gazetteer:
        """The rows that annotations refer to."""

    @property
    def provenance(self) -> dict[str, str]:
        """Engine, parser and weights with their digests."""

    @property
    def unread(self) -> tuple[Rejection, ...]:
        """What of the articles was left out."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person who runs this should know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Assembled:
    """A snapshot that is served, and what is to be told of it."""

    manifest: Manifest
    folder: Path
    articles: int
    claims: int
    happenings: int
    contradictions: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is to become a snapshot: the pieces of a journal, with those of the snapshot before but for some."""

    journal: Shelf
    before: Snapshot | None
    dropped: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    foundation: str
    provision: Provision


def assemble_pieces(plan: Plan, settings: BuildSettings, progress: Progress) -> Assembled:
    """Make the snapshot and let it be served."""
    with begin_draft(settings.data) as draft:
        shelf = open_draft_shelf(
            draft / FILE, plan.foundation, None if plan.before is None else plan.before.folder / FILE
        )
        change = _apply(plan, shelf, progress)
        totals = shelf.totals()
        progress("reasoning", 0, 1)
        former = () if plan.before is None else tuple(plan.before.verdicts())
        happened = find_happened(shelf, former, plan.verdicts, change)
        whole = find_whole(shelf, happened, plan.provision.gazetteer, change, totals.contacts, settings.reasoner)
        progress("reasoning", 1, 1)
        manifest = _manifest(shelf, totals, whole, plan, settings)
        folder = settings.data / "snapshots" / manifest.id
        progress("writing", 0, 4)
        if not folder.exists():
            _write(draft, shelf, change, manifest, plan, settings)
        progress("writing", 2, 4)
        told = _tell(totals, whole, manifest, folder)
        close_draft_shelf(shelf)
        publish(draft, settings.data, manifest.id)
        progress("writing", 3, 4)
    ensure_dumps(Snapshot(folder=folder, manifest=manifest))
    progress("writing", 4, 4)
    return told


def ensure_dumps(snapshot: Snapshot) -> None:
    """Write the dumps of a snapshot that has none yet; they are there whole or not at all."""
    if snapshot.dumps.is_dir():
        return
    draft = snapshot.folder / ".dumps"
    shutil.rmtree(draft, ignore_errors=True)
    shelf = Shelf.open_finished(snapshot.folder / FILE)
    write_shelf_dumps(draft, shelf, origin_of(snapshot.manifest))
    shelf.close()
    draft.rename(snapshot.dumps)


def origin_of(manifest: Manifest) -> Origin:
    """What the dumps say of the making of a snapshot."""
    return Origin(
        snapshot=manifest.id,
        program=manifest.program,
        ontology=manifest.ontology,
        reasoner=manifest.reasoner,
        engines=manifest.engines,
    )


def _apply(plan: Plan, shelf: Shelf, progress: Progress) -> Change:
    coming = len(plan.journal.article_keys())
    return apply_change(
        shelf,
        plan.journal.path,
        plan.dropped,
        track=plan.before is not None,
        done=lambda number: progress("putting together", number, coming),
    )


def _write(
    draft: Path,
    shelf: Shelf,
    change: Change,
    manifest: Manifest,
    plan: Plan,
    settings: BuildSettings,
) -> None:
    before, lines = None, whole_lines(shelf)
    if plan.before is None:
        # The bulk loader would give blank nodes other names.
        nameless = (line for line in sorted_lines(shelf, lines) if not has_blank(line))
        stream = cast(IO[bytes], LineStream(nameless))
        with dumps_written(draft / "dumps", shelf, origin_of(manifest), beside=settings.jobs > 1):
            load_store(draft / "store", stream, to_quads(filter(has_blank, lines)))
    else:
        change_store(plan.before.folder / "store", draft / "store", to_quads(change.gone), to_quads(change.come))
        before = Before(folder=plan.before.folder, shelf=Shelf.open_finished(plan.before.folder / FILE))
    write_record_files(draft, shelf, plan.journal, before)
    write_manifest(draft, manifest, plan.verdicts)
    if before is not None:
        before.shelf.close()


def _manifest(shelf: Shelf, totals: Totals, whole: Whole, plan: Plan, settings: BuildSettings) -> Manifest:
    """The id hashes the digest of every piece, what belongs to no article, and the other fields."""
    counts = {part: totals.counts.get(part, 0) for part in PARTS}
    total = hashlib.sha256()
    for key, digest in shelf.digests():
        total.update(f"{key} {digest}\n".encode())
    for part, number in whole.counts:
        counts[part] += number
    counts["inferred"] += shelf.database.execute("SELECT count(*) FROM loose").fetchone()[0]
    for line in whole.lines:
        total.update(line.encode() + b"\n")
    fields = {
        "format": FORMAT,
        "program": __version__,
        "ontology": ontology_version(),
        "reasoner": settings.reasoner,
        "engines": dict(sorted(plan.provision.provenance.items())),
        "counts": counts,
    }
    given = [verdict.model_dump() for verdict in plan.verdicts]
    total.update(json.dumps([fields, given], sort_keys=True).encode())
    return Manifest.model_validate(fields | {"id": total.hexdigest()[:32]})


def _tell(totals: Totals, whole: Whole, manifest: Manifest, folder: Path) -> Assembled:
    def each(lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(lines))

    return Assembled(
        manifest=manifest,
        folder=folder,
        articles=totals.articles,
        claims=totals.claims,
        happenings=whole.happenings,
        contradictions=each([*totals.contradictions, *whole.contradictions]),
        notes=each([*(f"reasoning: {line}" for line in totals.warnings), *whole.notes]),
    )
