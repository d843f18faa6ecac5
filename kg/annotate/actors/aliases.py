"""Which short forms and other names does the article itself give somebody?

"the Popular Guard of Vale (PGV)", "(PGV, the Popular Guard of Vale)", "Jane Doe, known as La Flaca", and an
abbreviation whose letters are the initials of one longer name: what the article says overrules the gazetteer, which
may know another body by the same letters.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc

from kg.annotate.actors.names import Name
from kg.gazetteer.rows import fold

_SHORT = re.compile(r"[A-Z][A-Z0-9]{1,6}(?:-[A-Z0-9]{1,3})?")
_KNOWN = re.compile(
    r",?\s+(?:who is\s+)?(?:(?:also|better|widely|locally|more commonly) )?(?:known|called|nicknamed|aka)\s+"
    r"(?:(?:as|by)\s+)?(?:(?:the|his|her) (?:nom de guerre|alias|nickname),?\s+)?[\"“'‘]?"
)
_SMALL = frozenset({"of", "the", "and", "for", "in", "de", "la", "del", "du", "des", "et", "y", "-", "&", "'s", "’s"})
_LONGEST_TAIL, _SHORTEST = 6, 3
_BODIES = frozenset({"Organization", "Group", "Item"})


def find_aliases(doc: Doc, names: Sequence[Name]) -> Mapping[str, Name]:
    """The longer name, where it stands first, that each short form (folded) means; none where it could mean two."""
    said = _gather(doc, (*_in_brackets(doc, names), *_known_as(doc, names)))
    guessed = _gather(doc, _by_initials(doc, names))
    return {short: full.popitem()[1] for short, full in (guessed | said).items() if len(full) == 1}


def _gather(doc: Doc, pairs: Iterable[tuple[str, Name]]) -> dict[str, dict[str, Name]]:
    """By short form the names by their words, each where it stands first."""
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for short, name in pairs:
        found[fold(short)].setdefault(fold(_text(doc, name)), name)
    return found


def _text(doc: Doc, name: Name) -> str:
    return str(doc[name.start : name.end].text)


def _in_brackets(doc: Doc, names: Sequence[Name]) -> Iterator[tuple[str, Name]]:
    """`Popular Guard (PG)`, `PG (Popular Guard)` and `Popular Guard of Vale (PGV)`."""
    for name in names:
        if name.adjective or name.kind not in _BODIES or name.end - name.start == 1:
            continue
        end = _whole_end(doc, name)
        for bracket, short, closing in ((end, end + 1, end + 2), (name.start - 1, name.start - 2, end)):
            inside = 0 <= short < len(doc) and closing < len(doc)
            if inside and (doc[bracket].text, doc[closing].text) == ("(", ")") and _SHORT.fullmatch(doc[short].text):
                yield doc[short].text, name


def _whole_end(doc: Doc, name: Name) -> int:
    """The end of the name with the words before a bracket that give the letters in it: `of Vale`."""
    end = name.end
    while end < min(name.end + _LONGEST_TAIL, len(doc) - 1) and (
        doc[end].lower_ in _SMALL or doc[end].text[0].isupper()
    ):
        end += 1
    short = end + 1 if doc[end].text == "(" else name.start - 2
    told = 0 <= short < len(doc) and _initials(doc, name.start, end) == doc[short].text
    return end if told else name.end


def _initials(doc: Doc, start: int, end: int) -> str:
    """The first letters of the words, small ones left out."""
    return "".join(token.text[0] for token in doc[start:end] if token.lower_ not in _SMALL)


def _known_as(doc: Doc, names: Sequence[Name]) -> Iterator[tuple[str, Name]]:
    """`Jane Doe, known as La Flaca`."""
    by_start, text = {doc[name.start].idx: name for name in names}, doc.text
    for name in names:
        if name.adjective or name.kind in ("State", "Place"):
            continue
        found = _KNOWN.match(text, doc[name.end - 1].idx + len(doc[name.end - 1]))
        other = by_start.get(found.end()) if found else None
        if other is not None and other.end - other.start <= name.end - name.start:
            yield _text(doc, other), name


def _by_initials(doc: Doc, names: Sequence[Name]) -> Iterator[tuple[str, Name]]:
    """`Rapid Support Forces` and elsewhere `RSF`."""
    shorts = {_text(doc, name) for name in names if _SHORT.fullmatch(_text(doc, name)) and name.kind != "State"}
    for name in names:
        initials = _initials(doc, name.start, name.end)
        if len(initials) >= _SHORTEST and initials in shorts and name.kind in _BODIES:
            yield initials, name
