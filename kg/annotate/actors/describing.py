"""Which figure does a phrase without a name mean: an earlier one, two countries, an office holder, or a new one?"""

from spacy.tokens import Token

from kg.annotate.actors import coreference as co
from kg.annotate.actors.figures import Figure, clean, describe
from kg.annotate.actors.names import Name
from kg.annotate.actors.phrases import Phrase
from kg.annotate.actors.posts import add_post
from kg.annotate.actors.reading import Reading
from kg.annotate.actors.things import owner_of
from kg.gazetteer.score import same_post

_PAIRS = frozenset({"two", "both"})
_INDEFINITE = frozenset({"a", "an", "another", "some", "several", "many", "any", "no", "each", "every", "few"})
_LEADING = frozenset({"head", "lead"})


def take_common(reading: Reading, phrase: Phrase, token: Token) -> tuple[int, ...]:
    """The figures of a common noun phrase."""
    figure = describe(reading.doc, phrase, reading.gazetteer)
    find_owners(reading, phrase, figure)
    figure.post = " ".join(
        each.text
        for each in reading.doc[phrase.start : phrase.head + 1]
        if each.i not in reading.names and each.dep_ in ("compound", "amod", token.dep_)
    )
    article = co.determiner(reading.doc, phrase.start, phrase.head)
    found = _apposed(reading, phrase, token, figure) or _named_after(reading, phrase, token, figure)
    found = found or _called(reading, phrase, token, figure)
    found = found or _pair(reading, phrase, figure) or _by_nation(reading, phrase, figure)
    found = found or _country(reading, token, figure, article) or _holder(reading, phrase, figure, article)
    return found or (earlier_or_new(reading, token, figure, article),)


def earlier_or_new(reading: Reading, token: Token, figure: Figure, article: str) -> int:
    """The figure that a definite phrase takes up again, else the new one."""
    number = reading.sentence[token.i]
    if article not in _INDEFINITE | {""}:
        earlier = co.find_earlier(figure, number, reading.seen, reading.figures)
    elif token.i >= reading.lead and figure.kind in ("Group", "Person"):
        earlier = co.find_told_again(figure, reading.lead, reading.seen, reading.figures)
    else:
        earlier = None
    position = reading.add(figure) if earlier is None else earlier
    _find_delegates(reading, token, position)
    return position


def _find_delegates(reading: Reading, token: Token, position: int) -> None:
    """`The delegation, headed by X`: noted when X is read."""
    for clause in token.rights:
        if clause.dep_ == "acl" and clause.lemma_ in _LEADING:
            for by in clause.children:
                if by.dep_ == "agent":
                    reading.delegates.update({child.i: position for child in by.children if child.dep_ == "pobj"})


def find_owners(reading: Reading, phrase: Phrase, figure: Figure) -> None:
    """Whose it is: by an adjective, a name before the head, a possessive, or the first `of`."""
    doc = reading.doc
    for token in doc[phrase.start : phrase.head]:
        name = reading.names.get(token.i)
        if name and name.start == token.i:
            _own(reading, figure, owner_of(reading, name))
        elif token.dep_ == "poss" and token.i in reading.meaning:
            for position in reading.meaning[token.i]:
                _own(reading, figure, position)
    for child in doc[phrase.head].rights:
        if child.dep_ == "prep" and child.lower_ in _BELONGING[figure.kind == "Place"] and child.i < phrase.end:
            for inner in child.children:
                name = reading.names.get(inner.i)
                if name and inner.dep_ == "pobj":
                    _own(reading, figure, owner_of(reading, name))
            return


_BELONGING = (frozenset({"of"}), frozenset({"of", "in"}))


def _own(reading: Reading, figure: Figure, position: int) -> None:
    owner = reading.figures[position]
    if owner.kind == "State":
        figure.states |= owner.states
    if owner.kind in ("State", "Organization", "Person"):
        figure.owners.add(position)
    if figure.kind == "Place" and figure.within is None and owner.kind in ("State", "Place"):
        figure.within = position


