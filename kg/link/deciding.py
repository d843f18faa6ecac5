"""Which row does a name in a text mean, if any?

The score of a name against a row (`kg.gazetteer.score`) is mended by what the whole text says. Each sign has one
written weight, so that a reader of the decision can add it up. Below `CONFIRMED` nothing is asserted: no link costs a
look-up, a wrong one merges two things for ever.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.gazetteer.lookup import Gazetteer, Match
from kg.gazetteer.rows import Row, fold
from kg.gazetteer.score import CLOSE, CONFIRMED, Evidence, Scored, same_post, score_matches
from kg.link.grouping import Group, Spot, group
from kg.link.surroundings import Said, is_age, listen, state_rows
from kg.link.view import View, bare_name, look
from kg.model import EntityKind

ONLY_THEN, ANOTHER_TIME = 0.1, -0.3
OTHER_STATE = -0.5
OTHER_CALLING = -0.45
AGE = -0.2
ALONE = -0.25
TYPO, TYPO_OF_PERSON = -0.15, -0.35
LIES_THERE, LIES_ELSEWHERE = 0.3, -0.5
MARGIN = 0.05
LATELY = timedelta(days=60)
"""How long before publication an article's news lies at most, unless a year is named."""
_OF = re.compile(r"\s+of\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+(?:of\s+|the\s+|of\s+the\s+)?[A-Z][\w’'-]*){0,4}")
_OWNER = re.compile(r"([A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,3})['’]s\s+$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What was decided about the spots of one group: a row, a doubtful one, or neither; with every candidate."""

    group: Group
    row: Row | None
    close: Row | None
    score: float
    reasons: tuple[str, ...]
    candidates: tuple[Scored, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Context:
    view: View
    gazetteer: Gazetteer
    published: tuple[date | None, date | None]
    barred: frozenset[tuple[str, str]]


def link_text(
    text: str,
    spots: Sequence[Spot],
    gazetteer: Gazetteer,
    published: tuple[date | None, date | None] = (None, None),
    barred: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Decision, ...]:
    """The decisions about the names at `spots`, each spot in exactly one; `published` are the bounds of the day.

    `barred` are folded names with rows that they do not mean. The same arguments always give the same decisions.
    """
    context = _Context(view=look(text, gazetteer), gazetteer=gazetteer, published=published, barred=barred)
    found = {one.key: _decide(one, context) for one in group(context.view, spots, gazetteer)}
    return tuple(_follow(decision, found) for decision in found.values())


def _follow(decision: Decision, found: Mapping[str, Decision]) -> Decision:
    """A short name that stays doubtful takes the decision on the only full name that comes after it."""
    later = [each for each in found.values() if each.group.text_key in decision.group.later]
    if decision.row is not None or len(decision.group.later) != 1 or len(later) != 1:
        return decision
    bearer = later[0]
    possible = {each.match.row.id for each in decision.candidates if each.score >= CLOSE}
    if bearer.row is None or (decision.candidates and bearer.row.id not in possible):
        return replace(decision, close=decision.close if bearer.row else None)
    reasons = (*bearer.reasons, f"the text calls it {bearer.group.name}")
    return replace(decision, row=bearer.row, close=None, score=bearer.score, reasons=reasons)


def _decide(one: Group, context: _Context) -> Decision:
    said = [listen(context.view, start, end, context.gazetteer) for start, end in one.places]
    written = {fold(bare_name(context.view.text[start:end])) for start, end in one.places} | {fold(one.name)}
    matches = tuple(
        m for m in _matches(one, said, context) if not any((w, m.row.id) in context.barred for w in written)
    )
    rows = {match.row.id for match in matches}
    evidence = _evidence(one, said, matches, context, rows)
    base = score_matches(matches, evidence, context.gazetteer)
    scored = tuple(sorted((_mend(each, one, said, base, evidence, context) for each in base), key=_order))
    return _conclude(one, scored)


def _order(scored: Scored) -> tuple[float, str]:
    return -scored.score, scored.match.row.id


def _conclude(one: Group, scored: tuple[Scored, ...]) -> Decision:
    if not scored:
        return Decision(group=one, row=None, close=None, score=0.0, reasons=("no row has the name",), candidates=())
    best, reasons, score = scored[0], list(scored[0].reasons), scored[0].score
    if len(scored) > 1 and scored[1].score > best.score - MARGIN:
        score = min(score, CONFIRMED - 0.01)
        reasons.append(f"{scored[1].match.row.label} is about as likely")
    if one.unsure:
        score = min(score, CONFIRMED - 0.01)
        reasons.append("the text gives several full names")
    row = best.match.row
    return Decision(
        group=one,
        row=row if score >= CONFIRMED else None,
        close=row if CLOSE <= score < CONFIRMED else None,
        score=score,
        reasons=tuple(reasons),
        candidates=scored,
    )


def _matches(one: Group, said: Sequence[Said], context: _Context) -> tuple[Match, ...]:
    """Rows of the name, of a longer one with its owner or whereabouts if there is such, or one letter away."""
    text, gazetteer = context.view.text, context.gazetteer
    for start, end in one.places:
        of, owner = _OF.match(text, end), _OWNER.search(text[max(0, start - 60) : start])
        longer = [text[start : of.end()]] if of else []
        longer += [f"{text[start:end]} of {owner[1]}"] if owner else []
        longer += [f"{text[start:end]}, {each.around}" for each in said if each.around]
        for name in longer:
            if found := gazetteer.find(name, typos=False):
                return found
    found = gazetteer.find(one.name)
    own = tuple(match for match in found if match.how != "metonym" and not _is_city_of(match, found))
    whole = tuple(match for match in own if match.how != "surname") if one.full else own
    return whole or (() if one.full else own or found)


def _is_city_of(match: Match, others: Collection[Match]) -> bool:
    """Whether a city bears the name of its own state, as Singapore: the state is meant."""
    states = {other.row.id for other in others if other.row.kind == "State" and other.how in ("label", "alias")}
    return match.row.kind == "Place" and match.row.country in states


def _evidence(
    one: Group, said: Sequence[Said], matches: Sequence[Match], context: _Context, rows: Collection[str]
) -> Evidence:
    posts = tuple(dict.fromkeys(post for each in said for post in each.posts))
    attached = frozenset(state for each in said for state in each.states)
    earliest, latest = _days(said, context.published)
    return Evidence(
        kind=one.kind or _kind(said, posts, matches),
        posts=posts,
        states=attached | frozenset(_countries(context, rows)),
        earliest=earliest,
        latest=latest,
    )


def _kind(said: Sequence[Said], posts: Sequence[str], matches: Sequence[Match]) -> EntityKind | None:
    """The kind that the words before ask for, else the one that every row of the name has."""
    kinds = {match.row.kind for match in matches}
    if "Person" in kinds and (posts or any(each.personal for each in said)):
        return "Person"
    return kinds.pop() if len(kinds) == 1 else None


def _days(said: Sequence[Said], published: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    """The days that the text is about: a year that the sentence names, else those before publication."""
    years = {year for each in said for year in each.years}
    if years:
        return date(min(years), 1, 1), date(max(years), 12, 31)
    earliest, latest = published
    return (earliest - LATELY if earliest else None), latest


def _countries(context: _Context, without: Collection[str]) -> Iterator[str]:
    """The states of everything else that the text names for sure."""
    for identifier in context.view.rows:
        row = context.gazetteer.row(identifier)
        country = row.id if row.kind == "State" else row.organ_of or row.country
        if identifier not in without and country:
            yield country


def _mend(
    scored: Scored, one: Group, said: Sequence[Said], base: Sequence[Scored], evidence: Evidence, context: _Context
) -> Scored:
    row = scored.match.row
    signs = list(_person_signs(scored, one, said, base, evidence, context) if row.kind == "Person" else ())
    if row.kind in ("Place", "State"):
        signs += _place_signs(row, said, context)
    if row.kind == "Organization" and _is_of_another(row, one, scored, context):
        signs.append((OTHER_STATE, "is said to be another state's"))
    if scored.match.typo and not any("held the post" in reason for reason in scored.reasons):
        signs.append((TYPO_OF_PERSON if row.kind == "Person" else TYPO, "a letter may make another name"))
    total = min(max(scored.score + sum(weight for weight, _ in signs), 0.0), 1.0)
    reasons = (*scored.reasons, *(f"{words} {weight:+.2f}" for weight, words in signs))
    return Scored(match=scored.match, score=round(total, 2), reasons=reasons)


def _is_of_another(row: Row, one: Group, scored: Scored, context: _Context) -> bool:
    """Whether `the Red Cross of Norway` is meant, where the row is of no state or another."""
    country = row.organ_of or row.country
    for _, end in one.places:
        found = _OF.match(context.view.text, end)
        states = state_rows(found[0], context.gazetteer) if found else frozenset()
        if states and country not in states and fold(found[0] if found else "") not in fold(scored.match.written):
            return True
    return False


def _person_signs(
    scored: Scored, one: Group, said: Sequence[Said], base: Sequence[Scored], evidence: Evidence, context: _Context
) -> Iterator[tuple[float, str]]:
    row = scored.match.row
    then = _served(row, evidence, context.gazetteer)
    former = any(each.former for each in said)
    if then is False and not former:
        yield ANOTHER_TIME, "held that post at another time"
    if then and sum(bool(_served(each.match.row, evidence, context.gazetteer)) for each in base) == 1:
        yield ONLY_THEN, "alone held that post then"
    attached = {state for each in said for state in each.states}
    if attached and evidence.posts and row.country and row.country not in attached:
        yield OTHER_STATE, "the post is another state's"
    callings = [noun for each in said for noun in each.callings if not _calls(noun, row, context.gazetteer)]
    if callings and then is None:
        yield OTHER_CALLING, f"is called {callings[0]}"
    if any(is_age(context.view.text[end:]) for _, end in one.places):
        yield AGE, "is given an age"
    if then is None and not _has_company(row, context):
        yield ALONE, "nothing else in the text is of the same world"


def _served(row: Row, evidence: Evidence, gazetteer: Gazetteer) -> bool | None:
    """Whether one of the posts said was held on the days said; None when none of them was ever held."""
    held = [o for o in gazetteer.offices_of(row.id) if any(same_post(post, o.post) for post in evidence.posts)]
    if not held:
        return None
    serving = {office.id for office in gazetteer.offices_of(row.id, evidence.earliest, evidence.latest)}
    return any(office.id in serving for office in held)


def _calls(noun: str, row: Row, gazetteer: Gazetteer) -> bool:
    return any(same_post(noun, office.post) for office in gazetteer.offices_of(row.id))


def _has_company(row: Row, context: _Context) -> bool:
    """Whether the text names something else of the same country, or two things that the gazetteer knows."""
    others = [context.gazetteer.row(other) for other in context.view.rows if other != row.id]
    near = [each for each in others if row.country and row.country in (each.id, each.country, each.organ_of)]
    return bool(near) or len(others) > 1


def _place_signs(row: Row, said: Sequence[Said], context: _Context) -> Iterator[tuple[float, str]]:
    for each in said:
        if not each.around:
            continue
        found = {match.row for match in context.gazetteer.find(each.around, typos=False)}
        if {other.id for other in found} & {row.country, row.within} - {row.id}:
            yield LIES_THERE, f"lies in {each.around}"
            return
        if row.kind == "Place" and not each.owned and not each.listed and _is_foreign(found, row):
            yield LIES_ELSEWHERE, f"is said to lie in {each.around}"
            return


def _is_foreign(around: Collection[Row], row: Row) -> bool:
    """Whether what a place is said to lie in is unknown, or of other countries alone."""
    return all(other.kind in ("State", "Place") and row.country != (other.country or other.id) for other in around)
