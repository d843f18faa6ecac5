"""Are the events of a snapshot the same from the file that a build writes and from the graph itself?"""

import gc
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from weakref import ref

import pytest
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store, Variable
from strategies import annotations, make_article

from kg import iri
from kg.dump import timeline_file
from kg.dump.canonical import sort_quads
from kg.dump.checksums import write_checksums
from kg.dump.event_files import EventFiles
from kg.dump.event_records import EventReader
from kg.dump.parts import by_subject
from kg.dump.timeline_file import NAME, read_timeline
from kg.model import Annotation
from kg.ontology.load import ontology_quads
from kg.reason.closure import close
from kg.store.snapshot import Snapshot, open_current
from kg.triples.annotation import annotation_quads
from kg.vocabulary import DL, GEO, PREFIXES, PROV, RDFS, XSD
from server.http.refusals import Refusal
from server.pages.catalogue import class_choices, time_choices
from server.pages.events import Events, read_events
from server.pages.filters import Filter
from server.pages.graph import Row, Value, read_query
from server.pages.shown import Showing
from server.pages.windows import Period, draw_whole, draw_window
from server.served import Served


class InStore:
    """A store in this process that answers the queries of the pages."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def select(self, name: str, **_terms: str) -> list[Row]:
        """The solutions of a query of ours."""
        found = self._store.query(read_query(name), prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions)
        return [self._row(found.variables, row) for row in found]

    def _row(self, names: list[Variable], row: QuerySolution) -> Row:
        terms = ((name.value, row[name]) for name in names)
        return {
            name: Value(getattr(term, "value", ""), False, None, None) for name, term in terms if term is not None
        }


def quads_of(annotation: Annotation) -> list[Quad]:
    """The graph of one article with what follows, a place that lies somewhere, and a happening."""
    gazetteer, inferred = NamedNode(iri.mint_graph("gazetteer")), NamedNode(iri.mint_graph("inferred"))
    oslo, said = NamedNode(iri.mint_item("Q20")), list(annotation_quads(make_article(), annotation))
    events = [quad.subject for quad in said if quad.predicate == DL.edtf]
    said += [
        Quad(oslo, RDFS.label, Literal("Norway"), gazetteer),
        Quad(oslo, GEO.lat, Literal("59.9", datatype=XSD.decimal), gazetteer),
        Quad(oslo, GEO.long, Literal("10.7", datatype=XSD.decimal), gazetteer),
        *(Quad(one, PROV.specializationOf, oslo, gazetteer) for one in events[:1]),
    ]
    follows = close(said, ontology_quads()).inferred
    return sort_quads([*said, *(Quad(*triple, inferred) for triple in follows)])


def write(folder: Path, quads: list[Quad], store: Store) -> Path:
    """The files of events, with their checksums."""
    reader = EventReader(store)
    folder.mkdir()
    with EventFiles(folder) as files:
        for subject in by_subject(quads):
            if (event := reader.read(subject)) is not None:
                files.add(event)
    write_checksums(folder)
    return folder


@settings(max_examples=6)
@given(annotations())
def test_the_file_has_the_events_that_the_graph_has(annotation: Annotation) -> None:
    """Every field, in the same order, also when a thing comes again because few are held at hand."""
    quads = quads_of(annotation)
    store = Store()
    store.extend(quads)
    expected = read_events(InStore(store))
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        assert read_timeline(write(Path(folder) / "all", quads, store)) == expected
        patched.setattr(timeline_file, "_AT_HAND", 1)
        assert read_timeline(write(Path(folder) / "few", quads, store)) == expected


def test_the_seeds_have_the_same_events_both_ways(seeds: Snapshot) -> None:
    """Whatever reasoning, the gazetteer and merges bring."""
    found = read_timeline(seeds.dumps)
    assert found == read_events(InStore(seeds.open_store()))
    assert found
    assert any(event.happening for event in found)
    assert any(event.point and event.states and len(event.standings) > 1 for event in found)


def copied(data: Path, folder: Path) -> Snapshot:
    """A snapshot that may be damaged."""
    shutil.copytree(data, folder)
    return open_current(folder)


@pytest.mark.parametrize("damage", ["missing", "changed", "unlisted"])
def test_a_file_that_is_not_the_published_one_is_not_read(damage: str, data: Path, tmp_path: Path) -> None:
    """The graph is asked instead."""
    snapshot = copied(data, tmp_path / "data")
    path = snapshot.dumps / NAME
    if damage == "missing":
        path.unlink()
    elif damage == "changed":
        path.write_bytes(path.read_bytes()[:-9])
    else:
        (snapshot.dumps / "SHA256SUMS").unlink()
    assert read_timeline(snapshot.dumps) is None
    events = Events(InStore(snapshot.open_store()), Served(data=tmp_path / "data")).of(snapshot)
    assert events == read_timeline(open_current(data).dumps)


class Failing:
    """A graph that fails once, then answers."""

    def __init__(self, behind: InStore) -> None:
        self._behind, self._failed = behind, False

    def select(self, name: str, **terms: str) -> list[Row]:
        """Raises the first time."""
        if not self._failed:
            self._failed = True
            raise Refusal(503, "Busy", "later")
        return self._behind.select(name, **terms)


def test_a_reading_that_failed_is_begun_again(data: Path, tmp_path: Path) -> None:
    """Nobody is told for ever what went wrong once."""
    snapshot = copied(data, tmp_path / "data")
    (snapshot.dumps / NAME).unlink()
    events = Events(Failing(InStore(snapshot.open_store())), Served(data=tmp_path / "data"))
    with pytest.raises(Refusal):
        events.of(snapshot)
    assert events.of(snapshot)


class Turning:
    """A data folder whose snapshot is called otherwise once it is turned."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.now = snapshot

    def snapshot(self) -> Snapshot:
        """The one that is served now."""
        return self.now

    def store(self) -> Path:
        """A name for it."""
        return Path(self.now.id)

    def turn(self) -> None:
        """The next one comes."""
        manifest = self.now.manifest.model_copy(update={"id": f"{self.now.id}-next"})
        self.now = replace(self.now, manifest=manifest)


