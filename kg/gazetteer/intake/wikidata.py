"""What does a line of Wikidata's JSON dump say?

One entity a line, as in https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html; the brackets and commas
of a dump's array are passed over. English labels are read, `mul` where there is no English one.
"""

import json
from collections.abc import Iterator
from typing import Any

from kg.gazetteer.intake.found import Found, Held, Tell
from kg.gazetteer.intake.kinds import Kinds
from kg.gazetteer.intake.lines import read_lines
from kg.gazetteer.intake.values import LONGEST_NAME, check_point, is_backwards, tell_backwards, to_day, to_item
from kg.model import Rejection

_LANGUAGES = ("en", "mul", "en-gb", "en-us")
_REMEDY = "write one entity of Wikidata as JSON on each line"


def read_wikidata(path: str, kinds: Kinds, tell: Tell) -> Iterator[Found]:
    """The items that have an English label and a kind, or only give the label of a post; the rest is passed over."""
    for number, line in read_lines(path, tell):
        text = line.strip().rstrip(",")
        if text in ("", "[", "]"):
            continue
        try:
            entity = json.loads(text)
            found = _found(entity, number, kinds, path, tell)
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError, IndexError) as error:
            reason = f"is no entity of Wikidata: {type(error).__name__}: {error}"[:200]
            tell(Rejection(source=path, place=f"line {number}", reason=reason, remedy=_REMEDY))
            continue
        if found is not None:
            yield found


def _found(entity: Any, number: int, kinds: Kinds, path: str, tell: Tell) -> Found | None:
    if entity.get("type", "item") != "item":
        return None
    qid = to_item(entity["id"])
    if qid is None:
        raise ValueError(f"{entity['id']!r} is no item")
    claims = entity.get("claims") or {}
    kind, subkind = kinds.of(_items(claims, "P31"))
    label = _label(entity)
    if not label or not kind:
        return None
    lat, lon = _point(claims)
    return Found(
        qid=qid, line=number, label=label, kind=kind, subkind=subkind, aliases=tuple(_aliases(entity, claims)),
        demonyms=tuple(_texts(claims, "P1549")), country=_first(claims, "P27" if kind == "Person" else "P17"),
        within=_first(claims, "P131") if kind == "Place" else "", lat=lat, lon=lon,
        prior=len(entity.get("sitelinks") or ()),
        held=tuple(_held(claims, qid, number, path, tell)) if kind == "Person" else (),
    )  # fmt: skip


def _label(entity: Any) -> str:
    labels = entity.get("labels") or {}
    found = next((str(labels[code]["value"]) for code in _LANGUAGES if code in labels), "")
    return found if len(found) <= LONGEST_NAME else ""


def _aliases(entity: Any, claims: Any) -> Iterator[str]:
    aliases = entity.get("aliases") or {}
    for code in _LANGUAGES:
        yield from (str(each["value"]) for each in aliases.get(code, ()) if len(each["value"]) <= LONGEST_NAME)
    yield from _texts(claims, "P1813")


def _values(claims: Any, prop: str) -> Iterator[Any]:
    """The values of a property, the preferred ones alone where there are such; deprecated ones never (Wikibase)."""
    given = [one for one in claims.get(prop, ()) if one.get("rank") != "deprecated"]
    preferred = [one for one in given if one.get("rank") == "preferred"]
    for one in preferred or given:
        if one["mainsnak"].get("snaktype") == "value":
            yield one["mainsnak"]["datavalue"]["value"]


def _items(claims: Any, prop: str) -> Iterator[str]:
    return (str(value["id"]) for value in _values(claims, prop))


def _first(claims: Any, prop: str) -> str:
    return next(_items(claims, prop), "")


def _texts(claims: Any, prop: str) -> Iterator[str]:
    for value in _values(claims, prop):
        if value["language"] in _LANGUAGES and len(value["text"]) <= LONGEST_NAME:
            yield str(value["text"])


def _point(claims: Any) -> tuple[float | None, float | None]:
    for value in _values(claims, "P625"):
        return check_point(value["latitude"], value["longitude"]) or (None, None)
    return None, None


def _held(claims: Any, qid: str, number: int, path: str, tell: Tell) -> Iterator[Held]:
    for one in claims.get("P39", ()):
        snak = one["mainsnak"]
        if one.get("rank") == "deprecated" or snak.get("snaktype") != "value":
            continue
        start, end = (_day(one.get("qualifiers") or {}, prop) for prop in ("P580", "P582"))
        if is_backwards(start, end):
            tell_backwards(tell, path, number, qid, start, end)
        else:
            yield Held(post=snak["datavalue"]["value"]["id"], start=start, end=end)


def _day(qualifiers: Any, prop: str) -> str:
    for snak in qualifiers.get(prop, ()):
        if snak.get("snaktype") == "value":
            value = snak["datavalue"]["value"]
            return to_day(f"{value['time']}/{value['precision']}")
    return ""
