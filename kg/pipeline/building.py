"""In which order do articles become a snapshot?

    articles → annotations → triples and closure of each (a piece) → links and merges → store and dumps

What reading needs is loaded once, in this process or in each of several. A piece is journalled as soon as it is made:
a build that is stopped, however, and run again makes only the pieces that it lacks. `kg.pipeline.assembly` knows the
order from there on.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kg.annotate.annotate import Tools
from kg.annotate.annotation_file import REVIEWS
from kg.articles.reading import read_articles
from kg.datafiles import find_data
from kg.errors import InputError
from kg.happening import Verdict
from kg.link.reviewing import read_links
from kg.merge.verdicts import newest, read_verdicts
from kg.model import Article, Rejection
from kg.pieces.fingerprint import foundation_of, journal_of
from kg.pieces.making import make_piece
from kg.pieces.readers import Reading, choose_readers
from kg.pieces.rejects import Rejects
from kg.pieces.saying import Said, say, work_of
from kg.pieces.shelf import FILE, Shelf, is_shelf
from kg.pipeline.assembly import Plan, Progress, Provision, assemble_pieces, origin_of
from kg.settings import BuildSettings
from kg.store.alone import build_alone
from kg.store.snapshot import Snapshot, current_id, open_current

__all__ = [
    "BuildReport", "Progress", "Provision", "Said", "annotation_folders", "assemble", "build_snapshot",
    "extend_snapshot", "origin_of", "read_and_annotate", "reduce_snapshot", "rejudge_snapshot", "revise_snapshot",
    "seed_paths",
]  # fmt: skip

_JOURNAL = "work.db"
_MOST_TOLD = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build did: its snapshot, what it left out, what contradicts itself, and what its engine has to tell.

    `happenings` counts the events that several articles tell; `rejections` are the first of `rejected`.
    """

    snapshot: str
    folder: Path
    articles: int
    claims: int
    happenings: int
    counts: dict[str, int]
    rejections: tuple[Rejection, ...]
    rejected: int
    contradictions: tuple[str, ...]
    notes: tuple[str, ...] = ()


def build_snapshot(paths: Sequence[str], settings: BuildSettings, progress: Progress) -> BuildReport:
    """Make a snapshot of these articles alone (none given: the seeds) and let it be served."""
    with build_alone(settings.data):
        return _make(paths or seed_paths(), None, settings, progress)


def extend_snapshot(paths: Sequence[str], settings: BuildSettings, progress: Progress) -> BuildReport:
    """Make a snapshot of the current articles and these; the same key replaces."""
    with build_alone(settings.data):
        before = open_current(settings.data) if current_id(settings.data) is not None else None
        return _make(paths, before, settings, progress)


def reduce_snapshot(
    keys: Collection[str], provision: Provision, settings: BuildSettings, progress: Progress
) -> BuildReport:
    """Make a snapshot of the current articles without some; raises InputError when none is left."""
    with build_alone(settings.data), Rejects(settings.data) as rejects:
        before = open_current(settings.data)
        work = _Work.begin(provision, rejects, settings, progress)
        return _finish(work, before, tuple(sorted(keys)), tuple(before.verdicts()))


def revise_snapshot(
    said: Said, verdicts: Sequence[Verdict], provision: Provision, settings: BuildSettings, progress: Progress
) -> BuildReport:
    """Make a snapshot of the current articles with one of them said otherwise; no other piece is made anew."""
    with build_alone(settings.data), Rejects(settings.data) as rejects:
        before = open_current(settings.data)
        work = _Work.begin(provision, rejects, settings, progress)
        _remake(said, work)
        return _finish(work, before, (), newest((*before.verdicts(), *verdicts)))


