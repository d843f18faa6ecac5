"""What do the tests of times stand on: the shipped parser, loaded once."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.annotate.parse import load_parser


@pytest.fixture(scope="session")
def read() -> Callable[[str], Doc]:
    """A function from text to a parsed Doc whose offsets are those of the text."""
    return load_parser()