def _apposed(reading: Reading, phrase: Phrase, token: Token, figure: Figure) -> tuple[int, ...]:
    """`X, a member of …`: the description is X, and gives X the post."""
    if token.dep_ != "appos" or token.head.i not in reading.meaning or token.i < token.head.i:
        return ()
    position = reading.meaning[token.head.i][0]
    person = reading.figures[position]
    if person.kind != figure.kind or not person.named:
        return ()
    person.gender = person.gender or figure.gender
    person.states |= figure.states
    if person.kind == "Person":
        words = clean(reading.doc[phrase.start : phrase.end].text)
        add_post(reading, phrase, position, words, named_at=token.head.i)
    person.senses |= figure.senses
    return (position,)


def _named_after(reading: Reading, phrase: Phrase, token: Token, figure: Figure) -> tuple[int, ...]:
    """`The minister, X, …`: the description is X, also where the parser hangs X on a noun inside it."""
    if figure.plural:
        return ()
    for inner in (token, *reading.doc[token.i + 1 : phrase.end]):
        for child in inner.rights:
            name = reading.names.get(child.i)
            if child.dep_ != "appos" or name is None or name.adjective or child.i not in reading.meaning:
                continue
            position = reading.meaning[child.i][0]
            named = reading.figures[position]
            taken = token.dep_ == "pobj" and position in reading.meaning.get(token.head.head.i, ())
            if named.named and named.kind == figure.kind and not taken and _follows(reading, phrase, name):
                return _described(reading, phrase, figure, position)
    return ()


def _follows(reading: Reading, phrase: Phrase, name: Name) -> bool:
    """Whether nothing but a comma and a title stand between a description and the name after it."""
    between = [token for token in reading.doc[phrase.end : name.start] if not token.is_space]
    return bool(between) and between[0].text == "," and all(token.pos_ == "PROPN" for token in between[1:])


def _described(reading: Reading, phrase: Phrase, figure: Figure, position: int) -> tuple[int, ...]:
    named = reading.figures[position]
    named.gender = named.gender or figure.gender
    named.states |= figure.states
    if named.kind == "Person":
        add_post(reading, phrase, position, figure.label)
    named.senses |= figure.senses
    return (position,)


def _called(reading: Reading, phrase: Phrase, token: Token, figure: Figure) -> tuple[int, ...]:
    """`The town of X`: the place itself."""
    if figure.kind not in ("Place", "State") or figure.plural or not figure.senses & _CALLED:
        return ()
    for prep in token.rights:
        if prep.dep_ == "prep" and prep.lower_ == "of" and prep.i < phrase.end:
            places = [child.i for child in prep.children if child.i in reading.meaning or child.i in reading.names]
            found = tuple(owner_of(reading, reading.names[i]) for i in places if i in reading.names)
            return tuple(i for i in found if reading.figures[i].kind in ("Place", "State"))[:1]
    return ()


_CALLED = frozenset({"city", "region", "country"})


def _pair(reading: Reading, phrase: Phrase, figure: Figure) -> tuple[int, ...]:
    """`The two countries`, `both leaders`: the last two of their kind."""
    words = {token.lower_ for token in reading.doc[phrase.start : phrase.head]}
    article = reading.doc[phrase.start].lower_
    if not figure.plural or not words & _PAIRS or (article not in co.DEFINITE) or figure.states:
        return ()
    if "country" in figure.senses:
        found = list(co.two_states(reading.seen, reading.figures))
    elif "side" in figure.senses:
        found = list(co.two_sides(reading.seen, reading.figures))
    else:
        found = _recent_people(reading, figure)
    return tuple(sorted(found)) if len(found) == 2 else ()


def _recent_people(reading: Reading, figure: Figure) -> list[int]:
    found: list[int] = []
    for mention in reversed(reading.seen):
        for position in mention.figures:
            other = reading.figures[position]
            if other.kind == "Person" and position not in found and _is_one_of(other, figure):
                found.append(position)
    return found[:2]


