"""What do the words around a name say of its bearer: post, country, calling, whereabouts, year?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.naming import part_name
from kg.gazetteer.rows import fold
from kg.link.view import View

_WORDS_BEFORE = 10
_STOP = re.compile(r"[,;:()\"“”‘—–]|\b(?:and|or|but|with|by|to|for|from|that|said|says|told|met|as|after|of the)\s")
_AFTER = re.compile(
    r"\s*,\s+((?:the |a |an |who |whose |then |former |once )?[^,;()]{2,90}?)(?=[,;(]|\.\s|\.$|\s+said\b|$)"
)
_OF = re.compile(r"\s+of\s+(?:the\s+)?((?:[A-Z][\w’'-]*)(?:\s+(?:of\s+the\s+|of\s+)?[A-Z][\w’'-]*){0,4})")
_IN = re.compile(
    r",\s+((?:[A-Z][\w-]*)(?:\s+[A-Z][\w-]*){0,3})(['’]s\b)?(?=(?P<after>\s*[,.;)]|\s+(?:and|on|in)\b|$|['’]))"
)
_LISTED = re.compile(r"\s*(?:,\s+[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*)*,?\s+and\s+[A-Z]")
_CALLING = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Aa]nother)\s+(?:([a-z][a-z-]+)\s+)?([a-z][a-z-]+)$")
_CALLED = re.compile(
    r"(?:(?:a|an|the|one)\s+)(?:[\w’'-]+\s+){0,3}?([a-z][a-z-]+)(?=\s+(?:from|of|in|at|who|whose|on|for|to|with|that)\b|$)"
)
_AGE = re.compile(r"^\d{1,2}$")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_VERBS = frozenset({
    "said", "says", "told", "met", "saw", "led", "left", "won", "sent", "gave", "took", "made", "held", "kept", "put",
    "beat", "brought", "chose", "found", "heard", "hit", "lost", "read", "shot", "spoke", "struck",
    "thought", "wrote",
    "with", "that", "when", "as", "by", "for", "from", "of", "to", "in", "on", "and", "than", "is", "was", "has",
})  # fmt: skip
_ACTING = frozenset({"minister", "head", "leader", "secretary", "ambassador", "spokesperson", "monarch", "official",
                     "lawmaker", "mayor", "counterpart", "host"})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What stands around a name. `states` are rows of the states whose the post is; `around` what follows it as its
    whereabouts (`Tripoli, Lebanon`), `owned` where that is only the owner of what comes next, `listed` where it may
    as well be the next of several; `callings` are nouns.
    """

    posts: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    callings: tuple[str, ...] = ()
    around: str = ""
    owned: bool = False
    listed: bool = False
    personal: bool = False
    former: bool = False
    years: frozenset[int] = frozenset()


def listen(view: View, start: int, end: int, gazetteer: Gazetteer) -> Said:
    """What the sentence says of the name at these offsets."""
    first, last = view.sentence(start)
    before, after = view.text[first:start], view.text[end:last]
    titled = _title_before(before, gazetteer)
    phrases = [titled.phrase] if titled.phrase else []
    phrases += [phrase for phrase in (_phrase_before(before), _phrase_after(after)) if phrase]
    posts, states = list(titled.posts), set(titled.states)
    former = titled.former
    for phrase in phrases:
        found = read_phrase(phrase, gazetteer)
        posts += [post for post in found[0] if post not in posts]
        states |= found[1] if found[0] else set()
        former = former or (bool(found[0]) and bool(re.search(r"\b(?:former|then|ex|late|once)\b", phrase.lower())))
    of = _OF.match(after)
    if of and posts:
        states |= state_rows(of[1], gazetteer)
    around = _whereabouts(after, gazetteer)
    return Said(
        posts=tuple(posts),
        states=frozenset(states),
        callings=tuple(_callings(before, after, gazetteer)),
        around=around[1] if around else "",
        owned=bool(around and around[2]),
        listed=bool(around and _LISTED.match(after, around.end())) or bool(re.search(r"(?:,|\band)\s+$", before)),
        personal=titled.personal,
        former=former,
        years=frozenset(int(year) for year in _YEAR.findall(view.text[first:last])),
    )


