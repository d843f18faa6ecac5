"""Which questions must the graph answer?

Each file of `ontology/questions/` is one SPARQL query that begins with two comment lines: `# question:` in words, and
`# shows:`, what the columns of the answer mean.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pyoxigraph import Store

from kg.datafiles import find_data
from kg.errors import OntologyError


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question: file name without suffix, words, meaning of the columns, and the query with its prefixes."""

    name: str
    question: str
    shows: str
    query: str


def read_questions(folder: Path | None = None) -> tuple[Question, ...]:
    """The questions of `folder` (default: those that ship), by name; raises OntologyError for a malformed file."""
    folder = find_data("ontology/questions") if folder is None else folder
    return tuple(_read_question(path) for path in sorted(folder.glob("*.rq")))


def read_federated(side: Literal["lab", "wikidata"]) -> tuple[Question, ...]:
    """The questions that call another endpoint, by name: from here to Wikidata, or from there to a server of ours.

    They are not tried: an engine that reads one may already call the other endpoint.
    """
    folder = find_data(f"ontology/federation/{side}")
    return tuple(_question(path, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq")))


def _read_question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    try:
        Store().query(text)
    except SyntaxError as error:
        raise OntologyError(f"{path}: not SPARQL: {error.msg}; correct the file") from error
    return _question(path, text)


def _question(path: Path, text: str) -> Question:
    return Question(
        name=path.stem,
        question=_comment(path, text, "question"),
        shows=_comment(path, text, "shows"),
        query=text,
    )


def _comment(path: Path, text: str, key: str) -> str:
    start = f"# {key}:"
    for line in text.splitlines():
        if line.startswith(start):
            return line.removeprefix(start).strip()
    raise OntologyError(f"{path}: no line that starts with '{start}'; add one at the top")
