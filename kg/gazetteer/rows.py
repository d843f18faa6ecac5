"""What does the gazetteer know of one thing, one name and one term of office?"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from kg.model import EntityKind

How: TypeAlias = Literal["label", "alias", "acronym", "demonym", "adjective", "metonym", "surname"]
"""The way a name means its row; `metonym` is a capital's name used for the state's government."""

_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_LETTERS = str.maketrans({"ə": "e", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "’": "'", "‘": "'", "-": " "})


class Row(NamedTuple):
    """One state, place, organisation or person.

    `id` is stable, as `state/israel`; `subkind` is the curated kind (`country`, `capital`, `Party`, …). `country`,
    `within`, `organ_of`, `disputed_by` and `capital` hold row identifiers. `qid` is None when no source was seen.
    `source` names where the item was seen, or which files told of the row; `prior` counts the wikis that have a page
    on it, 0 where that is not known.
    """

    id: str
    kind: EntityKind
    subkind: str
    label: str
    qid: str | None = None
    country: str | None = None
    within: str | None = None
    organ_of: str | None = None
    disputed_by: tuple[str, ...] = ()
    capital: str | None = None
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    source: str = ""
    prior: int = 0


class Name(NamedTuple):
    """One way to write a row: `written` as in the file."""

    written: str
    row: str
    how: How


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """One person's holding of one post; `start` and `end` are ISO dates cut to the known precision.

    An absent `end` means open or unknown, never "in office today". `organization` is a row identifier.
    """

    id: str
    person: str
    post: str
    organization: str | None
    start: str | None
    end: str | None
    source: str

    @property
    def earliest(self) -> date | None:
        """The first day that the start date allows."""
        return _bound(self.start, last=False)

    @property
    def latest(self) -> date | None:
        """The last day that the end date allows."""
        return _bound(self.end, last=True)

    @property
    def edtf(self) -> str:
        """The term as an EDTF level 1 interval; an unknown end is `..`."""
        return f"{self.start or '..'}/{self.end or '..'}"


def is_date(text: str) -> bool:
    """Whether a text is an ISO date, cut to its year or month or whole, of a day that there was."""
    if _DATE.fullmatch(text) is None:
        return False
    try:
        return _bound(text, last=False) is not None
    except ValueError:
        return False


def _bound(text: str | None, *, last: bool) -> date | None:
    if text is None:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    day = parts[2] if len(parts) > 2 else (monthrange(year, month)[1] if last else 1)
    return date(year, month, day)


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """The form under which names are compared: no accents, case, dots, hyphens or leading article."""
    if name.isascii():
        words = name.lower().replace("-", " ").replace(".", "").split()
    else:
        words = _strip_accents(name).casefold().translate(_LETTERS).replace(".", "").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _strip_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def slug(name: str) -> str:
    """A name as part of an identifier: lower-case ASCII letters and digits with hyphens; never empty."""
    plain = unicodedata.normalize("NFKD", fold(name).replace("'", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def is_acronym(name: str) -> bool:
    """Whether a name counts only when it is written in capitals: `UN`, `the U.N.`, `IAEA`, not `Iran`."""
    if name[-1:].islower():
        return False
    letters = name.removeprefix("the ").removeprefix("The ").replace(".", "").replace("-", "")
    return letters.isupper() and len(letters) <= 6
