"""How is the answer of a query cited so that a reader can find and check it years later?

A citation names the query, the snapshot that answered it, and a digest of the answer's rows: whoever has the
snapshot, on a server or as a dump, can ask again and compare. It is written as BibTeX, as RIS, or as CSL-JSON
(the input of Zotero and citeproc). What the data does not say, as the day of an undated snapshot, is left out.
"""

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import Literal, NamedTuple, TypeAlias

from kg import iri
from server.grammar.outermost import outer_words
from server.grammar.tokens import tokens
from server.pages.graph import Selecting, text
from server.workers.summary import Digest

Style: TypeAlias = Literal["bibtex", "ris", "csl-json"]
_MOST_SOURCES = 50
_BIBTEX_SIGNS = {sign: "\\" + sign for sign in "&%$#_"} | {
    "{": "\\textbraceleft{}",  # BibTeX counts even a brace that TeX does not see
    "}": "\\textbraceright{}",
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


class Source(NamedTuple):
    """An article whose parts the answer names."""

    iri: str
    headline: str
    publisher: str
    published: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Everything that a citation says.

    `digest` is None when the answer was cut at a limit: other servers cut elsewhere. `issued` is the day on which the
    snapshot was published here, `link` the permanent address; both may be unknown, as for a dump on disk.
    """

    query: str
    snapshot: str
    digest: Digest | None
    rows: int
    issued: date | None
    link: str | None
    sources: tuple[Source, ...]

    @property
    def key(self) -> str:
        """A short name for a bibliography, the same for the same answer."""
        beside = self.digest.sha256 if self.digest else hashlib.sha256(self.query.encode()).hexdigest()
        return f"dateline-{self.snapshot[:8]}-{beside[:8]}"

    @property
    def title(self) -> str:
        """What is cited, in words."""
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        return f"Dateline, snapshot {self.snapshot}: {rows} in answer to a SPARQL query"

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader needs to ask again and compare."""
        checked = f"Rows: {self.rows}, SHA-256 of the rows: {self.digest.sha256}" if self.digest else None
        cut = f"The answer was cut after {self.rows} rows and has no digest"
        words = outer_words(self.query)
        chosen = "LIMIT or OFFSET without ORDER BY: another store may choose other rows"
        vague = (chosen,) if words & {"LIMIT", "OFFSET"} and "ORDER" not in words else ()
        articles = (" ".join(filter(None, (one.headline, one.publisher, one.published))) for one in self.sources)
        return (
            f"Query: {' '.join(self.query.split())}",
            checked or cut,
            *vague,
            *(f"Rests on: {one}" for one in articles),
        )


def find_sources(graph: Selecting, keys: Iterable[str], graphs: Container[str]) -> Iterator[Source]:
    """The articles of some keys, up to a number that a bibliography can hold; each has a graph among `graphs`."""
    told = (key for key in keys if iri.mint_article_graph(key) in graphs)
    for key in islice(told, _MOST_SOURCES):
        article = iri.mint_article(key)
        for row in graph.select("head", this=article):
            yield Source(
                iri=article,
                headline=text(row, "headline", key),
                publisher=text(row, "publisher"),
                published=text(row, "published"),
            )


def declare_prefixes(query: str, known: Mapping[str, str]) -> str:
    """The query with a declaration of each known prefix that it uses undeclared, so that any program can run it."""
    found = list(tokens(query))
    declared = {after.text for word, after in pairwise(found) if word.text.upper() == "PREFIX"}
    used = {f"{token.text.partition(':')[0]}:" for token in found if token.kind == "name"}
    lines = (f"PREFIX {name}: <{base}>\n" for name, base in known.items() if f"{name}:" in used - declared)
    return "".join(lines) + query


def write_citation(citation: Citation, style: Style) -> str:
    """The citation as text of a style."""
    return {"bibtex": _bibtex, "ris": _ris, "csl-json": _csl}[style](citation)


def _bibtex(citation: Citation) -> str:
    fields = {
        "title": "{" + _escaped(citation.title) + "}",
        "author": "{Dateline}",
        "year": str(citation.issued.year) if citation.issued else "",
        "month": str(citation.issued.month) if citation.issued else "",
        "version": citation.snapshot,
        "url": citation.link or "",
        "note": _escaped(". ".join(citation.notes)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(words: str) -> str:
    return "".join(_BIBTEX_SIGNS.get(sign, sign) for sign in words)


def _ris(citation: Citation) -> str:
    day = citation.issued
    fields = [
        ("TY", "DATA"),
        ("ID", citation.key),
        ("TI", citation.title),
        ("AU", "Dateline"),
        ("PY", str(day.year) if day else ""),
        ("DA", f"{day:%Y/%m/%d}" if day else ""),
        ("ET", citation.snapshot),
        ("UR", citation.link or ""),
        *(("N1", note) for note in citation.notes),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def _csl(citation: Citation) -> str:
    day = citation.issued
    item: dict[str, object] = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": "Dateline"}],
        "version": citation.snapshot,
        "note": "\n".join(citation.notes),
    }
    if day:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if citation.link:
        item["URL"] = citation.link
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
