"""Do the redirect rules send every IRI to its path on the server, encoded as it was?"""

import re
from pathlib import Path

import pytest

from kg import iri

RULES = Path(__file__).resolve().parents[2] / "docs" / "w3id" / "htaccess"


@pytest.mark.parametrize(
    "name",
    [
        iri.mint_item("Q801"), iri.mint_part("a", "event", "é/1"), iri.mint_part("a", "claim", "b c?d#e%"),
        iri.mint_type("killing"), iri.mint_graph("inferred"), iri.mint_dataset("claims"), iri.mint_dump("void.ttl"),
        iri.HOME,
    ],
)  # fmt: skip
def test_a_request_for_an_iri_goes_to_its_path(name: str) -> None:
    """The one condition is applied to the request line as Apache does; a real one (2.4) gave the same."""
    condition = re.search(r'^RewriteCond %\{THE_REQUEST\} "(.*)"$', RULES.read_text(), re.MULTILINE)
    target = re.search(r"^RewriteRule \^ (\S+)%1 \[R=303,NE,L\]$", RULES.read_text(), re.MULTILINE)
    assert condition is not None
    assert target is not None
    path = name.removeprefix("https://w3id.org")
    found = re.match(condition[1], f"GET {path}?x=1 HTTP/1.1")
    assert found is not None
    assert target[1] + found[1] == name.replace(iri.HOME, "https://dateline.example/")
