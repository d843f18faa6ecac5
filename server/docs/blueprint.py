"""How is the documentation read in a browser?

The pages are the Markdown files of `server/docs/pages/`; markup inside them is text, so that a page can hold none of
its own.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, render_template
from markdown_it import MarkdownIt
from markupsafe import Markup

from server.http import refusals

_PAGES = Path(__file__).parent / "pages"
_ORDER = ("tutorial", "asking", "reviewing", "claims", "comparison")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page: its name in addresses, its title, and its text as HTML."""

    name: str
    title: str
    html: Markup


@cache
def read_pages() -> tuple[Page, ...]:
    """Every page, in the order in which they are read."""
    return tuple(_read(name) for name in _ORDER)


def _read(name: str) -> Page:
    text = (_PAGES / f"{name}.md").read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("#").strip()
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    # Long lines scroll by themselves, also for who has no mouse.
    html = html.replace("<pre>", '<pre tabindex="0">')
    # The renderer escapes everything that is no Markdown.
    return Page(name=name, title=title, html=Markup(html))  # noqa: S704


def create_docs_blueprint() -> Blueprint:
    """The blueprint of `/docs`."""
    blueprint = Blueprint("docs", __name__)

    @blueprint.get("/docs")
    @blueprint.get("/docs/<name>")
    def docs(name: str = _ORDER[0]) -> str:
        page = next((page for page in read_pages() if page.name == name), None)
        if page is None:
            raise refusals.missing(f"There is no page {name!r} of documentation; begin at /docs")
        return render_template("docs.html", page=page, pages=read_pages())

    return blueprint
