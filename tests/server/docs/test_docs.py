"""Is the documentation there, and is what it names there too?"""

import re

import click
from flask import Flask

import server
from kg.cli import dateline
from server.docs.blueprint import create_docs_blueprint, read_pages


def test_every_page_is_served_and_leads_only_where_something_is() -> None:
    """All pages, the first at /docs; links inside the documentation lead to a page of it."""
    app = Flask("server", root_path=str(next(iter(server.__path__))))
    app.register_blueprint(create_docs_blueprint())
    visitor = app.test_client()
    assert f"<h1>{read_pages()[0].title}</h1>" in visitor.get("/docs").text
    for page in read_pages():
        text = visitor.get(f"/docs/{page.name}").text
        assert f"<h1>{page.title}</h1>" in text
        for name in re.findall(r'href="/docs/([a-z]+)"', text):
            assert visitor.get(f"/docs/{name}").status_code == 200


def test_every_command_that_is_named_exists() -> None:
    """In running text and in blocks."""
    named = {name for page in read_pages() for name in re.findall(r"\bdateline ([a-z]+)\b(?= |<|$)", page.html)}
    assert named >= {"build", "serve"}
    assert named <= set(dateline.list_commands(click.Context(dateline)))
