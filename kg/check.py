"""Is a graph complete, true to its articles, and in the words of its ontology?

Each check is a function that gives findings: the ontology against the OWL 2 RL profile, the terms that the graph uses
against the ontology, whether everybody and everything in an event is described, the records against the SHACL shapes,
and the quotes against the articles' texts.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple
from rdflib import RDF, SH

from kg import iri
from kg.happening import Verdict
from kg.merge.verdicts import find_lost
from kg.model import Annotation
from kg.ontology.convert import to_rdflib_graph
from kg.ontology.load import ontology_graph, ontology_quads, shapes_graph
from kg.ontology.profile import profile_violations
from kg.vocabulary import DL, OA, RDFS, SCHEMA

FACTS = frozenset({DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith})
"""What only reasoning may write."""

ROLES = frozenset(
    {
        DL.hasAgent, DL.hasTarget, DL.hasHost, DL.hasGuest, DL.hasParty, DL.hasCounterparty, DL.hasSupplier,
        DL.hasRecipient, DL.hasItem, DL.hasPlace, DL.viaPlace, DL.inCapacity, DL.attributedTo,
    }
)  # fmt: skip
"""Properties whose values a reader must be able to name."""

_ONTOLOGY = NamedNode(iri.mint_graph("ontology"))
_INFERRED = NamedNode(iri.mint_graph("inferred"))
_ARTICLES = iri.mint_article_graph("")
_TERMS = (iri.ONTOLOGY, iri.TYPE, iri.PLOVER)
_Node = NamedNode | BlankNode | Literal | Triple
_BATCH = 25
"""Article graphs that are validated together."""


Check: TypeAlias = OneOf["ontology", "term", "shape", "evidence", "verdict", "file", "inference", "link"]
"""Which check found something; the last three are those of `kg.deep`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong: which check found it, on what, by which rule, and why.

    `rule` is a section of the OWL recommendations, the IRI of a shape or constraint, or a short name; `path` and
    `value` say where on the subject, when that is known.
    """

    check: Check
    subject: str
    rule: str
    message: str
    path: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = " ".join(part for part in (self.path, self.value) if part is not None)
        return f"{self.check}: {self.subject}: {self.message} [{self.rule}]" + (f" at {place}" if place else "")


def check_all(store: Store, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """All findings on a store, sorted; empty when everything is in order.

    `texts` holds the stored text of each article by the article's IRI.
    """
    findings = {
        *check_ontology(ontology_graph()),
        *check_terms(store),
        *check_descriptions(store),
        *check_shapes(store),
        *check_evidence(store, texts),
    }
    return tuple(sorted(findings, key=_order))


def check_ontology(graph: rdflib.Graph) -> Iterator[Finding]:
    """What in an ontology is outside OWL 2 RL."""
    for term, section, message in profile_violations(graph):
        yield Finding(check="ontology", subject=term, rule=section, message=f"not in OWL 2 RL: {message}")


def check_verdicts(verdicts: Iterable[Verdict], annotations: Iterable[Annotation]) -> Iterator[Finding]:
    """Rows of `merges.csv` that point nowhere."""
    for verdict, lost in find_lost(verdicts, annotations):
        yield Finding(
            check="verdict",
            subject=iri.mint_part(lost.article, "event", lost.event),
            rule="no-event",
            message=f"merges.csv calls it {verdict.verdict}, and no article has it; correct or remove the row",
        )


def check_terms(store: Store) -> Iterator[Finding]:
    """Terms of ours that the graph uses and the ontology lacks, and facts that stand outside what was inferred."""
    known = {quad.subject for quad in ontology_quads()}
    for quad in store.quads_for_pattern(None, None, None):
        if quad.graph_name == _ONTOLOGY:
            continue
        for term in (quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(_TERMS) and term not in known:
                yield _on_quad(quad, "unknown-term", f"the ontology has no term {term.value}")
        if quad.predicate in FACTS and quad.graph_name != _INFERRED:
            yield _on_quad(quad, "written-fact", "only reasoning may say this; remove it from the asserted graph")


def check_descriptions(store: Store) -> Iterator[Finding]:
    """Actors, places, items and tenures that have a role and no label in any graph."""
    labelled = {quad.subject for quad in store.quads_for_pattern(None, RDFS.label, None)}
    for role in sorted(ROLES, key=str):
        for quad in store.quads_for_pattern(None, role, None):
            if quad.object not in labelled:
                yield _on_quad(quad, "no-label", f"nothing describes {_value(quad.object)}")


def check_shapes(store: Store) -> Iterator[Finding]:
    """What `shapes.ttl` finds, in batches of article graphs, and in everything outside them at once.

    A shape looks at one record and what hangs on it, all of one article, so batches find what the whole would.
    """
    shapes = shapes_graph()
    names = sorted((name for name in store.named_graphs() if name not in (_ONTOLOGY, _INFERRED)), key=str)
    articles = [name for name in names if str(name.value).startswith(_ARTICLES)]
    background = [name for name in names if name not in articles]
    yield from validate((quad for name in background for quad in _quads(store, name)), shapes)
    for start in range(0, len(articles), _BATCH):
        batch = articles[start : start + _BATCH]
        yield from validate((quad for name in batch for quad in _quads(store, name)), shapes)


def validate(quads: Iterable[Quad], shapes: rdflib.Graph) -> Iterator[Finding]:
    """The SHACL results on a graph (SHACL, W3C Recommendation of 20 July 2017, section 3.6)."""
    _, report, _ = pyshacl.validate(to_rdflib_graph(quads), shacl_graph=shapes, inference="none")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        yield Finding(
            check="shape",
            subject=str(report.value(result, SH.focusNode)),
            rule=str(report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)),
            message=min(str(message) for message in report.objects(result, SH.resultMessage)),
            path=str(path) if isinstance(path, rdflib.URIRef) else None,
            value=None if value is None or isinstance(value, rdflib.BNode) else str(value),
        )


def check_evidence(store: Store, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Quotes that are not the words at their offsets, and articles whose text is missing or not the one hashed."""
    for quad in store.quads_for_pattern(None, SCHEMA.sha256, None):
        yield from _text_findings(quad, texts)
    for quad in store.quads_for_pattern(None, OA.hasSource, None):
        text = texts.get(_value(quad.object))
        if text is not None:
            yield from _quote_findings(store, quad.subject, text)


