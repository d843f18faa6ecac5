"""What of a query stands outside every group and bracket, as the solution modifiers of the whole answer do?"""

from server.grammar.tokens import Token, tokens

_DEPTHS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}


def outermost(text: str) -> list[Token]:
    """Its tokens, in order."""
    found, depth = [], 0
    for token in tokens(text):
        depth += _DEPTHS.get(token.text, 0) if token.kind == "sign" else 0
        if depth == 0:
            found.append(token)
    return found


def outer_words(text: str) -> frozenset[str]:
    """Its keywords, in upper case; LIMIT may touch its number."""
    return frozenset(token.text.upper().rstrip("0123456789") for token in outermost(text) if token.kind == "word")
