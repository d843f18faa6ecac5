"""Which files of the data can be taken away, and how is their wholeness checked?

The dumps of the served snapshot with their checksums. An address with a snapshot's id stays the same bytes for
ever; `/dumps/latest/` follows the current snapshot.
"""

from typing import NamedTuple

from flask import Blueprint, Response, redirect, render_template, send_file

from kg.store.snapshot import Snapshot
from server.http import refusals
from server.served import Served

_TYPES = {".gz": "application/gzip", ".ttl": "text/turtle; charset=utf-8"}


class DumpFile(NamedTuple):
    """A file that is offered: its name, its size in bytes and its SHA-256 where one is recorded."""

    name: str
    size: int
    sha256: str


def create_dumps_blueprint(served: Served) -> Blueprint:
    """The blueprint of `/dumps/` and `/.well-known/void`."""
    blueprint = Blueprint("dumps", __name__)

    @blueprint.get("/dumps/")
    def index() -> str:
        snapshot = served.snapshot()
        return render_template("dumps.html", files=list_files(snapshot), manifest=snapshot.manifest)

    @blueprint.get("/dumps/<name>")
    @blueprint.get("/dumps/latest/<name>")
    def dump(name: str) -> Response:
        return _send(served.snapshot(), name)

    @blueprint.get("/.well-known/void")
    def void() -> Response:
        # RFC 5785 and VoID section 7.2: a redirect to the description is what clients expect.
        return redirect("/dumps/latest/void.ttl", 302)  # type: ignore[return-value]

    return blueprint


def list_files(snapshot: Snapshot) -> list[DumpFile]:
    """The dump files by name."""
    sums = _checksums(snapshot)
    paths = sorted(path for path in snapshot.dumps.iterdir() if path.is_file())
    return [DumpFile(path.name, path.stat().st_size, sums.get(path.name, "")) for path in paths]


def _checksums(snapshot: Snapshot) -> dict[str, str]:
    path = snapshot.dumps / "SHA256SUMS"
    lines = path.read_text(encoding="ascii").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _send(snapshot: Snapshot, name: str) -> Response:
    # Only a name that the folder lists is opened: no path from an address is ever joined.
    known = {file.name: file for file in list_files(snapshot)}
    if name not in known:
        raise refusals.missing(f"There is no dump {name!r}; /dumps/ lists them")
    path = snapshot.dumps / name
    response = send_file(
        path.resolve(),
        mimetype=_TYPES.get(path.suffix, "text/plain; charset=utf-8"),
        etag=known[name].sha256 or False,
    )
    response.headers["Dateline-Snapshot"] = snapshot.id
    return response
