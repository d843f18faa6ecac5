"""Is the documentation there, and is what it names there too?"""

import re
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

import server
from kg.cli import dateline
from server.docs.blueprint import SHELVES, create_docs_blueprint, read_pages

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture(scope="module")
def visitor() -> FlaskClient:
    """A client of the documentation alone."""
    app = Flask("server", root_path=str(next(iter(server.__path__))))
    app.register_blueprint(create_docs_blueprint())
    return app.test_client()


def test_every_page_is_served_and_leads_only_where_something_is(visitor: FlaskClient) -> None:
    """All pages, the first at /docs; links and pictures inside the documentation lead to something of it."""
    assert f">{read_pages()[0].title}</h1>" in visitor.get("/docs").text
    for page in read_pages():
        text = visitor.get(f"/docs/{page.name}").text
        assert f">{escape(page.title)}</h1>" in text
        for place in re.findall(r'(?:href|src)="(/docs/[^"#]+)', text):
            assert visitor.get(place).status_code == 200, (page.name, place)
        assert not re.findall(r'(?:href|src)="(?![/#]|https?:)[^"]*"', str(page.html)), page.name


def test_the_addresses_are_those_of_the_application(visitor: FlaskClient) -> None:
    """Here of the documentation alone: its addresses, and what its file says of itself."""
    text = visitor.get("/docs/addresses").text
    assert "How is the documentation read in a browser?" in text
    assert "/docs/images/&lt;name&gt;" in text


def test_every_text_of_the_folder_is_a_page() -> None:
    """None is forgotten on the shelves, and none stands there twice."""
    names = [name for shelf in SHELVES for name in shelf.names]
    assert sorted(names) == sorted(path.stem for path in DOCS.glob("*.md"))


def test_every_command_that_is_named_exists() -> None:
    """In running text and in blocks."""
    named = {name for page in read_pages() for name in re.findall(r"\bdateline ([a-z]+)\b(?= |<|$)", page.html)}
    assert named >= {"build", "serve"}
    assert named <= set(dateline.list_commands(click.Context(dateline)))
