"""What does the lexicon know about a word that tells an event or says who says so?"""

from kg.annotate.lexicon.choose import FALLBACK_TYPES, fine_type, item_kind, sense_of
from kg.annotate.lexicon.entries import Complement, Cue, Effect, Lexicon, Phrase, Sense
from kg.annotate.lexicon.load import load_lexicon

__all__ = [
    "FALLBACK_TYPES",
    "Complement",
    "Cue",
    "Effect",
    "Lexicon",
    "Phrase",
    "Sense",
    "fine_type",
    "item_kind",
    "load_lexicon",
    "sense_of",
]
