"""Do programs of other people read the dumps, without a warning, and count what the manifest counts?"""

import gzip
import re
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import rdflib
from bench.loopback import configure_virtuoso, free_port

from kg.dump.parts import PARTS
from kg.store.snapshot import Snapshot

Reader: TypeAlias = Callable[[dict[str, Path]], dict[str, int]]
"""Reads Turtle files by part; how many triples each holds."""


@pytest.fixture(scope="module")
def unpacked(seeds: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The Turtle dumps of the seeds, by part."""
    folder = tmp_path_factory.mktemp("unpacked")
    for part in PARTS:
        held = gzip.decompress((seeds.dumps / f"{part}.ttl.gz").read_bytes())
        (folder / f"{part}.ttl").write_bytes(held)
    return {part: folder / f"{part}.ttl" for part in PARTS}


def read_with_rdflib(files: dict[str, Path]) -> dict[str, int]:
    """A warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return {part: len(rdflib.Graph().parse(path, format="turtle")) for part, path in files.items()}


def read_with_raptor(files: dict[str, Path]) -> dict[str, int]:
    """Whatever Raptor says beside the number is a warning."""
    rapper = shutil.which("rapper")
    if rapper is None:
        pytest.skip("Raptor (Debian's raptor2-utils) is not installed")
    counts = {}
    for part, path in files.items():
        command = [rapper, "--count", "--input", "turtle", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        said = re.fullmatch(
            r"rapper: Parsing URI \S+ with parser turtle\nrapper: Parsing returned (\d+) triples?\n", done.stderr
        )
        assert said, done.stderr
        counts[part] = int(said[1])
    return counts


def read_with_jena(files: dict[str, Path]) -> dict[str, int]:
    """Riot checks terms as it reads, and writes each triple as a line."""
    riot = shutil.which("riot")
    if riot is None:
        pytest.skip("Jena's riot is not shipped, nor in Debian; put it on the path to have this test")
    counts = {}
    for part, path in files.items():
        done = subprocess.run([riot, "--check", "--strict", str(path)], check=True, capture_output=True, text=True)
        assert done.stderr == ""
        counts[part] = len(set(done.stdout.splitlines()))
    return counts


def read_with_virtuoso(files: dict[str, Path]) -> dict[str, int]:
    """Each part loaded into a graph of its own."""
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        pytest.skip("the Debian package virtuoso-opensource-7 is not installed")
    folder = next(iter(files.values())).parent
    counts = {}
    for ask in _virtuoso(folder):
        for part, path in files.items():
            loaded = ask(f"DB.DBA.TTLP(file_to_string_output('{path}'), '', 'urn:{part}', 0);")
            assert "Done." in loaded, loaded
            counted = ask(f"SPARQL SELECT (COUNT(*) AS ?n) FROM <urn:{part}> {{ ?s ?p ?o }};")  # noqa: S608 - parts are ours
            counts[part] = int(re.search(r"^(\d+)\s*$", counted, re.MULTILINE)[1])  # type: ignore[index]
    return counts


def _virtuoso(folder: Path) -> Iterator[Callable[[str], str]]:
    """What runs statements in a fresh server on loopback, ended afterwards."""
    port = free_port()
    configuration = configure_virtuoso(folder, port, free_port(), buffers=2000)
    with subprocess.Popen(
        ["virtuoso-t", "+configfile", configuration, "+foreground"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:

        def ask(statement: str) -> str:
            command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={statement}"]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            return done.stdout + done.stderr

        try:
            for _ in range(120):
                if server.poll() is not None or "Done." in ask("SELECT 1;") or "1 Rows" in ask("SELECT 1;"):
                    break
                time.sleep(0.5)
            yield ask
        finally:
            server.kill()


@pytest.mark.parametrize("read", [read_with_rdflib, read_with_raptor, read_with_jena, read_with_virtuoso])
def test_another_reader_finds_what_the_manifest_counts(
    seeds: Snapshot, unpacked: dict[str, Path], read: Reader
) -> None:
    """As many triples in each Turtle dump, and not a word of warning."""
    assert read(unpacked) == {part: seeds.manifest.counts[part] for part in PARTS}
