"""Do programs of other people read the dumps, without a warning, and count what the manifest counts?"""

import gzip
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
import rdflib
from virtuoso import running_virtuoso

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
    folder = next(iter(files.values())).parent
    counts = {}
    with running_virtuoso(folder) as server:
        for part, path in files.items():
            loaded = server.ask(f"DB.DBA.TTLP(file_to_string_output('{path}'), '', 'urn:{part}', 0);")
            assert "Done." in loaded, loaded
            counted = server.ask(f"SPARQL SELECT (COUNT(*) AS ?n) FROM <urn:{part}> {{ ?s ?p ?o }};")  # noqa: S608 - parts are ours
            counts[part] = int(re.search(r"^(\d+)\s*$", counted, re.MULTILINE)[1])  # type: ignore[index]
    return counts


@pytest.mark.parametrize("read", [read_with_rdflib, read_with_raptor, read_with_jena, read_with_virtuoso])
def test_another_reader_finds_what_the_manifest_counts(
    seeds: Snapshot, unpacked: dict[str, Path], read: Reader
) -> None:
    """As many triples in each Turtle dump, and not a word of warning."""
    assert read(unpacked) == {part: seeds.manifest.counts[part] for part in PARTS}
