"""Which of our events is meant by another data set's code?

`seeds/eventdata/codes.curated.csv`, published with the program: a row for each code of CAMEO 1.1b3, PLOVER and ACLED
(event type, then `/` and sub-event type) that has a meaning of its own here. A longer code without a row means what
its beginning means.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.datafiles import find_data
from kg.errors import OntologyError

FILE = "seeds/eventdata/codes.curated.csv"


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """A code in our words: class, fine type, PLOVER category where there is one, and its name."""

    cls: str
    type: str
    plover: str
    name: str


@lru_cache(maxsize=1)
def load_codes() -> Mapping[tuple[str, str], Meaning]:
    """Every code that has a row, by scheme and code; raises OntologyError for a malformed file."""
    path = find_data(FILE)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return {
                (row["scheme"], row["code"]): Meaning(
                    cls=row["class"], type=row["type"], plover=row["plover"], name=row["meaning"]
                )
                for row in csv.DictReader(lines)
            }
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise OntologyError(f"{path}: no table of codes ({error}); install dateline again") from error


@lru_cache(maxsize=10_000)
def meaning_of(scheme: str, code: str) -> Meaning | None:
    """What a code means; None when not even its beginning has a row."""
    codes = load_codes()
    if scheme == "acled":
        return codes.get((scheme, code)) or codes.get((scheme, _event_type(code)))
    return next((found for end in range(len(code), 1, -1) if (found := codes.get((scheme, code[:end])))), None)


def _event_type(code: str) -> str:
    known = (name for scheme, name in load_codes() if scheme == "acled" and code.startswith(name))
    return min(known, key=len, default="")
