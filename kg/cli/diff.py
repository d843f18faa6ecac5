"""`dateline diff`: what changed between two snapshots, in words, as a patch, or in the answer to a question?"""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from pydantic_core import to_json
from pyoxigraph import QueryBoolean, QuerySolutions, Store

from kg.cli.asking import ask, read_question
from kg.cli.options import DATA
from kg.diff.answers import Answer, Row, compare_answers
from kg.diff.changes import understand
from kg.diff.lines import differences, to_patch
from kg.diff.sides import Side, open_side
from kg.diff.words import tell
from kg.errors import QueryError
from kg.settings import data_folder


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--query", "question", type=click.Path(path_type=Path, dir_okay=False), help="Rows of this question.")
@click.option("--key", "keys", multiple=True, help="A variable that names a row [default: the first].")
@click.option("--format", "form", type=click.Choice(["words", "json", "patch"]), default="words", show_default=True)
@DATA
def diff(old: str, new: str, question: Path | None, keys: Sequence[str], form: str, data: Path | None) -> None:
    """Show what changed from OLD to NEW: ids of snapshots, `current`, folders of dumps, or files of RDF.

    Of events it tells which came, went, or are told otherwise, and which claims contradict each other now; `json`
    has all of them. `patch` writes the quads as RDF Patch, in constant memory. With --query it shows the rows of
    that question's answer.
    """
    sides = [open_side(name, data_folder(data)) for name in (old, new)]
    if question is not None:
        _tell_rows(sides, question, [key.removeprefix("?") for key in keys])
        return
    found = differences(*(side.lines() for side in sides))
    if form == "patch":
        sys.stdout.buffer.writelines(to_patch(found))
        return
    changes = understand(found, *(side.store for side in sides))
    if form == "json":
        click.echo(to_json(asdict(changes), indent=2).decode())
        return
    for line in tell(changes):
        click.echo(_visible(line))


def _tell_rows(sides: Sequence[Side], question: Path, keys: Sequence[str]) -> None:
    text = read_question(question)
    old, new = (_answer(side.store, text) for side in sides)
    try:
        changes = compare_answers(old, new, keys)
    except KeyError as error:
        known = ", ".join(new.variables)
        raise QueryError(f"{question}: no variable {error.args[0]!r} in the answer; it has {known}") from error
    click.echo(f"{len(changes.added)} rows added, {len(changes.removed)} removed, {len(changes.changed)} changed")
    click.echo("  " + "\t".join(f"?{name}" for name in changes.variables))
    for sign, rows in (("+", changes.added), ("-", changes.removed)):
        for row in rows:
            click.echo(f"{sign} {_shown(row)}")
    for before, after in changes.changed:
        click.echo(f"< {_shown(before)}")
        click.echo(f"> {_shown(after)}")


def _answer(store: Store, text: str) -> Answer:
    found = ask(store, text)
    if isinstance(found, QueryBoolean):
        return Answer(variables=("answer",), rows=((str(bool(found)).lower(),),))
    if isinstance(found, QuerySolutions):
        names = tuple(variable.value for variable in found.variables)
        rows = (tuple("" if row[name] is None else str(row[name]) for name in names) for row in found)
        return Answer(variables=names, rows=tuple(rows))
    triples = ((str(triple.subject), str(triple.predicate), str(triple.object)) for triple in found)
    return Answer(variables=("subject", "predicate", "object"), rows=tuple(triples))


def _shown(row: Row) -> str:
    return _visible("\t".join(cell.replace("\t", " ") for cell in row), keep="\t")


def _visible(words: str, keep: str = "") -> str:
    """What an article says must not steer the terminal."""
    return "".join(sign if sign.isprintable() or sign in keep else "\N{REPLACEMENT CHARACTER}" for sign in words)
