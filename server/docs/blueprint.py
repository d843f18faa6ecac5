"""How is the documentation read in a browser?

The pages are the Markdown files of `docs/`; markup inside them is text, so that a page can hold none of its own.
Links between the files, and pictures, lead to the same places here as in a checkout. The addresses are written from
the application that answers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, current_app, render_template, send_from_directory
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from kg.datafiles import find_data
from server.docs.addresses import write_addresses
from server.http import refusals


class Shelf(NamedTuple):
    """Pages that answer the same kind of need, in the order in which they are read."""

    title: str
    names: tuple[str, ...]


SHELVES = (
    Shelf("Begin", ("tutorial",)),
    Shelf("How to", ("asking", "reviewing", "linked-data", "reconciliation", "operation", "stores")),
    Shelf("Why", ("claims", "comparison", "scale", "threats")),
    Shelf("Reference", ("commands",)),
)
ADDRESSES = "addresses"
_TO_PAGE = re.compile(r'href="([a-z0-9-]+)\.md(#[^"]*)?"')
_TO_PICTURE = re.compile(r'src="images/')
_NO_ANCHOR = re.compile(r"[^\w\- ]")


class Heading(NamedTuple):
    """A heading inside a page: its place in the address, its rank (2 below the title), and its words."""

    anchor: str
    rank: int
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page: its name in addresses, its title, the headings of its parts, and its text as HTML."""

    name: str
    title: str
    parts: tuple[Heading, ...]
    html: Markup


@cache
def read_pages() -> tuple[Page, ...]:
    """Every page, in the order in which they are read."""
    return tuple(_read(name) for shelf in SHELVES for name in shelf.names)


def _folder() -> Path:
    return find_data("docs")


def _read(name: str) -> Page:
    return _page(name, (_folder() / f"{name}.md").read_text(encoding="utf-8"))


def _page(name: str, text: str) -> Page:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = renderer.parse(text)
    headings = tuple(_name_headings(tokens))
    html = renderer.renderer.render(tokens, renderer.options, {})
    html = _TO_PICTURE.sub('src="/docs/images/', _TO_PAGE.sub(r'href="/docs/\1\2"', html))
    # What is wider than the screen scrolls by itself, also for who has no mouse.
    html = html.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">')
    parts = tuple(heading for heading in headings if heading.rank == 2)
    # The renderer escapes everything that is no Markdown.
    return Page(name=name, title=headings[0].words, parts=parts, html=Markup(html))  # noqa: S704


def _name_headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Gives each heading the anchor that forges of source code give it too, so that a link holds in both places."""
    taken: Counter[str] = Counter()
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":
            words = "".join(child.content for child in inside.children or ())
            anchor = _NO_ANCHOR.sub("", words.lower()).replace(" ", "-")
            again = f"{anchor}-{taken[anchor]}" if taken[anchor] else anchor
            taken[anchor] += 1
            opening.attrSet("id", again)
            yield Heading(again, int(opening.tag[1:]), words)


def create_docs_blueprint() -> Blueprint:
    """The blueprint of `/docs`."""
    blueprint = Blueprint("docs", __name__)

    @blueprint.get("/docs")
    @blueprint.get("/docs/<name>")
    def docs(name: str = SHELVES[0].names[0]) -> str:
        pages = (*read_pages(), _page(ADDRESSES, write_addresses(current_app)))
        page = next((page for page in pages if page.name == name), None)
        if page is None:
            raise refusals.missing(f"There is no page {name!r} of documentation; begin at /docs")
        titles = {page.name: page.title for page in pages}
        return render_template("docs.html", page=page, shelves=SHELVES, titles=titles)

    @blueprint.get("/docs/images/<name>")
    def picture(name: str) -> Response:
        return send_from_directory(_folder() / "images", name)

    return blueprint
