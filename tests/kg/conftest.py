"""What do tests of the package share: what reading needs, loaded once, and two small articles?"""

from pathlib import Path

import pytest
from building import SALE
from strategies import TEXT

from kg.annotate.annotate import Tools, load_tools
from kg.annotate.parse import DEFAULT_PARSER
from kg.pieces import readers


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The default parser and engine, the lexicon and the gazetteer."""
    return load_tools("reader", DEFAULT_PARSER)


@pytest.fixture
def loaded_once(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process share one parser and one engine."""
    monkeypatch.setattr(readers, "load_tools", lambda *_, **__: tools)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small articles, `envoy` and `sale`."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "envoy.txt").write_text(TEXT, encoding="utf-8")
    (texts / "sale.txt").write_text(SALE, encoding="utf-8")
    return texts
