"""Which named media speak in a text, and which words ("the report", "the paper") point back to them?"""

from spacy.tokens import Doc, Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.voice.governors import is_medium, is_reporting, speaker

_QUOTING = frozenset({"quote", "cite"})
_REPORTS = frozenset({"report", "story", "article"})


def find_media(doc: Doc, lexicon: Lexicon) -> tuple[int, ...]:
    """The heads of named media that say or quote something, in text order."""
    verbs = [x for x in doc if x.pos_ == "VERB" and (x.lemma_ in _QUOTING or is_reporting(x, lexicon))]
    heads = {speaker(verb) for verb in verbs}
    return tuple(sorted(i for i in heads if i is not None and _is_named(doc[i]) and is_medium(doc[i], lexicon)))


def is_definite_medium(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the noun is "the report", "the paper" and the like without a name of its own."""
    definite = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in noun.children)
    lemma = noun.lemma_.lower()
    return definite and noun.pos_ == "NOUN" and not _is_named(noun) and (lemma in _REPORTS | lexicon.words.media)


def _is_named(noun: Token) -> bool:
    """Whether it is a name or has one; a parser may take "the paper Al-Bahr" for two subjects."""
    near = [c for c in noun.children if c.dep_ in {"appos", "compound"}]
    near += [c for c in noun.head.children if c.dep_ == noun.dep_ == "nsubj"]
    return any(x.pos_ == "PROPN" for x in (noun, *near))