def rejudge_snapshot(
    verdicts: Sequence[Verdict], provision: Provision, settings: BuildSettings, progress: Progress
) -> BuildReport:
    """Make a snapshot of the current articles with further verdicts on events of several; no piece is made anew."""
    with build_alone(settings.data), Rejects(settings.data) as rejects:
        before = open_current(settings.data)
        work = _Work.begin(provision, rejects, settings, progress)
        return _finish(work, before, (), newest((*before.verdicts(), *verdicts)))


def assemble(
    said: Iterable[Said],
    verdicts: tuple[Verdict, ...],
    rejections: Iterable[Rejection],
    provision: Provision,
    settings: BuildSettings,
    progress: Progress,
) -> BuildReport:
    """Make a snapshot of what articles say and let it be served; raises InputError when there is nothing."""
    with build_alone(settings.data), Rejects(settings.data) as rejects:
        work = _Work.begin(provision, rejects, settings, progress)
        for rejection in rejections:
            rejects.take(rejection)
        for item in said:
            _remake(item, work)
        return _finish(work, None, (), verdicts)


def read_and_annotate(paths: Sequence[str], tools: Tools, *, reviewed: bool = True) -> Iterator[Said | Rejection]:
    """Each article with what it says; a reviewed annotation file is used instead of the engine if asked for."""
    folders = annotation_folders(paths) if reviewed else ()
    for article in read_articles(paths):
        yield article if isinstance(article, Rejection) else say(article, tools, folders)


def seed_paths() -> list[str]:
    """The articles that ship with the program."""
    return [str(find_data("seeds/articles"))]


def annotation_folders(paths: Sequence[str]) -> tuple[Path, ...]:
    """Where reviewed annotations may lie: beside the articles, or in a folder `annotations` beside theirs."""
    given = [Path(path) for path in paths if path != "-"]
    beside = dict.fromkeys(path if path.is_dir() else path.parent for path in given)
    return tuple(place for folder in beside for place in (folder, folder.parent / "annotations"))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Work:
    """A build that is under way; what belongs to it in the journal is marked with its run."""

    journal: Shelf
    run: int
    foundation: str
    provision: Provision
    rejects: Rejects
    settings: BuildSettings
    progress: Progress

    @classmethod
    def begin(cls, provision: Provision, rejects: Rejects, settings: BuildSettings, progress: Progress) -> "_Work":
        """Open the journal; pieces of a build that was stopped count if they would come out the same."""
        foundation = foundation_of(provision.gazetteer, settings.reasoner)
        journal = Shelf(settings.data / _JOURNAL, journal_of(foundation, provision.provenance))
        return cls(
            journal=journal,
            run=journal.begin_run(),
            foundation=foundation,
            provision=provision,
            rejects=rejects,
            settings=settings,
            progress=progress,
        )


def _make(paths: Sequence[str], before: Snapshot | None, settings: BuildSettings, progress: Progress) -> BuildReport:
    with Rejects(settings.data) as rejects:
        found = _open(paths, rejects)
        folders = (settings.data / REVIEWS, *annotation_folders(paths))
        verdicts = _verdicts(folders[::-1], before, rejects)
        provision, read = choose_readers(settings, folders)
        work = _Work.begin(provision, rejects, settings, progress)
        _read(found, folders, read, work)
        return _finish(work, before, (), verdicts)


def _open(paths: Sequence[str], rejects: Rejects) -> Iterator[Article]:
    """The articles; raises InputError, before anything slow is loaded, when there is none."""
    found = (item for item in read_articles(paths) if not rejects.take(item))
    articles = (item for item in found if isinstance(item, Article))
    first = next(articles, None)
    if first is None:
        raise _nothing_usable(rejects.first)
    return chain((first,), articles)


def _nothing_usable(rejections: Iterable[Rejection]) -> InputError:
    reasons = "; ".join(f"{item.source}: {item.reason}, {item.remedy}" for item in rejections) or "there was none"
    return InputError(f"no article could be used ({reasons}); the snapshot stays as it is")