def _text_findings(quad: Quad, texts: Mapping[str, str]) -> Iterator[Finding]:
    text = texts.get(_value(quad.subject))
    if text is None:
        yield _on_evidence(quad.subject, "no-text", "no text of this article, so its quotes cannot be checked")
    elif hashlib.sha256(text.encode()).hexdigest() != _value(quad.object):
        yield _on_evidence(quad.subject, "other-text", "the text is not the one that was read: its hash differs")


def _quote_findings(store: Store, node: NamedNode | BlankNode | Triple, text: str) -> Iterator[Finding]:
    selectors = [quad.object for quad in store.quads_for_pattern(node, OA.hasSelector, None)]
    words, starts, ends = (_values(store, selectors, term) for term in (OA.exact, OA.start, OA.end))
    if not len(words) == len(starts) == len(ends) == 1 or not (starts[0] + ends[0]).isdecimal():
        yield _on_evidence(node, "no-place", "a quote needs its words once, one start and one end")
        return
    found = text[int(starts[0]) : int(ends[0])]
    if found != words[0]:
        yield _on_evidence(node, "other-words", f"characters {starts[0]}-{ends[0]} are {found!r}, not {words[0]!r}")


def _values(store: Store, nodes: Sequence[_Node], predicate: NamedNode) -> list[str]:
    """What the nodes have as `predicate`, each value once a node."""
    return [
        _value(quad.object)
        for node in nodes
        if not isinstance(node, Literal)
        for quad in store.quads_for_pattern(node, predicate, None)
    ]


def _quads(store: Store, graph: NamedNode | BlankNode) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, graph)


def _on_quad(quad: Quad, rule: str, message: str) -> Finding:
    return Finding(
        check="term",
        subject=_value(quad.subject),
        rule=rule,
        message=message,
        path=quad.predicate.value,
        value=_value(quad.object),
    )


def _on_evidence(node: _Node, rule: str, message: str) -> Finding:
    return Finding(check="evidence", subject=_value(node), rule=rule, message=message)


def _value(term: _Node) -> str:
    return str(term) if isinstance(term, Triple) else term.value


def _order(finding: Finding) -> tuple[str, ...]:
    return (
        finding.check,
        finding.subject,
        finding.rule,
        finding.path or "",
        finding.value or "",
        finding.message,
    )
