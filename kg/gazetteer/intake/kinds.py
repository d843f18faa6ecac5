"""Which kind of thing is an instance of a Wikidata class?"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from kg.datafiles import find_data
from kg.errors import OntologyError, UsageError
from kg.gazetteer.intake.found import Kind
from kg.model import EntityKind

_HEADER = ["label", "qid", "kind", "subkind"]
_OWN = re.compile(r"(Q[1-9][0-9]*)=([A-Z][a-z]+)")
_RANK: Mapping[str, int] = {"Person": 0, "State": 1, "Organization": 2, "Place": 3, "Post": 4}
"""Of several classes of one item the one that says most: Singapore is a state before it is a city."""
_DEFAULT: Mapping[str, str] = {
    "Person": "person",
    "State": "country",
    "Organization": "organization",
    "Place": "region",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    """Kind and curated kind by the class's item, its label, or the name of the kind itself."""

    known: Mapping[str, tuple[Kind, str]]

    def of(self, classes: Iterable[str]) -> tuple[Kind, str]:
        """The kind of an instance of these classes (items or labels); two empty strings when none is known."""
        found = [self.known[name] for name in classes if name in self.known]
        return min(found, key=lambda each: _RANK[each[0]], default=("", ""))


def load_kinds(own: Iterable[str] = ()) -> Kinds:
    """The classes of `seeds/gazetteer/types.curated.csv` and the user's own, as `Q515=Place`; raises UsageError."""
    known: dict[str, tuple[Kind, str]] = {}
    with find_data("seeds/gazetteer/types.curated.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    if header != _HEADER or any(len(row) != len(_HEADER) or row[2] not in _RANK for row in rows):
        raise OntologyError(f"types.curated.csv: the columns must be {','.join(_HEADER)}, with a kind in each line")
    for label, qid, kind, subkind in rows:
        known[qid] = known[label] = (cast(Kind, kind), subkind)
    for kind, subkind in _DEFAULT.items():
        known[kind] = known[kind.lower()] = (cast(Kind, kind), subkind)
    for text in own:
        match = _OWN.fullmatch(text)
        if not match or match[2] not in _DEFAULT or match[2] not in get_args(EntityKind):
            raise UsageError(f"a class is given as Q515=Place, with {', '.join(_DEFAULT)}, not {text!r}")
        known[match[1]] = (cast(Kind, match[2]), _DEFAULT[match[2]])
    return Kinds(known=known)
