"""Which parsers are fuzzed, and with what do they begin?

A parser is called `module.function`, and its first inputs lie in `corpora/module.function/`.
"""

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

CORPORA = Path(__file__).parent / "corpora"
_WORD = re.compile(rb"[A-Za-z][\w:@.-]{2,24}|[^\w\s]{2,6}")


def names() -> list[str]:
    """Every parser."""
    return sorted(folder.name for folder in CORPORA.iterdir())


def load(name: str) -> Callable[[bytes], None]:
    """The function that takes bytes; it raises nothing unless the parser has a fault."""
    module, _, function = name.partition(".")
    found: Callable[[bytes], None] = getattr(importlib.import_module(f"fuzz.{module}"), function)
    return found


def inputs(name: str) -> Iterator[tuple[Path, bytes]]:
    """The committed inputs of a parser."""
    for path in sorted((CORPORA / name).iterdir()):
        yield path, path.read_bytes()


def words(name: str) -> list[bytes]:
    """What stands in a parser's inputs and may stand elsewhere in others."""
    return sorted({word for _, data in inputs(name) for word in _WORD.findall(data)})
