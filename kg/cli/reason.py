"""`dateline reason`, `dateline explain`: what follows, and why?"""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

import click
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from kg.cli.options import DATA, REASONER
from kg.errors import QueryError, UsageError
from kg.reason.contradictions import show_statement
from kg.reason.encode import Statement
from kg.reason.files import check_consistent, reason_files, show_rules
from kg.reason.proofs import show_proof
from kg.reason.stored import answer_why, explain_store
from kg.reason.whatif import fallen_without, name_term
from kg.settings import ReasonerName, data_folder
from kg.store.snapshot import open_current
from kg.vocabulary import PREFIXES, RDF, Namespace


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "output", type=click.File("wb"), default="-", help="Where to write [default: standard output].")
@click.option("--turtle", "mode", flag_value="turtle", help="Write Turtle instead of N-Triples.")
@click.option(
    "--check", "mode", flag_value="check", help="Write nothing; exit 1 when the files contradict themselves."
)
@click.option(
    "--rules", "mode", flag_value="rules", help="Print the rules that the axioms in the files come down to."
)
@click.option(
    "--without", metavar="IRI", help="Tell what of the current snapshot falls without an article or source."
)
@REASONER
@DATA
def reason(
    files: Sequence[Path], output: BinaryIO, mode: str | None, without: str | None, reasoner: str, data: Path | None
) -> int:
    """Write the triples that follow from RDF files by OWL 2 RL; contradictions go to standard error, exit 1.

    With --without no file is read: it prints the inferred triples of the current snapshot that do not hold without
    an article (dli:some-article) or without the claims of a source (an actor), each with the names of its terms.
    """
    if (without is None) != bool(files):
        raise UsageError("give RDF files, or --without and the IRI of an article or a source")
    if without is not None:
        _tell_fallen(without, data)
        return 0
    if mode == "rules":
        for line in show_rules(files):
            click.echo(line)
        return 0
    reasoned = reason_files(files, cast(ReasonerName, reasoner))
    for warning in reasoned.warnings:
        click.echo(f"warning: {warning}", err=True)
    if mode == "check":
        check_consistent(reasoned)
        return 0
    form = RdfFormat.TURTLE if mode == "turtle" else RdfFormat.N_TRIPLES
    serialize(reasoned.inferred, output=output, format=form, prefixes=PREFIXES if mode == "turtle" else None)
    for contradiction in reasoned.contradictions:
        click.echo(f"contradiction: {contradiction}", err=True)
    return 1 if reasoned.contradictions else 0


def _tell_fallen(without: str, data: Path | None) -> None:
    store = open_current(data_folder(data)).open_store()
    fallen = fallen_without(store, _read_iri(without))
    for triple in fallen:
        names = " · ".join(name_term(store, term) for term in triple)
        click.echo(f"{show_statement(Statement(*triple))}  ({names})")
    if not fallen:
        click.echo("nothing falls", err=True)


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@DATA
def explain(subject: str, predicate: str, value: str, data: Path | None) -> int:
    """Show why the current snapshot holds a triple: the rules, then the sentences it rests on.

    Terms are IRIs in angle brackets, prefixed names as answers show them (`dli:Q227`, `dli:some-article/event/e1`),
    `a`, or quoted literals.
    """
    triple = _read_triple(subject, predicate, value)
    store = open_current(data_folder(data)).open_store()
    answer = answer_why(store, explain_store(store), triple)
    if answer is None:
        click.echo("the graph does not hold this triple", err=True)
        return 1
    for line in show_proof(answer.proof):
        click.echo(line)
    for evidence in answer.evidence:
        click.echo(f'\n"{evidence.quote}"\n  {evidence.article.value}, claim {evidence.claim.value}')
    return 0


def _read_iri(word: str) -> NamedNode:
    """An IRI, in angle brackets or not, or a prefixed name."""
    try:
        return NamedNode(_spell_out(word).removeprefix("<").removesuffix(">"))
    except ValueError as error:
        raise QueryError(f"not an IRI: {word} ({error})") from error


def _read_triple(subject: str, predicate: str, value: str) -> Triple:
    words = " ".join((subject, predicate, value))
    prefixes = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())
    try:
        terms = " ".join(map(_spell_out, (subject, predicate, value)))
        quads = list(parse(f"{prefixes}{terms} .", format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"not a triple: {words} ({error})") from error
    if len(quads) != 1:
        raise UsageError("give one subject, one predicate and one object")
    return Triple(quads[0].subject, quads[0].predicate, quads[0].object)


def _spell_out(word: str) -> str:
    """A prefixed name as an IRI in angle brackets: its local part may hold slashes, which Turtle wants escaped."""
    if word == "a":
        return str(RDF.type)
    prefix, _, local = word.partition(":")
    return str(Namespace(PREFIXES[prefix])[local]) if prefix in PREFIXES else word
