"""How do several processes make pieces of articles?

Each process loads what reading needs once. A bounded number of articles is under way, and pieces come back in the
order in which they are done: what is made of them does not depend on it. An article that kills its process is tried
once more alone, then rejected.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.annotate.annotate import Tools, load_tools
from kg.model import Article, Rejection
from kg.pieces.making import make_piece
from kg.pieces.piece import Piece
from kg.pieces.pool import start_pool
from kg.pieces.saying import say
from kg.settings import EngineName, ReasonerName

AHEAD = 4
"""Articles under way for each process: while one is read the next wait."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """How articles are to be read; `folders` may hold reviewed annotations, `gazetteer` is an imported one."""

    engine: EngineName
    parser: str
    reasoner: ReasonerName
    folders: tuple[Path, ...]
    gazetteer: Path | None = None


def read_here(articles: Iterable[Article], task: Task, tools: Tools) -> Iterator[Piece | Rejection]:
    """The pieces of articles, one after the other, in this process."""
    for article in articles:
        yield _read(article, task, tools)


def read_in_processes(articles: Iterable[Article], task: Task, jobs: int) -> Iterator[Piece | Rejection]:
    """The pieces of articles as they are done by so many processes."""
    waiting = iter(articles)
    suspects: Sequence[Article] = ()
    while True:
        with start_pool(jobs) as pool:
            suspects = yield from _read_until_broken(pool, waiting, task, jobs)
        if not suspects:
            return
        for article in suspects:
            yield _try_alone(article, task)


def _read_until_broken(
    pool: ProcessPoolExecutor, articles: Iterator[Article], task: Task, jobs: int
) -> Generator[Piece | Rejection, None, Sequence[Article]]:
    """Yields pieces; returns the articles that were under way when a process died, none at the end."""
    under_way: dict[Future[Piece | Rejection], Article] = {}
    more = True
    while more or under_way:
        while more and len(under_way) < jobs * AHEAD:
            article = next(articles, None)
            more = article is not None
            if article is not None:
                try:
                    under_way[pool.submit(_work, article, task)] = article
                except BrokenProcessPool:
                    return (*under_way.values(), article)
        for future in wait(under_way, return_when=FIRST_COMPLETED).done if under_way else ():
            try:
                piece = future.result()
            except BrokenProcessPool:
                return tuple(under_way.values())
            del under_way[future]
            yield piece
    return ()


def _try_alone(article: Article, task: Task) -> Piece | Rejection:
    try:
        with start_pool(1) as pool:
            return pool.submit(_work, article, task).result()
    except BrokenProcessPool:
        return tell_died(article)


def tell_died(article: Article) -> Rejection:
    """An article whose processes die."""
    reason = "the process that read it died, each time (it may need more memory than there is)"
    return Rejection(source=article.key, reason=reason, remedy="leave the article out, or shorten it")


def _work(article: Article, task: Task) -> Piece | Rejection:
    """In a process of the crew."""
    return _read(article, task, _load(task))


@lru_cache(maxsize=1)
def _load(task: Task) -> Tools:
    """At the first article, and not before: what is wrong with it is told as it is."""
    return load_tools(task.engine, task.parser, gazetteer=task.gazetteer)


def _read(article: Article, task: Task, tools: Tools) -> Piece | Rejection:
    said = say(article, tools, task.folders)
    if isinstance(said, Rejection):
        return said
    return make_piece(said.article, said.annotation, tools.gazetteer, task.reasoner)
