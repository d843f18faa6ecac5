"""`dateline link`: whom were the names of articles taken for, and why?"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import click

from kg.annotate.annotate import load_tools
from kg.cli.build import tell_rejections
from kg.cli.options import DATA, ENGINE, GAZETTEER, PARSER, PATHS
from kg.cli.taken import show_taken
from kg.gazetteer.lookup import Gazetteer, choose_gazetteer
from kg.link.elsewhere import tell_elsewhere
from kg.link.relinking import Linked, find_links
from kg.link.reviewing import COLUMNS, LinkVerdict, read_links
from kg.model import Annotation, Entity, Rejection
from kg.pieces.saying import Said
from kg.pipeline.building import annotation_folders, read_and_annotate
from kg.settings import EngineName, data_folder, gazetteer_file
from kg.store.snapshot import open_current

_CELLS = ("article", "name", "kind", "link", "item", "row", "score")


@click.command()
@PATHS
@DATA
@ENGINE
@PARSER
@GAZETTEER
@click.option("--explain", is_flag=True, help="Every candidate with its score and reasons, instead of a table.")
@click.option(
    "--elsewhere", is_flag=True,
    help="Rows for links.csv on short names in doubt that other articles tell in full, for a person to decide.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, also for --service.")
@click.option("--service", metavar="URL", help="Ask this reconciliation service about the names that nobody knows.")
@click.option("--type", "types", multiple=True, metavar="Person=Q5", help="The service's type of a kind; repeatable.")
@click.option(
    "--pace", type=click.FloatRange(0.0, 60.0), default=1.0, show_default=True, help="Seconds between two requests."
)
def link(  # noqa: PLR0913, PLR0917 - one for each option
    paths: Sequence[str],
    data: Path | None,
    engine: str,
    parser: str,
    gazetteer_path: Path | None,
    explain: bool,
    elsewhere: bool,
    as_json: bool,
    service: str | None,
    types: Sequence[str],
    pace: float,
) -> int:
    """Show whom the names of articles mean: those of the current snapshot, or of PATHS, which are read anew.

    A file links.csv beside the annotations overrules: verdict (is, is not, nobody), name, item, article, note.
    """
    chosen = gazetteer_file(gazetteer_path)
    rejections: list[Rejection] = []
    if paths:
        tools = load_tools(cast(EngineName, engine), parser, gazetteer=chosen)
        gazetteer, said = tools.gazetteer, _keep(read_and_annotate(paths, tools), rejections)
    else:
        gazetteer, said = choose_gazetteer(chosen), _of_snapshot(data_folder(data))
    if service is not None:
        form = "json" if as_json else "csv"
        annotations = (each.annotation for each in said)
        return show_taken(annotations, service, data_folder(data) / "service", types=types, seconds=pace, form=form)
    if elsewhere:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerows([COLUMNS, *tell_elsewhere(each.annotation for each in said)])
        tell_rejections(rejections)
        return 1 if rejections else 0
    verdicts = _verdicts(annotation_folders(paths), rejections)
    if explain:
        _explain(said, gazetteer, verdicts, as_json=as_json)
    else:
        _list(said, as_json=as_json)
    tell_rejections(rejections)
    return 1 if rejections else 0


def _keep(items: Iterable[Said | Rejection], rejections: list[Rejection]) -> Iterator[Said]:
    for item in items:
        if isinstance(item, Rejection):
            rejections.append(item)
        else:
            yield item


def _of_snapshot(data: Path) -> Iterator[Said]:
    snapshot = open_current(data)
    for article, annotation in zip(snapshot.articles(), snapshot.annotations(), strict=True):
        yield Said(article=article, annotation=annotation)


def _verdicts(folders: Iterable[Path], rejections: list[Rejection]) -> tuple[LinkVerdict, ...]:
    found = list(read_links(folders))
    rejections += [item for item in found if isinstance(item, Rejection)]
    return tuple(item for item in found if isinstance(item, LinkVerdict))


def _list(said: Iterable[Said], *, as_json: bool) -> None:
    """A table of the names, and on standard error those that articles take for different rows."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    if not as_json:
        table.writerow(_CELLS)
    rows: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in said:
        for entity in _named(each.annotation):
            cells = _cells(each.article.key, entity)
            if as_json:
                click.echo(json.dumps(cells, ensure_ascii=False))
            else:
                table.writerow(cells.values())
            rows[entity.label, entity.kind][entity.known or cells["item"]].append(each.article.key)
    for (name, kind), taken in sorted(rows.items()):
        if len(taken) > 1:
            shown = "; ".join(f"{row or 'nobody'} in {', '.join(keys[:3])}" for row, keys in sorted(taken.items()))
            click.echo(f"{name} ({kind}) is taken for {shown}", err=True)


def _named(annotation: Annotation) -> Iterator[Entity]:
    return (entity for entity in annotation.entities if entity.named and entity.kind != "Item")


def _cells(article: str, entity: Entity) -> Mapping[str, str]:
    sure = entity.known is not None or entity.wikidata is not None
    close = entity.link.close if entity.link else None
    item = entity.wikidata or ("" if sure else close or "")
    score = f"{entity.link.score:.2f}" if entity.link else ""
    told = "confirmed" if sure else "doubtful" if close else "nobody"
    return dict(zip(_CELLS, (article, entity.label, entity.kind, told, item, entity.known or "", score), strict=True))


def _explain(said: Iterable[Said], gazetteer: Gazetteer, verdicts: Sequence[LinkVerdict], *, as_json: bool) -> None:
    for each in said:
        for linked in find_links(each.annotation, each.article.text, gazetteer, verdicts):
            if linked.entity.named and linked.entity.kind != "Item":
                click.echo(_json(each.article.key, linked) if as_json else _text(each.article.key, linked))


def _json(article: str, linked: Linked) -> str:
    decisions = [
        {
            "name": decision.group.name, "score": decision.score, "reasons": decision.reasons,
            "row": decision.row and decision.row.id, "close": decision.close and decision.close.id,
            "candidates": [
                {"row": c.match.row.id, "item": c.match.row.qid, "label": c.match.row.label, "score": c.score,
                 "reasons": c.reasons} for c in decision.candidates
            ],
        }
        for decision in linked.decisions
    ]  # fmt: skip
    verdict = f"{linked.verdict.verdict} {linked.verdict.item}".strip() if linked.verdict else None
    fields = {**_cells(article, linked.entity), "reviewer": verdict, "decisions": decisions}
    return json.dumps(fields, ensure_ascii=False)


def _text(article: str, linked: Linked) -> str:
    cells = _cells(article, linked.entity)
    target = " ".join(filter(None, (cells["row"], cells["item"]))) or "-"
    lines = [f"{article}  {cells['name']} ({cells['kind']}): {cells['link']} {target}"]
    if linked.entity.link:
        lines.append(f"    decided: {linked.entity.link.reason} = {linked.entity.link.score:.2f}")
    if linked.verdict:
        lines.append(f"    a reviewer says: {linked.verdict.verdict} {linked.verdict.item}")
    for decision in linked.decisions:
        lines += [
            f"    {decision.group.name}: {c.score:.2f} {c.match.row.id} {c.match.row.qid or '-'} "
            f"by {c.match.how} {c.match.written!r}: {'; '.join(c.reasons)}"
            for c in decision.candidates
        ]
        if not decision.candidates:
            lines.append(f"    {decision.group.name}: no row has the name")
    return "\n".join(lines)
