"""`dateline reason`: what follows?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click
from pyoxigraph import RdfFormat, serialize

from kg.cli.memory import limit_memory
from kg.cli.options import DATA, REASONER
from kg.errors import UsageError
from kg.reason.files import check_consistent, not_entailed, read_axioms, reason_files, show_rules
from kg.settings import ReasonerName, read_store_login
from kg.vocabulary import PREFIXES


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """What the caller asked for, as the options below name it."""

    files: Sequence[Path]
    output: BinaryIO
    mode: str | None
    without: str | None
    conclusion: Path | None
    address: str | None
    update: str | None
    memory: int | None
    reasoner: ReasonerName
    data: Path | None


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "output", type=click.File("wb"), default="-", help="Where to write [default: standard output].")
@click.option("--turtle", "mode", flag_value="turtle", help="Write Turtle instead of N-Triples.")
@click.option(
    "--check", "mode", flag_value="check", help="Write nothing; exit 1 when the files contradict themselves."
)
@click.option(
    "--rules", "mode", flag_value="rules", help="Print the rules that the axioms in the files come down to."
)
@click.option(
    "--without", metavar="IRI", help="Tell what of the current snapshot falls without an article or source."
)
@click.option(
    "--entails",
    "conclusion",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Print the triples of this file that do not follow, axioms among them; exit 1 when there are any.",
)
@click.option("--at", "address", metavar="URL", help="Reason inside the SPARQL store at this address.")
@click.option("--update", metavar="URL", help="Where that store takes updates [default: as --at].")
@click.option("--memory", metavar="MIB", type=click.IntRange(min=1), help="Stop rather than take more, exit 3.")
@REASONER
@DATA
def reason(**given: Any) -> int:
    """Write the triples that follow from RDF files by OWL 2 RL; contradictions go to standard error, exit 1.

    With --without no file is read: it prints the inferred triples of the current snapshot that do not hold without
    an article (dli:some-article) or without the claims of a source (an actor), each with the names of its terms.

    With --at the files hold the axioms, and the facts are those in the named graphs of a SPARQL 1.1 store; what
    follows is left there in the graph `inferred`. DATELINE_STORE_TOKEN, or DATELINE_STORE_USER and
    DATELINE_STORE_PASSWORD, log in there.
    """
    call = _Call(**given)
    if (call.without is None) != bool(call.files):
        raise UsageError("give RDF files, or --without and the IRI of an article or a source")
    with limit_memory(call.memory):
        if call.without is not None:
            # Snapshots bring the records of reading, which take as long to load as all else.
            from kg.cli.explain import tell_fallen  # noqa: PLC0415

            return tell_fallen(call.without, call.data)
        if call.address is not None:
            return _close_at(call.address, call.update or call.address, call.files)
        if call.conclusion is not None:
            return _tell_missing(call.files, call.conclusion)
        return _tell_rules(call.files) if call.mode == "rules" else _close(call)


def _tell_missing(files: Sequence[Path], conclusion: Path) -> int:
    missing = not_entailed(files, conclusion)
    for line in missing:
        click.echo(line)
    return 1 if missing else 0


def _tell_rules(files: Sequence[Path]) -> int:
    for line in show_rules(files):
        click.echo(line)
    return 0


def _close_at(query: str, update: str, files: Sequence[Path]) -> int:
    # HTTP takes as long to load as rules and columns.
    from kg.endpoint import RemoteStore  # noqa: PLC0415
    from kg.reason.remote import close_remote  # noqa: PLC0415

    store = RemoteStore(query=query, update=update, login=read_store_login())
    closure = close_remote(store, read_axioms(files))
    for warning in closure.warnings:
        click.echo(f"warning: {warning}", err=True)
    for contradiction in closure.contradictions:
        click.echo(f"contradiction: {contradiction.message}", err=True)
    click.echo(f"{closure.inferred} triples are inferred, after {closure.rounds} rounds")
    return 1 if closure.contradictions else 0


def _close(call: _Call) -> int:
    """Write what follows, or only check it; what is ignored and what contradicts goes to standard error."""
    reasoned = reason_files(call.files, call.reasoner)
    for warning in reasoned.warnings:
        click.echo(f"warning: {warning}", err=True)
    if call.mode == "check":
        check_consistent(reasoned)
        return 0
    if call.mode == "turtle":
        serialize(reasoned.inferred, output=call.output, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    else:
        call.output.writelines(part.encode() for part in reasoned.lines)
    for contradiction in reasoned.contradictions:
        click.echo(f"contradiction: {contradiction}", err=True)
    return 1 if reasoned.contradictions else 0
