"""Does what a person or a language model writes end otherwise than as an annotation or a refusal?"""

from functools import cache

from fuzz.paper import check_told, put
from strategies import make_article

from kg.annotate.annotation_file import read_annotation, to_json, to_yaml
from kg.annotate.brat import to_brat
from kg.annotate.llm.answer import read_answer
from kg.annotate.times.lexer import read_lexemes
from kg.model import Article, Rejection
from kg.triples.annotation import annotation_quads


def yaml(data: bytes) -> None:
    """An annotation file; what was read is the same after it was written, and has triples."""
    article = _article()
    found = read_annotation(put("a.annotation.yaml", data), article)
    if isinstance(found, Rejection):
        check_told(found.source, found.reason, found.remedy)
        return
    for text in (to_json(found), to_yaml(found)):
        assert read_annotation(put("b.annotation.yaml", text.encode()), article) == found
    to_brat(found)
    list(annotation_quads(article, found))


@cache
def _article() -> Article:
    return make_article()


def answer(data: bytes) -> None:
    """What a language model answered."""
    read_answer(data.decode("utf-8", "replace"))


def times(data: bytes) -> None:
    """What stands in prose for words and numbers of time: every piece is where it says."""
    text = data.decode("utf-8", "replace")
    end = 0
    for lexeme in read_lexemes(text):
        assert end <= lexeme.start < lexeme.end <= len(text)
        end = lexeme.end
