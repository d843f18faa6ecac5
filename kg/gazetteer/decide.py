"""Is a gazetteer row asserted of an entity, offered as a doubtful match, or left out?

Confirmed, an entity carries the row's identifier and, when there is one, its Wikidata item; doubtful, only a close
match; else nothing. A wrong item merges two things and reasoning spreads it, a missing one costs a look-up.
"""

from kg.gazetteer.rows import Row
from kg.gazetteer.score import CLOSE, CONFIRMED
from kg.model import Entity, Link


def decide(entity: Entity, row: Row | None, link: Link | None) -> Entity:
    """The entity with `known`, `wikidata` and `link` as the score asks.

    A row without a link is one that the gazetteer itself gave (the state of a known office), so it is confirmed.
    An entity without a proper name, or one whose item a reviewer has set, stays as it is.
    """
    if not entity.named or entity.wikidata is not None:
        return entity
    score = link.score if link else 1.0
    if row is None or score < CLOSE:
        return _with(entity, None, link)
    if score >= CONFIRMED:
        return _with(entity, row, link)
    doubtful = link.model_copy(update={"close": row.qid}) if link else None
    return _with(entity, None, doubtful)


def _with(entity: Entity, row: Row | None, link: Link | None) -> Entity:
    return entity.model_copy(
        update={"known": row.id if row else None, "wikidata": row.qid if row else None, "link": link}
    )
