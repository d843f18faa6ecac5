"""How is a web page read?

The article's text is what the page prints: headline, then the paragraphs that trafilatura takes for the main text.
Nothing is fetched; what a visitor would not see is removed first, since it may be meant for machines alone.
"""

import re
from collections.abc import Iterator

import lxml.etree  # type: ignore[import-untyped]
import lxml.html  # type: ignore[import-untyped]
from trafilatura import bare_extraction
from trafilatura.settings import Document

from kg.articles.decode import refuse_unusable
from kg.articles.draft import Draft
from kg.articles.hidden import remove_hidden
from kg.articles.metadata import read_metadata
from kg.articles.pagefields import PageFields, read_page_fields
from kg.articles.refusal import RefusedError
from kg.articles.segments import find_segments
from kg.model import Segment

MAX_CHARACTERS = 10_000_000
MAX_ELEMENTS = 20_000
MAX_ATTRIBUTES = 500
"""Of one element; libxml2's time grows with their square."""
MAX_DEPTH = 250
"""libxml2 drops what is nested deeper than 256 elements, without a word."""

_TAG = re.compile(r"<[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"[\s/]*[^\s/>=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_BLOCKS = frozenset({"p", "quote", "item", "head", "cell", "code"})


def read_html(text: str, *, source: str, key: str) -> Draft:
    """The article of a decoded page; raises RefusedError when it prints no text or is too large or too deep."""
    page = parse_page(text)
    found = read_page_fields(page)
    remove_hidden(page)
    printed = _printed_headline(page, found.headline)
    paragraphs = _paragraphs(page, printed)
    stored = "\n\n".join(paragraphs)
    refuse_unusable(stored)
    return Draft(
        source=source,
        key=key,
        text=stored,
        segments=tuple(_with_standfirst(stored, find_segments(stored, headline=printed or None), found)),
        metadata=read_metadata(found.fields),
    )


def parse_page(text: str) -> lxml.html.HtmlElement:
    """The elements of a decoded page; raises RefusedError when it is too large or too deep."""
    if len(text) > MAX_CHARACTERS:
        raise RefusedError(f"the page is longer than {MAX_CHARACTERS} characters", "save only the article's own page")
    _refuse_crowded_tags(text)
    page = _parse(text)
    _refuse_bombs(page)
    return page


def _refuse_crowded_tags(text: str) -> None:
    for tag in _TAG.finditer(text):
        at, count = tag.end(), 0
        while attribute := _ATTRIBUTE.match(text, at):
            at, count = attribute.end(), count + 1
            if count > MAX_ATTRIBUTES:
                reason = f"an element of the page has more than {MAX_ATTRIBUTES} attributes"
                raise RefusedError(
                    reason, "copy the article's text out of it", f"line {text.count(chr(10), 0, at) + 1}"
                )


def _parse(text: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except lxml.etree.LxmlError as error:
        raise RefusedError(f"the page cannot be parsed: {error}", "save the page anew, or copy its text") from error


def _refuse_bombs(page: lxml.html.HtmlElement) -> None:
    depth = count = 0
    for event, _ in lxml.etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            reason = f"the page has more than {MAX_ELEMENTS} elements or nests them deeper than {MAX_DEPTH}"
            raise RefusedError(reason, "copy the article's text out of it")


def _printed_headline(page: lxml.html.HtmlElement, stated: str) -> str:
    """The first-level heading that shares most words with the stated headline, else the stated one."""
    wanted = set(stated.casefold().split())
    headings = [_line(heading.text_content()) for heading in page.iter("h1")]
    return max(filter(None, headings), key=lambda line: len(wanted & set(line.casefold().split())), default=stated)


def _paragraphs(page: lxml.html.HtmlElement, headline: str) -> list[str]:
    """The headline and the main text's paragraphs, each on one line; raises RefusedError without main text."""
    document = bare_extraction(page, with_metadata=False, include_comments=False, include_formatting=False)
    body = list(_blocks(document.body)) if isinstance(document, Document) else []
    if not body:
        raise RefusedError("the page prints no article", "save the page with its text, or copy its text")
    if not headline or body[0].casefold() == headline.casefold():
        return body
    return [headline, *body]


def _blocks(body: lxml.etree._Element) -> Iterator[str]:
    """The text of each outermost paragraph, quotation, list item, heading and table cell."""
    for element in body.iter(*_BLOCKS):
        if any(above.tag in _BLOCKS for above in element.iterancestors()):
            continue
        for broken in element.iter("lb"):
            broken.tail = f" {broken.tail or ''}"
        if words := _line("".join(element.itertext())):
            yield words


def _with_standfirst(text: str, segments: tuple[Segment, ...], found: PageFields) -> Iterator[Segment]:
    """`segments` with the paragraph that is the page's own description as its standfirst."""
    for segment in segments:
        same = segment.kind == "body" and text[segment.start : segment.end] == found.description
        yield segment.model_copy(update={"kind": "standfirst"}) if same else segment


def _line(text: str) -> str:
    return " ".join(text.split())
