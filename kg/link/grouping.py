"""Which names of one text mean the same thing?

A short name means the bearer of the full name that was given last before it; equal names mean the same; an
abbreviation means the name that it stands behind in brackets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.naming import part_name
from kg.gazetteer.rows import fold
from kg.link.view import Naming, View, bare_name, make_full, without_initials
from kg.model import EntityKind

_PLACING = re.compile(r"\b(?:in|at|near|from|to|around|outside|into|through)\s+$")
_DEFINED = r"([\w’'&-]+(?:\s+[\w’'&-]+){1,8})\s+\(\s*(?:the\s+)?%s\s*\)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Words of a text that name something: offsets, and the kind of thing if it is known."""

    start: int
    end: int
    kind: EntityKind | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Spots that mean one thing. `text_key` is equal where names of the text are, of whatever kind they are read.

    `name` is the fullest name; `full`: it is a whole name and no mere surname. `places` are the offsets of the name
    wherever the text has it; `unsure`: the text gives several full names that the short one could be; `later` are the
    text keys of full names that only come after a short one.
    """

    key: str
    text_key: str
    name: str
    full: bool
    kind: EntityKind | None
    spots: tuple[Spot, ...]
    places: tuple[tuple[int, int], ...]
    unsure: bool = False
    later: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    spot: Spot
    name: str
    start: int
    key: str
    full: Naming | None = None
    unsure: bool = False
    later: tuple[str, ...] = ()


def group(view: View, spots: Sequence[Spot], gazetteer: Gazetteer) -> tuple[Group, ...]:
    """The groups in the order of their first spot; every spot is in exactly one."""
    own = [_own(view, spot, gazetteer) for spot in spots]
    full = sorted(
        {f.start: f for f in (*(one.full for one in own if one.full), *view.full)}.values(), key=lambda f: f.start
    )
    people = [f for f in full if _may_be_person(f, gazetteer)]
    named = [_name(view, one, people, gazetteer) for one in own]
    keys = dict.fromkeys((one.key, _family(one.spot.kind)) for one in named)
    return tuple(
        _make(key, family, [one for one in named if (one.key, _family(one.spot.kind)) == (key, family)], full)
        for key, family in keys
    )


def _family(kind: EntityKind | None) -> str:
    """Kinds that one thing can be of."""
    return "" if kind is None else "Place" if kind in ("Place", "State") else kind


class _Own(NamedTuple):
    """The name in the words of a spot, where it begins, and as a full name if it is one."""

    spot: Spot
    name: str
    start: int
    full: Naming | None


def _own(view: View, spot: Spot, gazetteer: Gazetteer) -> _Own:
    words = view.text[spot.start : spot.end]
    name = part_name(words, gazetteer).name or words
    at = view.text.find(name, spot.start, spot.end)
    start = spot.start if at < 0 else at
    return _Own(spot, name, start, make_full(name, start, spot.end))


def _may_be_person(full: Naming, gazetteer: Gazetteer) -> bool:
    """Whether a full name is a person's, as far as the gazetteer knows."""
    kinds = {match.row.kind for match in gazetteer.find(bare_name(full.name), typos=False)}
    return not kinds or "Person" in kinds


def _name(view: View, own: _Own, people: Sequence[Naming], gazetteer: Gazetteer) -> _Named:
    """What a spot is taken to name."""
    spot, name, start, full = own
    if (defined := _defined(view, name)) is not None:
        return _Named(spot=spot, name=defined.name, start=start, key=defined.key, full=defined)
    if full is not None:
        known = _same_without_initials(full, people) or next((f for f in people if f.key == full.key), full)
        return _Named(spot=spot, name=name, start=start, key=known.key, full=known)
    short = fold(bare_name(name))
    if _is_placed(view, start, name, gazetteer):
        return _Named(spot=spot, name=name, start=start, key=short)
    bearers = [f for f in people if short in f.short]
    before = [f for f in bearers if f.start < start]
    if before and _are_one(before, gazetteer):
        return _Named(spot=spot, name=before[-1].name, start=start, key=before[-1].key, full=before[-1])
    if before:
        return _Named(spot=spot, name=name, start=start, key=f"{short} of several", unsure=True)
    return _Named(spot=spot, name=name, start=start, key=short, later=tuple(dict.fromkeys(f.key for f in bearers)))


def _are_one(bearers: Sequence[Naming], gazetteer: Gazetteer) -> bool:
    """Whether full names are the same, or name the same row."""
    if len({f.key for f in bearers}) == 1:
        return True
    rows = [{m.row.id for m in gazetteer.find(bare_name(f.name), typos=False)} for f in bearers]
    return bool(set.intersection(*rows))


def _same_without_initials(full: Naming, people: Sequence[Naming]) -> Naming | None:
    """The name with initials, last given before, that a name without any is short for."""
    if full.key != without_initials(full.name):
        return None
    same = [f for f in people if f.start < full.start and f.key != full.key and without_initials(f.name) == full.key]
    return same[-1] if same else None


def _is_placed(view: View, start: int, name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name of a place stands where a place does."""
    kinds = {m.row.kind for m in gazetteer.find(name, typos=False) if m.how in ("label", "alias")}
    return bool(kinds & {"Place", "State"}) and bool(_PLACING.search(view.text[:start]))


def _defined(view: View, name: str) -> Naming | None:
    """The full name before `(PGV)` whose words begin with the letters."""
    if not (name.isupper() and 2 <= len(name) <= 8):
        return None
    for found in re.finditer(_DEFINED % re.escape(name), view.text):
        words = found[1].split()
        for at in range(len(words)):
            letters = "".join(word[0] for word in words[at:] if word[0].isupper())
            if letters == name and words[at][0].isupper():
                whole = " ".join(words[at:])
                return make_full(whole, found.start(1) + found[1].rfind(whole), found.end(1))
    return None


def _make(key: str, family: str, named: Sequence[_Named], full: Sequence[Naming]) -> Group:
    best = next((one.full for one in named if one.full), None)
    name = bare_name(best.name if best else named[0].name)
    return Group(
        key=f"{key} ({family})" if family else key,
        text_key=key,
        name=name,
        full=best is not None,
        kind=_commonest([one.spot.kind for one in named if one.spot.kind]),
        spots=tuple(one.spot for one in named),
        places=tuple(sorted(set(_places(key, named, full)))),
        unsure=any(one.unsure for one in named),
        later=next((one.later for one in named if one.later), ()),
    )


def _places(key: str, named: Sequence[_Named], full: Sequence[Naming]) -> Iterator[tuple[int, int]]:
    yield from ((one.start, one.spot.end) for one in named)
    yield from ((f.start, f.end) for f in full if f.key == key)


def _commonest(kinds: Sequence[EntityKind]) -> EntityKind | None:
    return max(sorted(set(kinds)), key=kinds.count) if kinds else None
