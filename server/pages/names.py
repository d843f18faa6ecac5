"""Which names do the data know, and whom does each one mean?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kg import iri
from server.pages.graph import Row, text

_MOST_FOUND = 20


class Name(NamedTuple):
    """Something with a label: its IRI, its kind (a class name of ours), and how many events involve it."""

    iri: str
    label: str
    kind: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Every name of a snapshot, those of most events first; `exact` gives what a case-folded label can mean."""

    every: tuple[Name, ...]
    exact: dict[str, tuple[Name, ...]]

    def mean(self, label: str) -> tuple[Name, ...]:
        """What bears this very label, whatever its case; nothing when none does."""
        return self.exact.get(label.strip().casefold(), ())

    def begin(self, words: str, most: int = _MOST_FOUND) -> tuple[Name, ...]:
        """What has a word that begins so, those of most events first, each thing once."""
        sought = words.strip().casefold()
        found: dict[str, Name] = {}
        for name in self.every:
            label = name.label.casefold()
            if label.startswith(sought) or f" {sought}" in label:
                found.setdefault(name.iri, name)
                if len(found) == most:
                    break
        return tuple(found.values())


def gather_names(rows: Iterable[Row]) -> Names:
    """The names in the rows of `queries/names.rq`; a thing of several kinds has the most telling one."""
    found: dict[tuple[str, str], Name] = {}
    for row in rows:
        name = Name(
            iri=text(row, "entity"),
            label=text(row, "label"),
            kind=text(row, "kind").removeprefix(iri.ONTOLOGY),
            events=int(text(row, "events", "0")),
        )
        former = found.get(name[:2])
        # A state is a place too, and says more.
        if former is None or former.kind == "Place":
            found[name[:2]] = name
    every = sorted(found.values(), key=lambda name: (-name.events, name.label, name.iri))
    exact: dict[str, list[Name]] = {}
    for name in every:
        exact.setdefault(name.label.casefold(), []).append(name)
    return Names(every=tuple(every), exact={label: tuple(names) for label, names in exact.items()})
