"""Do the entities of a reviewed annotation name rows that the gazetteer has?

A reviewer names a row (`known`) or an item (`wikidata`); the other one follows from the gazetteer, so that an entity
has one node in every article. An item that the gazetteer lacks stays with the article's own node.
"""

from kg.gazetteer.lookup import Gazetteer
from kg.model import Annotation, Entity


class UnknownRow(ValueError):
    """An entity names a row that the gazetteer lacks, or another item than that row's."""


def settle(annotation: Annotation, gazetteer: Gazetteer) -> Annotation:
    """The annotation with `known` and `wikidata` of each entity in agreement; raises UnknownRow."""
    entities = tuple(_settle(entity, gazetteer) for entity in annotation.entities)
    return annotation.model_copy(update={"entities": entities})


def _settle(entity: Entity, gazetteer: Gazetteer) -> Entity:
    if entity.known is None:
        found = gazetteer.by_item(entity.wikidata) if entity.wikidata else None
        return entity.model_copy(update={"known": found.id}) if found else entity
    if not gazetteer.has(entity.known):
        raise UnknownRow(f"entity {entity.id}: the gazetteer has no row {entity.known}")
    qid = gazetteer.row(entity.known).qid
    if entity.wikidata not in (None, qid):
        raise UnknownRow(f"entity {entity.id}: {entity.known} is {qid or 'without an item'}, not {entity.wikidata}")
    return entity.model_copy(update={"wikidata": qid})
