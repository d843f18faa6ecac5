"""Why does the graph hold a triple?

`/explain?s=&p=&o=&n=`: stated, or inferred by which rules from which stated triples, and the sentences that these
rest on; up to `n` proofs, smallest first. The closure is worked out once a snapshot, on the first request that needs
it.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from flask import Blueprint, Response, json, render_template, request
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse, serialize

from kg import iri
from kg.reason.alternatives import MOST_PROOFS
from kg.reason.encode import Statement
from kg.reason.explain import Explainer
from kg.reason.proofs import Proof, asserted_statements, number_steps
from kg.reason.stored import Answer, answer_why, explain_store
from kg.store.snapshot import Snapshot, open_snapshot
from kg.vocabulary import PREFIXES, lengthen
from server.http import refusals
from server.http.formats import HTML
from server.http.negotiate import choose
from server.pages.claims import ClaimView, read_claims
from server.pages.evidence import claim_members
from server.pages.graph import Graph, Selecting, text
from server.pages.prooftree import unfold
from server.served import Served

MOST_TRIPLES = 200_000
"""Beyond this a closure takes too long to be worked out while somebody waits."""
_OFFERS = (HTML, "application/json", "text/turtle")


def create_explain_blueprint(served: Served, graph: Graph) -> Blueprint:
    """The blueprint of `/explain`."""
    blueprint = Blueprint("explain", __name__)
    lock = Lock()

    @blueprint.get("/explain")
    def explain() -> Response:
        media_type = choose(request.headers.get("Accept"), _OFFERS)
        triple, most = _read_triple(), _read_count()
        snapshot = served.snapshot()
        with lock:
            answer = answer_why(*_explained(snapshot.folder), triple, most)
        if answer is None:
            raise refusals.missing("The graph does not hold this triple")
        return _render(answer.proofs, media_type, sentences(graph, snapshot, answer), graph)

    return blueprint


def _read_triple() -> Triple:
    try:
        subject, predicate, value = (lengthen(request.args.get(name, "")) for name in "spo")
        return Triple(NamedNode(iri.current(subject)), NamedNode(predicate), read_object(value))
    except (ValueError, SyntaxError) as error:
        raise refusals.malformed(f"s, p and o must name a triple: {error}") from error


def _read_count() -> int:
    """How many proofs are asked for: one unless told."""
    text = request.args.get("n", "1")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_PROOFS:
        raise refusals.malformed(f"n must be a whole number from 1 to {MOST_PROOFS}")
    return int(text)


def read_object(text: str) -> NamedNode | Literal:
    """An IRI, or a literal in the syntax of N-Triples when it begins with a quote."""
    if not text.startswith('"'):
        return NamedNode(iri.current(text))
    found = [quad.object for quad in parse(f"<x:s> <x:p> {text} .".encode(), format=RdfFormat.N_TRIPLES)]
    if len(found) != 1 or not isinstance(found[0], Literal):
        raise ValueError("o is no literal")
    return found[0]


@lru_cache(maxsize=1)
def _explained(folder: Path) -> tuple[Store, Explainer]:
    snapshot = open_snapshot(folder)
    if sum(snapshot.manifest.counts.values()) > MOST_TRIPLES:
        raise refusals.Refusal(
            503, "Too large", f"Beyond {MOST_TRIPLES} triples a proof is worked out offline: dateline explain"
        )
    store = snapshot.open_store()
    return store, explain_store(store)


def _terms(statement: Statement) -> tuple[str, str, str]:
    subject, predicate, value = (
        term.value if isinstance(term, NamedNode | Literal) else str(term) for term in statement
    )
    return subject, predicate, value


def sentences(graph: Selecting, snapshot: Snapshot | None, answer: Answer) -> list[ClaimView]:
    """The claims that the proofs of an answer rest on."""
    claims = dict.fromkeys(evidence.claim.value for evidence in answer.evidence)
    return [view for claim in claims for view in read_claims(graph, snapshot, claim=claim)]


def _render(proofs: Sequence[Proof], media_type: str, claims: list[ClaimView], graph: Selecting) -> Response:
    if media_type == HTML:
        return Response(render_template("explain.html", **_read_by_people(proofs, claims, graph)))
    if media_type == "application/json":
        return Response(json.dumps(proof_members(proofs, claims)), content_type=media_type)
    facts = dict.fromkeys(fact for proof in proofs for fact in asserted_statements(proof))
    triples = (_to_triple(fact) for fact in facts)
    body = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return Response(body, content_type="text/turtle; charset=utf-8")


def _read_by_people(proofs: Sequence[Proof], claims: list[ClaimView], graph: Selecting) -> dict[str, object]:
    names = {claim.event: graph.select("label", this=claim.event) for claim in claims}
    labels = {name: text(rows[0], "label") for name, rows in names.items() if rows}
    return {"proofs": unfold(proofs, graph, claims), "claims": claims, "labels": labels}


def _to_triple(fact: Statement) -> Triple:
    return Triple(fact.subject, fact.predicate, fact.object)  # type: ignore[arg-type]


def proof_members(proofs: Sequence[Proof], claims: Sequence[ClaimView]) -> dict[str, object]:
    """Proofs of one statement, and the claims that they rest on, as JSON."""
    return {
        "statement": _terms(proofs[0].statement),
        "proofs": [{"steps": _steps(proof)} for proof in proofs],
        "claims": [claim_members(claim) for claim in claims],
    }


def _steps(proof: Proof) -> list[dict[str, object]]:
    """Each step once, the conclusion first; premises by the `id` of their steps."""
    return [
        {
            "id": step.number,
            "statement": _terms(step.statement),
            "rule": step.rule,
            "premises": step.premises,
        }
        for step in number_steps(proof)
    ]
