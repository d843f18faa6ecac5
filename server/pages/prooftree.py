"""How is a proof read by a person: as a tree that opens down to the sentences?

Every step has its statement in words, the rule that gave it, and the steps it rests on. A step met before is not
unfolded again. Under a stated step stand the quotes of the claim that it is about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.reason.encode import Statement
from kg.reason.proofs import Proof
from kg.vocabulary import RDF
from server.pages.claims import ClaimView
from server.pages.graph import Selecting, text
from server.pages.rulewords import say_rule
from server.pages.spelling import spell_term

_MOST_LABELS = 80
"""Names looked up for one proof; further terms stand as short IRIs."""


class Word(NamedTuple):
    """A term of a statement: its IRI, empty for a literal, and what is read."""

    iri: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step, the name of its rule and what that says; `again` says that it stands unfolded above."""

    words: tuple[Word, Word, Word]
    rule: str
    why: str
    again: bool
    premises: tuple["Step", ...]
    claims: tuple[ClaimView, ...]


def unfold(proofs: Iterable[Proof], graph: Selecting, claims: Iterable[ClaimView]) -> list[Step]:
    """Each proof as a tree in words."""
    roots = list(proofs)
    by_iri = {claim.iri: claim for claim in claims}
    labels = _labels(roots, graph) | {claim.iri: _name_of(claim) for claim in by_iri.values()}
    return [_unfold(root, labels, by_iri, set()) for root in roots]


def _unfold(proof: Proof, labels: Mapping[str, str], claims: Mapping[str, ClaimView], seen: set[int]) -> Step:
    again = id(proof) in seen and bool(proof.premises)
    seen.add(id(proof))
    statement = proof.statement
    about = (claims.get(term.value) for term in (statement.subject, statement.object) if isinstance(term, NamedNode))
    return Step(
        words=_words(statement, labels),
        rule=proof.rule,
        why=say_rule(proof.rule),
        again=again,
        premises=() if again else tuple(_unfold(premise, labels, claims, seen) for premise in proof.premises),
        claims=() if proof.premises else tuple(claim for claim in about if claim is not None),
    )


def _words(statement: Statement, labels: Mapping[str, str]) -> tuple[Word, Word, Word]:
    subject, predicate, value = (_word(term, labels) for term in statement)
    if predicate.iri == RDF.type.value and value.label[:1].lower() in set("aeiou"):
        predicate = predicate._replace(label="is an")
    return subject, predicate, value


def _word(term: object, labels: Mapping[str, str]) -> Word:
    if isinstance(term, NamedNode):
        return Word(term.value, labels.get(term.value) or spell_term(term.value))
    return Word("", f"“{term.value}”" if isinstance(term, Literal) else str(term))


def _name_of(claim: ClaimView) -> str:
    """A claim has no name: whose word it is, or where it stands, tells it from others."""
    voice = next((source.label for source in claim.chain if source.label), "")
    return f"the word of {voice}" if voice else f"what “{claim.headline or claim.article}” says"


def _labels(roots: list[Proof], graph: Selecting) -> dict[str, str]:
    found = {RDF.type.value: "is a"}
    waiting = list(reversed(roots))
    while waiting and len(found) < _MOST_LABELS:
        step = waiting.pop()
        waiting.extend(reversed(step.premises))
        for term in step.statement:
            if isinstance(term, NamedNode) and term.value not in found:
                rows = graph.select("label", this=term.value)
                found[term.value] = text(rows[0], "label") if rows else ""
    return found
