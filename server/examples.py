"""Which questions does the editor offer?

The files `ontology/questions/*.rq`: their first comment lines say the question in words and what it shows.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.datafiles import find_data


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A query, the question that it asks in words, and what its answer shows."""

    name: str
    question: str
    shows: str
    query: str


@cache
def read_examples() -> tuple[Example, ...]:
    """The example questions by file name; raises OntologyError when the folder is missing."""
    return tuple(_read_example(path) for path in sorted(find_data("ontology/questions").glob("*.rq")))


def _read_example(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    question = _line(text, "question") or path.stem
    return Example(name=path.stem, question=question, shows=_line(text, "shows"), query=text)


def _line(text: str, key: str) -> str:
    found = (line.removeprefix(f"# {key}:").strip() for line in text.splitlines() if line.startswith(f"# {key}:"))
    return next(found, "")
