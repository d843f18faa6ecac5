"""How is a pasted article read where reading can be killed?

A process of its own with the reader loaded: it reads `Pasted` from standard input and writes `Read` to standard
output (see `server.workers.kept`) until its input closes. It stores nothing.
"""

import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, Triple, serialize

from kg.annotate.annotate import Tools, annotate, load_tools
from kg.articles.reading import read_articles
from kg.model import Article, Rejection
from kg.triples.annotation import annotation_quads
from kg.vocabulary import PREFIXES
from server.attempt.pasted import Pasted, Read
from server.workers import frames
from server.workers.memory import limit_memory

_MEMORY = 1536
"""MiB beside what the loaded reader takes."""
_WARMING = "Talks in Visby\n\nMinisters from Norway and Peru met in Visby on 3 May 2014, an official said."
_HTML = "<!doctype html>\n"


def read_pasted(pasted: Pasted, tools: Tools) -> Read:
    """What the first article of a pasted text says."""
    html = pasted.form == "html" and not pasted.text.lstrip().lower().startswith(("<!doctype", "<html"))
    data = ((_HTML if html else "") + pasted.text).encode("utf-8", "replace")
    found = next(iter(read_articles(["-"], BytesIO(data))), None)
    if found is None:
        found = Rejection(source="pasted", reason="there is no article in it", remedy="paste an article's text")
    if isinstance(found, Rejection):
        return Read(rejection=found)
    return _say(found, tools)


def _say(article: Article, tools: Tools) -> Read:
    named = article.model_copy(update={"key": "pasted"}) if article.key == "stdin" else article
    annotation = annotate(named, tools)
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in annotation_quads(named, annotation))
    turtle = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return Read(article=named, annotation=annotation, turtle=turtle.decode())


def run(inward: BinaryIO, outward: BinaryIO) -> None:
    """Loads the reader, says so, and reads until `inward` closes."""
    tools = load_tools("reader", "en_core_web_sm")
    for form in ("auto", "html"):
        read_pasted(Pasted(text=_WARMING, form=form), tools)
    with suppress(OSError):
        # Should the machine run out of memory, a reading is what it can best do without.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    limit_memory(_MEMORY)
    frames.write_frame(outward, frames.READY, b"")
    while (frame := frames.read_frame(inward)) is not None:
        read = read_pasted(Pasted.model_validate_json(frame[1]), tools)
        frames.write_frame(outward, frames.END, read.model_dump_json(by_alias=True).encode())


if __name__ == "__main__":
    run(sys.stdin.buffer, sys.stdout.buffer)
