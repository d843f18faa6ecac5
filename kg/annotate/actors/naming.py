"""Which figure does a name stand for, and what does a state's adjective mean?"""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.annotate.actors.describing import earlier_or_new
from kg.annotate.actors.figures import Figure, clean, describe
from kg.annotate.actors.names import Name
from kg.annotate.actors.phrases import Phrase
from kg.annotate.actors.posts import give_title
from kg.annotate.actors.reading import Reading
from kg.annotate.actors.things import find_thing, find_whose
from kg.gazetteer.rows import fold

_DIRECTIONS = frozenset({
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeastern", "northwestern",
    "southeastern", "southwestern", "north-eastern", "north-western", "south-eastern", "south-western", "central",
    "upper", "lower", "coastal", "rural",
})  # fmt: skip


def take_name(reading: Reading, phrase: Phrase, name: Name) -> None:
    """Gather a named figure before the article is read: fuller names first."""
    text = clean(reading.doc[name.start : name.end].text)
    alias = reading.aliases.get(fold(text))
    if alias is not None:
        position = alias
    else:
        position = _person(reading, text) if _is_person(reading, name, text) else find_thing(reading, name, text)
        reading.figures[position].matches.update(name.matches)
    figure = reading.figures[position]
    figure.names.add(text)
    if figure.kind == "Person":
        give_title(reading, phrase, name, position)
    reading.meaning[phrase.head] = (position,)


def _is_person(reading: Reading, name: Name, text: str) -> bool:
    if name.kind == "Person":
        return True
    if " " in text or any(match.how != "surname" for match in name.matches):
        return False
    if fold(text) in reading.known_names and name.kind != "Item":
        return reading.figures[reading.known_names[fold(text)]].kind == "Person"
    rows = {match.row.id: match.row for match in name.matches}
    return len(rows) == 1 and next(iter(rows.values())).country in reading.evidence.states


def _person(reading: Reading, text: str) -> int:
    folded = fold(text)
    position = reading.known_names.get(folded)
    if position is None or reading.figures[position].kind != "Person":
        position = reading.add(Figure(kind="Person", label=text, named=True))
        reading.known_names[folded] = position
    for tail in _tails(folded):
        reading.known_names.setdefault(tail, position)
    return position


def _tails(folded: str) -> Iterator[str]:
    words = folded.split()
    for start in range(1, len(words)):
        yield " ".join(words[start:])


def take_named(reading: Reading, phrase: Phrase, name: Name) -> tuple[int, ...]:
    """The figure of a phrase with a name: the thing itself or, after `southern`, a part of it."""
    position = reading.meaning[phrase.head][0]
    metonym = next((match for match in name.matches if match.how == "metonym"), None)
    if metonym:
        state = reading.of_row(metonym.row)
        reading.figures[state].names.add(clean(reading.doc[name.start : name.end].text))
        reading.as_actor[phrase.head] = (state,)
    part = [token for token in reading.doc[phrase.start : name.start] if token.lower_ in _DIRECTIONS]
    if part and reading.figures[position].kind in ("Place", "State"):
        return (_part_of(reading, phrase, position),)
    return (position,)


def _part_of(reading: Reading, phrase: Phrase, whole: int) -> int:
    text = clean(reading.doc[phrase.start : phrase.end].text)
    text = text.split(" ", 1)[1] if text.lower().startswith("the ") else text
    key = fold(text)
    if key not in reading.known_names:
        states = set(reading.figures[whole].states)
        figure = Figure(kind="Place", label=text, named=False, senses={"region"}, states=states, within=whole)
        reading.known_names[key] = reading.add(figure)
    return reading.known_names[key]


def take_adjective(reading: Reading, phrase: Phrase, name: Name) -> tuple[int, ...]:
    """The state that an adjective tells, or the people that it means when it stands alone."""
    state, token = find_whose(reading, name), reading.doc[phrase.head]
    while token.dep_ == "conj" and token.head.pos_ == "ADJ":
        token = token.head
    if token.dep_ in ("amod", "compound", "nmod", "npadvmod", "poss") or token.i + 1 < phrase.end:
        return (state,)
    shared = _shared_noun(reading, token)
    if shared is not None:
        figure = describe(reading.doc, shared, reading.gazetteer)
        figure.label, figure.words = clean(f"{token.text} {reading.doc[shared.head].text}"), frozenset({token.lower_})
    else:
        single = reading.doc[phrase.start].lower_ in ("a", "an")
        label = clean(reading.doc[phrase.start : phrase.end].text)
        figure = Figure(
            kind="Person" if single else "Group", label=label, named=False, head=token.lower_,
            plural=not single, acts_for=not single, senses={"people"},
        )  # fmt: skip
    figure.states |= reading.figures[state].states
    figure.owners.add(state)
    return (earlier_or_new(reading, token, figure, "the"),)


def _shared_noun(reading: Reading, token: Token) -> Phrase | None:
    """`Azeri and Armenian forces`: the noun of the second adjective, when the first stands without one."""
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ == "NOUN" and child.i > token.i:
            between = reading.names.get(child.i - 1)
            if between and between.adjective:
                return Phrase(head=child.i, start=child.i, end=child.i + 1)
    return None
