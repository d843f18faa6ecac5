"""What do commands of QuickStatements (version 1) say?

One statement a line, separated by tabs or bars: `Q42 Len "Douglas Adams"`, `Q42 P31 Q5`. Lines of one item that
follow each other are one record; removals and new items without an identifier are passed over.
"""

from collections.abc import Iterator

from kg.gazetteer.intake.found import Found, Held, Tell
from kg.gazetteer.intake.kinds import Kinds
from kg.gazetteer.intake.lines import read_lines
from kg.gazetteer.intake.values import is_backwards, tell_backwards, to_day, to_item, to_point, to_text
from kg.model import Rejection

_PASSED = ("-", "CREATE", "LAST", "MERGE", "#")
_ALIASES = frozenset({"Aen", "P1813"})


def read_quickstatements(path: str, kinds: Kinds, tell: Tell) -> Iterator[Found]:
    """The records; a line that is no command is told and left out."""
    current: Found | None = None
    for number, line in read_lines(path, tell):
        text = line.strip()
        if not text or text.startswith(_PASSED):
            continue
        parts = text.split("\t" if "\t" in text else "|")
        qid = to_item(parts[0])
        if qid is None or len(parts) < 3:
            reason = f"is no command of QuickStatements: {text[:60]!r}"
            remedy = "write item, property and value, separated by tabs"
            tell(Rejection(source=path, place=f"line {number}", reason=reason, remedy=remedy))
            continue
        if current is not None and current.qid != qid:
            yield current
            current = None
        current = _add(current or Found(qid, number), parts, kinds, path, number, tell)
    if current is not None:
        yield current


def _add(found: Found, parts: list[str], kinds: Kinds, path: str, number: int, tell: Tell) -> Found:
    name, value = parts[1], parts[2]
    if name == "P39":
        return _hold(found, parts, path, number, tell)
    if name == "P31" and not found.kind:
        kind, subkind = kinds.of([to_item(value) or value])
        return found._replace(kind=kind, subkind=subkind)
    if name == "P625" and (point := to_point(value)):
        return found._replace(lat=point[0], lon=point[1])
    return _add_words(found, name, to_text(value), to_item(value) or "")


def _add_words(found: Found, name: str, text: str, item: str) -> Found:
    if name == "Len":
        return found._replace(label=text)
    if name in _ALIASES:
        return found._replace(aliases=(*found.aliases, text))
    if name == "P1549":
        return found._replace(demonyms=(*found.demonyms, text))
    if name in ("P17", "P27"):
        return found._replace(country=found.country or item)
    return found._replace(within=found.within or item) if name == "P131" else found


def _hold(found: Found, parts: list[str], path: str, number: int, tell: Tell) -> Found:
    qualifiers = dict(zip(parts[3::2], parts[4::2], strict=False))
    start, end = to_day(qualifiers.get("P580", "")), to_day(qualifiers.get("P582", ""))
    if is_backwards(start, end):
        tell_backwards(tell, path, number, found.qid, start, end)
        return found
    return found._replace(held=(*found.held, Held(to_item(parts[2]) or to_text(parts[2]), start, end)))
