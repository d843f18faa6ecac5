"""Which earlier figure does a pronoun or a definite phrase mean?

Recency within narrow bounds, agreement in number, gender, kind and nationality, and a preference for subjects: the
rules of centring reduced to what a news paragraph needs. No antecedent is better than a wrong one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from spacy.tokens import Doc, Token

from kg.annotate.actors.figures import Figure

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
NEVER_EARLIER = frozenset(
    {"another", "other", "second", "third", "fourth", "new", "more", "further", "different", "separate"}
)
_SAME_SENSES = (
    frozenset({"delegation", "official", "minister", "ambassador", "secretary", "negotiator"}),
    frozenset({"forces", "soldier", "army"}), frozenset({"fighters", "fighter", "armed", "criminal"}),
    frozenset({"outlet", "media"}), frozenset({"company"}), frozenset({"country"}), frozenset({"city"}),
    frozenset({"region", "land"}), frozenset({"protester", "people"}), frozenset({"armed", "body", "agency"}),
    frozenset({"staff", "worker"}), frozenset({"civilian", "people", "casualty"}), frozenset({"party", "armed"}),
)  # fmt: skip
_ANY_BODY = frozenset({"body", "organisation", "organization", "institution"})
_PERSONAL = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_THINGS = frozenset({"it", "its", "itself"})
_MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
TOPIC, TOPIC_STEP = 1.5, 0.25
"""What each mention before adds to how likely a pronoun means somebody, and the most that they add."""
_FAR = 3
"""How many sentences back a definite phrase without a name may reach."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A mention already read: its head, its sentence's number, and the positions of the figures that it means."""

    token: int
    sentence: int
    figures: tuple[int, ...]


def is_pronoun(token: Token) -> bool:
    """Whether a word is a personal or possessive pronoun of the third person."""
    return token.lower_ in _PERSONAL or token.lower_ in _THINGS or token.lower_ in _MANY


def find_pronoun(token: Token, sentence: int, seen: Sequence[Seen], figures: Sequence[Figure]) -> tuple[int, ...]:
    """The figures that a pronoun means; none when nobody of its sentence or the one before agrees with it."""
    if token.lower_ in _THINGS and _is_empty(token):
        return ()
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for mention in reversed(seen):
        if sentence - mention.sentence > 1:
            break
        if mention.token < token.i and _agrees(token, mention, figures):
            distance = sentence - mention.sentence
            score = _salience(token, token.doc[mention.token], distance, figures[mention.figures[0]])
            score += min(TOPIC, TOPIC_STEP * sum(mention.figures == other.figures for other in seen))
            if score > best[0]:
                best = (score, mention.figures)
    return best[1]


def _is_empty(token: Token) -> bool:
    """The `it` of `it is clear that`, `it rains`."""
    verb = token.head
    return token.dep_ == "expl" or (
        token.dep_ in _SUBJECTS
        and verb.lemma_ in ("be", "seem", "appear")
        and any(c.dep_ in ("ccomp", "xcomp") for c in verb.children)
    )


def _agrees(token: Token, mention: Seen, figures: Sequence[Figure]) -> bool:
    found = [figures[i] for i in mention.figures]
    word, first = token.lower_, found[0]
    if token.dep_ not in ("poss", *_SUBJECTS) and token.doc[mention.token].head == token.head:
        return False
    if word in _PERSONAL:
        return len(found) == 1 and first.kind == "Person" and first.gender in ("", _PERSONAL[word])
    if word in _THINGS:
        return len(found) == 1 and first.kind != "Person" and not first.plural
    return len(found) > 1 or first.plural or first.kind in ("Group", "Organization")


def _salience(token: Token, other: Token, distance: int, figure: Figure) -> float:
    score = 3.0 - 2.0 * distance
    score += 1.5 if other.dep_ in _SUBJECTS else 0.5 if other.dep_ in ("dobj", "agent", "dative") else 0.0
    score += 0.5 if figure.named else 0.0
    score -= 1.0 if figure.kind == "Item" else 0.0
    score -= 1.0 if figure.kind == "Place" and token.dep_ in _SUBJECTS else 0.0
    score += 1.5 if figure.plural and token.lower_ in _MANY else 0.0
    score += 2.0 if figure.gender and token.lower_ in _PERSONAL else 0.0
    return score


def find_earlier(figure: Figure, sentence: int, seen: Sequence[Seen], figures: Sequence[Figure]) -> int | None:
    """The figure that a definite description (`the delegation`, `the company`) takes up again.

    The latest with the same noun, else the latest whose noun can stand for it, else the only named one of its sort.
    """
    if figure.words & NEVER_EARLIER:
        return None
    read = list(_read_lately(sentence, seen))
    for takes_up in (_same_noun, _similar):
        for position, distance in read:
            if _belongs_alike(figure, figures[position]) and takes_up(figure, figures[position], distance):
                return position
    named = {position for position, other in enumerate(figures) if _only_sort(figure, other)}
    return named.pop() if len(named) == 1 else None


