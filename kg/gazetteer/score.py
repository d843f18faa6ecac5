"""How well does a gazetteer row fit what the article says of a name?

Each feature has one written weight; the score is their sum, cut to 0 … 1 and rounded to two places, so that a reader
of the decision can add it up again.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kg.gazetteer.lookup import Gazetteer, Match
from kg.gazetteer.rows import How, Office, fold
from kg.model import Candidate, EntityKind, Link

CONFIRMED = 0.8
"""From here on the item is asserted."""
CLOSE = 0.5
"""From here on it is published as a doubtful match; below, the name means nothing that we know."""

HOW: dict[How, float] = {
    "label": 0.7, "alias": 0.62, "acronym": 0.62, "metonym": 0.6, "demonym": 0.6, "adjective": 0.6, "surname": 0.25,
}  # fmt: skip
KIND_AGREES, KIND_DIFFERS = 0.15, -0.4
UNIQUE, SHARED = 0.15, -0.05
WHOLE_COUNTRY = 0.08
POST_AGREES, POST_DIFFERS = 0.3, -0.1
IN_OFFICE, OUT_OF_OFFICE = 0.1, -0.1
COUNTRY_NAMED = 0.1
TYPO = -0.15
LESS_KNOWN = -0.1
TIMES_AS_KNOWN = 10
"""A place or organisation is called without more words when so many times as many wikis have a page on it. Never a
person: whoever is named without a word on who he is may be anybody.
"""
_POST_WORDS = {
    "defense": "defence", "chairwoman": "chair", "chairman": "chair", "chairperson": "chair",
    "premier": "prime minister",
    "secretary-general": "secretary general", "chief": "director", "head": "director", "foreign": "foreign affairs",
    "mk": "member knesset", "pm": "prime minister", "labor": "labour",
}  # fmt: skip
_EMPTY = frozenset({"of", "the", "for", "and", "to", "s", "affairs", "federal", "state", "then", "former", "ex"})
_LOWERING = frozenset({"vice", "deputy", "assistant", "under"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What the article says of a name: the kind its words ask for, the posts given to it, the rows of the states
    that the article names, and the days it is about (an open bound is None).
    """

    kind: EntityKind | None = None
    posts: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """A possible row with its score and the features that made it."""

    match: Match
    score: float
    reasons: tuple[str, ...]


def score_matches(matches: Collection[Match], evidence: Evidence, gazetteer: Gazetteer) -> tuple[Scored, ...]:
    """The rows of the matches, each by its best name, the best row first; equal scores by row identifier.

    The order of the matches does not matter: of names with equal scores the one of the better kind counts.
    """
    rows = {match.row.id for match in matches}
    known = max((match.row.prior for match in matches if match.row.kind != "Person"), default=0)
    best: dict[str, Scored] = {}
    for match in sorted(matches, key=lambda each: (-HOW[each.how], each.typo, each.how, each.written)):
        scored = _score(match, evidence, gazetteer, unique=len(rows) == 1, known=known)
        if match.row.id not in best or scored.score > best[match.row.id].score:
            best[match.row.id] = scored
    return tuple(sorted(best.values(), key=lambda each: (-each.score, each.match.row.id)))


def to_link(scored: tuple[Scored, ...]) -> Link | None:
    """The decision as a record: score, reason in words, and every candidate that has a Wikidata item."""
    if not scored:
        return None
    best = scored[0]
    tied = len(scored) > 1 and scored[1].score == best.score
    score = min(best.score, CONFIRMED - 0.01) if tied else best.score
    reasons = (*best.reasons, f"as likely as {scored[1].match.row.label}") if tied else best.reasons
    return Link(
        score=round(score, 2),
        reason="; ".join((f"{best.match.row.label} by {best.match.how} {best.match.written!r}", *reasons)),
        candidates=tuple(
            Candidate(wikidata=each.match.row.qid, label=each.match.row.label, score=each.score)
            for each in scored[:5]
            if each.match.row.qid
        ),
    )


def _score(match: Match, evidence: Evidence, gazetteer: Gazetteer, *, unique: bool, known: int) -> Scored:
    features = [(HOW[match.how], f"{match.how}"), *_kind(match, evidence)]
    features.append((UNIQUE, "no other row has the name") if unique else (SHARED, "other rows have the name"))
    if match.typo:
        features.append((TYPO, "one letter differs"))
    if match.row.kind != "Person" and 0 < match.row.prior * TIMES_AS_KNOWN <= known:
        features.append((LESS_KNOWN, "a namesake is far better known"))
    if match.row.subkind in ("country", "territory", "disputed territory"):
        features.append((WHOLE_COUNTRY, "a whole country or territory"))
    if match.row.kind == "Person":
        features += _offices(match, evidence, gazetteer)
    if match.row.country in evidence.states and (match.row.kind != "State" or not unique):
        features.append((COUNTRY_NAMED, "its country is named"))
    total = min(max(sum(weight for weight, _ in features), 0.0), 1.0)
    reasons = tuple(f"{words} {weight:+.2f}" for weight, words in features)
    return Scored(match=match, score=round(total, 2), reasons=reasons)


def _kind(match: Match, evidence: Evidence) -> list[tuple[float, str]]:
    if evidence.kind is None:
        return []
    spatial = {"State", "Place"}
    agrees = match.row.kind == evidence.kind or {match.row.kind, evidence.kind} <= spatial
    return [(KIND_AGREES, "kind agrees")] if agrees else [(KIND_DIFFERS, f"the words ask for {evidence.kind}")]


def _offices(match: Match, evidence: Evidence, gazetteer: Gazetteer) -> list[tuple[float, str]]:
    offices = gazetteer.offices_of(match.row.id)
    features: list[tuple[float, str]] = []
    posts = [post for post in evidence.posts if any(same_post(post, office.post) for office in offices)]
    if posts:
        features.append((POST_AGREES, f"held the post {posts[0]!r}"))
    elif any(gazetteer.is_office(post) for post in evidence.posts):
        features.append((POST_DIFFERS, f"not known as {evidence.posts[0]!r}"))
    if offices and (evidence.earliest or evidence.latest):
        serving = gazetteer.offices_of(match.row.id, evidence.earliest, evidence.latest)
        features.append((IN_OFFICE, "in office then") if serving else (OUT_OF_OFFICE, "not in office then"))
    return features


def same_post(words: str, post: str) -> bool:
    """Whether the words of a text can mean a post: all of them are in it, and it is not a deputy's."""
    said, held = _post_tokens(words), _post_tokens(post)
    return bool(said) and said <= held and not (held & _LOWERING) - said


def _post_tokens(text: str) -> frozenset[str]:
    words = " ".join(_POST_WORDS.get(word, word) for word in re.findall(r"[a-z]+", fold(text)))
    return frozenset(words.split()) - _EMPTY


def matching_office(
    gazetteer: Gazetteer, person: str, post: str, evidence: Evidence, *, former: bool
) -> Office | None:
    """The term that a post in the text means: one that covers the days, or any if it is said to be past.

    None when no term, or more than one, fits.
    """
    held = [office for office in gazetteer.offices_of(person) if same_post(post, office.post)]
    serving = {office.id for office in gazetteer.offices_of(person, evidence.earliest, evidence.latest)}
    fitting = [office for office in held if office.id in serving] if not former else held
    return fitting[0] if len(fitting) == 1 else None