def _is_one_of(person: Figure, group: Figure) -> bool:
    if group.senses & {"man", "woman", "person", "leader", "official"}:
        return group.gender in ("", person.gender) or not person.gender
    return bool(person.senses & group.senses)


def _by_nation(reading: Reading, phrase: Phrase, figure: Figure) -> tuple[int, ...]:
    """`Israeli and Palestinian officials`: one group for each nation."""
    nations = [
        reading.names[token.i]
        for token in reading.doc[phrase.start : phrase.head]
        if token.i in reading.names and reading.names[token.i].adjective and reading.names[token.i].start == token.i
    ]
    if figure.kind != "Group" or len(nations) < 2 or not _joined(reading, nations):
        return ()
    return tuple(_nation_group(reading, phrase, name) for name in nations)


def _joined(reading: Reading, nations: list[Name]) -> bool:
    between = reading.doc[nations[0].end : nations[-1].start]
    return bool(between) and between[-1].lower_ in ("and", "or")


def _nation_group(reading: Reading, phrase: Phrase, name: Name) -> int:
    doc = reading.doc
    figure = describe(doc, phrase, reading.gazetteer)
    adjective = doc[name.start : name.end].text
    figure.label, figure.words = clean(f"{adjective} {doc[phrase.head].text}"), frozenset({adjective.lower()})
    _own(reading, figure, owner_of(reading, name))
    return earlier_or_new(reading, doc[phrase.head], figure, "the")


def _country(reading: Reading, token: Token, figure: Figure, article: str) -> tuple[int, ...]:
    """`His country`: the owner's; `the country`: the state read last that is not the visitor's own."""
    if "country" not in figure.senses or figure.plural or article in _INDEFINITE | {""}:
        return ()
    if article not in co.DEFINITE:
        for position in sorted(figure.owners):
            for row in sorted(reading.states_of(position)):
                return (reading.of_row(reading.gazetteer.row(row)),)
    own = _visitor(reading, token)
    return tuple(state for state in co.recent_states(reading.seen, reading.figures) if state not in own)[:1]


def _visitor(reading: Reading, token: Token) -> set[int]:
    """The states of whoever goes to `the country`, by a possessive before the noun that leads there."""
    noun = token.head.head if token.head.dep_ == "prep" else token
    positions = [reading.meaning[c.i] for c in noun.lefts if c.dep_ == "poss" and c.i in reading.meaning]
    rows = {row for found in positions for position in found for row in reading.states_of(position)}
    return {at for row, at in reading.rows.items() if row in rows}


def _holder(reading: Reading, phrase: Phrase, figure: Figure, article: str) -> tuple[int, ...]:
    """`The Azeri president`, `Meretz chairwoman`: the person of the article who holds that post."""
    if figure.kind != "Person" or figure.plural or article in _INDEFINITE or not (figure.owners or article):
        return ()
    holders = [i for i, person in enumerate(reading.figures) if person.named and _holds(reading, person, figure)]
    if len(holders) != 1:
        return ()
    add_post(reading, phrase, holders[0], figure.label)
    return (holders[0],)


def _holds(reading: Reading, person: Figure, figure: Figure) -> bool:
    if person.kind != "Person":
        return False
    post = figure.post
    rows = {row for row, at in reading.rows.items() if at in figure.owners}
    stated = any(same_post(post, said) and same_post(said, post) for said in person.posts)
    if stated and (not rows or not person.states or rows & person.states):
        return True
    if not rows:
        return False
    evidence = reading.evidence
    return any(
        office.organization in rows and same_post(post, office.post)
        for match in sorted(person.matches, key=lambda each: each.row.id)
        if match.row.kind == "Person"
        for office in reading.gazetteer.offices_of(match.row.id, evidence.earliest, evidence.latest)
    )
