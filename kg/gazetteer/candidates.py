"""Which rows could a name mean, the likeliest first, with the reasons?

What reconciliation and the linker ask. A name may come with titles (`Foreign Minister Lavrov`) or turned round
(`Lavrov, Sergei`); one letter may be wrong where nothing fits exactly.
"""

from dataclasses import replace

from kg.gazetteer.lookup import Gazetteer, Match
from kg.gazetteer.naming import Naming, part_name
from kg.gazetteer.score import Evidence, Scored, score_matches
from kg.model import EntityKind


def candidates(
    name: str,
    kind: EntityKind | None,
    gazetteer: Gazetteer,
    limit: int = 10,
    *,
    evidence: Evidence | None = None,
) -> tuple[Scored, ...]:
    """At most `limit` rows that `name` could mean, each once: `.match.row`, `.score` (0 to 1) and `.reasons`.

    `kind` is the kind of thing asked for, None for any. `evidence` is what else is known (posts, states, days).
    Empty is an answer: nothing that the gazetteer knows. From `kg.gazetteer.score.CONFIRMED` a link may be asserted,
    from `CLOSE` it is doubtful.
    """
    parts = part_name(name, gazetteer)
    asked = _evidence(parts, kind or (evidence.kind if evidence else None), evidence or Evidence())
    return score_matches(_matches(name, parts, gazetteer), asked, gazetteer)[:limit]


def _matches(name: str, parts: Naming, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """What the whole name means, else what is left of it without titles."""
    whole = gazetteer.find(name, typos=False)
    return whole or gazetteer.find(parts.name)


def _evidence(parts: Naming, kind: EntityKind | None, given: Evidence) -> Evidence:
    return replace(
        given,
        kind=kind or ("Person" if parts.personal else None),
        posts=(*given.posts, *parts.posts),
        states=given.states | parts.states,
    )
