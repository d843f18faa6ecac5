"""What does one article bring to a snapshot?

Everything that can be worked out from the article alone, with the gazetteer and the ontology: its triples, what
follows from them, and what its events are held against those of other articles by. Pieces can be made anywhere and
in any order; what a snapshot holds is put together from them (`kg.pipeline.building`).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import iri
from kg.annotate.annotation_file import to_json
from kg.dump.parts import Part, count_parts
from kg.gazetteer.background import background_rows, row_quads
from kg.gazetteer.lookup import Gazetteer
from kg.link.quads import link_quads
from kg.merge.candidates import blocks_of
from kg.merge.remembered import telling_text
from kg.merge.telling import tellings
from kg.model import Annotation, Article
from kg.ontology.load import axiom_quads
from kg.reason.apart import Contact, contacts_of
from kg.reason.compile import compile_schema
from kg.reason.encode import relation_of
from kg.reason.infer import Inferences, follow, infer
from kg.reason.lower import all_bodies
from kg.reason.rules import Term
from kg.reason.schema import is_axiom
from kg.settings import ReasonerName
from kg.triples.annotation import annotation_quads


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One event that a piece's article tells, by its identifier: the words for it, a telling (`kg.merge.remembered`),
    and the blocks of events it is held against.
    """

    event: str
    label: str
    telling: str
    blocks: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """What one article brings.

    `article` and `annotation` are the lines of the snapshot's records; `rows` the gazetteer's rows that the article
    rests on. `lines` are the N-Quads, sorted, whose subject is the article's own, `loose` the inferred ones about
    nodes that articles share; no line has its dot and newline. `counts` are those of `lines` by part.
    """

    key: str
    article: str
    annotation: str
    claims: int
    rows: tuple[str, ...]
    lines: tuple[str, ...]
    loose: tuple[str, ...]
    counts: tuple[tuple[Part, int], ...]
    contacts: tuple[Contact, ...]
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...]
    told: tuple[Told, ...]

    def digest(self) -> str:
        """SHA-256 (hex) of its content."""
        total = hashlib.sha256()
        for text in (self.article, self.annotation, *self.lines, *self.loose):
            total.update(text.encode() + b"\n")
        return total.hexdigest()


def make_piece(article: Article, annotation: Annotation, gazetteer: Gazetteer, reasoner: ReasonerName) -> Piece:
    """The piece of an article with what it says."""
    known = frozenset(entity.known for entity in annotation.entities if entity.known is not None)
    rows = background_rows(gazetteer, known)
    stated = [*annotation_quads(article, annotation), *link_quads([annotation])]
    background = [quad for row in rows for quad in row_quads(gazetteer, row)]
    inferences = infer([*stated, *background], axioms(), reasoner)
    is_own = _ownership(article.key)
    own = {str(quad): quad for quad in (*stated, *(quad for quad in inferences.quads if is_own(quad.subject)))}
    lines = tuple(sorted(own))
    return Piece(
        key=article.key,
        article=article.model_dump_json(exclude_none=True),
        annotation=to_json(annotation),
        claims=len(annotation.claims),
        rows=rows,
        lines=lines,
        loose=tuple(sorted({str(quad) for quad in inferences.quads if not is_own(quad.subject)})),
        counts=tuple(count_parts(own[line] for line in lines).items()),
        contacts=_contacts(stated, background, inferences, is_own, reasoner),
        contradictions=inferences.contradictions,
        warnings=inferences.warnings,
        told=_told(annotation, gazetteer),
    )


@lru_cache(maxsize=1)
def axioms() -> tuple[Quad, ...]:
    """The ontology's axioms, read once, without the notes on them that no rule asks for."""
    found = axiom_quads()
    program = compile_schema(quad.triple for quad in found if is_axiom(quad.predicate, quad.object))
    asked = {relation_of(atom).name for body in all_bodies(program) for atom in body}
    return tuple(
        quad
        for quad in found
        if quad.predicate in asked or not isinstance(quad.object, Literal) or is_axiom(quad.predicate, quad.object)
    )


def _ownership(key: str) -> Callable[[Term], bool]:
    """Whether a node exists in this article alone."""
    whole = iri.mint_article(key)
    inside = whole + "/"
    return lambda term: isinstance(term, NamedNode) and (term.value == whole or term.value.startswith(inside))


def _contacts(
    stated: Iterable[Quad],
    background: Sequence[Quad],
    inferences: Inferences,
    is_own: Callable[[Term], bool],
    reasoner: ReasonerName,
) -> tuple[Contact, ...]:
    """Of the article's triples, and of those that do not follow from the gazetteer alone."""
    given: set[Triple] = {quad.triple for quad in background}
    if any(not is_own(triple.subject) and not is_own(triple.object) for triple in inferences.all):
        given.update(follow(background, axioms(), reasoner))
    found = (*(quad.triple for quad in stated), *(triple for triple in inferences.all if triple not in given))
    return tuple(sorted(contacts_of(found, is_own)))


def _told(annotation: Annotation, gazetteer: Gazetteer) -> tuple[Told, ...]:
    labels = {event.id: event.label or event.trigger.quote for event in annotation.events}
    return tuple(
        Told(
            event=telling.name.event,
            label=labels[telling.name.event],
            telling=telling_text(telling),
            blocks=blocks_of(telling),
        )
        for telling in tellings(annotation, gazetteer)
    )
