"""Does `dateline load` leave a store that says truly which snapshot it holds?"""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from fake_store import FakeStore, fake_store
from pyoxigraph import RdfFormat, Store, parse

from kg import iri
from kg.cli.load import load
from kg.endpoint import RemoteStore, select
from kg.errors import StoreError, UsageError
from kg.store.mark import GRAPH, QUESTION, Mark, read_mark
from kg.store.snapshot import Snapshot


@pytest.fixture
def fake() -> Iterator[FakeStore]:
    """A store over HTTP."""
    with fake_store() as made:
        yield made


def run(seeds: Snapshot, *words: str) -> Result:
    """The command over the seeds."""
    return CliRunner().invoke(load, ["--data", str(seeds.folder.parents[1]), *words], standalone_mode=False)


def mark_of(fake: FakeStore) -> Mark | None:
    """What the store says that it holds."""
    return read_mark(select(RemoteStore(query=fake.address, update=fake.address), QUESTION))


@pytest.mark.parametrize("way", ["update", "graph-store"])
def test_a_loaded_store_holds_the_snapshot_and_says_so(seeds: Snapshot, fake: FakeStore, way: str) -> None:
    """Graph by graph what the snapshot holds, and the mark, whose triples `--mark` prints too."""
    done = run(seeds, "--to", fake.address, "--protocol", way)
    assert done.exception is None
    assert " 0 were there" in done.stdout
    there = {quad for quad in fake.store if quad.graph_name == GRAPH}
    assert there == set(parse(run(seeds, "--mark").stdout, format=RdfFormat.N_QUADS))
    assert count(fake.store) == {**count(seeds.open_store()), GRAPH.value: len(there)}


def count(store: Store) -> dict[str, int]:
    """How many triples each graph holds."""
    rows = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {row["g"].value: int(row["n"].value) for row in rows}


def test_another_snapshot_is_only_replaced_when_asked(seeds: Snapshot, fake: FakeStore) -> None:
    """Its graphs are named and counted; what is no whole snapshot never says that it is one."""
    fake.store.update(
        f"INSERT DATA {{ GRAPH <{iri.GRAPH}old> {{ <x:s> <x:p> 1 }} "
        f"GRAPH {GRAPH} {{ {GRAPH} <http://purl.org/dc/terms/identifier> 'former' ; "
        "<http://rdfs.org/ns/void#triples> 1 } }"
    )
    refused = run(seeds, "--to", fake.address)
    assert isinstance(refused.exception, StoreError)
    assert "holds snapshot former in 2 graphs; --replace empties them first" in str(refused.exception)
    fake.updates = lambda text: 500 if "INSERT" in text else 200
    assert isinstance(run(seeds, "--to", fake.address, "--replace").exception, StoreError)
    assert mark_of(fake) is None
    fake.updates = lambda _: 200
    assert run(seeds, "--to", fake.address, "--replace").exception is None
    assert mark_of(fake) == Mark(seeds.id, sum(seeds.manifest.counts.values()), union=True)
    assert f"{iri.GRAPH}old" not in count(fake.store)


def test_no_address_is_a_fault_of_usage(seeds: Snapshot) -> None:
    """The message names what there is to choose from."""
    assert isinstance(run(seeds).exception, UsageError)
