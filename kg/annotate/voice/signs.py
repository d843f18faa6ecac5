"""Which signs of a word's claim do the rules and the grammar give, for the weights of `kg.annotate.voice.weights`?"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.annotate.lexicon.syntax import SUBJECTS
from kg.model import Verb

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_FAMILIES = ("reports", "envisages", "denies", "quote", "inserted", "order")
_KINDS = {
    **dict.fromkeys(("negation", "nobody", "no", "nor"), "negation"),
    **dict.fromkeys(("citing", "headline", "as said"), "inserted"),
    **{kind: kind for kind in ("modal", "purpose", "infinitive", "is to", "condition", "hearsay")},
}


def signs_of(word: Token, verb: Verb, rule: str) -> frozenset[str]:
    """The names of all signs that hold; `verb` and `rule` are what the rules found."""
    return frozenset({"always", f"rules: {verb}", *_families(rule), *_forms(word)})


def _families(rule: str) -> Iterator[str]:
    """The kinds of evidence that a rule's name lists."""
    if rule.startswith("run:"):
        yield "run"
    elif rule != "own voice":
        for name in rule.split("+"):
            family = name.split(":")[0].split(" ")[0]
            yield family if family in _FAMILIES else _KINDS.get(name, "other")


def _forms(word: Token) -> Iterator[str]:
    helpers = {c.lower_ for c in word.children if c.dep_ in {"aux", "auxpass", "aux:pass"}}
    if word.pos_ in {"NOUN", "PROPN"}:
        yield "noun"
        if any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in word.children):
            yield "definite noun"
    if word.dep_.startswith(("relcl", "acl")):
        yield "relative clause"
    if "had" in helpers:
        yield "past perfect"
    if helpers & {"has", "have"}:
        yield "present perfect"
    if helpers & {"is", "are"} or word.tag_ in {"VBZ", "VBP"}:
        yield "present"
    if word.tag_ in {"VB", "VBG"}:
        yield "infinitive form" if word.tag_ == "VB" else "-ing form"
    if word.dep_ == "ROOT" or (word.dep_ == "conj" and word.head.dep_ == "ROOT"):
        yield "main verb" if any(c.dep_ in SUBJECTS for c in word.children) else "main word"
