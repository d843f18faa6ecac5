"""`dateline build`, `dateline add`: how is a snapshot made from the command line?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg.cli.options import DATA, ENGINE, GAZETTEER, JOBS, PARSER, PATHS, REASONER, SCHEDULER
from kg.cli.progress import show_progress
from kg.model import Rejection
from kg.pipeline.building import BuildReport, build_snapshot, extend_snapshot
from kg.settings import BuildSettings, data_folder, gazetteer_file


@click.command()
@PATHS
@DATA
@ENGINE
@PARSER
@REASONER
@JOBS
@SCHEDULER
@GAZETTEER
def build(paths: Sequence[str], **given: Any) -> int:
    """Read articles (files, folders, globs, `-`; default: the seeds) and make a new snapshot of them alone."""
    settings = _settings(**given)
    with show_progress() as progress:
        report = build_snapshot(paths, settings, progress)
    return tell(report)


@click.command()
@PATHS
@DATA
@ENGINE
@PARSER
@REASONER
@JOBS
@SCHEDULER
@GAZETTEER
def add(paths: Sequence[str], **given: Any) -> int:
    """Read more articles onto the current snapshot; an article with a key it has replaces the one before."""
    if not paths:
        raise click.UsageError("name the articles to add: files, folders, globs or -")
    settings = _settings(**given)
    with show_progress() as progress:
        report = extend_snapshot(paths, settings, progress)
    return tell(report)


def _settings(data: Path | None, gazetteer_path: Path | None, **given: Any) -> BuildSettings:
    return BuildSettings(data=data_folder(data), gazetteer=gazetteer_file(gazetteer_path), **given)


def tell(report: BuildReport) -> int:
    """Say what a build did: rejections and contradictions on standard error, the result on standard output."""
    tell_rejections(report.rejections)
    for note in report.notes:
        click.echo(note, err=True)
    for contradiction in report.contradictions:
        click.echo(f"contradiction: {contradiction}", err=True)
    triples = sum(report.counts.values())
    click.echo(
        f"snapshot {report.snapshot}: {report.articles} articles, {report.claims} claims, "
        f"{triples} triples, {report.counts['inferred']} of them inferred, "
        f"{report.happenings} events told by several articles, {report.rejected} rejected"
    )
    return 1 if report.rejections or report.contradictions else 0


def tell_rejections(rejections: Sequence[Rejection]) -> None:
    """One line for each record that was left out: where, why, and what its owner can do."""
    for item in rejections:
        place = f"{item.source}:{item.place}" if item.place else item.source
        click.echo(f"rejected: {place}: {item.reason}; {item.remedy}", err=True)
