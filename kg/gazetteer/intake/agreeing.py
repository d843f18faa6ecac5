"""What do several records say of one item, and where do they contradict each other?

The first that says something is believed: the row that was there before, then the files in their order. Names are
gathered from all. A state is also a region or town to some; a person never is a place.
"""

from collections.abc import Callable, Iterator
from typing import cast

from kg.gazetteer.intake.found import Conflict, Found, Held, Tell
from kg.gazetteer.intake.staging import Item, Told
from kg.gazetteer.rows import Row, fold
from kg.model import EntityKind

_APART = 1.0
"""Degrees that two points of one thing may differ by; large areas have their centre anywhere."""
_SPATIAL = frozenset({"State", "Place"})


def agree(item: Item, before: Row | None, tell: Tell, country_of: Callable[[str], str | None]) -> Row | None:
    """One row of all records; None where none tells a label or a kind.

    `country_of` gives the row of a country's item or label; what holds a place stays an item.
    """
    founder = _founder(item) if before is None else None
    row = before if founder is None else _found_row(item.qid, founder, country_of)
    if row is None:
        return None
    for told in item.told:
        if told is not founder:
            _tell_conflicts(item.qid, row, told, tell)
            row = row if _is_another(row, told.found) else _add(row, told, item.qid, country_of)
    return row


def _founder(item: Item) -> Told | None:
    """The record that makes the row: the first with label and kind, a state before a place."""
    first = None
    for told in item.told:
        if told.found.label and told.found.kind:
            if told.found.kind == "State":
                return told
            first = first or told
    return first


def _found_row(qid: str, told: Told, country_of: Callable[[str], str | None]) -> Row:
    found = told.found
    kind = cast(EntityKind, found.kind)
    identifier = f"{kind.lower()}/{qid}"
    country = identifier if kind == "State" else country_of(found.country) if found.country else None
    aliases = tuple(sorted(set(found.aliases) - {found.label})) if found.aliases else ()
    return Row(
        id=identifier, kind=kind, subkind=found.subkind, label=found.label, qid=qid,
        country=country, within=(found.within if kind == "Place" else "") or None, aliases=aliases,
        lat=found.lat, lon=found.lon, source=told.source, prior=found.prior,
    )  # fmt: skip


def _add(row: Row, told: Told, qid: str, country_of: Callable[[str], str | None]) -> Row:
    found = told.found
    fresh = sorted({name for name in (found.label, *found.aliases) if name} - {row.label, *row.aliases})
    sources = row.source.split("; ") if row.source else []
    located = row.lat is not None
    return row._replace(
        aliases=(*row.aliases, *fresh),
        qid=qid,
        country=row.country or (country_of(found.country) if found.country else None),
        within=row.within or (found.within if row.kind == "Place" else "") or None,
        lat=row.lat if located else found.lat,
        lon=row.lon if located else found.lon,
        prior=max(row.prior, found.prior),
        source=row.source if told.source in sources else "; ".join((*sources, told.source)),
    )


def _tell_conflicts(qid: str, row: Row, told: Told, tell: Tell) -> None:
    for what, kept, refused in _conflicts(row, told.found):
        place = f"line {told.found.line}"
        tell(Conflict(source=told.source, place=place, qid=qid, what=what, kept=kept, refused=refused))


def _conflicts(row: Row, found: Found) -> Iterator[tuple[str, str, str]]:
    """What is said otherwise than before: the kind, a wholly other label, a place elsewhere."""
    if _is_another(row, found):
        yield "kind", row.kind, found.kind
        return
    if found.label and not _is_named(row, found):
        yield "label", row.label, found.label
    if row.lat is not None and row.lon is not None and found.lat is not None and found.lon is not None:
        around = abs(row.lon - found.lon)
        if row.kind != "State" and (abs(row.lat - found.lat) > _APART or min(around, 360 - around) > _APART):
            yield "coordinates", f"{row.lat} {row.lon}", f"{found.lat} {found.lon}"


def _is_another(row: Row, found: Found) -> bool:
    """Whether a record is of another kind of thing: nothing of it is used."""
    return bool(found.kind) and found.kind != row.kind and not {found.kind, row.kind} <= _SPATIAL


def _is_named(row: Row, found: Found) -> bool:
    """Whether a label is one of the row's names, or one of the record's names is the row's label."""
    known = {fold(name) for name in (row.label, *row.aliases)}
    return fold(found.label) in known or any(fold(name) == fold(row.label) for name in found.aliases)


def held(item: Item) -> tuple[Held, ...]:
    """Every term that the records tell, each once, sorted."""
    return tuple(sorted({one for told in item.told for one in told.found.held}))
