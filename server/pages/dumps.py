"""Which files of the data can be taken away, and how is their wholeness checked?

The dumps of every snapshot that is kept, with their checksums. An address with a snapshot's id stays the same bytes
for ever, so a download that broke off can be resumed (RFC 9110, sections 13.1.5 and 14); `/dumps/latest/` leads to
the current snapshot's. `/dumps/feed.atom` tells of new ones.
"""

from typing import NamedTuple

from flask import Blueprint, Response, redirect, render_template, request, send_file

from kg import iri
from kg.dump.checksums import SUMS, digest_file
from kg.store.history import Turn, kept_turns
from kg.store.snapshot import Snapshot, open_snapshot
from server.http import refusals
from server.past.atom import Entry, feed
from server.served import Served

_TYPES = {
    ".gz": "application/gzip",
    ".ttl": "text/turtle; charset=utf-8",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".geojson": "application/geo+json",
    ".jsonld": "application/ld+json",
}
_FOREVER = 365 * 24 * 3600
_MOST_ENTRIES = 50
_ABOUT = {
    "all.nq.gz": "everything, with its named graphs, in canonical form (RDFC-1.0)",
    "asserted.ttl.gz": "events, actors and articles as they are described",
    "claims.ttl.gz": "who says what of them, with the sentences",
    "inferred.ttl.gz": "what follows by OWL 2 RL",
    "background.ttl.gz": "places, offices and names; what several articles tell",
    "ontology.ttl.gz": "the classes and properties",
    "events.csv": "events as a table, for a spreadsheet",
    "events.geojson": "events whose place is known, for a map",
    "events.jsonld.gz": "events with their claims as JSON-LD, one a line",
    "context.jsonld": "its context",
    "timeline.jsonl.gz": "events as the timeline here reads them, one a line",
    "void.ttl": "sizes, partitions and links (VoID)",
    "dcat.ttl": "the files for a catalogue (DCAT)",
    "prov.ttl": "how it was made, from which articles under which licence (PROV-O)",
    SUMS: "checksums",
}


class DumpFile(NamedTuple):
    """A file that is offered: its name, its size in bytes, its SHA-256 where one is recorded, and what it holds."""

    name: str
    size: int
    sha256: str
    about: str


def create_dumps_blueprint(served: Served) -> Blueprint:
    """The blueprint of `/dumps/`, `/context.jsonld` and `/.well-known/void`."""
    blueprint = Blueprint("dumps", __name__)
    blueprint.before_request(served.need_files)

    @blueprint.get("/dumps/")
    def index() -> str:
        return _page(served, served.snapshot())

    @blueprint.get("/dumps/<snapshot>/")
    def of_snapshot(snapshot: str) -> str | Response:
        return _to_latest(served, "") if snapshot == "latest" else _page(served, _find(served, snapshot))

    @blueprint.get("/dumps/<name>")
    def dump(name: str) -> Response:
        return _send(served.snapshot(), name)

    @blueprint.get("/dumps/latest/<name>")
    def latest(name: str) -> Response:
        return _to_latest(served, name)

    @blueprint.get("/dumps/<snapshot>/<name>")
    def dump_of(snapshot: str, name: str) -> Response:
        response = _send(_find(served, snapshot), name)
        response.cache_control.max_age = _FOREVER
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
        return response

    @blueprint.get("/dumps/feed.atom")
    def snapshots() -> Response:
        turns = kept_turns(served.data)[-_MOST_ENTRIES:]
        entries = (_entry(served, turn) for turn in reversed(turns))
        return feed(iri.mint_dataset(), "Dateline: snapshots", "/dumps/feed.atom", entries)

    @blueprint.get("/context.jsonld")
    def context() -> Response:
        return _send(served.snapshot(), "context.jsonld")

    @blueprint.get("/.well-known/void")
    def void() -> Response:
        # RFC 5785 and VoID section 7.2: a redirect to the description is what clients expect.
        return redirect("/dumps/latest/void.ttl", 302)  # type: ignore[return-value]

    return blueprint


def _page(served: Served, snapshot: Snapshot) -> str:
    turns = kept_turns(served.data)[::-1]
    return render_template("dumps.html", files=list_files(snapshot), manifest=snapshot.manifest, turns=turns)


def _to_latest(served: Served, name: str) -> Response:
    snapshot = served.snapshot()
    if name:
        _known(snapshot, name)
    found: Response = redirect(f"/dumps/{snapshot.id}/{name}", 302)  # type: ignore[assignment]
    found.cache_control.no_cache = True
    found.headers["Dateline-Snapshot"] = snapshot.id
    return found


def _find(served: Served, name: str) -> Snapshot:
    # Only a name that the folder lists is opened: no path from an address is ever joined.
    folders = {path.name: path for path in (served.data / "snapshots").iterdir() if not path.name.startswith(".")}
    if name not in folders:
        raise refusals.missing(f"There is no snapshot {name!r}; /dumps/ lists them")
    return open_snapshot(folders[name])


def _entry(served: Served, turn: Turn) -> Entry:
    manifest = open_snapshot(served.data / "snapshots" / turn.snapshot).manifest
    words = ", ".join(f"{part} {count}" for part, count in manifest.counts.items())
    link = f"/dumps/{turn.snapshot}/"
    identifier = iri.mint_fragment(iri.mint_dump_of(turn.snapshot, ""), turn.at.strftime("%Y%m%dT%H%M%SZ"))
    return Entry(identifier, f"Snapshot {turn.snapshot}", turn.at, link, f"Triples: {words}")


def list_files(snapshot: Snapshot) -> list[DumpFile]:
    """The dump files by name; none yet in the moments between an addition and its dumps."""
    if not snapshot.dumps.is_dir():
        return []
    sums = _checksums(snapshot)
    paths = sorted(path for path in snapshot.dumps.iterdir() if path.is_file())
    return [
        DumpFile(path.name, path.stat().st_size, sums.get(path.name, ""), _ABOUT.get(path.name, "")) for path in paths
    ]


def _checksums(snapshot: Snapshot) -> dict[str, str]:
    path = snapshot.dumps / SUMS
    lines = path.read_text(encoding="ascii").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _known(snapshot: Snapshot, name: str) -> DumpFile:
    # Only a name that the folder lists is opened: no path from an address is ever joined.
    known = {file.name: file for file in list_files(snapshot)}
    if name not in known:
        raise refusals.missing(f"There is no dump {name!r}; /dumps/ lists them")
    return known[name]


def _send(snapshot: Snapshot, name: str) -> Response:
    """A file, or the part of it that a Range asks for; a second range in one request is not served (section 14.2)."""
    file = _known(snapshot, name)
    path = snapshot.dumps / name
    if "," in request.headers.get("Range", ""):
        request.environ.pop("HTTP_RANGE")
    response = send_file(
        path.resolve(),
        mimetype=_TYPES.get(path.suffix, "text/plain; charset=utf-8"),
        etag=file.sha256 or digest_file(path),
    )
    response.headers["Dateline-Snapshot"] = snapshot.id
    return response
