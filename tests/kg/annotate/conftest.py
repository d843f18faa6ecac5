"""What do the tests of reading share: one parser and one lexicon?"""

import pytest
from spacy.language import Language

from kg.annotate.lexicon import Lexicon, load_lexicon
from kg.annotate.parse import DEFAULT_PARSER, load_parser


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default parser."""
    return load_parser(DEFAULT_PARSER)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The lexicon that ships with the program."""
    return load_lexicon()
