"""Are two words of one family?

"Attack" and "attacked", "invade" and "invasion", "resigned" and "resignation": English makes nouns of verbs by
endings, so two words of one family begin alike. Irregular pairs ("die", "death") are known by the type that the
lexicon gives both.
"""

STEM = 4
"""Letters that two words of one family share at least."""

_ENDING = 2
"""Letters at the end of the shorter word that may change ("decide", "decision")."""


def is_kin(one: str, other: str) -> bool:
    """Whether two words, in lower case, are the same or begin alike but for an ending."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    alike = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return alike >= max(STEM, shorter - _ENDING)
