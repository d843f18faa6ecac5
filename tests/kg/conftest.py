"""What is loaded once for all tests of the package: what reading needs."""

import pytest

from kg.annotate.annotate import Tools, load_tools
from kg.annotate.parse import DEFAULT_PARSER


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The default parser and engine, the lexicon and the gazetteer."""
    return load_tools("reader", DEFAULT_PARSER)
