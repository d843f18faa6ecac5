"""What is the model told of a word that the parser found out?

Part of speech, relation to its head and kind of name, each by number; 0 is none of those that the model knows, as for
a word piece at which no word begins.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

SIGNS: Mapping[str, str] = {
    "pos": "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN SCONJ SYM VERB X",
    "dep": "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj "
    "csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp "
    "pobj poss preconj predet prep prt quantmod relcl xcomp",
    "ent": "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME "
    "WORK_OF_ART",
}
"""The signs by the name of their table, in its order: parts of speech, ClearNLP's relations, OntoNotes' names."""

_READ: Mapping[str, Callable[[Token], str]] = {
    "pos": lambda token: token.pos_,
    "dep": lambda token: token.dep_,
    "ent": lambda token: token.ent_type_,
}
_NUMBERS = {kind: {name: number for number, name in enumerate(names.split(), 1)} for kind, names in SIGNS.items()}


def table_size(kind: str) -> int:
    """How many rows the table of a sign has, 0 included."""
    return len(_NUMBERS[kind]) + 1


def find_signs(tokens: Sequence[Token], rows: Sequence[int], size: int) -> NDArray[np.int64]:
    """(size, 3) numbers of the signs of each token at its row."""
    signs = np.zeros((size, len(SIGNS)), np.int64)
    for token, row in zip(tokens, rows, strict=True):
        signs[row] = [_NUMBERS[kind].get(read(token), 0) for kind, read in _READ.items()]
    return signs
