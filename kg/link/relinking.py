"""Which entities of an article are which rows, once all that it says is known?

What was read decides on each name where it stands; here the whole text decides, and a reviewer before it. An
annotation that a reviewer has checked stays as it is.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.rows import Row, fold
from kg.gazetteer.score import CONFIRMED
from kg.link.deciding import Decision, link_text
from kg.link.grouping import Spot
from kg.link.reviewing import LinkVerdict, for_article
from kg.link.view import bare_name, words_of
from kg.model import Annotation, Candidate, Entity, EntityKind, Link

_KINDS: frozenset[EntityKind] = frozenset({"Person", "Organization", "State", "Place"})
_SHOWN = 5
_LONGEST = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """An entity with the decisions on its names in the text, and the verdict that holds for it."""

    entity: Entity
    names: tuple[str, ...]
    decisions: tuple[Decision, ...]
    verdict: LinkVerdict | None = None


def relink(
    annotation: Annotation, text: str, gazetteer: Gazetteer, verdicts: Sequence[LinkVerdict] = ()
) -> Annotation:
    """The annotation with its links decided on the whole `text`; the same arguments give the same links."""
    if annotation.review.state == "reviewed":
        return annotation
    linked = find_links(annotation, text, gazetteer, verdicts)
    entities = tuple(_settle(each, gazetteer) for each in linked)
    return annotation.model_copy(update={"entities": entities})


def find_links(
    annotation: Annotation, text: str, gazetteer: Gazetteer, verdicts: Sequence[LinkVerdict] = ()
) -> tuple[Linked, ...]:
    """Every entity, in the order of the annotation, with what is decided about it."""
    spots = {entity.id: tuple(_spots(annotation, entity, text, gazetteer)) for entity in annotation.entities}
    every = sorted({spot for own in spots.values() for spot in own}, key=lambda spot: (spot.start, spot.end))
    holding = for_article(verdicts, annotation.article.key)
    barred = frozenset((v.folded, _row_id(v.item, gazetteer)) for v in holding if v.verdict == "is not")
    decisions = link_text(text, every, gazetteer, _published(annotation), barred)
    by_spot = {spot: decision for decision in decisions for spot in decision.group.spots}
    quotes: dict[str, list[str]] = {entity.id: [] for entity in annotation.entities}
    for mention in annotation.mentions:
        quotes[mention.entity].append(mention.quote)
    return tuple(
        _linked(entity, (*(text[s.start : s.end] for s in spots[entity.id]), *quotes[entity.id]),
                tuple(dict.fromkeys(by_spot[spot] for spot in spots[entity.id])), holding)
        for entity in annotation.entities
    )  # fmt: skip


def _published(annotation: Annotation) -> tuple[date | None, date | None]:
    published = annotation.article.published
    return (published.earliest, published.latest) if published else (None, None)


def _linked(
    entity: Entity, written: Sequence[str], decisions: tuple[Decision, ...], holding: Sequence[LinkVerdict]
) -> Linked:
    """An entity with its names as `written`, in full, and as its label says, and the verdict on one of them."""
    names = tuple(dict.fromkeys((*written, *(d.group.name for d in decisions), entity.label)))
    folded = {fold(bare_name(name)) for name in names}
    verdict = next((v for v in holding if v.verdict != "is not" and v.folded in folded), None)
    return Linked(entity=entity, names=names, decisions=decisions, verdict=verdict if entity.named else None)


def _spots(annotation: Annotation, entity: Entity, text: str, gazetteer: Gazetteer) -> Iterator[Spot]:
    """Where the words of the entity's mentions hold its name: one that its row has, else that of its label."""
    if not entity.named or entity.kind not in _KINDS:
        return
    for mention in annotation.mentions:
        if mention.entity == entity.id:
            found = next(_stretches(entity, text, mention.start, mention.end, gazetteer), None)
            if found:
                yield Spot(start=found[0], end=found[1], kind=entity.kind)


