"""Which options do several commands share?"""

from pathlib import Path

import click

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=str))
DATA = click.option(
    "--data", "--out", "data", type=click.Path(path_type=Path), help="The data folder [default: ./dateline-data]."
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(["reader", "rules", "llm"]),
    default="reader",
    show_default=True,
    help="llm asks the endpoint that DATELINE_LLM_URL, _MODEL and _KEY name.",
)
PARSER = click.option("--parser", default="en_core_web_sm", show_default=True, help="A spaCy pipeline for English.")
GAZETTEER = click.option(
    "--gazetteer",
    "gazetteer_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Rows that `gazetteer import` wrote [default: DATELINE_GAZETTEER, else the curated ones].",
)
REASONER = click.option("--reasoner", type=click.Choice(["fast", "owlrl"]), default="fast", show_default=True)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes that read articles; each takes about 500 MiB.",
)
SCHEDULER = click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Let the workers of a trusted Dask scheduler (tcp://host:8786, tls://…) read; needs dateline[dask].",
)
