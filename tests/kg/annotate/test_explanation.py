"""Does the program read the sentences of `docs/claims.md` as that page says?"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.annotate.annotate import Tools, annotate
from kg.articles.reading import read_articles
from kg.model import Annotation, Article

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "claims.md").read_text(encoding="utf-8")
HEADER = "---\nheadline: Notes from Visby\npublisher: The Gazette\npublished: 2014-05-05\n---\n"
SENTENCES = re.findall(r"^> (.*)\n\n((?:- .*\n)+)", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def annotation(tools: Tools) -> Annotation:
    """The page's sentences as one article of 5 May 2014, read."""
    text = HEADER + "\n\n".join(sentence for sentence, _ in SENTENCES)
    (article,) = read_articles(["-"], io.BytesIO(text.encode()))
    assert isinstance(article, Article)
    return annotate(article, tools)


def told(annotation: Annotation, sentence: str) -> Iterator[str]:
    """The claims that rest on a sentence, in the page's words."""
    labels = {entity.id: entity.label for entity in annotation.entities}
    for claim in annotation.claims:
        if claim.evidence[0].quote not in sentence:
            continue
        event = next(event for event in annotation.events if event.id == claim.event)
        word = "".join(f", on the word of *{labels[one]}*" for one in claim.sources[:1] if one)
        word += "".join(f", and behind it *{labels[one]}*" for one in claim.sources[1:] if one)
        cast = [f"{one.role} *{labels[one.entity]}*" for one in event.participants if one.entity]
        cast += [f"place *{labels[event.place]}*"] if event.place else []
        yield f"- {claim.verb}{word}: {event.type.replace('-', ' ')}; {', '.join(cast)}; {event.when.edtf}"


@pytest.mark.parametrize(("sentence", "lines"), SENTENCES, ids=[sentence[:30] for sentence, _ in SENTENCES])
def test_each_sentence_is_read_as_the_page_says(annotation: Annotation, sentence: str, lines: str) -> None:
    """What it asserts, reports, denies and envisages; who, where, when, and on whose word."""
    assert "\n".join(told(annotation, sentence)) == lines.rstrip("\n")


def test_the_page_has_sentences() -> None:
    """At least six, or the tests above show nothing."""
    assert len(SENTENCES) >= 6
