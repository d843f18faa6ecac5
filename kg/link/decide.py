"""Which known thing is each named entity of an annotation?

Reading an article decides with all that the article says (`kg.annotate.actors`); this step decides again from an
annotation alone: for annotations that people have edited, and after the gazetteer has grown.
"""

from collections.abc import Iterable

from kg.gazetteer.decide import decide
from kg.gazetteer.lookup import Gazetteer, Match
from kg.gazetteer.rows import Row
from kg.gazetteer.score import Evidence, score_matches, to_link
from kg.model import Annotation, Entity, Tenure, When


def link_entities(
    entities: Iterable[Entity],
    gazetteer: Gazetteer,
    when: When | None = None,
    tenures: Iterable[Tenure] = (),
) -> tuple[Entity, ...]:
    """The entities with `known`, `wikidata` and `link` filled, in the order given.

    `when` bounds the days that the article is about, `tenures` give persons their posts. Entities without a proper
    name, and those whose item is set already, stay as they are.
    """
    entities, held = tuple(entities), tuple(tenures)
    states = frozenset(_states(entities, gazetteer))
    return tuple(_link(entity, gazetteer, _evidence(entity, held, states, when)) for entity in entities)


def link_annotation(annotation: Annotation, gazetteer: Gazetteer) -> Annotation:
    """The annotation with its entities linked."""
    linked = link_entities(annotation.entities, gazetteer, annotation.article.published, annotation.tenures)
    return annotation.model_copy(update={"entities": linked})


def _states(entities: Iterable[Entity], gazetteer: Gazetteer) -> Iterable[str]:
    for entity in entities:
        if entity.kind == "State" and entity.named:
            rows = {match.row.id for match in _own(gazetteer.find(entity.label, typos=False))}
            if len(rows) == 1:
                yield rows.pop()


def _own(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(match for match in matches if match.how not in ("metonym", "adjective", "demonym"))


def _evidence(entity: Entity, tenures: tuple[Tenure, ...], states: frozenset[str], when: When | None) -> Evidence:
    return Evidence(
        kind=entity.kind,
        posts=tuple(tenure.post for tenure in tenures if tenure.person == entity.id),
        states=states,
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
    )


def _link(entity: Entity, gazetteer: Gazetteer, evidence: Evidence) -> Entity:
    if not entity.named or entity.wikidata is not None:
        return entity
    scored = score_matches(_own(gazetteer.find(entity.label)), evidence, gazetteer)
    row: Row | None = scored[0].match.row if scored else None
    return decide(entity, row, to_link(scored))