def _verdicts(folders: Iterable[Path], before: Snapshot | None, rejects: Rejects) -> tuple[Verdict, ...]:
    places = tuple(folders)
    given = [item for item in read_verdicts(places) if not rejects.take(item)]
    for link in read_links(places):
        rejects.take(link)
    earlier = () if before is None else before.verdicts()
    return newest((*earlier, *(item for item in given if isinstance(item, Verdict))))


def _read(found: Iterable[Article], folders: tuple[Path, ...], read: Reading, work: _Work) -> None:
    """Bring the pieces of all articles into the journal."""
    works: dict[str, str] = {}
    left = _left(found, folders, work, works)
    for number, piece in enumerate(read(left), 1):
        if isinstance(piece, Rejection):
            work.rejects.take(piece)
        else:
            work.journal.put(piece, works.pop(piece.key), work.run)
        work.progress("reading articles", number, None)
    for rejection in work.provision.unread:
        work.rejects.take(rejection)


def _left(
    found: Iterable[Article], folders: tuple[Path, ...], work: _Work, works: dict[str, str]
) -> Iterator[Article]:
    """The articles whose pieces the journal lacks; `works` is told what each is made of."""
    for number, article in enumerate(found, 1):
        digest = work_of(article, folders)
        # What a language model says is counted while it is asked; its replies are kept elsewhere.
        if work.settings.engine == "llm" or not work.journal.keep(article.key, digest, work.run):
            works[article.key] = digest
            yield article
        work.progress("opening articles", number, None)


def _finish(
    work: _Work, before: Snapshot | None, dropped: tuple[str, ...], verdicts: tuple[Verdict, ...]
) -> BuildReport:
    work.journal.drop_others(work.run)
    replaced: tuple[str, ...] = ()
    if before is not None and is_shelf(before.folder / FILE, work.foundation):
        replaced = _replaced(_keys_in(before), work)
    elif before is not None:
        replaced = _replaced({article.key for article in before.articles()}, work)
        _remake_all(before, dropped, work)
        before = None
    if before is None and not work.journal.article_keys():
        raise _nothing_usable(work.rejects.first)
    plan = Plan(
        journal=work.journal,
        before=before,
        dropped=dropped,
        verdicts=verdicts,
        foundation=work.foundation,
        provision=work.provision,
    )
    done = assemble_pieces(plan, work.settings, work.progress)
    work.journal.remove()
    return BuildReport(
        snapshot=done.manifest.id,
        folder=done.folder,
        articles=done.articles,
        claims=done.claims,
        happenings=done.happenings,
        counts=done.manifest.counts,
        rejections=tuple(work.rejects.first),
        rejected=work.rejects.count,
        contradictions=done.contradictions,
        notes=(*work.provision.notes, *replaced, *done.notes),
    )


def _keys_in(snapshot: Snapshot) -> set[str]:
    shelf = Shelf.open_finished(snapshot.folder / FILE)
    keys = set(shelf.article_keys())
    shelf.close()
    return keys


def _replaced(former: Collection[str], work: _Work) -> tuple[str, ...]:
    """Which articles take the place of others of their keys: a key is an author's to choose, so it is told."""
    found = [key for key in work.journal.article_keys() if key in former]
    more = (f"and {len(found) - _MOST_TOLD} more",) if len(found) > _MOST_TOLD else ()
    return (*(f"{key}: replaces the article of that key" for key in found[:_MOST_TOLD]), *more)


def _remake_all(before: Snapshot, dropped: Collection[str], work: _Work) -> None:
    """Make pieces of a snapshot's records anew, as another program, ontology or gazetteer made those that it has."""
    there = {*work.journal.article_keys(), *dropped}
    for article, annotation in zip(before.articles(), before.annotations(), strict=True):
        if article.key not in there:
            _remake(Said(article=article, annotation=annotation), work)


def _remake(said: Said, work: _Work) -> None:
    piece = make_piece(said.article, said.annotation, work.provision.gazetteer, work.settings.reasoner)
    work.journal.put(piece, "", work.run)
