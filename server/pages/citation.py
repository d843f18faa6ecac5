"""How is the answer of a query cited so that a reader can find and check it years later?

A citation names the query, the snapshot that answered it, and a digest of the answer's rows: whoever has the
snapshot, on a server or as a dump, can ask again and compare. It is written as BibTeX, as RIS, or as CSL-JSON
(the input of Zotero and citeproc). What the data does not say, as the day of an undated snapshot, is left out.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal as Choice
from typing import NamedTuple, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from kg import iri
from kg.vocabulary import DCT, DL, RDFS, SCHEMA
from server.grammar.tokens import tokens
from server.pages.graph import Selecting, text

Style: TypeAlias = Choice["bibtex", "ris", "csl-json"]
_MOST_SOURCES = 50
_BIBTEX_SIGNS = {sign: "\\" + sign for sign in "&%$#_"} | {
    "{": "\\textbraceleft{}",  # BibTeX counts even a brace that TeX does not see
    "}": "\\textbraceright{}",
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


class Digest(NamedTuple):
    """An answer in short: how many rows, and the SHA-256 (hex) of its canonical rows."""

    rows: int
    sha256: str


class Rows(NamedTuple):
    """An answer with its variables; ASK and triples are rows too."""

    names: tuple[str, ...]
    rows: list[tuple[object, ...]]


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


def read_rows(answer: QuerySolutions | QueryBoolean | Iterable[Triple]) -> Rows:
    """The whole answer of a query of any form."""
    if isinstance(answer, QueryBoolean):
        return Rows(("boolean",), [(Literal(bool(answer)),)])
    if isinstance(answer, QuerySolutions):
        return Rows(tuple(variable.value for variable in answer.variables), [tuple(row) for row in answer])
    return Rows(("subject", "predicate", "object"), [tuple(triple)[:3] for triple in answer])


def digest_rows(answer: Rows, *, ordered: bool) -> Digest:
    """The digest of an answer.

    Each row is one line of terms in N-Triples syntax with tabs between, after a line with the variables; lines are
    sorted unless `ordered`. Blank nodes have no names of their own, so all are written `_:`.
    """
    lines = ["\t".join(map(_term, row)) for row in answer.rows]
    if not ordered:
        lines.sort()
    digest = hashlib.sha256("\t".join(answer.names).encode() + b"\n")
    for line in lines:
        digest.update(line.encode() + b"\n")
    return Digest(len(lines), digest.hexdigest())


def _term(term: object) -> str:
    if term is None:
        return ""
    return "_:" if isinstance(term, BlankNode) else str(term).replace("\t", "\\t")


def article_keys(answer: Rows) -> list[str]:
    """The first parts of the paths of our IRIs in an answer: the keys of the articles that it may rest on."""
    names = (term.value for row in answer.rows for term in row if isinstance(term, NamedNode))
    return sorted({path.partition("/")[0] for name in names if (path := iri.local_path(name))})


def find_sources(graph: Selecting, answer: Rows) -> Iterator[Source]:
    """The articles whose parts an answer names, up to a number that a bibliography can hold."""
    for key in article_keys(answer)[:_MOST_SOURCES]:
        article = iri.mint_article(key)
        said = {text(row, "property"): row for row in graph.select("statements", this=article)}
        if SCHEMA.sha256.value in said:  # only an article has one
            headline, publisher = said.get(RDFS.label.value, {}), said.get(DCT.publisher.value, {})
            yield Source(
                iri=article,
                headline=text(headline, "value", key),
                publisher=text(publisher, "valueLabel"),
                published=text(said.get(DL.edtf.value, {}), "value"),
            )


def is_ordered(query: str) -> bool:
    """Whether the rows of the whole answer have an order: ORDER BY outside every group."""
    return "ORDER" in outer_words(query)


def outer_words(query: str) -> frozenset[str]:
    """The keywords outside every group, in upper case; LIMIT may touch its number."""
    depth = 0
    found: set[str] = set()
    for token in tokens(query):
        depth += (token.text == "{") - (token.text == "}") if token.kind == "sign" else 0
        if depth == 0 and token.kind == "word":
            found.add(token.text.upper().rstrip("0123456789"))
    return frozenset(found)


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
