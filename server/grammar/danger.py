"""What in a query would reach outside the snapshot, or change it, or break its parser?

Found by tokens, never by a pattern over the raw text. Oxigraph's parser lets keywords touch their neighbours
(`trueSERVICE<x>{}`, `SERVICE:x{}`), so a bare word that merely contains SERVICE counts, and so does a prefix that
contains it in front of a group: no keyword or function of SPARQL 1.1 section 19.8 has it inside.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import get_args
from urllib.parse import urljoin

from server.grammar.tokens import Token, place_of, tokens, unescape
from server.http import refusals
from server.http.formats import Form

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")
_TELLING = ("SERVICE", "FROM", "\\U", *_VOLATILE)
"""Without one of these in upper case a text neither reaches outside nor names a graph nor is volatile."""
LONGEST = 100_000
"""Characters of a query; tokens are found in the process that answers everybody."""
LONGEST_UPDATE = 1 << 20
"""Characters of an update, which may carry data and comes from the holder of a token."""
DEEPEST = 200
"""Nested brackets beyond this overflow the stack of recursive parsers; people write fewer than twenty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspection:
    """What a query is: its form (None when the parser will refuse it) and the graphs of its FROM clauses.

    `volatile` says that it may have another answer when it is asked again.
    """

    form: Form | None
    graphs: tuple[str, ...]
    volatile: bool = False


def inspect(text: str, prefixes: Mapping[str, str], longest: int = LONGEST) -> Inspection:
    """The form and graphs of a query; raises Refusal for SERVICE, updates and nesting beyond `DEEPEST`."""
    _refuse_unreadable(text, longest)
    if _is_plain(text):
        return Inspection(form=_form(text, _after_prologue(tokens(text))), graphs=())
    return inspect_all(text, prefixes)


def _is_plain(text: str) -> bool:
    """Whether the beginning of a text tells all; most queries need not be read to their end."""
    written = text.upper()
    return not any(word in written for word in _TELLING) and sum(map(text.count, _OPEN)) <= DEEPEST


def inspect_all(text: str, prefixes: Mapping[str, str]) -> Inspection:
    """What `inspect` finds, in every token of a text."""
    if "\\u" in text or "\\U" in text:
        _refuse_dangers(unescape(text), tuple(tokens(unescape(text))))
    found = tuple(tokens(text))
    _refuse_dangers(text, found)
    start = _skip_prologue(found)
    return Inspection(
        form=_form(text, _after_prologue(iter(found))),
        graphs=tuple(_from_clauses(found, start, prefixes)),
        volatile=any(token.kind == "word" and token.text.upper() in _VOLATILE for token in found),
    )


def refuse_dangerous_update(text: str) -> None:
    """Raises Refusal for SERVICE, LOAD, a NUL character, and for length and nesting beyond the limits."""
    _refuse_unreadable(text, LONGEST_UPDATE)
    for written in {text, unescape(text)}:
        found = tuple(tokens(written))
        _refuse_dangers(written, found)
        for token in found:
            # The engine lets a keyword touch its neighbours.
            if token.kind == "word" and "LOAD" in token.text.upper():
                detail = "LOAD is refused: this server fetches nothing; send the triples by the graph store protocol"
                raise refusals.forbidden(detail, place_of(written, token.start))


def _refuse_unreadable(text: str, longest: int = LONGEST) -> None:
    if len(text) > longest:
        raise refusals.too_long(len(text), longest)
    if "\0" in text:
        raise refusals.malformed("The query holds a NUL character", place_of(text, text.index("\0")))


def refuse_unknown_graphs(asked: Iterable[str], known: frozenset[str]) -> None:
    """Raises Refusal for a graph that the snapshot does not hold: none is ever fetched."""
    for graph in asked:
        if graph not in known:
            raise refusals.malformed(f"The graph <{graph}> is not in this store; nothing is fetched")


def _refuse_dangers(text: str, found: tuple[Token, ...]) -> None:
    depth = 0
    for token, following in zip_longest(found, islice(found, 1, None)):
        if _is_service(token, following):
            raise refusals.forbidden(
                "SERVICE is refused: this server calls no such endpoint", place_of(text, token.start)
            )
        if token.kind == "sign":
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if depth > DEEPEST:
                detail = f"The query nests brackets deeper than the limit of {DEEPEST}"
                raise refusals.malformed(detail, place_of(text, token.start))


def _is_service(token: Token, following: Token | None) -> bool:
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    if token.kind != "name" or following is None or following.text != "{":
        return False
    return "SERVICE" in token.text.partition(":")[0].upper()


def _skip_prologue(found: tuple[Token, ...]) -> int:
    position = 0
    while position < len(found):
        word = found[position].text.upper()
        if word not in {"PREFIX", "BASE"}:
            break
        position += 3 if word == "PREFIX" else 2
    return min(position, len(found))


def _after_prologue(found: Iterator[Token]) -> Token | None:
    while (token := next(found, None)) is not None:
        word = token.text.upper()
        if word not in {"PREFIX", "BASE"}:
            return token
        next(islice(found, 1 if word == "PREFIX" else 0, None), None)
    return None


def _form(text: str, first: Token | None) -> Form | None:
    if first is None or first.kind != "word":
        return None
    word = first.text.upper()
    if word.startswith(_UPDATES):
        detail = f"{first.text} changes data; this address answers queries only"
        raise refusals.forbidden(detail, place_of(text, first.start))
    return next((form for form in get_args(Form) if word.startswith(form)), None)


def _from_clauses(found: tuple[Token, ...], start: int, prefixes: Mapping[str, str]) -> Iterator[str]:
    names, base = declared_names(found[:start], prefixes)
    for position in range(start, len(found)):
        if found[position].kind == "word" and found[position].text.upper() == "FROM":
            after = [token for token in found[position + 1 : position + 3] if token.text.upper() != "NAMED"]
            if after and after[0].kind in {"iri", "name"}:
                yield resolve_name(after[0], names, base)


def declared_names(prologue: tuple[Token, ...], prefixes: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """What the prefixes stand for in a text that begins with these tokens, and its base."""
    names, base = dict(prefixes), ""
    for position, token in enumerate(prologue):
        following = prologue[position + 1 : position + 3]
        if token.text.upper() == "BASE" and following:
            base = join_iri(base, unescape(following[0].text[1:-1]))
        elif token.text.upper() == "PREFIX" and len(following) == 2:
            names[following[0].text[:-1]] = join_iri(base, unescape(following[1].text[1:-1]))
    return names, base


def join_iri(base: str, name: str) -> str:
    """A name against a base (RFC 3986 section 5.2); one that is no IRI stays, for the parser to refuse."""
    try:
        return urljoin(base, name)
    except ValueError:
        return name


def resolve_name(token: Token, names: Mapping[str, str], base: str) -> str:
    """The IRI that an IRI token or a prefixed name stands for."""
    if token.kind == "iri":
        return join_iri(base, unescape(token.text[1:-1]))
    prefix, _, local = token.text.partition(":")
    return names.get(prefix, prefix + ":") + local.replace("\\", "")
