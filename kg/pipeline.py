"""In which order do articles become a snapshot?

    articles → annotations → triples → links and merges → closure → store and dumps

This file is the only one that knows the order. Steps are plain functions; what reading needs is loaded once.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from pyoxigraph import Quad

from kg import __version__
from kg.annotate.annotate import Tools, annotate, load_tools
from kg.annotate.annotation_file import SUFFIX, read_annotation
from kg.articles import read_articles
from kg.datafiles import find_data
from kg.dump.canonical import hash_quads, sort_quads
from kg.dump.origin import Origin
from kg.dump.parts import count_parts
from kg.dump.write import write_dumps
from kg.errors import InputError
from kg.gazetteer.background import background_quads
from kg.gazetteer.lookup import Gazetteer
from kg.happening import Verdict
from kg.link.quads import link_quads
from kg.link.settle import UnknownRow, settle
from kg.merge.merging import merge_events
from kg.merge.quads import merge_quads
from kg.merge.verdicts import newest, read_verdicts
from kg.model import Annotation, Article, Rejection
from kg.ontology.load import axiom_quads, ontology_quads, ontology_version
from kg.reason.infer import infer
from kg.settings import BuildSettings
from kg.store.draft import begin_draft, fill_store, publish, write_records
from kg.store.snapshot import FORMAT, Manifest, current_id, open_current
from kg.triples.annotation import annotation_quads

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
class Said:
    """An article with what it says."""

    article: Article
    annotation: Annotation


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build did: its snapshot, what it left out, what contradicts itself, and what its engine has to tell.

    `happenings` counts the events that several articles tell.
    """

    snapshot: str
    folder: Path
    articles: int
    claims: int
    happenings: int
    counts: dict[str, int]
    rejections: tuple[Rejection, ...]
    contradictions: tuple[str, ...]
    notes: tuple[str, ...] = ()


def build_snapshot(paths: Sequence[str], settings: BuildSettings, progress: Progress) -> BuildReport:
    """Make a snapshot of these articles alone (none given: the seeds) and let it be served."""
    paths = paths or seed_paths()
    found = _open(paths, progress)
    tools = load_tools(settings.engine, settings.parser)
    folders = annotation_folders(paths)
    verdicts, unread = _verdicts(folders)
    said, rejections = _collect(_read(found, tools, folders, progress))
    return assemble(said, verdicts, (*rejections, *unread), tools, settings, progress)


def extend_snapshot(paths: Sequence[str], settings: BuildSettings, progress: Progress) -> BuildReport:
    """Make a snapshot of the current articles and these; the same key replaces."""
    found = _open(paths, progress)
    tools = load_tools(settings.engine, settings.parser)
    folders = annotation_folders(paths)
    kept: dict[str, Said] = {}
    verdicts, unread = _verdicts(folders)
    if current_id(settings.data) is not None:
        before = open_current(settings.data)
        pairs = zip(before.articles(), before.annotations(), strict=True)
        kept = {article.key: Said(article=article, annotation=annotation) for article, annotation in pairs}
        verdicts = newest((*before.verdicts(), *verdicts))
    new, rejections = _collect(_read(found, tools, folders, progress))
    said = kept | {item.article.key: item for item in new}
    return assemble(list(said.values()), verdicts, (*rejections, *unread), tools, settings, progress)


def read_and_annotate(paths: Sequence[str], tools: Tools, *, reviewed: bool = True) -> Iterator[Said | Rejection]:
    """Each article with what it says; a reviewed annotation file is used instead of the engine if asked for."""
    return _read(read_articles(paths), tools, annotation_folders(paths) if reviewed else (), lambda *_: None)


def seed_paths() -> list[str]:
    """The articles that ship with the program."""
    return [str(find_data("seeds/articles"))]


def annotation_folders(paths: Sequence[str]) -> tuple[Path, ...]:
    """Where reviewed annotations may lie: beside the articles, or in a folder `annotations` beside theirs."""
    given = [Path(path) for path in paths if path != "-"]
    beside = dict.fromkeys(path if path.is_dir() else path.parent for path in given)
    return tuple(place for folder in beside for place in (folder, folder.parent / "annotations"))


def _open(paths: Sequence[str], progress: Progress) -> list[Article | Rejection]:
    """The articles and what is none; raises InputError, before anything slow is loaded, when there is no article."""
    found = []
    for number, item in enumerate(read_articles(paths), 1):
        found.append(item)
        progress("opening articles", number, None)
    if all(isinstance(item, Rejection) for item in found):
        raise _nothing_usable(item for item in found if isinstance(item, Rejection))
    return found


def _nothing_usable(rejections: Iterable[Rejection]) -> InputError:
    reasons = "; ".join(f"{item.source}: {item.reason}, {item.remedy}" for item in rejections) or "there was none"
    return InputError(f"no article could be used ({reasons}); the snapshot stays as it is")


def _read(
    found: Iterable[Article | Rejection], tools: Tools, folders: Sequence[Path], progress: Progress
) -> Iterator[Said | Rejection]:
    for number, article in enumerate(found, 1):
        yield article if isinstance(article, Rejection) else _say(article, tools, folders)
        progress("reading articles", number, None)


