"""`dateline gazetteer`: how do more names come in, and what does the program know by a name?"""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

import click

from kg.cli.options import GAZETTEER
from kg.gazetteer.candidates import candidates
from kg.gazetteer.intake.found import Conflict
from kg.gazetteer.intake.importing import Form, import_files
from kg.gazetteer.intake.kinds import load_kinds
from kg.gazetteer.lookup import choose_gazetteer
from kg.model import Rejection
from kg.settings import gazetteer_file

_SHOWN = 20
_COLUMNS = ("what", "file", "place", "item", "reason", "kept", "refused", "remedy")


@click.group()
def gazetteer() -> None:
    """More names to link to, and what a name could mean."""


@gazetteer.command("import")
@click.argument("files", nargs=-1, required=True)
@click.option(
    "-o", "--to", "target", type=click.Path(path_type=Path, dir_okay=False), default="gazetteer.sqlite",
    show_default=True, help="The gazetteer to write, for --gazetteer of build, add, annotate and link.",
)  # fmt: skip
@click.option(
    "--onto", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Begin with this imported gazetteer instead of the curated rows.",
)  # fmt: skip
@click.option(
    "--form", type=click.Choice(["wikidata", "sparql-json", "csv", "tsv", "quickstatements"]),
    help="The form of the files [default: by their content].",
)  # fmt: skip
@click.option("--type", "types", multiple=True, metavar="Q515=Place", help="The kind of a class; repeatable.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False),
    help=f"Write every rejection and conflict to this CSV file; without it the first {_SHOWN} are shown.",
)  # fmt: skip
def import_(
    files: Sequence[str], target: Path, onto: Path | None, form: str | None, types: Sequence[str], report: Path | None
) -> int:
    """Join rows of Wikidata to the curated ones: JSON lines, SPARQL results (JSON, CSV, TSV), QuickStatements.

    Files may be compressed (.gz, .bz2); - is standard input.
    """
    with _teller(report) as tell:
        done = import_files(files, target, load_kinds(types), tell, form=cast("Form | None", form), onto=onto)
    click.echo(
        f"{target}: {done.records} records, {done.new} new rows, {done.joined} joined to rows, {done.rejected} "
        f"rejected, {done.conflicts} conflicts; {done.unplaced} countries or places around that nobody describes, "
        f"{done.posts} terms in posts without a label"
    )
    return 1 if done.rejected else 0


class _Teller:
    """Shows the first of what it is told, or writes all of it; remembers nothing."""

    def __init__(self, stream: TextIO | None) -> None:
        self._told = 0
        self._table = csv.writer(stream, lineterminator="\n") if stream else None
        if self._table:
            self._table.writerow(_COLUMNS)

    def __call__(self, what: Rejection | Conflict) -> None:
        self._told += 1
        if self._table:
            self._table.writerow(_cells(what))
        elif self._told <= _SHOWN:
            click.echo(_sentence(what), err=True)
        elif self._told == _SHOWN + 1:
            click.echo("more is not shown; --report FILE keeps all", err=True)


@contextmanager
def _teller(report: Path | None) -> Iterator[_Teller]:
    if report is None:
        yield _Teller(None)
        return
    try:
        with report.open("w", encoding="utf-8", newline="") as stream:
            yield _Teller(stream)
    except OSError as error:
        raise click.UsageError(f"{report}: cannot be written: {error.strerror}") from error


def _cells(what: Rejection | Conflict) -> tuple[str, ...]:
    if isinstance(what, Conflict):
        return ("conflict", what.source, what.place, what.qid, what.what, what.kept, what.refused, "")
    return ("rejected", what.source, what.place or "", "", what.reason, "", "", what.remedy)


def _sentence(what: Rejection | Conflict) -> str:
    if isinstance(what, Conflict):
        return f"conflict: {what.source}:{what.place}: {what.qid}: {what.what} {what.refused!r}, kept {what.kept!r}"
    return f"rejected: {what.source}:{what.place}: {what.reason}; {what.remedy}"


@gazetteer.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@GAZETTEER
def find(name: str, limit: int, gazetteer_path: Path | None) -> int:
    """Show which rows a name could mean, with scores and reasons."""
    found = candidates(name, None, choose_gazetteer(gazetteer_file(gazetteer_path)), limit)
    for each in found:
        row = each.match.row
        click.echo(f"{each.score:.2f}  {row.id}  {row.qid or '-'}  {row.label}  ({'; '.join(each.reasons)})")
    if not found:
        click.echo(f"{name}: nothing of that name", err=True)
    sys.stdout.flush()
    return 0 if found else 1
