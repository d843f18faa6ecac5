"""Do the lines of a shelf answer as the store of the same snapshot does?"""

from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Quad

from kg import iri
from kg.dump.event_records import EVENT_CLASSES, EventReader
from kg.dump.parts import by_subject
from kg.model import Verb
from kg.pieces.graph import ShelfGraph
from kg.pieces.lines import of_classes, sorted_lines, to_quads, whole_lines
from kg.pieces.shelf import FILE, Shelf
from kg.store.snapshot import Snapshot
from kg.vocabulary import DL, RDF


@pytest.fixture(scope="module")
def shelf(seeds: Snapshot) -> Iterator[Shelf]:
    """The shelf of the seeds' snapshot."""
    opened = Shelf.open_finished(seeds.folder / FILE)
    yield opened
    opened.close()


def test_every_node_is_told_as_the_store_tells_it(seeds: Snapshot, shelf: Shelf) -> None:
    """Own nodes of articles, shared ones and the ontology's: all quads of each subject, by predicate too."""
    store, graph = seeds.open_store(), ShelfGraph(shelf)
    told: dict[NamedNode, set[Quad]] = {}
    for quad in store:
        if isinstance(quad.subject, NamedNode):
            told.setdefault(quad.subject, set()).add(quad)
    assert len({iri.local_path(node.value) is None for node in told}) == 2
    for node, quads in told.items():
        assert set(graph.quads_for_pattern(node, None, None)) == quads
        types = {quad for quad in quads if quad.predicate == RDF.type}
        assert set(graph.quads_for_pattern(node, RDF.type, None)) == types


def test_events_are_read_from_either_alike(seeds: Snapshot, shelf: Shelf) -> None:
    """With all that claims say of them; and the lines about events are those of all events and of nothing else."""
    of_store, of_shelf = EventReader(seeds.open_store()), EventReader(ShelfGraph(shelf))
    lines = list(sorted_lines(shelf, whole_lines(shelf)))
    every = [of_store.read(subject) for subject in by_subject(to_quads(lines))]
    found = [of_shelf.read(subject) for subject in by_subject(to_quads(of_classes(lines, EVENT_CLASSES)))]
    assert found == [event for event in every if event is not None]
    assert {verb for event in found if event for verb in event.verbs} == set(Verb.__args__)


def test_a_pattern_that_names_no_node_is_refused(shelf: Shelf) -> None:
    """It would go through the whole graph."""
    with pytest.raises(ValueError, match="whole graph"):
        next(ShelfGraph(shelf).quads_for_pattern(None, DL.asserts, None))
