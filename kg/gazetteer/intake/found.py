"""What does a foreign file tell of one Wikidata item?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from kg.model import EntityKind, Rejection

Kind: TypeAlias = EntityKind | Literal["Post", ""]
"""`Post` is an office that people hold, which becomes no row; an empty kind is not told."""


class Held(NamedTuple):
    """One term in one post, the post by label or item; dates are ISO, cut to the known precision, empty unknown."""

    post: str
    start: str = ""
    end: str = ""


class Found(NamedTuple):
    """One record; absent values are empty. `country` and `within` are items, a country also a label.

    `line` is where the record begins, `prior` the number of wikis that have a page on the item.
    """

    qid: str
    line: int
    label: str = ""
    kind: Kind = ""
    subkind: str = ""
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    country: str = ""
    within: str = ""
    lat: float | None = None
    lon: float | None = None
    prior: int = 0
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Two records that say different things of one item: what was kept and what was not, with the refused place."""

    source: str
    place: str
    qid: str
    what: str
    kept: str
    refused: str


Tell: TypeAlias = Callable[[Rejection | Conflict], None]
"""Called with each record that was left out and each contradiction, so that none has to be remembered."""
