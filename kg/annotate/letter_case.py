"""How is prose written that stands all in capitals, or without any?

In such prose a capital tells nothing, and the parser has met little of it. Each word takes the case that the rest of
the article gives it, else that of the gazetteer's name that it belongs to; a word that the parser knows only with a
capital, or not at all, is taken for a name; the others are written small. No word becomes longer or shorter.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language

from kg.annotate.parse import NOT_PROSE, known_words
from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.rows import is_acronym
from kg.model import EntityKind, Segment

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+")
_SENTENCE_END = re.compile(r"(?<!\.[^\W\d_])[.!?][\"'\u201d\u2019)]*\s")
_FEWEST = 4
"""Words of a segment that shows no case; fewer can be a name, or a line of a table."""
_LOUD = 0.9
"""The share of capitals among the letters: some have a suffix or a unit written small."""
_LONGEST_NAME = 6
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "al"})
_ALSO_WORDS: frozenset[EntityKind] = frozenset({"Person", "Organization", "Group", "Item"})
_CALENDAR = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april",
    "june", "july", "august", "september", "october", "november", "december",
})  # fmt: skip
"""Days and months whose names mean nothing else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What shows how a word is written: the article's own words by their small form, names, and common words."""

    written: dict[str, str]
    gazetteer: Gazetteer
    common: Collection[str]


def settle_case(text: str, segments: Sequence[Segment], gazetteer: Gazetteer, nlp: Language) -> str:
    """The text with the segments that show no case written as usual; all others, and every offset, stay."""
    prose = [(x.start, x.end) for x in segments if x.kind not in NOT_PROSE] if segments else [(0, len(text))]
    flat = {bounds: None for bounds in prose if _is_flat(text[slice(*bounds)])}
    if not flat:
        return text
    plain = (text[slice(*bounds)] for bounds in prose if bounds not in flat)
    known = _Known(written=dict(_written(plain)), gazetteer=gazetteer, common=known_words(nlp))
    pieces, end = [], 0
    for start, stop in flat:
        pieces += [text[end:start], _rewrite(text[start:stop], known)]
        end = stop
    return "".join([*pieces, text[end:]])


def _is_flat(prose: str) -> bool:
    capitals, small = sum(map(str.isupper, prose)), sum(map(str.islower, prose))
    return (not capitals or capitals > _LOUD * (capitals + small)) and len(_WORD.findall(prose)) >= _FEWEST


def _written(parts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The words that have a capital wherever they stand, by their small form."""
    words = {word for part in parts for word in _WORD.findall(part)}
    return ((word.lower(), word) for word in sorted(words) if word.lower() not in words and len(word) > 1)


def _rewrite(prose: str, known: _Known) -> str:
    words = [(found.start(), found.end()) for found in _WORD.finditer(prose)]
    letters = list(prose)
    at = 0
    while at < len(words):
        count, written = _name_at(prose, words[at : at + _LONGEST_NAME], known)
        start, end = words[at][0], words[at + count - 1][1]
        if start == 0 or _SENTENCE_END.search(prose, max(0, start - 4), start):
            written = written[0].upper() + written[1:]
        if len(written) == end - start:
            letters[start:end] = written
        at += count
    return "".join(letters)


def _name_at(prose: str, words: Sequence[tuple[int, int]], known: _Known) -> tuple[int, str]:
    """How many words the name at the first of these has, and how it is written; a common word is one."""
    start, end = words[0]
    own = prose[start:end].lower()
    if own in known.written:
        return 1, known.written[own]
    if start and prose[start - 1] in "'\u2019":
        return 1, own
    if own != "the" and known.gazetteer.may_start(own):
        definite = prose[max(0, start - 4) : start].lower() == "the "
        for count in range(_close(prose, words), 0, -1):
            if written := _listed(prose[start : words[count - 1][1]], known, definite=definite):
                return count, written
    common = own not in _CALENDAR and (own in known.common or not known.common)
    return 1, own if common or (len(own) == 1 and own != "i") else own.capitalize()


def _close(prose: str, words: Sequence[tuple[int, int]]) -> int:
    """How many of the words stand side by side, nothing but a blank or hyphen between."""
    parted = (i for i, (one, two) in enumerate(pairwise(words), 1) if prose[one[1] : two[0]] not in (" ", "-"))
    return next(parted, len(words))


def _listed(name: str, known: _Known, *, definite: bool) -> str | None:
    """The name as the gazetteer writes it, None when it has none.

    Letters that are a common word are an acronym only after an article, and the name of no person or organisation.
    """
    small = name.lower()
    matches = [match for match in known.gazetteer.find(name.upper(), typos=False) if match.how != "surname"]
    ordinary = small in known.common
    names = [x.written for x in matches if not (is_acronym(x.written) or (ordinary and x.row.kind in _ALSO_WORDS))]
    if names:
        same = (written for each in names for written in (each, each.replace(".", "")) if written.lower() == small)
        return next(same, None) or re.sub(r"\w+", lambda word: _capital(word.group()), small)
    acronym = any(is_acronym(match.written) for match in matches)
    return name.upper() if acronym and (definite or not ordinary) else None


def _capital(word: str) -> str:
    return word if word in _SMALL else word.capitalize()
