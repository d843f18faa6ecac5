import gzip
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib

from kg.store.snapshot import Snapshot

RAPPER = shutil.which("rapper")
PARTS = ("asserted", "claims", "inferred", "background", "ontology")


@pytest.mark.parametrize("part", PARTS)
def test_rdflib_reads_every_dump(seeds: Snapshot, part: str) -> None:
    """Rdflib reads as many triples from a Turtle dump as the manifest says it holds."""
    graph = rdflib.Graph().parse(data=gzip.decompress((seeds.dumps / f"{part}.ttl.gz").read_bytes()), format="turtle")
    assert len(graph) == seeds.manifest.counts[part]


@pytest.mark.skipif(RAPPER is None, reason="Raptor (Debian's raptor2-utils) is not installed")
@pytest.mark.parametrize("part", PARTS)
def test_raptor_reads_every_dump_without_a_warning(seeds: Snapshot, part: str, tmp_path: Path) -> None:
    """Raptor parses each Turtle dump without a word of warning."""
    path = tmp_path / f"{part}.ttl"
    path.write_bytes(gzip.decompress((seeds.dumps / f"{part}.ttl.gz").read_bytes()))
    found = subprocess.run(
        [str(RAPPER), "--count", "--quiet", "--input", "turtle", str(path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (found.returncode, found.stderr.strip()) == (0, "")
