"""Does the article's own short form overrule every other body of the same letters?"""

from collections.abc import Callable
from typing import Any

import pytest

# text, a word of the long name, the short form, whether both mean one
CASES = [
    ("The paramilitary Rapid Support Forces took the town. The RSF denied it.", "Rapid", "RSF", True),
    ("The Popular Guard of Vale (PGV) left. The PGV denied it.", "Popular", "PGV", True),
    ("The PGV (Popular Guard of Vale) left. A PGV envoy came back.", "Popular", "PGV", True),
    ("The Vale Workers' Party (PKV) left. The PKV denied it.", "Vale", "PKV", True),
    ("Commander Mohamed Hamdan Dagalo, known as Hemedti, fled. Hemedti denied it.", "Mohamed", "Hemedti", True),
    ("The Rapid Support Forces and the Red Star Federation met. The RSF denied it.", "Rapid", "RSF", False),
    ("The Rapid Support Forces left. The IAEA denied it.", "Rapid", "IAEA", False),
]


@pytest.mark.parametrize(("text", "long", "short", "same"), CASES)
def test_a_short_form_means_the_name_that_the_article_gives_with_it(
    read: Callable[..., Any], text: str, long: str, short: str, same: bool
) -> None:
    """In brackets, by `known as`, or by the initials of the only name that has them."""
    found = read(text)
    last = text.count(short)
    assert (found.entities(short, "agent", last) == found.entities(long)) is same


def test_the_gazetteer_says_what_a_short_form_means_that_no_article_explains(read: Callable[..., Any]) -> None:
    """Without a long name beside it the letters mean the body that the gazetteer knows."""
    (entity,) = read("RSF denied the report.").entities("RSF")
    assert entity.known == "organization/reporters-without-borders"
