"""How does LOAD SILENT fail on a server that fetches nothing?

SPARQL 1.1 Update section 3.1.4: with SILENT the operation always succeeds, although nothing could be retrieved. So it
becomes an operation that changes nothing; LOAD without SILENT stays in the text and is refused with it.
"""

from collections.abc import Iterator, Sequence

from server.grammar.tokens import Token, tokens

_NOTHING = "DELETE DATA {}"


def silence_loads(text: str) -> str:
    """The update without what its LOAD SILENT operations would fetch."""
    pieces, end = [], 0
    for start, after in _silent_loads(tuple(tokens(text))):
        pieces += [text[end:start], _NOTHING]
        end = after
    return "".join([*pieces, text[end:]])


def _silent_loads(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where the operations begin and end: `LOAD SILENT <source>`, with `INTO GRAPH <graph>` or without."""
    for position in range(len(found) - 2):
        if _words(found, position, 2) == ["LOAD", "SILENT"] and _is_name(found, position + 2):
            last = position + 2
            if _words(found, last + 1, 2) == ["INTO", "GRAPH"] and _is_name(found, last + 3):
                last += 3
            yield found[position].start, found[last].start + len(found[last].text)


def _words(found: Sequence[Token], start: int, number: int) -> list[str]:
    return [token.text.upper() for token in found[start : start + number] if token.kind == "word"]


def _is_name(found: Sequence[Token], position: int) -> bool:
    return position < len(found) and found[position].kind in {"iri", "name"}
