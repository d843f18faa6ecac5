"""What may have been meant by an address at which there is nothing?

The same letters in another case or encoding, what contains it (the article of an event that there is not), and what
bears the name that the address ends with.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote

from kg import iri
from kg.gazetteer.candidates import candidates
from server.pages.graph import Graph, is_iri
from server.pages.known import is_known
from server.pages.things import KnownThings, Things

_MOST = 8
_LONGEST, _DEEPEST = 300, 8
"""Characters and parts of a path for which something is suggested; no name is longer."""


class Suggestion(NamedTuple):
    """Something that there is: its IRI and its name."""

    iri: str
    name: str


def readings(path: str) -> Iterator[str]:
    """The IRIs under `ID` that a decoded path can mean, likeliest first.

    A server hands paths on decoded, so that a slash inside an identifier looks like one between them; a client may
    have encoded an IRI twice.
    """
    found = [iri.mint_local(path), iri.mint_local(unquote(path))]
    key, _, rest = path.partition("/")
    kind, _, identifier = rest.partition("/")
    if "/" in identifier:
        found.append(iri.mint_part(key, kind, identifier))
    yield from dict.fromkeys(found)


def resolve(path: str, graph: Graph, known: KnownThings) -> str | None:
    """The IRI under `ID` of which something is known that a decoded path means; None when there is none."""
    return next((name for name in readings(path) if is_iri(name) and is_known(name, graph, known)), None)


def suggest(path: str, graph: Graph, things: Things) -> list[Suggestion]:
    """At most eight things that somebody may have meant who asked for a path."""
    found: dict[str, str] = {}
    parts = path.split("/")
    if len(path) > _LONGEST or len(parts) > _DEEPEST:
        return []
    for size in range(len(parts) - 1, 0, -1):
        above = iri.mint_local("/".join(parts[:size]))
        for row in graph.select("label", this=above):
            found.setdefault(above, row["label"].text)
    for key in get_close_matches(parts[0], things.articles, n=2, cutoff=0.75):
        found.setdefault(iri.ID + key, things.articles[key])
    words = parts[-1].replace("-", " ").replace("_", " ").strip()
    upper = things.find(path.upper())
    named = [upper] if upper else []
    named += [things.of_row(one.match.row) for one in candidates(words.title(), None, things.gazetteer, _MOST)]
    named += things.starting(words, _MOST) if len(words) > 1 else []
    for thing in named:
        found.setdefault(iri.ID + thing.id, thing.name)
    return [Suggestion(name, label) for name, label in found.items()][:_MOST]
