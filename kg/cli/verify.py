"""`dateline verify`: are dumps whole, and does building them again give the same bytes?"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import iri
from kg.cli.options import DATA
from kg.cli.progress import show_progress
from kg.diff.changes import understand
from kg.diff.dumps import Fault, broken_files, compare_folders
from kg.diff.lines import differences
from kg.diff.sides import Side
from kg.diff.words import tell
from kg.dump.write import ALL
from kg.errors import InputError
from kg.pipeline.building import build_snapshot
from kg.pipeline.rebuild import rebuild_snapshot
from kg.settings import BuildSettings, EngineName, ReasonerName, data_folder
from kg.store.snapshot import open_snapshot
from kg.vocabulary import DCT, SCHEMA


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--checksums", is_flag=True, help="Do not build again.")
@DATA
def verify(folder: Path, paths: Sequence[str], checksums: bool, data: Path | None) -> int:
    """Compare dump files with their SHA256SUMS, then build them again and compare every byte.

    They are built from the articles at PATHS, read again by the engine that the dumps name; without PATHS from what
    the data folder keeps of the snapshot. Where it keeps nothing of it, only checksums are compared, and it says so.
    """
    faults = list(broken_files(folder))
    _tell(folder, faults)
    if checksums:
        click.echo(_sum_up(faults, "as it was published"))
        return 1 if faults else 0
    with tempfile.TemporaryDirectory(prefix="dateline-verify-") as work:
        rebuilt = _build_again(folder, paths, data_folder(data), Path(work))
        if rebuilt is None:
            click.echo("not built again: name the articles, or the data folder that has the snapshot", err=True)
            click.echo(_sum_up(faults, "as it was published"))
            return 1 if faults else 0
        found = list(compare_folders(folder, rebuilt))
        _tell(folder, found)
        if ALL in {fault.name for fault in found} - {fault.name for fault in faults}:
            _tell_in_words(folder / ALL, rebuilt / ALL)
    click.echo(_sum_up([*faults, *found], "byte for byte what building again gives"))
    return 1 if faults or found else 0


def _tell_in_words(published: Path, rebuilt: Path) -> None:
    sides = [Side(path.name, path) for path in (published, rebuilt)]
    changes = understand(differences(*(side.lines() for side in sides)), *(side.store for side in sides))
    click.echo("what building again changes:", err=True)
    for line in tell(changes):
        click.echo(f"  {line}", err=True)


def _tell(folder: Path, faults: Sequence[Fault]) -> None:
    for name, words in faults:
        click.echo(f"{folder / name}: {words}", err=True)


def _sum_up(faults: Sequence[Fault], sound: str) -> str:
    names = {fault.name for fault in faults}
    return f"every file is {sound}" if not names else f"{len(names)} files differ"


def _build_again(folder: Path, paths: Sequence[str], data: Path, work: Path) -> Path | None:
    """The dumps of a new build in a working folder; None when there is nothing to build from."""
    names = _origin(folder)
    with show_progress() as progress:
        if paths:
            settings = BuildSettings(
                data=work,
                engine=cast(EngineName, names.get("engine", "reader")),
                parser=names.get("parser", "").partition(" ")[0] or "en_core_web_sm",
                reasoner=cast(ReasonerName, names.get("reasoner", "fast")),
            )
            return build_snapshot(paths, settings, progress).folder / "dumps"
        kept = data / "snapshots" / names["snapshot"]
        if not kept.is_dir():
            return None
        report = rebuild_snapshot(open_snapshot(kept), BuildSettings(data=work), progress)
        return report.folder / "dumps"


def _origin(folder: Path) -> dict[str, str]:
    """The snapshot's id and what made it, by name, from `prov.ttl`; raises InputError when it does not tell."""
    path = folder / "prov.ttl"
    agents = iri.mint_fragment(iri.mint_dataset(), "")
    found: dict[str, str] = {}
    try:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
                continue
            if quad.predicate == SCHEMA.version and quad.subject.value.startswith(agents):
                found[quad.subject.value.removeprefix(agents)] = quad.object.value
            if quad.predicate == DCT.identifier and quad.subject.value == iri.mint_dataset():
                found["snapshot"] = quad.object.value
    except FileNotFoundError as error:
        raise InputError(
            f"{folder} has no prov.ttl, which tells what made its dumps; take the dumps anew, or use --checksums"
        ) from error
    except (OSError, SyntaxError) as error:
        raise InputError(f"{path}: cannot be read ({error}); take the dumps anew, or use --checksums") from error
    if "snapshot" not in found or Path(found["snapshot"]).name != found["snapshot"]:
        raise InputError(f"{path}: it names no snapshot; take the dumps anew, or use --checksums")
    return found
