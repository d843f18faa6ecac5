"""Which words before a name are titles and nationality, and which are the name?"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.gazetteer.lookup import Gazetteer

_LONGEST = 6
_PREFIXES = frozenset({"acting-prefix", "former-prefix", "future-prefix"})
_POSTS = frozenset({"office", "member", "former-office", "future-office", "role"})
_POSSESSIVE = ("'s", "’s", "'", "’")


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """A name told apart from what stands before it.

    `posts` are offices and callings as written, `states` the rows of the states that an adjective or possessive
    names. `personal`: a title, rank or honorific shows that a person bears the name; `former`: the post is past.
    """

    name: str
    posts: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    personal: bool = False
    former: bool = False


def part_name(words: str, gazetteer: Gazetteer) -> Naming:
    """`Russian Foreign Minister Sergei Lavrov` in its parts; `Lavrov, Sergei` turned round.

    The last word is always part of the name.
    """
    rest = _turned(words.split(), gazetteer)
    posts: list[str] = []
    states: set[str] = set()
    personal = former = False
    while size := _title_size(rest, gazetteer):
        kind = _kind(rest[:size], gazetteer) or "role"
        personal = personal or kind not in _PREFIXES
        former = former or kind in ("former-prefix", "former-office")
        posts += [" ".join(rest[:size])] if kind in _POSTS else []
        rest = rest[size:]
        if not posts and (owned := _owner_size(rest, gazetteer)):
            states |= _states(rest[:owned], gazetteer)
            rest = rest[owned:]
    if not personal and (owned := _owner_size(rest, gazetteer)):
        later = part_name(" ".join(rest[owned:]), gazetteer)
        if later.personal:
            return Naming(
                name=later.name, posts=later.posts, states=later.states | _states(rest[:owned], gazetteer),
                personal=True, former=former or later.former,
            )  # fmt: skip
    return Naming(name=" ".join(rest), posts=tuple(posts), states=frozenset(states), personal=personal, former=former)


def _kind(words: Sequence[str], gazetteer: Gazetteer) -> str | None:
    """What the list of titles says of some words, with or without a full stop."""
    said = " ".join(words).casefold()
    return gazetteer.titles.get(said) or gazetteer.titles.get(f"{said}.")


def _turned(words: list[str], gazetteer: Gazetteer) -> list[str]:
    """Given name before family name, unless the comma is part of a name that the gazetteer has."""
    if len(words) < 2 or not words[0].endswith(",") or gazetteer.find(" ".join(words), typos=False):
        return words
    return [*words[1:], words[0].rstrip(",")]


def _title_size(words: Sequence[str], gazetteer: Gazetteer) -> int:
    """How many words at the start are one title; 0 when none is, or nothing would be left."""
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        if _kind(words[:size], gazetteer):
            return size
    return 1 if len(words) > 1 and words[0] != "The" and gazetteer.is_title(words[0]) else 0


def _owner_size(words: Sequence[str], gazetteer: Gazetteer) -> int:
    """How many words at the start name a state, as adjective or possessive; 0 when none do."""
    for size in range(min(3, len(words) - 1), 0, -1):
        if _states(words[:size], gazetteer):
            return size
    return 0


def _states(words: Sequence[str], gazetteer: Gazetteer) -> frozenset[str]:
    """The rows of the states that the words name as adjective, demonym or possessive, or by an acronym."""
    text = " ".join(words)
    bare = next((text.removesuffix(end) for end in _POSSESSIVE if text.endswith(end)), text)
    found = {m.row.id: m.how for m in gazetteer.find(bare, typos=False) if m.row.kind == "State"}
    owning = bare != text
    return frozenset(row for row, how in found.items() if owning or how in ("adjective", "demonym", "acronym"))
