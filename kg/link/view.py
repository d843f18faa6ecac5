"""What does a text name, sentence by sentence, before anybody decides what the names mean?

Names are stretches of capitalised words. A full name has two words or more besides its titles; short forms, with or
without a title, are held against the full names before them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer.lookup import Gazetteer, Match
from kg.gazetteer.naming import part_name
from kg.gazetteer.rows import fold

_WORD = re.compile(r"[^\W_][\w'’.\-]*")
_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n")
_SHORT = re.compile(
    r"(?:^|[\s(\"“])(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Capt|Sgt|Maj|Sen|Rep|Gov|Prof|St|No|vs|[A-Z](?:\.[A-Z])*)\.$"
)
_OWNING = ("'s", "’s")
PARTICLES = frozenset({
    "al", "el", "bin", "ibn", "ben", "van", "von", "der", "den", "de", "da", "dos", "del", "di", "la", "le", "ul",
    "abu", "zu", "du",
})  # fmt: skip
_SMALL = PARTICLES - {"la", "le"} | {"of"}
_OPENING = frozenset({
    "a", "after", "an", "and", "as", "at", "before", "but", "by", "during", "for", "from", "he", "her", "his", "how",
    "if", "in", "into", "it", "its", "like", "near", "no", "on", "one", "our", "over", "she", "since", "so", "some",
    "than", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "two", "under", "until",
    "we", "what", "when", "where", "while", "who", "with", "yesterday", "you", "both", "each", "other", "another",
    "general", "former", "asked", "only", "many", "most", "all", "not", "now", "also", "even", "about",
})  # fmt: skip
_CALENDAR = frozenset({
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
    "April", "May", "June", "July", "August", "September", "October", "November", "December",
})  # fmt: skip
_INITIAL = re.compile(r"\b[A-Z]\.\s+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """One full name in the text: offsets and words without titles, and the words by which it may be cut short."""

    start: int
    end: int
    name: str
    key: str
    short: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A text with the ends of its sentences, its full names in order, and the rows that its names mean for sure."""

    text: str
    ends: tuple[int, ...]
    full: tuple[Naming, ...]
    rows: dict[str, int]

    def sentence(self, at: int) -> tuple[int, int]:
        """The bounds of the sentence around an offset."""
        number = bisect_right(self.ends, at)
        start = self.ends[number - 1] if number else 0
        return start, self.ends[number] if number < len(self.ends) else len(self.text)


def look(text: str, gazetteer: Gazetteer) -> View:
    """The view of a text; sure rows are those that a name of theirs alone means, with the number of times."""
    ends = tuple(_sentence_ends(text))
    view = View(text=text, ends=ends, full=(), rows={})
    runs = [run for start, end in _sentences(text, ends) for run in _runs(text, start, end)]
    full = tuple(found for run in runs if (found := _full_name(text, *run, gazetteer)))
    return View(text=text, ends=view.ends, full=full, rows=_sure_rows(text, runs, gazetteer))


def _sentence_ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if not _SHORT.search(text[max(0, found.start() - 12) : found.start()]) or "\n" in found[0]:
            yield found.end()


def _sentences(text: str, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*ends, len(text)):
        yield start, end
        start = end


def words_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The offsets of the words between two offsets, without possessives."""
    return [(found.start(), _trim(found, text)) for found in _WORD.finditer(text, start, end)]


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, small words that join two of them included."""
    words = words_of(text, start, end)
    first: int | None = None
    last = start
    for number, (at, stop) in enumerate(words):
        word = text[at:stop]
        apart = first is not None and not re.fullmatch(r"[ \n-]", text[last:at])
        if apart or not (_names(word) or (first is not None and _joins(text, words, number))):
            if first is not None:
                yield first, last
            first = None
        if first is None and _names(word) and not (at == _first_letter(text, start) and _opens(word)):
            first = at
        if first is not None:
            last = stop
            if text[stop : stop + 2] in _OWNING:
                yield first, last
                first = None
    if first is not None:
        yield first, last


def _trim(found: re.Match[str], text: str) -> int:
    """The end of a word without a possessive, or a full stop that is no abbreviation's."""
    word = found[0]
    for end in _OWNING:
        if word.endswith(end):
            return found.end() - 2
    if word.endswith(".") and not _SHORT.search(" " + word) and "." not in word[:-1]:
        return found.end() - 1
    return found.end() - len(word) + len(word.rstrip("'’-")) if text else found.end()


def _first_letter(text: str, start: int) -> int:
    found = _WORD.search(text, start)
    return found.start() if found else start


def _names(word: str) -> bool:
    return word[0].isupper() and word not in _CALENDAR


def _opens(word: str) -> bool:
    return word.lower() in _OPENING


def _joins(text: str, words: Sequence[tuple[int, int]], number: int) -> bool:
    at, stop = words[number]
    follows = number + 1 < len(words) and text[words[number + 1][0]].isupper()
    return text[at:stop].lower().rstrip("-") in _SMALL and follows and words[number + 1][0] - stop <= 1


def bare_name(name: str) -> str:
    """A name without possessive."""
    return name[:-2] if name.endswith(_OWNING) else name


def without_initials(name: str) -> str:
    """A name without middle initials, folded: `george bush` for `George W. Bush`."""
    head, space, rest = bare_name(name).partition(" ")
    return fold(head + space + _INITIAL.sub("", rest))


def _full_name(text: str, start: int, end: int, gazetteer: Gazetteer) -> Naming | None:
    name = part_name(text[start:end], gazetteer).name
    at = text.find(name.split()[0], start, end) if name else start
    found = make_full(name, max(at, start), end)
    if found is None or " of " in f" {name} ":
        return None
    known = {match.row.id for match in gazetteer.find(bare_name(name), typos=False) if match.row.kind == "Person"}
    first = name.split()[0]
    bearers = {m.row.id for m in gazetteer.find(first, typos=False) if m.how == "surname" and _leads(m, first)}
    if known & bearers if known else bearers:
        short = found.short | {fold(first)}
        return Naming(start=found.start, end=end, name=name, key=found.key, short=short)
    return found


def _leads(match: Match, first: str) -> bool:
    """Whether a family name stands first in the full name of its bearer, as in Korea."""
    return fold(match.row.label).split()[0] == fold(first)


def make_full(name: str, start: int, end: int) -> Naming | None:
    """A name of two words or more, particles not counted; None for a short one."""
    words = fold(bare_name(name)).split()
    if len([word for word in words if word not in PARTICLES]) < 2:
        return None
    family = words[:-1] if words[-1].rstrip(",") in _SUFFIXES and len(words) > 2 else words
    short = {family[-1].rstrip(",")}
    if family[-2] in PARTICLES:
        short.add(" ".join(family[-2:]))
    return Naming(start=start, end=end, name=name, key=" ".join(words), short=frozenset(short))


def _sure_rows(text: str, runs: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> dict[str, int]:
    """Rows that a run of words names in full and no other row does."""
    found: dict[str, int] = {}
    for start, end in runs:
        name = bare_name(part_name(text[start:end], gazetteer).name)
        matches = [m for m in gazetteer.find(name, typos=False) if m.how not in ("surname", "metonym")]
        rows = {match.row.id for match in matches}
        if len(rows) == 1:
            row = rows.pop()
            found[row] = found.get(row, 0) + 1
    return found
