"""How do tests put articles on disk and read them back?"""

import io
from pathlib import Path

from kg.articles.reading import read_articles
from kg.model import Article, Rejection

BODY = "The two ministers met in Kasra on Monday and signed the treaty.\n"


def write(folder: Path, name: str, content: str | bytes = BODY) -> str:
    """A file in a folder; its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return str(path)


def read_one(*paths: str, stdin: bytes | None = None) -> Article:
    """The only article of the paths."""
    (article,) = read_articles(paths, io.BytesIO(stdin) if stdin is not None else None)
    assert isinstance(article, Article), article
    return article


def refuse_one(*paths: str, stdin: bytes | None = None) -> Rejection:
    """The only rejection of the paths."""
    (rejection,) = read_articles(paths, io.BytesIO(stdin) if stdin is not None else None)
    assert isinstance(rejection, Rejection), rejection
    assert rejection.source
    assert rejection.remedy
    return rejection
