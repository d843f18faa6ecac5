"""How does a text keep its meaning whose IRIs have a base that this installation had before?

Every IRI and prefixed name is resolved as SPARQL 1.1 section 4.1 says; one of a thing, graph or dataset under a
former base becomes that of today. The vocabulary never moves; what stands in strings and comments is left alone.
"""

from collections.abc import Iterator, Mapping, Sequence

from kg import iri
from server.grammar.danger import resolve_name
from server.grammar.tokens import Token, tokens


def move_bases(text: str, prefixes: Mapping[str, str]) -> str:
    """The query or update with its IRIs under former bases as they are now; any other text as it stands."""
    if not iri.FORMER:
        return text
    pieces, end = [], 0
    for token, name in _moved(tuple(tokens(text)), prefixes):
        pieces += [text[end : token.start], f"<{name}>"]
        end = token.start + len(token.text)
    return "".join([*pieces, text[end:]])


def _moved(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[tuple[Token, str]]:
    """The tokens that name something under a former base, with its IRI of today; declarations stay as they are."""
    names, base = dict(prefixes), ""
    position = 0
    while position < len(found):
        word, following = found[position].text.upper(), found[position + 1 : position + 3]
        if word == "PREFIX" and len(following) == 2:
            names[following[0].text[:-1]] = resolve_name(following[1], names, base)
            position += 3
        elif word == "BASE" and following:
            base = resolve_name(following[0], names, base)
            position += 2
        else:
            if found[position].kind in {"iri", "name"}:
                name = resolve_name(found[position], names, base)
                if (now := iri.current(name)) != name:
                    yield found[position], now
            position += 1