def _stretches(entity: Entity, text: str, start: int, end: int, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Stretches of words that name the entity, longest first, the last of several of one length before the others."""
    words = words_of(text, start, end)
    label = fold(entity.label)
    for size in range(min(len(words), _LONGEST), 0, -1):
        for at in range(len(words) - size, -1, -1):
            stretch = words[at][0], words[at + size - 1][1]
            written = text[stretch[0] : stretch[1]]
            if not written[0].isupper():
                continue
            if entity.known is None:
                named = fold(written) == label or (size == 1 and fold(written) == label.split()[-1])
            else:
                named = any(match.row.id == entity.known for match in gazetteer.find(written, typos=False))
            if named:
                yield stretch


def _row_id(item: str, gazetteer: Gazetteer) -> str:
    row = gazetteer.by_item(item) if "/" not in item else None
    return row.id if row else item


def _settle(linked: Linked, gazetteer: Gazetteer) -> Entity:
    entity = linked.entity
    if linked.verdict is not None:
        return _obey(entity, linked.verdict, gazetteer)
    rows = {decision.row.id: decision for decision in linked.decisions if decision.row}
    if len(rows) == 1:
        return _confirm(entity, next(iter(rows.values())), gazetteer)
    if not linked.decisions or rows:
        return entity
    best = max(linked.decisions, key=lambda decision: decision.score)
    possible = {each.match.row.id for each in best.candidates}
    if entity.known is not None and not _is_refuted(entity.known, best, possible):
        return entity
    return _doubt(entity, best)


def _is_refuted(known: str, best: Decision, possible: Collection[str]) -> bool:
    """Whether the whole text speaks against what was read; that something else is as likely does not."""
    return known in possible and next(e.score for e in best.candidates if e.match.row.id == known) < CONFIRMED


def _confirm(entity: Entity, decision: Decision, gazetteer: Gazetteer) -> Entity:
    row = decision.row
    if row is None or (entity.known is not None and _is_seat(gazetteer.row(entity.known), row)):
        return entity
    return entity.model_copy(
        update={
            "known": row.id, "wikidata": row.qid, "label": row.label, "kind": row.kind, "link": _link(decision, None),
        }
    )  # fmt: skip


def _is_seat(known: Row, found: Row) -> bool:
    """Whether a capital was read as its state's government: what it does in the text told so."""
    return known.kind == "State" and found.kind == "Place" and found.country == known.id


def _doubt(entity: Entity, decision: Decision) -> Entity:
    label = decision.group.name if entity.known is not None else entity.label
    link = _link(decision, decision.close) if decision.candidates else entity.link
    return entity.model_copy(update={"known": None, "wikidata": None, "label": label, "link": link})


def _link(decision: Decision, close: Row | None) -> Link:
    best = decision.candidates[0].match if decision.candidates else None
    words = f"{best.row.label} by {best.how} {best.written!r}; " if best else ""
    return Link(
        score=round(decision.score, 2),
        reason=words + "; ".join(decision.reasons),
        close=close.qid if close else None,
        candidates=tuple(
            Candidate(wikidata=each.match.row.qid, label=each.match.row.label, score=each.score)
            for each in decision.candidates[:_SHOWN]
            if each.match.row.qid
        ),
    )


def _obey(entity: Entity, verdict: LinkVerdict, gazetteer: Gazetteer) -> Entity:
    """What a reviewer said; an item that the gazetteer lacks stays with the article's own node."""
    reason = "a reviewer's word" + (f": {verdict.note}" if verdict.note else "")
    if verdict.verdict == "nobody":
        link = Link(score=0.0, reason=reason)
        return entity.model_copy(update={"known": None, "wikidata": None, "label": verdict.name, "link": link})
    identifier = _row_id(verdict.item, gazetteer)
    link = Link(score=1.0, reason=reason)
    if not gazetteer.has(identifier):
        item = verdict.item if "/" not in verdict.item else None
        return entity.model_copy(update={"known": None, "wikidata": item, "label": verdict.name, "link": link})
    row = gazetteer.row(identifier)
    return entity.model_copy(
        update={"known": row.id, "wikidata": row.qid, "label": row.label, "kind": row.kind, "link": link}
    )
