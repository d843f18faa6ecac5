"""What changed from one snapshot to the next?

`/changes` tells it in words, `/changes.json` wholly, `/changes.atom` as a feed of the latest turns.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from flask import Blueprint, Response, render_template, request
from pydantic import TypeAdapter

from kg import iri
from kg.diff.changes import Changes
from kg.diff.words import summarise
from kg.store.history import Turn, kept_turns
from server.http import refusals
from server.past.atom import Entry, feed
from server.past.historian import Historian
from server.served import Served

_MOST_ENTRIES = 10
_MOST_LINES = 200
"""Changes of one kind on the page; the JSON has all."""
_CHANGES = TypeAdapter(Changes)


def create_changes_blueprint(served: Served, historian: Historian) -> Blueprint:
    """The blueprint of `/changes` and its other forms."""
    blueprint = Blueprint("changes", __name__)
    blueprint.before_request(served.need_files)

    @blueprint.get("/changes")
    def page() -> str:
        turns = kept_turns(served.data)
        old, new = _asked(served.data, turns)
        changes = historian.compare(*_folders(served.data, old, new)) if old and new else None
        return render_template(
            "changes.html",
            turns=turns[::-1],
            old=old,
            new=new,
            changes=changes,
            summary=summarise(changes) if changes else None,
            most=_MOST_LINES,
        )

    @blueprint.get("/changes.json")
    def whole() -> Response:
        old, new = _asked(served.data, kept_turns(served.data))
        if not old or not new:
            raise refusals.missing("There is one snapshot so far, so nothing changed; name two with from= and to=")
        body = _CHANGES.dump_json(historian.compare(*_folders(served.data, old, new)))
        return Response(body, content_type="application/json")

    @blueprint.get("/changes.atom")
    def atom() -> Response:
        pairs = list(pairwise(kept_turns(served.data)))[-_MOST_ENTRIES:]
        entries = (_entry(served.data, historian, old, new) for old, new in reversed(pairs))
        return feed(iri.mint_page("changes"), "Dateline: what changed", "/changes.atom", entries)

    return blueprint


def _entry(data: Path, historian: Historian, old: Turn, new: Turn) -> Entry:
    changes = historian.compare(*_folders(data, old.snapshot, new.snapshot))
    link = f"/changes?from={old.snapshot}&to={new.snapshot}"
    moment = new.at.strftime("%Y%m%dT%H%M%SZ")
    identifier = iri.mint_fragment(iri.mint_dump_of(new.snapshot, ""), f"since-{old.snapshot}-{moment}")
    return Entry(identifier, f"Snapshot {new.snapshot}", new.at, link, summarise(changes))


def _asked(data: Path, turns: Sequence[Turn]) -> tuple[str | None, str | None]:
    """The snapshots to compare: those of the address, else the last one and the one before it."""
    latest = [None, None, *(turn.snapshot for turn in turns)][-2:]
    found = [request.args.get(name) or latest[place] for place, name in enumerate(("from", "to"))]
    for name in found:
        if name is not None and name not in _known(data):
            raise refusals.missing(f"There is no snapshot {name!r}; /changes lists them")
    return found[0], found[1]


def _known(data: Path) -> frozenset[str]:
    # Only a name that the folder lists is opened: no path from an address is ever joined.
    return frozenset(path.name for path in (data / "snapshots").iterdir() if not path.name.startswith("."))


def _folders(data: Path, old: str, new: str) -> tuple[Path, Path]:
    return data / "snapshots" / old, data / "snapshots" / new
