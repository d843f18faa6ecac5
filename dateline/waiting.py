"""How does a person see that a long query still runs?

A line with the time that has passed and what has arrived, on a terminal or in a notebook; nothing in a script whose
output is kept.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def waiting(words: str) -> Iterator[Callable[[str], None]]:
    """A function that takes what to show beside the time; the line goes away at the end."""
    console = Console(stderr=True)
    shown = console.is_terminal or console.is_jupyter
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not shown) as line:
        task = line.add_task(words)

        def tell(more: str) -> None:
            line.update(task, description=f"{words}: {more}")

        yield tell
