"""Who makes pieces of a build's articles: this process, several beside it, or a cluster?"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

from kg.annotate.annotate import Basis, load_basis, load_tools
from kg.model import Article, Rejection
from kg.pieces.cluster import read_on_cluster
from kg.pieces.crew import Task, read_here, read_in_processes
from kg.pieces.piece import Piece
from kg.settings import BuildSettings

Reading: TypeAlias = Callable[[Iterator[Article]], Iterator[Piece | Rejection]]
"""Makes pieces of articles, in whatever order."""


def choose_readers(settings: BuildSettings, folders: tuple[Path, ...]) -> tuple[Basis, Reading]:
    """What the pieces rest on, and what makes them; only a process that reads loads what reading needs.

    `folders` may hold reviewed annotations. What a language model leaves out is counted by one process, which reads.
    """
    task = Task(
        engine=settings.engine,
        parser=settings.parser,
        reasoner=settings.reasoner,
        folders=folders,
        gazetteer=settings.gazetteer,
    )
    if settings.jobs > 1 and settings.scheduler is None and task.engine != "llm":
        basis = load_basis(task.engine, task.parser, gazetteer=task.gazetteer)
        return basis, partial(read_in_processes, task=task, jobs=settings.jobs)
    tools = load_tools(task.engine, task.parser, gazetteer=task.gazetteer)
    if settings.scheduler is not None:
        return tools, partial(read_on_cluster, task=task, tools=tools, address=settings.scheduler)
    return tools, partial(read_here, task=task, tools=tools)