def _say(article: Article, tools: Tools, folders: Sequence[Path]) -> Said | Rejection:
    edited = next((path for folder in folders if (path := folder / (article.key + SUFFIX)).is_file()), None)
    annotation = annotate(article, tools) if edited is None else _read_reviewed(edited, article, tools.gazetteer)
    return annotation if isinstance(annotation, Rejection) else Said(article=article, annotation=annotation)


def _read_reviewed(path: Path, article: Article, gazetteer: Gazetteer) -> Annotation | Rejection:
    annotation = read_annotation(path, article)
    try:
        return annotation if isinstance(annotation, Rejection) else settle(annotation, gazetteer)
    except UnknownRow as error:
        return Rejection(source=str(path), reason=str(error), remedy="name a row of seeds/gazetteer or leave it out")


def _verdicts(folders: Iterable[Path]) -> tuple[tuple[Verdict, ...], tuple[Rejection, ...]]:
    found = list(read_verdicts(folders))
    unread = tuple(item for item in found if isinstance(item, Rejection))
    return newest(item for item in found if isinstance(item, Verdict)), unread


def _collect(items: Iterable[Said | Rejection]) -> tuple[list[Said], tuple[Rejection, ...]]:
    said, rejections = [], []
    for item in items:
        if isinstance(item, Rejection):
            rejections.append(item)
        else:
            said.append(item)
    return said, tuple(rejections)


def assemble(
    said: Sequence[Said],
    verdicts: tuple[Verdict, ...],
    rejections: tuple[Rejection, ...],
    tools: Provision,
    settings: BuildSettings,
    progress: Progress,
) -> BuildReport:
    """Make a snapshot of what articles say and let it be served; raises InputError when there is nothing."""
    if not said:
        raise _nothing_usable(rejections)
    said = sorted(said, key=lambda item: item.article.key)
    asserted = [quad for item in said for quad in annotation_quads(item.article, item.annotation)]
    ontology, axioms = ontology_quads(), axiom_quads()
    happenings = merge_events(_annotations(said), tools.gazetteer, verdicts)
    facts = [
        *asserted,
        *background_quads(tools.gazetteer, _known(said)),
        *link_quads(_annotations(said)),
        *merge_quads(happenings, _annotations(said)),
    ]
    progress("reasoning", 0, 1)
    inferences = infer(facts, axioms, settings.reasoner)
    progress("reasoning", 1, 1)
    quads = sort_quads([*facts, *ontology, *inferences.quads])
    manifest = _manifest(quads, said, verdicts, tools, settings)
    folder = _write(quads, said, verdicts, manifest, settings.data, progress)
    return BuildReport(
        snapshot=manifest.id,
        folder=folder,
        articles=len(said),
        claims=sum(len(item.annotation.claims) for item in said),
        happenings=len(happenings),
        counts=manifest.counts,
        rejections=(*rejections, *tools.unread),
        contradictions=inferences.contradictions,
        notes=(*tools.notes, *(f"reasoning: {warning}" for warning in inferences.warnings)),
    )


def _annotations(said: Sequence[Said]) -> list[Annotation]:
    return [item.annotation for item in said]


def _known(said: Sequence[Said]) -> frozenset[str]:
    """The gazetteer rows that the annotations refer to."""
    return frozenset(entity.known for item in said for entity in item.annotation.entities if entity.known is not None)


def _manifest(
    quads: list[Quad], said: Sequence[Said], verdicts: Sequence[Verdict], tools: Provision, settings: BuildSettings
) -> Manifest:
    fields = {
        "format": FORMAT,
        "program": __version__,
        "ontology": ontology_version(),
        "reasoner": settings.reasoner,
        "engines": dict(sorted(tools.provenance.items())),
        "counts": dict(count_parts(quads)),
    }
    texts = [item.article.sha256 for item in said]
    given = [verdict.model_dump() for verdict in verdicts]
    digest = hash_quads(quads, json.dumps([fields, texts, given], sort_keys=True))
    return Manifest.model_validate(fields | {"id": digest[:32]})


def origin_of(manifest: Manifest) -> Origin:
    """What the dumps say of the making of a snapshot."""
    return Origin(
        snapshot=manifest.id,
        program=manifest.program,
        ontology=manifest.ontology,
        reasoner=manifest.reasoner,
        engines=manifest.engines,
    )


def _write(
    quads: list[Quad],
    said: Sequence[Said],
    verdicts: Sequence[Verdict],
    manifest: Manifest,
    data: Path,
    progress: Progress,
) -> Path:
    with begin_draft(data) as draft:
        progress("writing", 0, 3)
        store = fill_store(draft / "store", quads)
        progress("writing", 1, 3)
        write_dumps(draft / "dumps", quads, store, origin_of(manifest))
        del store  # what is open keeps its name
        progress("writing", 2, 3)
        write_records(draft, [item.article for item in said], _annotations(said), manifest, verdicts)
        folder = publish(draft, data, manifest.id)
        progress("writing", 3, 3)
        return folder