def _read_lately(sentence: int, seen: Sequence[Seen]) -> Iterator[tuple[int, int]]:
    for mention in reversed(seen):
        distance = sentence - mention.sentence
        if distance > 4 * _FAR:
            return
        yield from ((position, distance) for position in mention.figures)


def find_told_again(figure: Figure, lead: int, seen: Sequence[Seen], figures: Sequence[Figure]) -> int | None:
    """The figure of the lead (the first `lead` tokens) that the report introduces anew in its first lines."""
    if not figure.states or figure.words & NEVER_EARLIER:
        return None
    for mention in takewhile(lambda each: each.token < lead, seen):
        for position in mention.figures:
            other = figures[position]
            alike = figure.states == other.states and same_sense(figure, other) and other.kind == figure.kind
            if alike and not other.named and figure.owners == other.owners:
                return position
    return None


def _belongs_alike(figure: Figure, earlier: Figure) -> bool:
    if figure.states and earlier.states and not figure.states & earlier.states:
        return False
    return not (figure.owners and earlier.owners and not figure.owners & earlier.owners)


def _same_noun(figure: Figure, earlier: Figure, _: int) -> bool:
    same = not earlier.named and figure.head == earlier.head and figure.plural == earlier.plural
    return same and not _new_words(figure, earlier)


def _similar(figure: Figure, earlier: Figure, distance: int) -> bool:
    if earlier.named:
        near = distance <= 2 * _FAR and not figure.plural
        return near and (same_sense(figure, earlier) or _unlisted(figure, earlier)) and _kinds_meet(figure, earlier)
    alike = distance <= _FAR and figure.kind == earlier.kind and figure.kind != "Item"
    return alike and same_sense(figure, earlier) and not _new_words(figure, earlier)


def _unlisted(figure: Figure, earlier: Figure) -> bool:
    """Whether a town could be meant by the name of a place of which nothing else is known."""
    return "city" in figure.senses and earlier.kind == "Place" and not earlier.senses


def _only_sort(figure: Figure, other: Figure) -> bool:
    one = figure.kind == other.kind == "Organization" and other.named and not figure.plural
    return one and _same_word(figure, other) and _belongs_alike(figure, other)


def _new_words(figure: Figure, earlier: Figure) -> bool:
    return bool(figure.words - earlier.words - {earlier.head})


def _kinds_meet(figure: Figure, earlier: Figure) -> bool:
    return figure.kind == earlier.kind or {figure.kind, earlier.kind} <= {"State", "Place"}


def same_sense(one: Figure, other: Figure) -> bool:
    """Whether the two are called by words that can stand for each other."""
    if one.senses & other.senses:
        return _same_word(one, other)
    return any(one.senses & group and other.senses & group for group in _SAME_SENSES)


def _same_word(one: Figure, other: Figure) -> bool:
    """Whether the two share a sense; a church or a college is not every body that has a name."""
    shared = one.senses & other.senses
    if shared == {"body"} and other.named:
        return one.head in _ANY_BODY or one.head in other.label.lower().split()
    return bool(shared)


def recent_states(seen: Sequence[Seen], figures: Sequence[Figure]) -> Iterator[int]:
    """States and whose-adjectives read so far, the latest first, each once."""
    given: set[int] = set()
    for mention in reversed(seen):
        for position in reversed(mention.figures):
            if figures[position].kind == "State" and position not in given:
                given.add(position)
                yield position


_SIDES = frozenset({"State", "Organization", "Group"})


def two_sides(seen: Sequence[Seen], figures: Sequence[Figure]) -> tuple[int, ...]:
    """The two bodies or peoples that the text coordinated last, else the two states that it speaks of most."""
    whole: dict[int, int] = {}
    for mention in reversed(seen):
        size = whole.setdefault(mention.token, len(mention.figures))
        if size == 2 and all(figures[position].kind in _SIDES for position in mention.figures):
            return tuple(sorted(mention.figures))
    return two_states(seen, figures)


def two_states(seen: Sequence[Seen], figures: Sequence[Figure]) -> tuple[int, ...]:
    """The two states that the sentences right before name, else the two that the text speaks of most, then latest."""
    near = _nearest_states(seen, figures)
    if len(near) == 2:
        return tuple(sorted(near))
    named = Counter(position for mention in seen for position in set(mention.figures))
    ranked = sorted(recent_states(seen, figures), key=lambda position: -named[position])
    return tuple(sorted(ranked[:2])) if len(ranked) > 1 else ()


def _nearest_states(seen: Sequence[Seen], figures: Sequence[Figure]) -> set[int]:
    """The states of the latest sentences, as many as it takes to name more than one."""
    near: set[int] = set()
    for _, mentions in groupby(reversed(seen), key=lambda mention: mention.sentence):
        near |= {i for mention in mentions for i in mention.figures if figures[i].kind == "State"}
        if len(near) > 1:
            break
    return near


def determiner(doc: Doc, start: int, head: int) -> str:
    """The article, demonstrative or possessive that begins a phrase, in small letters; empty when there is none."""
    first = doc[start]
    if first.pos_ in ("DET", "PRON") and first.i < head:
        return first.lower_
    return "'s" if any(child.dep_ == "poss" for child in doc[head].lefts) else ""