def _whereabouts(after: str, gazetteer: Gazetteer) -> re.Match[str] | None:
    """`, Lebanon`: what follows a place and is no person; two unknown words are rather a person's name."""
    found = _IN.match(after)
    if found is None or part_name(found[1], gazetteer).personal:
        return None
    known = gazetteer.find(found[1], typos=False)
    unknown_person = not known and " " in found[1]
    return None if unknown_person or any(match.row.kind == "Person" for match in known) else found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Titled:
    posts: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    personal: bool = False
    former: bool = False
    phrase: str = ""


def _title_before(before: str, gazetteer: Gazetteer) -> _Titled:
    """The titles that run up to the name, as many words as are all title."""
    words = re.split(r"[,;:()\"“”]", before)[-1].split()
    if before.rstrip() != before.rstrip().rstrip(',;:()"“”'):
        words = []
    for size in range(min(_WORDS_BEFORE, len(words)), 0, -1):
        chain = " ".join(words[-size:])
        parts = part_name(f"{chain} Qqq", gazetteer)
        if parts.name == "Qqq":
            return _Titled(posts=parts.posts, states=parts.states, personal=parts.personal, former=parts.former)
    return _Titled()


def _phrase_before(before: str) -> str:
    """`Russia's foreign minister, `: the words between the last break and a comma before the name."""
    if not before.rstrip().endswith(","):
        return ""
    return _STOP.split(before.rstrip()[:-1])[-1].strip()


def _phrase_after(after: str) -> str:
    """`, the American ambassador to the United Nations,`."""
    found = _AFTER.match(after)
    return found[1].strip() if found else ""


def read_phrase(phrase: str, gazetteer: Gazetteer) -> tuple[list[str], frozenset[str]]:
    """The posts that a phrase names, longest first, and the states in it."""
    words = phrase.split()
    posts: list[str] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(min(6, len(words) - at), 0, -1) if _is_post(words[at : at + n], gazetteer)), 0)
        posts += [" ".join(words[at : at + size])] if size else []
        at += size or 1
    return posts, state_rows(phrase, gazetteer)


def _is_post(words: list[str], gazetteer: Gazetteer) -> bool:
    said = " ".join(words).strip(".").casefold()
    return gazetteer.titles.get(said) in ("office", "member", "former-office") or (
        said in ("minister of defence", "secretary general") or said in _HEADS
    )


_HEADS = frozenset(
    {"director", "chief", "head", "chairman", "chairwoman", "leader", "envoy", "spokesman", "spokeswoman"}
)


def state_rows(phrase: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The states that some words of a phrase name, each unless another has the name."""
    words = [word.strip(".,'’") for word in re.sub(r"['’]s\b", "", phrase).split()]
    found: set[str] = set()
    for at in range(len(words)):
        for size in range(min(5, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            rows = {
                m.row.id for m in gazetteer.find(name, typos=False) if m.row.kind == "State" and m.how != "metonym"
            }
            if name[:1].isupper() and len(rows) == 1:
                found |= rows
                break
    return frozenset(found)


def _callings(before: str, after: str, gazetteer: Gazetteer) -> Iterator[str]:
    """Nouns that tell what the bearer does, before the name (`the baker`) or after it (`, a nurse from`)."""
    found = _CALLING.search(before.rstrip()) if before.endswith(" ") else None
    called = _CALLED.match(_phrase_after(after))
    if found and (_is_verb(found[2]) or (found[1] and gazetteer.noun(found[1]))):
        found = None
    for noun in (found[2] if found else "", called[1] if called else ""):
        if noun and not _acts(noun, gazetteer):
            yield noun


def _is_verb(word: str) -> bool:
    return word.endswith("ed") or word in _VERBS


def _acts(noun: str, gazetteer: Gazetteer) -> bool:
    """Whether a noun can mean somebody in office, or tells nothing of what one does."""
    known = gazetteer.noun(noun.casefold())
    title = gazetteer.titles.get(noun.casefold())
    if title in ("office", "member", "former-office", "rank", "honorific") or noun in _HEADS:
        return True
    return known is not None and known.kind == "Person" and (known.acts_for or known.sense in _ACTING)


def is_age(after: str) -> bool:
    """Whether an age follows the name, as of people whom readers do not know."""
    found = re.match(r"\s*,\s+(\d{1,2})\s*[,.]", after)
    return bool(found and _AGE.match(found[1]))


def names_of(words: str) -> str:
    """The words folded, for comparing whereabouts."""
    return fold(words)
