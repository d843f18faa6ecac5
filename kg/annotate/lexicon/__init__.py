"""What does the lexicon know about a word that tells an event or says who says so?"""

from kg.annotate.lexicon.choose import ClassName, fine_type, item_kind, sense_of
from kg.annotate.lexicon.entries import Cue, Lexicon, Sense
from kg.annotate.lexicon.load import load_lexicon

__all__ = ["ClassName", "Cue", "Lexicon", "Sense", "fine_type", "item_kind", "load_lexicon", "sense_of"]
