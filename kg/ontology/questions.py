"""Which questions must the graph answer?

Each file of `ontology/questions/` is one SPARQL query that begins with two comment lines: `# question:` in words, and
`# shows:`, what the columns of the answer mean. In the graph each is a `sh:SPARQLSelectExecutable` (SHACL 1.0,
section 5.2.1 and the vocabulary's `sh:SPARQLExecutable`), so that whoever holds the graph holds its questions too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Store, Triple

from kg import iri
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.vocabulary import PREFIXES, RDF, RDFS, SH, XSD

_PREFIX = re.compile(r"^PREFIX\s+(\w+):.*\n", re.MULTILINE)
_REMARK = re.compile(r"^#.*\n", re.MULTILINE)


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


def question_triples() -> tuple[Triple, ...]:
    """The questions that ship as SHACL: label, meaning of the columns, the query, and where its prefixes are told."""
    questions = read_questions()
    used = sorted({name for one in questions for name in _PREFIX.findall(one.query)})
    return (*_declared(used), *(triple for one in questions for triple in _executable(one)))


def _executable(question: Question) -> Iterator[Triple]:
    node = NamedNode(iri.mint_question(question.name))
    yield Triple(node, RDF.type, SH.SPARQLExecutable)
    yield Triple(node, RDF.type, SH.SPARQLSelectExecutable)
    yield Triple(node, RDFS.label, Text(question.question, language="en"))
    yield Triple(node, RDFS.comment, Text(question.shows, language="en"))
    yield Triple(node, SH.prefixes, NamedNode(iri.QUESTION))
    yield Triple(node, SH.select, Text(_REMARK.sub("", _PREFIX.sub("", question.query)).strip()))


def _declared(prefixes: list[str]) -> Iterator[Triple]:
    for prefix in prefixes:
        node = NamedNode(iri.mint_fragment(iri.QUESTION, prefix))
        yield Triple(NamedNode(iri.QUESTION), SH.declare, node)
        yield Triple(node, SH.prefix, Text(prefix))
        yield Triple(node, SH.namespace, Text(PREFIXES[prefix], datatype=XSD.anyURI))


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
