"""Why does a query have no answer?

The pieces of the query (`server.grammar.patterns`) are asked one by one and together: which pattern has no solution,
with which others one has none, which filter removes everything, which property or class is unknown and which known
ones are spelled like it. `complete` is false when the time of one query did not suffice for all of that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal, NamedTuple, TypeAlias

from kg.vocabulary import PREFIXES, shorten
from server.grammar.patterns import RELAXED, Constant, Piece, Query, take_apart
from server.grammar.syntax import refuse_syntax
from server.grammar.tokens import place_of
from server.grammar.tree import read_tree
from server.http import refusals
from server.http.formats import JSON
from server.sparql.probe import OutOfTime, Prober, texts
from server.workers.frames import Question
from server.workers.limits import Pool

Why: TypeAlias = Literal["nothing matches", "unknown name", "other literal", "no join", "removes all", "modifiers"]
Wrap: TypeAlias = tuple[str, str]
LONGEST = 20_000
"""Characters of a query that is explained; what a person wrote is shorter."""
_NEAREST = 3
_LIKENESS = 0.6
_REMOVERS = frozenset({"filter", "minus"})
_HARMLESS = frozenset({"optional", "bind"})
_NO_WRAP = ("", "")


class Finding(NamedTuple):
    """One reason: the piece of the query and the offset of its first character, what is so, and what may help."""

    why: Why
    piece: str
    offset: int
    said: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Whether the query is empty, the reasons found, how many questions were asked, and whether all were."""

    query: str
    empty: bool
    findings: tuple[Finding, ...]
    questions: int
    complete: bool

    def place(self, finding: Finding) -> tuple[int, int]:
        """Line and column of a finding, both from 1."""
        return place_of(self.query, finding.offset)


def explain_empty(pool: Pool, question: Question, *, tabular: bool) -> Explanation:
    """Why the query of a question has no answer; `tabular` for SELECT and ASK.

    Raises Refusal for what is no query, has no pattern, or is longer than `LONGEST`.
    """
    if len(question.text) > LONGEST:
        raise refusals.too_long(len(question.text), LONGEST)
    tree = read_tree(question.text)
    if tree is None:
        raise refuse_syntax(question.text, PREFIXES)
    query = take_apart(tree)
    if query is None:
        raise refusals.malformed("Only a query with a pattern in braces can be explained")
    prober = Prober(pool, replace(question, media_type=JSON), query)
    found: list[Finding] = []
    empty = complete = True
    try:
        if prober.holds(texts(query.group)):
            empty = tabular and not prober.answers()
            found.extend([_modifiers(query)] if empty else [])
        else:
            # One by one, so that what was found stays when time runs out.
            for finding in _in_group(prober, query.group, _NO_WRAP):
                found.append(finding)
    except OutOfTime:
        complete = False
    return Explanation(
        query=question.text, empty=empty, findings=tuple(found), questions=prober.questions, complete=complete
    )


def _modifiers(query: Query) -> Finding:
    words = " ".join(query.after.split())
    return Finding(
        "modifiers", words, query.after_offset, "The pattern has solutions; what stands after it removes them"
    )


def _in_group(prober: Prober, pieces: Sequence[Piece], wrap: Wrap) -> Iterator[Finding]:
    needed = [piece for piece in pieces if piece.kind not in _REMOVERS]
    removers = [piece for piece in pieces if piece.kind in _REMOVERS]
    if removers and prober.holds(texts(needed), wrap):
        yield from _removers(prober, needed, removers, wrap)
        return
    found = False
    for piece in needed:
        if piece.kind not in _HARMLESS and not prober.holds([piece.text], wrap):
            found = True
            yield from _alone(prober, piece, wrap)
    if not found:
        yield from _joins(prober, needed, wrap)


def _removers(prober: Prober, needed: Sequence[Piece], removers: Sequence[Piece], wrap: Wrap) -> Iterator[Finding]:
    bound = frozenset[str]().union(*(piece.variables for piece in needed))
    guilty = [piece for piece in removers if not prober.holds([*texts(needed), piece.text], wrap)]
    for piece in guilty or removers:
        said = "removes every solution" if guilty else "removes every solution together with the others"
        values = tuple(prober.samples(piece.variables & bound, texts(needed), wrap))
        before = "; before it there are such as these" if values else ""
        yield Finding("removes all", piece.text, piece.offset, f"This {piece.kind.upper()} {said}{before}", values)


def _alone(prober: Prober, piece: Piece, wrap: Wrap) -> Iterator[Finding]:
    if piece.inside:
        yield from _in_group(prober, piece.inside, (wrap[0] + piece.wrap[0], piece.wrap[1] + wrap[1]))
        return
    unknown = [constant for constant in piece.constants if not prober.holds([_anywhere(constant)])]
    for constant in unknown:
        known = tuple(_nearest(prober, constant))
        like = "; spelled like it" if known else ""
        said = f"The {constant.role} {constant.text} does not occur in the data{like}"
        yield Finding("unknown name", piece.text, piece.offset, said, known)
    if unknown:
        return
    others = tuple(_other_literals(prober, piece, wrap))
    if others:
        said = f"Nothing has {piece.literal} in just this form, but in another language or datatype"
        yield Finding("other literal", piece.text, piece.offset, said, others)
    else:
        yield Finding("nothing matches", piece.text, piece.offset, "Nothing matches this alone")


def _anywhere(constant: Constant) -> str:
    name = constant.text
    if constant.role == "property":
        return f"?s {name} ?o"
    return f"?s a {name}" if constant.role == "class" else f"{{ {name} ?p ?o }} UNION {{ ?s ?p {name} }}"


def _nearest(prober: Prober, constant: Constant) -> list[str]:
    """Known properties or classes whose local names are like the constant's, the most alike first."""
    if constant.role == "thing":
        return []
    known: dict[str, list[str]] = {}
    for name in prober.names("?s ?name ?o" if constant.role == "property" else "?s a ?name"):
        known.setdefault(_local(name), []).append(shorten(name))
    alike = get_close_matches(_local(constant.text.strip("<>")), known, n=_NEAREST, cutoff=_LIKENESS)
    return [name for local in alike for name in sorted(known[local])][:_NEAREST]


def _local(name: str) -> str:
    return name.replace("#", "/").replace(":", "/").rpartition("/")[2].casefold()


def _other_literals(prober: Prober, piece: Piece, wrap: Wrap) -> list[str]:
    if not piece.relaxed:
        return []
    same = f"FILTER(LCASE(STR({RELAXED})) = LCASE({piece.literal}))"
    found = prober.samples([RELAXED], [piece.relaxed, same], wrap)
    return [text.removeprefix(f"{RELAXED} = ") for text in found]


def _joins(prober: Prober, needed: Sequence[Piece], wrap: Wrap) -> Iterator[Finding]:
    for count in range(2, len(needed) + 1):
        if prober.holds(texts(needed[:count]), wrap):
            continue
        last = needed[count - 1]
        before = [piece for piece in needed[: count - 1] if piece.variables & last.variables]
        against = [piece for piece in before if not prober.holds([piece.text, last.text], wrap)]
        said = "This matches something, and so does each pattern before it, but nothing fits both this and"
        known = tuple(texts(against or before))
        yield Finding("no join", last.text, last.offset, said if against else f"{said} all of these together", known)
        return
