"""Which posts does the text give a person, of which state or organisation, and are they past?"""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kg.annotate.actors.figures import clean, gender_of_title, title_of
from kg.annotate.actors.names import Name
from kg.annotate.actors.phrases import Phrase
from kg.annotate.actors.reading import Post, Reading
from kg.annotate.actors.things import owner_of

_PAST = frozenset({"former", "then", "ex", "late", "outgoing"})


def give_title(reading: Reading, phrase: Phrase, name: Name, position: int) -> None:
    """Note the title before a person's name."""
    words = title_of(reading.doc, phrase, name)
    figure = reading.figures[position]
    figure.gender = figure.gender or gender_of_title(words)
    if words:
        add_post(reading, phrase, position, words)


def add_post(reading: Reading, phrase: Phrase, position: int, words: str, named_at: int | None = None) -> None:
    """Note the post that a phrase gives a person: what is nationality, owner or `former` in it is told apart.

    `named_at` is the token that names the person, where it stands outside the phrase.
    """
    figure = reading.figures[position]
    said = _said(reading, phrase)
    owner = _owner(reading, phrase, said)
    kept = [token.text for token in said if _tells_post(reading, token) and token.lower_ not in _PAST | {"-"}]
    post = clean(" ".join(kept)) or words
    noun = reading.gazetteer.noun(kept[-1].lower()) if kept else None
    figure.senses |= {noun.sense} if noun and noun.sense else set()
    owner_row = next((row for row, at in reading.rows.items() if at == owner), None)
    if owner_row and reading.figures[owner or 0].kind == "State":
        figure.states.add(owner_row)
    if post not in figure.posts:
        figure.posts.append(post)
    reading.posts.append(
        Post(
            figure=position,
            start=min(phrase.start, phrase.start if named_at is None else named_at),
            end=phrase.end,
            words=post,
            owner=owner,
            former=any(token.lower_ in _PAST for token in said) or _at_the_time(reading.doc, phrase),
        )
    )


def _said(reading: Reading, phrase: Phrase) -> list[Token]:
    """The words of a phrase that can tell a post: all before its name, or the whole of it."""
    end = phrase.name.start if phrase.name else phrase.head + 1
    words = reading.doc[phrase.start : end]
    return [token for token in words if token.pos_ not in ("DET", "PRON", "PART") and not token.is_space]


def _owner(reading: Reading, phrase: Phrase, said: Iterable[Token]) -> int | None:
    """The figure of the last name in the words: whose post it is."""
    owner = None
    for token in said:
        inner = reading.names.get(token.i)
        if inner and inner is not phrase.name and inner.matches:
            owner = owner_of(reading, inner)
    return owner


def _tells_post(reading: Reading, token: Token) -> bool:
    """A party or agency is part of a post, `Mossad chief`; a state or town only tells whose it is."""
    name = reading.names.get(token.i)
    return name is None or name.kind == "Organization"


def _at_the_time(doc: Doc, phrase: Phrase) -> bool:
    after = doc[phrase.start : min(phrase.end + 3, len(doc))].text.lower()
    return "at the time" in after
