"""Can a reviewed article be added to what the reader learns from, and nothing else?"""

from pathlib import Path
from typing import Any

import pytest
from strategies import TEXT, make_annotation, make_article

from kg.annotate.annotation_file import SUFFIX, to_yaml
from kg.annotate.reader.corpus import find_faults, read_corpus
from kg.model import Review


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article with its reviewed annotation beside it."""
    (tmp_path / "envoy.txt").write_text(TEXT, encoding="utf-8")
    write(tmp_path, "reviewed")
    return tmp_path / "envoy.txt"


def write(folder: Path, state: str) -> None:
    annotation = make_annotation(make_article()).model_copy(
        update={"review": Review.model_validate({"state": state})}
    )
    (folder / f"envoy{SUFFIX}").write_text(to_yaml(annotation), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty corpus."""
    path = tmp_path / "corpus"
    path.mkdir()
    return path


def test_a_reviewed_article_becomes_a_passage_once(call: Any, article: Path, folder: Path) -> None:
    """The corpus is valid afterwards and has it; the same name is not added twice."""
    done = call("corpus", "add", article, "--to", folder)
    assert (done.code, done.err) == (0, "")
    assert list(find_faults(folder)) == []
    assert [(passage.id, len(passage.events)) for passage in read_corpus(folder)] == [("envoy", 2)]
    again = call("corpus", "add", article, "--to", folder)
    assert (again.code, "has a passage of this name" in again.err) == (1, True)
    assert len(list(read_corpus(folder))) == 1


def test_an_unreviewed_one_is_refused(call: Any, article: Path, folder: Path) -> None:
    """Nothing is written."""
    write(article.parent, "unreviewed")
    done = call("corpus", "add", article, "--to", folder)
    assert (done.code, "nobody has reviewed" in done.err, list(folder.iterdir())) == (1, True, [])


def test_one_without_an_annotation_is_refused(call: Any, article: Path, folder: Path) -> None:
    """The rejection names the file that is missing."""
    (article.parent / f"envoy{SUFFIX}").unlink()
    done = call("corpus", "add", article, "--to", folder)
    assert (done.code, f"envoy{SUFFIX}" in done.err) == (1, True)
