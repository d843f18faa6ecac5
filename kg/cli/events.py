"""`dateline events`: how do event data sets stand beside our articles?"""

from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

import click

from kg.cli.build import tell_rejections
from kg.eventdata.importing import import_events
from kg.eventdata.rows import LABELS, DatasetName
from kg.gazetteer.lookup import load_gazetteer


@click.command()
@click.argument("dataset", type=click.Choice(get_args(DatasetName)))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", "target", required=True, type=click.Path(path_type=Path, dir_okay=False))
def events(dataset: str, paths: Sequence[Path], target: Path) -> int:
    """Write event tables (GDELT 2.0, ACLED, ICEWS, POLECAT) as claims of that data set, in N-Quads (.nq.gz)."""
    name = cast(DatasetName, dataset)
    tally = import_events(list(paths), name, target, load_gazetteer())
    tell_rejections(tally.first)
    click.echo(f"{target}: {tally.rows} claims of {LABELS[name]}, {tally.rejected} rows rejected")
    return 1 if tally.rejected else 0
