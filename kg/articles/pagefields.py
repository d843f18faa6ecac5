"""What does a web page say about its article for machines?

The surest first: schema.org in JSON-LD, then OpenGraph, then `meta` and `time`. Dates and addresses that are none are
passed over, as are dates in prose: the page's owner is not the one who reads it.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html  # type: ignore[import-untyped]

from kg.articles.metadata import Field, is_url, read_published

_ARTICLE_TYPE = re.compile(r"\w*(?:Article|BlogPosting|Report)")
_MOST_NODES = 10_000
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "date",
    "pubdate", "publishdate", "publish-date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued",
    "citation_publication_date",
)  # fmt: skip
_SITE_SUFFIX = re.compile(r"\s+[|\-–—»:]\s+[^|–—»]{2,40}$")


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFields:
    """The fields for `read_metadata`, and the headline and description by which the printed ones are known."""

    fields: dict[str, Field]
    headline: str
    description: str


def read_page_fields(page: lxml.html.HtmlElement) -> PageFields:
    """What the head and the machine-readable parts of a parsed page say."""
    linked = _linked_article(page)
    meta = _meta(page)
    title = _first([linked.get("headline"), meta.get("og:title"), meta.get("twitter:title"), _title(page)])
    found = {
        "headline": title,
        "byline": _first([linked.get("author"), *_authors(page, meta)]),
        "publisher": _first([linked.get("publisher"), meta.get("og:site_name")]),
        "published": _published([linked.get("datePublished"), *map(meta.get, _DATES), *_times(page)]),
        "url": _address(
            [linked.get("url"), linked.get("mainEntityOfPage"), meta.get("og:url"), *_links(page, "canonical")]
        ),
        "language": _first([page.get("lang"), linked.get("inLanguage"), meta.get("og:locale")]),
        "licence": _first([linked.get("license"), *_links(page, "license")]),
    }
    return PageFields(
        fields={name: Field(value=value) for name, value in found.items() if value},
        headline=title,
        description=_first([linked.get("description"), meta.get("og:description"), meta.get("description")]),
    )


def _linked_article(page: lxml.html.HtmlElement) -> dict[str, Any]:
    """The first JSON-LD object that is an article; empty without one."""
    for script in page.iter("script"):
        if script.get("type", "").split(";")[0].strip().lower() == "application/ld+json":
            for node in _nodes(script.text or ""):
                if any(_ARTICLE_TYPE.fullmatch(str(kind)) for kind in _listed(node.get("@type"))):
                    return node
    return {}


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script, outer before inner; none of a malformed one."""
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting += [node[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in node]
        elif isinstance(node, list):
            waiting += node


def _meta(page: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.strip().lower(), element.get("content") or "")
    return found


def _title(page: lxml.html.HtmlElement) -> str:
    return _SITE_SUFFIX.sub("", _flat(page.findtext(".//title")))


def _authors(page: lxml.html.HtmlElement, meta: dict[str, str]) -> Iterator[str]:
    yield from (name for name in (meta.get("author", ""), meta.get("article:author", "")) if not is_url(name))
    yield from (element.text_content() for element in page.xpath("//*[@rel='author' or @itemprop='author']"))


def _times(page: lxml.html.HtmlElement) -> Iterator[str]:
    """The days of `time` elements that say they are the publication's."""
    for element in page.iter("time"):
        if "pubdate" in element.attrib or element.get("itemprop") == "datePublished":
            yield element.get("datetime") or ""


def _links(page: lxml.html.HtmlElement, relation: str) -> Iterator[str]:
    for element in page.iter("link", "a"):
        if relation in (element.get("rel") or "").lower().split():
            yield element.get("href") or ""


def _published(candidates: Iterable[Any]) -> str:
    for text in map(_flat, candidates):
        try:
            read_published(text)
        except ValueError:
            continue
        return text
    return ""


def _address(candidates: Iterable[Any]) -> str:
    return next((text for text in map(_flat, candidates) if is_url(text)), "")


def _first(candidates: Iterable[Any]) -> str:
    return next(filter(None, map(_flat, candidates)), "")


def _flat(value: Any) -> str:
    """A value as one line: the name (else address) of an object, a list joined by commas."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_flat(item) for item in value if not isinstance(item, list))))
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
