"""What in a text shows which kind of thing a name is?"""

from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.gazetteer.lookup import Gazetteer
from kg.model import EntityKind

LABELS: dict[str, EntityKind] = {
    "PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Place", "NORP": "Group",
    "PRODUCT": "Item", "WORK_OF_ART": "Item", "EVENT": "Item", "LAW": "Item",
}  # fmt: skip
_PLACING = frozenset({"in", "at", "near", "outside", "around", "across", "towards", "off"})
_STOPS = frozenset({".", "!", "?", "”", '"'})


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """The Doc with what is asked of it often."""

    doc: Doc
    gazetteer: Gazetteer
    votes: dict[str, Counter[str]]
    title_case: frozenset[int]
    places: frozenset[str]
    words: frozenset[str]
    inside: frozenset[str]


def read_text(doc: Doc, gazetteer: Gazetteer) -> Text:
    """The Doc with its clues, gathered once."""
    return Text(
        doc=doc,
        gazetteer=gazetteer,
        votes=_count_labels(doc),
        title_case=_title_case(doc),
        places=_placed(doc),
        words=frozenset(token.text for token in doc),
        inside=frozenset(token.text for token in doc if not token.is_sent_start),
    )


def _count_labels(doc: Doc) -> dict[str, Counter[str]]:
    votes: dict[str, Counter[str]] = {}
    for ent in doc.ents:
        if ent.label_ in LABELS:
            votes.setdefault(ent.text.removeprefix("the "), Counter())[ent.label_] += 1
    return votes


def _title_case(doc: Doc) -> frozenset[int]:
    """The tokens of sentences whose long words nearly all have capitals, and which no full stop ends."""
    found: set[int] = set()
    for sentence in doc.sents:
        words = [token for token in sentence if token.is_alpha and len(token) > 3]
        last = next((token.text for token in reversed(list(sentence)) if not token.is_space), "")
        high = len(words) >= 4 and sum(token.text[0].isupper() for token in words) > 0.7 * len(words)
        if high and last not in _STOPS:
            found.update(range(sentence.start, sentence.end))
    return frozenset(found)


def _placed(doc: Doc) -> frozenset[str]:
    """The words after a preposition of place, with the capitalised words before them in the phrase."""
    found: set[str] = set()
    for token in doc:
        if token.dep_ == "pobj" and token.head.lower_ in _PLACING and token.text[:1].isupper():
            start = next((i for i in range(token.i, token.head.i, -1) if not doc[i - 1].text[:1].isupper()), token.i)
            found |= {doc[start : token.i + 1].text, token.text}
    return frozenset(found)


def guess_kind(text: Text, span: Span) -> EntityKind:
    """The kind of a name that the gazetteer lacks: by its last word, description, label and place."""
    votes = text.votes.get(span.text, Counter())
    noun = text.gazetteer.noun(span[-1].lower_)
    if noun and len(span) > 1 and noun.kind in ("Organization", "Place", "Group"):
        return "Organization" if noun.kind == "Group" else noun.kind
    if _described_as_person(text, span.root):
        return "Person"
    label = min(votes, key=lambda each: (-votes[each], each)) if votes else _last_label(span)
    if label != "ORG" and span.text in text.places:
        return "Place"
    if label:
        return LABELS[label]
    if span.root.dep_ in ("nsubj", "nsubjpass", "agent"):
        return "Person" if len(span) > 1 else "Organization"
    return "Item"


def _last_label(span: Span) -> str | None:
    labels = [token.ent_type_ for token in span if token.ent_type_ in LABELS]
    return labels[-1] if labels else None


def _described_as_person(text: Text, root: Token) -> bool:
    """`X, a lawyer`, `X, who said`: what follows shows a person, whatever the name finder thinks."""
    for child in root.rights:
        noun = text.gazetteer.noun(child.lemma_.lower()) if child.dep_ == "appos" else None
        if noun and noun.kind == "Person" and child.tag_ == "NN":
            return True
        if child.dep_ == "relcl" and any(token.lower_ in ("who", "whom") for token in child.lefts):
            return True
    return False
