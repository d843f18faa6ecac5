"""How are articles and passages read, to be held against their gold?"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.annotate.annotate import Tools, annotate
from kg.annotate.parse import parse
from kg.annotate.reader.corpus import Passage
from kg.evaluate.comparing import Compared, compare
from kg.evaluate.gold import read_gold
from kg.evaluate.passages import article_of, passage_records
from kg.model import Annotation, Article


def compare_article(article: Article, annotation: Annotation, gold: Path, tools: Tools) -> Compared:
    """One reading of an article against a gold file; raises InputError."""
    doc = parse(article, tools.nlp)
    return compare(article, annotation, read_gold(gold, article, doc), doc)


def compare_passages(passages: Iterable[tuple[str, Passage]], tools: Tools) -> Iterator[Compared]:
    """Each passage, after its genre, read by the whole engine and held against its marks."""
    for genre, passage in passages:
        article = article_of(passage)
        doc = parse(article, tools.nlp)
        yield compare(article, annotate(article, tools), passage_records(passage, doc), doc, genre)
