"""How does a reviewer's annotation replace what an article was read to say, and what would that change?

Nothing is read again: the other articles stay as the current snapshot has them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from pyoxigraph import NamedNode, Quad, Triple

from kg import iri
from kg.errors import UsageError
from kg.gazetteer.background import background_quads
from kg.gazetteer.lookup import Gazetteer
from kg.happening import Verdict
from kg.link.quads import link_quads
from kg.link.settle import settle
from kg.merge.merging import merge_events
from kg.merge.quads import merge_quads
from kg.merge.verdicts import newest
from kg.model import Annotation
from kg.ontology.load import axiom_quads
from kg.pipeline.building import BuildReport, Progress, Said, rejudge_snapshot, revise_snapshot
from kg.pipeline.rebuild import AsBefore, said_in
from kg.reason.infer import infer
from kg.settings import BuildSettings, ReasonerName
from kg.store.snapshot import Snapshot, open_current
from kg.triples.annotation import annotation_quads

_INFERRED = NamedNode(iri.mint_graph("inferred"))


class Change(NamedTuple):
    """The triples that a revision takes away and those that it brings, each in the order of its text."""

    gone: tuple[Triple, ...]
    come: tuple[Triple, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Revision:
    """What a snapshot would state and infer otherwise, and the contradictions that it would hold, in words."""

    stated: Change
    inferred: Change
    contradictions: tuple[str, ...]


def foresee(before: Snapshot, annotation: Annotation, verdicts: Iterable[Verdict], gazetteer: Gazetteer) -> Revision:
    """What another annotation of one of its articles, and further verdicts, would change in a snapshot.

    Raises UsageError for an article that the snapshot lacks and UnknownRow for an entity that the gazetteer lacks.
    """
    former, given = list(said_in(before)), tuple(before.verdicts())
    revised = _revised(former, annotation, gazetteer)
    rest = [revised if one.article.key == revised.article.key else one for one in former]
    old, new = _facts(former, given, gazetteer), _facts(rest, newest((*given, *verdicts)), gazetteer)
    inferences = infer(new, axiom_quads(), cast(ReasonerName, before.manifest.reasoner))
    inferred = before.open_store().quads_for_pattern(None, None, None, _INFERRED)
    return Revision(
        stated=_change(old, new),
        inferred=_change(inferred, inferences.quads),
        contradictions=inferences.contradictions,
    )


def revise(
    annotation: Annotation,
    verdicts: Sequence[Verdict],
    gazetteer: Gazetteer,
    settings: BuildSettings,
    progress: Progress,
) -> BuildReport:
    """Makes the current snapshot anew with this annotation of one of its articles; raises as `foresee` does."""
    before = open_current(settings.data)
    reasoner = cast(ReasonerName, before.manifest.reasoner)
    revised = _revised(said_in(before), annotation, gazetteer)
    return revise_snapshot(
        revised, verdicts, AsBefore.of(before.manifest), replace(settings, reasoner=reasoner), progress
    )


def rejudge(verdicts: Sequence[Verdict], settings: BuildSettings, progress: Progress) -> BuildReport:
    """Makes the current snapshot anew with these verdicts on events of several articles; nothing else changes."""
    manifest = open_current(settings.data).manifest
    reasoner = cast(ReasonerName, manifest.reasoner)
    return rejudge_snapshot(verdicts, AsBefore.of(manifest), replace(settings, reasoner=reasoner), progress)


def _revised(said: Iterable[Said], annotation: Annotation, gazetteer: Gazetteer) -> Said:
    key = annotation.article.key
    former = next((one for one in said if one.article.key == key), None)
    if former is None:
        raise UsageError(f"the current snapshot holds no article {key!r}; add it first: dateline add")
    return Said(article=former.article, annotation=settle(annotation, gazetteer))


def _facts(said: Sequence[Said], verdicts: Iterable[Verdict], gazetteer: Gazetteer) -> list[Quad]:
    """Everything that articles state, with what belongs to it, before reasoning."""
    annotations = [one.annotation for one in said]
    known = frozenset(entity.known for one in annotations for entity in one.entities if entity.known is not None)
    return [
        *(quad for one in said for quad in annotation_quads(one.article, one.annotation)),
        *background_quads(gazetteer, known),
        *link_quads(annotations),
        *merge_quads(merge_events(annotations, gazetteer, verdicts), annotations),
    ]


def _change(before: Iterable[Quad], after: Iterable[Quad]) -> Change:
    old, new = ({quad.triple for quad in side} for side in (before, after))
    return Change(tuple(_sorted(old - new)), tuple(_sorted(new - old)))


def _sorted(triples: set[Triple]) -> Iterator[Triple]:
    yield from sorted(triples, key=str)
