"""How is a feed written?

Atom (RFC 4287). Identifiers are IRIs of the data, links are addresses on this server.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response

_NAMESPACE = "http://www.w3.org/2005/Atom"
_MEDIA_TYPE = "application/atom+xml"


class Entry(NamedTuple):
    """One entry: its identifier, title, time, address and what it says."""

    id: str
    title: str
    at: datetime
    link: str
    words: str


def feed(identifier: str, title: str, address: str, entries: Iterable[Entry]) -> Response:
    """A feed of entries, newest first; without any it has the time of the epoch."""
    told = list(entries)
    root = Element("feed", xmlns=_NAMESPACE)
    _text(root, "id", identifier)
    _text(root, "title", title)
    _text(root, "updated", _time(told[0].at) if told else "1970-01-01T00:00:00Z")
    _text(SubElement(root, "author"), "name", "Dateline")
    SubElement(root, "link", rel="self", type=_MEDIA_TYPE, href=address)
    for entry in told:
        node = SubElement(root, "entry")
        _text(node, "id", entry.id)
        _text(node, "title", entry.title)
        _text(node, "updated", _time(entry.at))
        SubElement(node, "link", rel="alternate", href=entry.link)
        _text(node, "summary", entry.words)
    return Response(tostring(root, "utf-8", xml_declaration=True), content_type=f"{_MEDIA_TYPE}; charset=utf-8")


def _text(parent: Element, name: str, words: str) -> None:
    # XML 1.0 has no form for most control characters, whatever an article says.
    SubElement(parent, name).text = "".join(sign for sign in words if sign >= " " or sign in "\t\n")


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
