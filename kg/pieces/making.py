"""How does an article, with what it says, become a piece?"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import iri
from kg.annotate.annotation_file import to_json
from kg.dump.parts import count_parts
from kg.gazetteer.background import background_rows, row_quads
from kg.gazetteer.lookup import Gazetteer
from kg.link.quads import link_quads
from kg.merge.candidates import blocks_of
from kg.merge.remembered import telling_text
from kg.merge.telling import tellings
from kg.model import Annotation, Article
from kg.ontology.load import axiom_quads
from kg.pieces.piece import Piece, Told
from kg.reason.apart import Contact, contacts_of
from kg.reason.compile import compile_schema
from kg.reason.encode import relation_of
from kg.reason.infer import Inferences, follow, infer
from kg.reason.lower import all_bodies
from kg.reason.rules import Term
from kg.reason.schema import is_axiom
from kg.settings import ReasonerName
from kg.triples.annotation import annotation_quads


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
