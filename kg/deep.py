"""Is a whole snapshot what it says that it is, down to its bytes?

`kg.check` looks at the graph; this looks at what lies around it too. Each check gives findings and repairs nothing:
files against their digests, the store against its dump, the texts against their digests, what was inferred against
what follows, and the identifiers of linked items.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg import iri
from kg.check import Check, Finding
from kg.diff.dumps import broken_files
from kg.diff.sides import Side
from kg.dump.write import ALL
from kg.errors import InputError, StoreError
from kg.pieces.making import axioms
from kg.reason.infer import infer
from kg.store.snapshot import Snapshot
from kg.vocabulary import DL, SKOS

_INFERRED = NamedNode(iri.mint_graph("inferred"))
_ONTOLOGY = NamedNode(iri.mint_graph("ontology"))
_ITEM = re.compile(re.escape(iri.mint_wikidata("")) + r"Q[1-9][0-9]*")
_SHOWN = 20
"""Findings of one kind; more of them say nothing new."""


def check_deep(snapshot: Snapshot, store: Store) -> tuple[Finding, ...]:
    """All findings on a snapshot that `check_all` does not have, in the order of the checks."""
    return (
        *check_files(snapshot),
        *check_store(snapshot, store),
        *check_texts(snapshot),
        *check_inferred(store),
        *check_items(store),
    )


def check_files(snapshot: Snapshot) -> Iterator[Finding]:
    """Dump files that are missing or have other bytes than their digest says."""
    try:
        for name, words in broken_files(snapshot.dumps):
            yield _found("file", str(snapshot.dumps / name), "digest", words)
    except StoreError as error:
        yield _found("file", str(snapshot.dumps), "digest", str(error))


def check_store(snapshot: Snapshot, store: Store) -> Iterator[Finding]:
    """Quads that only the store has, or only its dump."""
    here = {f"{quad} .\n".encode() for quad in store}
    try:
        there = set(Side(snapshot.id, snapshot.dumps / ALL).lines())
    except InputError as error:
        yield _found("file", str(snapshot.dumps / ALL), "dump", str(error))
        return
    for lines, words in ((here - there, "only the store has this"), (there - here, "only the dump has this")):
        for line in islice(sorted(lines), _SHOWN):
            yield _found("file", snapshot.id, "store", words, line.decode().strip())


def check_texts(snapshot: Snapshot) -> Iterator[Finding]:
    """Articles whose text is not the one with their digest, and annotations of another text."""
    digests = {article.key: hashlib.sha256(article.text.encode()).hexdigest() for article in snapshot.articles()}
    for article in snapshot.articles():
        if digests[article.key] != article.sha256:
            yield _found("file", article.key, "text", "the text has another digest than the article says")
    for annotation in snapshot.annotations():
        if digests.get(annotation.article.key) != annotation.article.sha256:
            yield _found("file", annotation.article.key, "annotation", "it was made for another text")


def check_inferred(store: Store) -> Iterator[Finding]:
    """Inferred triples that do not follow from what is stated, and what follows and is not there."""
    stated = [quad for quad in store if quad.graph_name not in (_INFERRED, _ONTOLOGY)]
    follows = {quad.triple for quad in infer(stated, axioms(), "fast").quads}
    held = {quad.triple for quad in store.quads_for_pattern(None, None, None, _INFERRED)}
    yield from _on_triples(held - follows, "it does not follow from what is stated")
    yield from _on_triples(follows - held, "it follows from what is stated, and is not there")


def check_items(store: Store) -> Iterator[Finding]:
    """Links to items of Wikidata that are none."""
    for link in (DL.wikidataItem, SKOS.closeMatch):
        for quad in store.quads_for_pattern(None, link, None):
            if quad.graph_name != _ONTOLOGY and not _is_item(quad):
                yield _found("link", str(quad.subject), "no-item", f"{quad.object} is no item of Wikidata")


def _is_item(quad: Quad) -> bool:
    return isinstance(quad.object, NamedNode) and _ITEM.fullmatch(quad.object.value) is not None


def _on_triples(triples: Iterable[Triple], words: str) -> Iterator[Finding]:
    for triple in islice(sorted(triples, key=str), _SHOWN):
        other = triple.object
        value = other.value if isinstance(other, NamedNode | Literal) else str(other)
        yield Finding(
            check="inference",
            subject=str(triple.subject),
            rule="closure",
            message=words,
            path=triple.predicate.value,
            value=value,
        )


def _found(check: Check, subject: str, rule: str, message: str, value: str | None = None) -> Finding:
    return Finding(check=check, subject=subject, rule=rule, message=message, value=value)
