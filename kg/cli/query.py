"""`dateline query`, `check`, `dump`: what does the current snapshot answer, and is it sound?"""

import sys
from pathlib import Path
from typing import IO

import click
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg import iri
from kg.check import Finding, check_all, check_verdicts
from kg.cli.asking import ask
from kg.cli.options import DATA
from kg.deep import check_deep
from kg.errors import QueryError
from kg.settings import data_folder
from kg.store.draft import copy_whole
from kg.store.snapshot import open_current
from kg.vocabulary import PREFIXES, shorten

_RESULTS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_GRAPHS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "rdfxml": RdfFormat.RDF_XML}


@click.command()
@click.argument("file", default="-", type=click.File("r", encoding="utf-8"))
@DATA
@click.option(
    "--format", "form", type=click.Choice(["table", *_RESULTS, *_GRAPHS]), default="table", show_default=True
)
def query(file: IO[str], data: Path | None, form: str) -> None:
    """Ask the current snapshot a SPARQL query from a file or standard input; common prefixes are known.

    SERVICE and LOAD are refused as on the endpoint: nothing leaves this machine. `dateline lab` allows SERVICE.
    """
    store = open_current(data_folder(data)).open_store()
    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    answer = ask(store, text)
    tabular = isinstance(answer, QuerySolutions | QueryBoolean)
    if form != "table" and form not in (_RESULTS if tabular else _GRAPHS):
        kind = "a table" if tabular else "a graph"
        raise click.UsageError(f"this query gives {kind}; it cannot be written as {form}")
    if isinstance(answer, QuerySolutions) and form == "table":
        _show_table(answer)
    elif isinstance(answer, QuerySolutions | QueryBoolean):
        answer.serialize(output=sys.stdout.buffer, format=_RESULTS.get(form, QueryResultsFormat.JSON))
    else:
        graph_format = _GRAPHS.get(form, RdfFormat.TURTLE)
        serialize(answer, output=sys.stdout.buffer, format=graph_format, prefixes=PREFIXES)


def _show_table(answer: QuerySolutions) -> None:
    names = [variable.value for variable in answer.variables]
    shown = Table(*names)
    for solution in answer:
        shown.add_row(*(_cell(solution[name]) for name in names))
    console = Console(width=None if sys.stdout.isatty() else 240)
    console.print(shown)


def _cell(term: object) -> Text:
    """What an article says is shown as it stands: no markup of the table, no control sequence of the terminal."""
    words = "" if term is None else shorten(str(getattr(term, "value", term)))
    return Text(
        "".join(sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in words)
    )


@click.command()
@click.option("--deep", is_flag=True, help="Also files against digests, store against dump, inferred against stated.")
@DATA
def check(data: Path | None, deep: bool) -> int:
    """Check the ontology, the shapes, and every evidence quote of the current snapshot against its text.

    Nothing is repaired: each finding is a line on standard error, and there is exit code 1 when there is any.
    """
    snapshot = open_current(data_folder(data))
    store = snapshot.open_store()
    texts = {iri.mint_article(article.key): article.text for article in snapshot.articles()}
    findings: tuple[Finding, ...] = (
        *check_all(store, texts),
        *check_verdicts(snapshot.verdicts(), snapshot.annotations()),
        *(check_deep(snapshot, store) if deep else ()),
    )
    for finding in findings:
        click.echo(str(finding), err=True)
    click.echo(f"snapshot {snapshot.id}: {len(texts)} articles checked, {len(findings)} findings")
    return 1 if findings else 0


@click.command()
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@DATA
def dump(target: Path, data: Path | None) -> None:
    """Copy the dumps of the current snapshot into a new folder."""
    snapshot = open_current(data_folder(data))
    copy_whole(snapshot.dumps, target)
    click.echo(f"snapshot {snapshot.id}: {len(list(target.iterdir()))} files in {target}")
