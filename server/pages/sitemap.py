"""Which pages should a search engine know?

The sitemap protocol (sitemaps.org, 0.9): one page an article, event, happening, actor, place and term of the
ontology, in parts of 50,000 under an index; `/robots.txt` leads to it. Evidence and claims stand on those pages.
"""

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request

from server.http import refusals
from server.pages.graph import Graph
from server.pages.links import page_address
from server.served import Served
from server.steady import Once

_PART = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_FIXED = ("/", "/ontology", "/dumps/")
_ROBOTS = "User-agent: *\nDisallow: /sparql?\nDisallow: /explain\nDisallow: /cite\nSitemap: {root}sitemap.xml\n"


def _addresses(graph: Graph) -> Sequence[str]:
    """The addresses of the served snapshot's pages, sorted after those that every snapshot has."""
    named = {row["thing"].text for row in graph.select("pages")}
    return (*_FIXED, *sorted(filter(None, map(page_address, named))))


def create_sitemap_blueprint(served: Served, graph: Graph) -> Blueprint:
    """The blueprint of `/sitemap.xml`, its parts, and `/robots.txt`."""
    blueprint = Blueprint("sitemap", __name__)
    pages = Once(served, lambda: _addresses(graph))

    @blueprint.get("/robots.txt")
    def robots() -> Response:
        return Response(_ROBOTS.format(root=request.url_root), content_type="text/plain; charset=utf-8")

    @blueprint.get("/sitemap.xml")
    def sitemap() -> Response:
        every = pages.now()
        if len(every) <= _PART:
            return _xml(_urlset(every))
        parts = range(1, -(-len(every) // _PART) + 1)
        return _xml(_wrapped("sitemapindex", "sitemap", (f"/sitemap-{part}.xml" for part in parts)))

    @blueprint.get("/sitemap-<int:part>.xml")
    def sitemap_part(part: int) -> Response:
        shown = pages.now()[(part - 1) * _PART : part * _PART] if part > 0 else ()
        if not shown:
            raise refusals.missing(f"The sitemap has no part {part}")
        return _xml(_urlset(shown))

    return blueprint


def _urlset(addresses: Sequence[str]) -> Iterator[str]:
    return _wrapped("urlset", "url", addresses)


def _wrapped(outer: str, inner: str, addresses: Iterable[str]) -> Iterator[str]:
    return _lines(outer, inner, addresses, request.url_root.rstrip("/"))


def _lines(outer: str, inner: str, addresses: Iterable[str], root: str) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} xmlns="{_NAMESPACE}">\n'
    for address in addresses:
        yield f"<{inner}><loc>{escape(root + address)}</loc></{inner}>\n"
    yield f"</{outer}>\n"


def _xml(pieces: Iterator[str]) -> Response:
    return Response(pieces, content_type="application/xml; charset=utf-8")