class Knot:
    """What only a look for garbage takes away."""

    def __init__(self) -> None:
        self.itself = self


def test_what_belonged_to_a_former_snapshot_is_let_go(data: Path) -> None:
    """All that was shown and drawn of it, and garbage that was there when it came."""
    served = Turning(open_current(data))
    showing = Showing(served, Events(InStore(served.now.open_store()), served))  # type: ignore[arg-type]
    knot = Knot()
    shown = showing.of(Filter())
    for worked_out in (draw_whole, class_choices, time_choices):
        assert worked_out(shown) is worked_out(shown)
    first, last = shown.extent or (0, 0)
    assert draw_window(shown, Period(first, last)) is draw_window(shown, Period(first, last))
    gone = [ref(shown), ref(knot)]
    del shown, knot
    assert None not in [one() for one in gone]
    served.turn()
    assert showing.of(Filter()).events
    assert [one() for one in gone] == [None, None]
    gc.unfreeze()


class Slow:
    """A graph that does not answer while somebody waits."""

    def __init__(self) -> None:
        self.over = Event()

    def select(self, _name: str, **_terms: str) -> list[Row]:
        """Waits for the end of the test."""
        self.over.wait(30)
        return []


def test_a_page_does_not_wait_for_events_that_take_long(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and when to come again."""
    monkeypatch.setattr("server.pages.events._PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr("server.pages.events._LARGE", 0)
    snapshot = copied(data, tmp_path / "data")
    (snapshot.dumps / NAME).unlink()
    slow = Slow()
    with pytest.raises(Refusal) as told:
        Events(slow, Served(data=tmp_path / "data")).soon(snapshot)
    slow.over.set()
    assert (told.value.status, told.value.headers["Refresh"]) == (503, "2")
