"""How is it shown whom a reconciliation service takes unknown names for?

A table for people and `dateline gazetteer import`, or JSON lines with every candidate. Nothing is asserted: a person
reads what the service says, imports what is right, and builds again.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from kg.link.service.address import read_address
from kg.link.service.asking import Outcome, Pace, Taken, ask_service
from kg.link.service.unknown import find_unknown
from kg.model import Annotation

COLUMNS = ("item", "label", "alias", "type", "match", "score", "description", "name", "articles", "id")


def show_taken(
    annotations: Iterable[Annotation], url: str, folder: Path, *, types: Sequence[str], seconds: float, form: str
) -> int:
    """Asks the service at `url` about the unknown names of articles and prints what it takes them for.

    `types` are pairs such as `Person=Q5`. Gives 1 when the service stopped answering before the end, else 0.
    """
    address = read_address(url)
    unknown = find_unknown(annotations)
    outcome = ask_service(unknown, address, folder, read_types(types), Pace(seconds=seconds))
    if form == "json":
        _print_json(outcome)
    else:
        _print_table(outcome)
    asked = sum(one.candidates is not None for one in outcome.taken)
    matched = sum(bool(one.candidates and one.candidates[0].match) for one in outcome.taken)
    told = f"{len(unknown)} unknown names, {asked} answered, {matched} matched; {outcome.batches} batches sent"
    click.echo(told, err=True)
    if outcome.stopped is not None:
        click.echo(f"{address.url}: {outcome.stopped}; run again later, what it said is kept", err=True)
    return 1 if outcome.stopped is not None else 0


def read_types(pairs: Sequence[str]) -> Mapping[str, str]:
    """The service's type for each kind; raises BadParameter for what is no pair."""
    for pair in pairs:
        if not re.fullmatch(r"(Person|Organization|Group|State|Place|Item)=\S+", pair):
            raise click.BadParameter(f"{pair!r} is no kind and type, as Person=Q5", param_hint="--type")
    return dict(pair.split("=", 1) for pair in pairs)


def _print_table(outcome: Outcome) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(row for one in outcome.taken for row in _rows(one, outcome.items))


def _rows(taken: Taken, items: bool) -> Iterator[tuple[object, ...]]:
    """A row a candidate; item and alias stand only where the service is sure, so that the rest imports nothing."""
    for candidate in taken.candidates or ():
        sure = items and candidate.match and re.fullmatch(r"Q[1-9][0-9]*", candidate.id) is not None
        alias = taken.unknown.name if sure and candidate.name != taken.unknown.name else ""
        yield (
            candidate.id if sure else "", candidate.name, alias, taken.unknown.kind,
            "yes" if candidate.match else "no", f"{candidate.score:g}", candidate.description, taken.unknown.name,
            "|".join(taken.unknown.articles), candidate.id,
        )  # fmt: skip


def _print_json(outcome: Outcome) -> None:
    for one in outcome.taken:
        candidates = None if one.candidates is None else [each.model_dump() for each in one.candidates]
        members = {"name": one.unknown.name, "kind": one.unknown.kind, "articles": one.unknown.articles}
        click.echo(json.dumps(members | {"candidates": candidates}, ensure_ascii=False))
