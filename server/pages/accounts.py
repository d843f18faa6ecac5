"""How do several articles tell one happening, and where do they differ?

Each account is one article's own event with its claims; nothing is averaged. A row of the comparison is marked where
the accounts do not say the same: dates, actors, places, figures, kinds and standing.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import combinations
from typing import NamedTuple
from urllib.parse import unquote

from kg import iri
from kg.dump.timeline_events import Party, TimelineEvent
from kg.happening import EventName
from kg.merge.verdicts import COLUMNS
from kg.store.snapshot import Snapshot
from server.pages.claims import ClaimView, read_claims
from server.pages.graph import Row, Selecting, text


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What one article tells: its event, its figures in words, its claims."""

    event: TimelineEvent
    figures: tuple[str, ...]
    claims: tuple[ClaimView, ...]

    @property
    def name(self) -> EventName:
        """What the event is called in its article's annotation."""
        return name_of(self.event.iri)

    @property
    def article(self) -> ClaimView | None:
        """A claim that names the article; None when there is no claim."""
        return self.claims[0] if self.claims else None


class Aspect(NamedTuple):
    """One row of the comparison: a name, each account's cell as parties to link or as words, whether they differ."""

    name: str
    cells: tuple[tuple[Party, ...], ...]
    differs: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """Several accounts of what is taken for one happening, and the reasons for taking it so."""

    iri: str
    accounts: tuple[Account, ...]
    reasons: tuple[str, ...]
    aspects: tuple[Aspect, ...]

    @property
    def verdicts(self) -> str:
        """The table of a reviewer who holds no two of them for one."""
        pairs = combinations([account.name for account in self.accounts], 2)
        rows = [("different", a.article, a.event, b.article, b.event, "") for a, b in pairs]
        table = StringIO()
        csv.writer(table, lineterminator="\n").writerows([COLUMNS, *rows])
        return table.getvalue()


def read_happening(
    graph: Selecting, snapshot: Snapshot | None, every: Iterable[TimelineEvent], subject: str
) -> Happening | None:
    """The happening that is the subject, or that the subject, an event, tells; None when no other article does."""
    events = tuple(every)
    name = next((event.happening for event in events if event.iri == subject), subject)
    told = [event for event in events if event.happening == name] if name else []
    if len(told) < 2:
        return None
    accounts = tuple(_account(graph, snapshot, event) for event in told)
    return Happening(
        iri=name,
        accounts=accounts,
        reasons=tuple(_reason(text(row, "note"), accounts) for row in graph.select("reasons", this=name)),
        aspects=tuple(_aspects(accounts)),
    )


def _reason(note: str, accounts: Iterable[Account]) -> str:
    """A reason that names events by their labels, not by their identifiers."""
    names, colon, signs = note.partition(": ")
    labels = {f"{one.name.article} {one.name.event}": f"“{one.event.label}”" for one in accounts}
    return " and ".join(labels.get(name, name) for name in names.split(" and ")) + colon + signs


def name_of(event: str) -> EventName:
    """The article's key and the identifier there of an event's IRI."""
    key, _, identifier = unquote(iri.local_path(event) or "").partition("/event/")
    return EventName(article=key, event=identifier)


def _account(graph: Selecting, snapshot: Snapshot | None, event: TimelineEvent) -> Account:
    return Account(
        event=event,
        figures=read_figures(graph, event.iri),
        claims=tuple(read_claims(graph, snapshot, event=event.iri)),
    )


def read_figures(graph: Selecting, event: str) -> tuple[str, ...]:
    """The amounts of an event, in words."""
    return tuple(sorted(_figure(row) for row in graph.select("figures", this=event)))


def _figure(row: Row) -> str:
    words = (text(row, "note"), text(row, "value"), text(row, "currency"), text(row, "unit"))
    return " ".join(word for word in words if word)


def _aspects(accounts: tuple[Account, ...]) -> Iterator[Aspect]:
    roles = sorted({party.role for account in accounts for party in account.event.parties})
    yield _aspect("when", [_words(account.event.when) for account in accounts])
    yield _aspect("kind", [_words(account.event.type or account.event.cls) for account in accounts])
    for role in roles:
        yield _aspect(role, [_cast(account.event, role) for account in accounts])
    yield _aspect("where", [(account.event.place,) if account.event.place else () for account in accounts])
    yield _aspect("figures", [_words(*account.figures) for account in accounts])
    yield _aspect("standing", [_words(*account.event.standings) for account in accounts])


def _aspect(name: str, cells: list[tuple[Party, ...]]) -> Aspect:
    said = {tuple(sorted((party.iri, party.label if not party.iri else "") for party in cell)) for cell in cells}
    return Aspect(name, tuple(cells), differs=len(said) > 1)


def _words(*values: str) -> tuple[Party, ...]:
    return tuple(Party("", "", value) for value in values)


def _cast(event: TimelineEvent, role: str) -> tuple[Party, ...]:
    return tuple(party for party in event.parties if party.role == role)
