"""What do the tests of actors share: one parser, one gazetteer, one way to read a text?"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from spacy.tokens import Doc

from kg.annotate.actors.cast import Cast, Resolved, find_cast, resolve
from kg.annotate.engine import LinkName
from kg.annotate.parse import load_parser, parse
from kg.gazetteer.lookup import Gazetteer, load_gazetteer
from kg.model import Article, Entity, Segment, When


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A read text and the questions that the tests ask of it."""

    article: Article
    doc: Doc
    cast: Cast

    def resolved(self, word: str, link: LinkName = "agent", nth: int = 1) -> tuple[Resolved, ...]:
        """What the n-th occurrence of a word (its first token) means in a role."""
        offset = -1
        for _ in range(nth):
            offset = self.article.text.index(word, offset + 1)
        token = next(token.i for token in self.doc if token.idx <= offset < token.idx + len(token))
        return self.resolved_at(token, link)

    def resolved_at(self, token: int, link: LinkName = "agent") -> tuple[Resolved, ...]:
        """What a token means in a role."""
        return resolve(self.doc, self.cast, token, link)

    def entities(self, word: str, link: LinkName = "agent", nth: int = 1) -> tuple[Entity, ...]:
        """The entities that a word means in a role."""
        return tuple(self.cast.entity(found.entity) for found in self.resolved(word, link, nth))

    def quotes(self, word: str, link: LinkName = "agent", nth: int = 1) -> tuple[str, ...]:
        """The stretches of text that a word stands for."""
        return tuple(self.article.text[found.start : found.end] for found in self.resolved(word, link, nth))


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return load_gazetteer()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer) -> Callable[..., Read]:
    """Reads a text; with `headline` its first line is one."""
    nlp = load_parser()

    def _read(text: str, published: When | None = None, *, headline: bool = False) -> Read:
        cut = text.index("\n") if headline else 0
        segments = (Segment(kind="headline", start=0, end=cut), Segment(kind="body", start=cut, end=len(text)))
        article = Article(
            key="a",
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            segments=segments if headline else (),
        )
        doc = parse(article, nlp)
        return Read(article=article, doc=doc, cast=find_cast(doc, gazetteer, published, article))

    return _read
