"""Are the entities of RDF/XML told apart that cost nothing from those that explode?"""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reason.entities import _AHEAD, _CHUNK, LONGEST, find_costly_entity

HARMLESS = b'<!ENTITY owl "http://www.w3.org/2002/07/owl#">'


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!ENTITY a "&b;&b;">',
        b'<!ENTITY a "&#38;b;">',
        b'<!ENTITY a "' + b"x" * (LONGEST + 1) + b'">',
        b'<!ENTITY a SYSTEM "http://127.0.0.1/">',
        b'<!ENTITY % a SYSTEM "file:///etc/passwd">',
        b"<!ENTITY a '&b;'>",
        b"<!ENTITY",
    ],
)
@pytest.mark.parametrize("before", [0, _CHUNK - _AHEAD, _CHUNK - 30, _CHUNK - 3, _CHUNK], ids=str)
def test_a_costly_declaration_is_found_wherever_it_stands(declaration: bytes, before: int) -> None:
    """Long ones, those that name another or a file, and what is none, also across the pieces that are read."""
    found = find_costly_entity(BytesIO(b" " * before + HARMLESS + declaration + b" " * 100))
    assert found is not None
    assert found.encode().startswith(declaration[:11])


@settings(max_examples=25)
@given(before=st.integers(0, 3 * LONGEST), length=st.integers(0, LONGEST), parameter=st.booleans())
def test_a_short_value_is_taken(before: int, length: int, parameter: bool) -> None:
    """Namespaces are declared in this way, wherever a piece ends."""
    sign = b"% " if parameter else b""
    declared = b"<!ENTITY " + sign + b'a "' + b"x" * length + b'">'
    assert find_costly_entity(BytesIO(b" " * (_CHUNK - before) + declared + HARMLESS)) is None
