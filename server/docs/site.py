"""How is the documentation written as files, which any web server shows, and a browser without one?

The site is what `/docs` and `/ontology` answer, with all that these pages show: their links are followed through the
application itself. Links between them become relative. A link to what only a running server answers leads to the
server that is named; without one its words stay and the link goes, as HTML has it for a place where a link might be
(section 4.5.1, `a` without `href`).
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import Flask
from markupsafe import escape

from kg import __version__
from kg.endpoint import read_address
from kg.errors import StoreError
from kg.settings import NOWHERE, ServeSettings
from server.app import assemble
from server.docs.blueprint import SHELVES
from server.past.historian import Historian
from server.served import Served

_FRONT = "/docs"
_FILES = (
    (re.compile(rf"{_FRONT}(?:/{SHELVES[0].names[0]})?"), "index.html"),
    (re.compile(r"/docs/(images/[\w-]+\.png)"), r"\1"),
    (re.compile(r"/docs/([\w-]+)"), r"\1.html"),
    (re.compile(r"/(ontology)"), r"\1.html"),
    (re.compile(r"/([a-z]+\.(?:ttl|nt|rdf|jsonld))"), r"\1"),
    (re.compile(r"/(static/[\w.-]+)"), r"\1"),
)
_HERE = "http://localhost"
_LINK = re.compile(rf' (href|src)="(?:{_HERE})?(/[^"#]*)(#[^"]*)?"')
_IN_STYLE = re.compile(r'url\("\./([\w.-]+)"\)')


def file_of(address: str) -> str | None:
    """The file of the site that holds an address; None for what only a running server answers."""
    for pattern, name in _FILES:
        if found := pattern.fullmatch(address):
            return found.expand(name)
    return None


def documents_app(service: str = "") -> Flask:
    """The application with the frame of the site; it has no data and answers its documentation alone."""
    app = assemble(ServeSettings(data=NOWHERE), Served(data=NOWHERE), Historian())
    app.config.update(FRAME="site.html", SERVICE=service, VERSION=__version__)
    return app


def write_site(folder: Path, service: str = "") -> tuple[str, ...]:
    """Writes the site for the server at an address, if any, into a folder; the names of its files.

    The same bytes each time. Raises StoreError when the folder cannot be written, UsageError for what is no address.
    """
    if service:
        read_address(service)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pages = dict(_gather(documents_app(service), service.rstrip("/")))
        for name, content in pages.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise StoreError(f"{folder}: the site cannot be written ({error.strerror}); name another folder") from error
    return tuple(sorted(pages))


def _gather(app: Flask, service: str) -> Iterator[tuple[str, bytes]]:
    """Each file of the site with its content: the first page, and whatever one that was read before links to."""
    client = app.test_client()
    waiting, known = [_FRONT], {file_of(_FRONT)}
    while waiting:
        address = waiting.pop()
        answer = client.get(address, base_url=_HERE, headers={"Accept": "text/html, */*;q=0.5"})
        if answer.status_code != 200:
            raise StoreError(f"{address}: the documentation links to it, and it answers {answer.status}")
        content, linked = answer.data, list[str]()
        if answer.mimetype == "text/html":
            linked = [address for _, address, _ in _LINK.findall(answer.text)]
            content = _LINK.sub(partial(_relative, service), answer.text).encode()
        elif answer.mimetype == "text/css":
            linked = [f"/static/{name}" for name in _IN_STYLE.findall(answer.text)]
        for one in linked:
            if (name := file_of(one)) is not None and name not in known:
                known.add(name)
                waiting.append(one)
        yield file_of(address) or "", content


def _relative(service: str, link: re.Match[str]) -> str:
    kind, address, place = link[1], link[2], link[3] or ""
    if (name := file_of(address)) is not None:
        return f' {kind}="{name}{place}"'
    return f' {kind}="{escape(service)}{address}{place}"' if service else ""
