"""What follows from the RDF files on this machine?

Turtle, N-Triples, N-Quads, TriG, RDF/XML and JSON-LD by file name extension, compressed with gzip or not. Graph
names are ignored, nothing is fetched. Blank nodes are named by file and order of appearance: the same name in two
files is not the same node, and the same files give the same output.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

from pyoxigraph import BlankNode, NamedNode, QuadParser, RdfFormat, Triple, parse

from kg.errors import ContradictionError, InputError
from kg.reason.closure import close
from kg.reason.compile import compile_schema
from kg.reason.contradictions import show_statement
from kg.reason.encode import Statement
from kg.reason.entail import find_missing
from kg.reason.entities import refuse_costly_entities
from kg.reason.rules import Name, Term, show_program
from kg.reason.schema import is_axiom
from kg.settings import ReasonerName

_FORMATS = "ttl, nt, nq, trig, rdf, jsonld, each also with .gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned:
    """The inferred triples of some files, decoded as they are asked for; contradictions and warnings as messages.

    `lines` are the same triples as N-Triples, many lines at a time.
    """

    inferred: Iterable[Triple]
    lines: Iterable[str]
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def reason_files(paths: Iterable[Path], reasoner: ReasonerName = "fast") -> Reasoned:
    """Close the union of some files; raises InputError for a file that cannot be read."""
    if reasoner == "owlrl":
        # It brings rdflib, which takes as long to load as ten thousand triples to reason over.
        from kg.reason.reference import close_reference  # noqa: PLC0415

        reference = close_reference(read_triples(paths))
        lines = (f"{triple} .\n" for triple in reference.inferred)
        return Reasoned(inferred=reference.inferred, lines=lines, contradictions=reference.contradictions)
    closure = close(read_statements(paths))
    messages = tuple(contradiction.message for contradiction in closure.contradictions)
    return Reasoned(
        inferred=closure.inferred, lines=closure.lines, contradictions=messages, warnings=closure.warnings
    )


def show_rules(paths: Iterable[Path]) -> Iterator[str]:
    """The rules that the axioms in some files come down to, one a line."""
    return show_program(compile_schema(read_axioms(paths)))


def read_axioms(paths: Iterable[Path]) -> Iterator[Triple]:
    """The triples of some files that are about classes and properties."""
    return (triple for triple in read_triples(paths) if is_axiom(triple.predicate, triple.object))


def not_entailed(paths: Iterable[Path], conclusion: Path) -> tuple[str, ...]:
    """The triples of one file that do not follow from some others, in words; see `kg.reason.entail`."""
    missing = find_missing(read_triples(paths), read_triples([conclusion]))
    return tuple(show_statement(Statement(triple.subject, triple.predicate, triple.object)) for triple in missing)


def check_consistent(reasoned: Reasoned) -> None:
    """Raise ContradictionError, with every message on a line, unless there is no contradiction."""
    if reasoned.contradictions:
        raise ContradictionError("\n".join(reasoned.contradictions))


def read_triples(paths: Iterable[Path]) -> Iterator[Triple]:
    """All triples of some files; raises InputError, with file and line, for one that cannot be read."""
    return (Triple(*statement) for statement in read_statements(paths))


def read_statements(paths: Iterable[Path]) -> Iterator[tuple[Name, NamedNode, Term]]:
    """The triples of `read_triples`, a third cheaper, as tuples."""
    return chain.from_iterable(_read_file(path, number) for number, path in enumerate(paths))


@contextmanager
def open_quads(path: Path) -> Iterator[QuadParser]:
    """The quads of a file, with its prefixes as they are read; raises InputError, also while the block reads on."""
    form = _format_of(path)
    try:
        with _open(path) as stream:
            refuse_costly_entities(path, form, stream)
            yield parse(stream, format=form)
    except SyntaxError as error:
        where = f"{path}, line {error.lineno}" if error.lineno else str(path)
        raise InputError(f"{where}: {_reason(error)}") from error
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); check its name and content") from error


def _read_file(path: Path, number: int) -> Iterator[tuple[Name, NamedNode, Term]]:
    blanks: dict[BlankNode, BlankNode] = {}
    with open_quads(path) as quads:
        for quad in quads:
            subject, other = quad.subject, quad.object
            if isinstance(subject, BlankNode):
                subject = _rename(subject, blanks, number)
            if isinstance(other, (BlankNode, Triple)):
                other = _rename_within(other, blanks, number)
            yield subject, quad.predicate, other


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path) if path.suffix == ".gz" else path.open("rb"))


def _format_of(path: Path) -> RdfFormat:
    name = Path(path.stem) if path.suffix == ".gz" else path
    form = RdfFormat.from_extension(name.suffix.lstrip("."))
    if form is None:
        raise InputError(f"{path}: no RDF format has this extension; use one of {_FORMATS}")
    return form


def _reason(error: SyntaxError) -> str:
    if "LoadDocumentCallback" in str(error.msg):
        return "its JSON-LD context is on the web, and nothing is fetched; put the context into the file"
    return f"{error.msg}; correct the file"


def _rename(node: BlankNode, blanks: dict[BlankNode, BlankNode], number: int) -> BlankNode:
    return blanks.setdefault(node, BlankNode(f"f{number}n{len(blanks)}"))


def _rename_within(term: Term, blanks: dict[BlankNode, BlankNode], number: int) -> Term:
    """The term with its blank nodes renamed; those of triples about triples stand inside."""
    if isinstance(term, Triple):
        subject, other = (_rename_within(end, blanks, number) for end in (term.subject, term.object))
        return Triple(cast(Name, subject), term.predicate, other)
    return _rename(term, blanks, number) if isinstance(term, BlankNode) else term
