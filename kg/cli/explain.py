"""`dateline explain`: why does the snapshot hold a triple, and what of it falls without an article or a source?"""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import click
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.cli.options import DATA
from kg.errors import QueryError, UsageError
from kg.reason.alternatives import MOST_PROOFS
from kg.reason.contradictions import show_statement
from kg.reason.encode import Statement
from kg.reason.proofs import show_proof
from kg.reason.stored import answer_why, explain_store
from kg.reason.whatif import fallen_without, name_term
from kg.settings import data_folder
from kg.store.snapshot import open_current
from kg.vocabulary import PREFIXES, RDF, lengthen


@click.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.option("-n", "--proofs", "most", type=click.IntRange(1, MOST_PROOFS), default=1, help="Up to so many proofs.")
@click.option("--all", "most", flag_value=MOST_PROOFS, type=int, help=f"All proofs, up to {MOST_PROOFS}.")
@DATA
def explain(subject: str, predicate: str, value: str, most: int, data: Path | None) -> int:
    """Show why the current snapshot holds a triple: the rules, then the sentences it rests on.

    Of several proofs the smallest comes first. Terms are IRIs in angle brackets, prefixed names as answers show them
    (`dli:Q227`, `dli:some-article/event/e1`), `a`, or quoted literals.
    """
    triple = _read_triple(subject, predicate, value)
    store = open_current(data_folder(data)).open_store()
    answer = answer_why(store, explain_store(store), triple, most)
    if answer is None:
        click.echo("the graph does not hold this triple", err=True)
        return 1
    for number, proof in enumerate(answer.proofs, 1):
        if len(answer.proofs) > 1:
            click.echo(f"proof {number} of {len(answer.proofs)}")
        for line in show_proof(proof):
            click.echo(line)
    for evidence in answer.evidence:
        click.echo(f'\n"{evidence.quote}"\n  {evidence.article.value}, claim {evidence.claim.value}')
    return 0


def tell_fallen(without: str, data: Path | None) -> int:
    """Print what of the current snapshot is inferred and does not hold without an article or a source."""
    store = open_current(data_folder(data)).open_store()
    fallen = fallen_without(store, _read_iri(without))
    for triple in fallen:
        names = " · ".join(name_term(store, term) for term in triple)
        click.echo(f"{show_statement(Statement(*triple))}  ({names})")
    if not fallen:
        click.echo("nothing falls", err=True)
    return 0


def _read_iri(word: str) -> NamedNode:
    """An IRI, in angle brackets or not, or a prefixed name."""
    try:
        return NamedNode(_spell_out(word).removeprefix("<").removesuffix(">"))
    except ValueError as error:
        raise QueryError(f"not an IRI: {word} ({error})") from error


def _read_triple(*words: str) -> Triple:
    terms = [_spell_out(word) for word in words]
    prefixes = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())
    try:
        quads = list(parse(f"{prefixes}{' '.join(terms)} .", format=RdfFormat.TURTLE))
    except SyntaxError as error:
        column, reason = _place(words, terms, error.offset or 1), str(error.msg).partition(": ")[2]
        raise QueryError(f"not a triple: {' '.join(words)} (column {column}: {reason})") from error
    if len(quads) != 1:
        raise UsageError("give one subject, one predicate and one object")
    return Triple(quads[0].subject, quads[0].predicate, quads[0].object)


def _place(words: Sequence[str], terms: Sequence[str], offset: int) -> int:
    """Where the word that is at fault begins, by the column of the fault among the terms they are short for."""
    ends = accumulate(len(term) + 1 for term in terms[:-1])
    number = sum(offset > end for end in ends)
    return 1 + sum(len(word) + 1 for word in words[:number])


def _spell_out(word: str) -> str:
    """A prefixed name as an IRI in angle brackets: its local part may hold slashes, which Turtle wants escaped."""
    if word == "a":
        return str(RDF.type)
    long = lengthen(word)
    return word if long == word else f"<{long}>"
