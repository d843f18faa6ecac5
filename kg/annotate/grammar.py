"""How is the grammar of a Doc read and written at once?

As an array of one row a token; to set the columns from lists of strings takes as long as half of a parse. Heads are
offsets from the token, negative ones as numbers beyond 2**63, as spaCy holds them.
"""

from collections.abc import Sequence
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

Grammar: TypeAlias = NDArray[np.uint64]
"""(tokens, 8) numbers, in the order of `COLUMNS`."""

COLUMNS = ("POS", "HEAD", "DEP", "LEMMA", "TAG", "MORPH", "ENT_IOB", "ENT_TYPE")


def read_grammar(doc: Doc) -> Grammar:
    """The grammar of a parsed Doc."""
    return cast(Grammar, doc.to_array(list(COLUMNS)))


def with_grammar(doc: Doc, grammar: Grammar) -> Doc:
    """A Doc of the same words with this grammar."""
    words, spaces = doc.to_array("ORTH").tolist(), doc.to_array("SPACY").tolist()
    copy = Doc(doc.vocab, words=words, spaces=spaces)
    return copy.from_array(list(COLUMNS), grammar)  # type: ignore[arg-type]  # thinc's name of such an array


def set_heads(grammar: Grammar, heads: Sequence[int] | NDArray[np.int64]) -> None:
    """Let each token hang on the token at this place."""
    offsets = np.asarray(heads, np.int64) - np.arange(len(grammar))
    grammar[:, COLUMNS.index("HEAD")] = offsets.astype(np.uint64)


def find_heads(grammar: Grammar) -> NDArray[np.int64]:
    """The place of each token's head."""
    return grammar[:, COLUMNS.index("HEAD")].astype(np.int64) + np.arange(len(grammar))
