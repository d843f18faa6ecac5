"""Which words belong to the noun phrase that a word heads?

A phrase is a head with its modifiers, its `of` and other prepositions, and no relative clause, apposition after a
comma or further member of a coordination.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.annotate.actors.names import Name

_LEFT = frozenset(
    {"det", "predet", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "advmod", "appos", "neg", "npadvmod"}
)
_INNER = frozenset({"compound", "amod", "nmod", "nummod", "quantmod", "det", "predet", "case"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "attr", "appos", "ROOT", "csubj"})
_CLAUSES = frozenset({"relcl", "acl", "appos", "advcl", "ccomp", "dep", "parataxis"})
_CALENDAR = frozenset({"DATE", "TIME"})
_NO_PHRASE = frozenset(
    {
        "who", "which", "that", "whom", "whose", "what", "there", "this", "when", "where", "how", "why",
        "nobody", "anybody", "anyone", "somebody", "someone", "everybody", "whoever", "whichever", "one", "ones",
    }
)  # fmt: skip
"""Words that stand for no actor by themselves."""
_WITH_OF = frozenset({
    "accuse", "suspect", "convict", "acquit", "clear", "rob", "strip", "deprive", "relieve", "remind", "inform",
    "warn", "notify", "assure",
})  # fmt: skip
"""Verbs whose object is followed by an `of` of their own."""
_KEPT = frozenset({"of", "in", "from", "for", "on", "at", "to", "between", "against", "inside"})
_LOOSE = frozenset({"in", "on", "at", "to", "for", "from"})
"""After an object they more often tell where the act happens than which thing is meant."""
_ADDRESS = frozenset({"to"})
"""Also after what an object is `of`: "handed the daughter of a mayor to the guards"."""
_OBJECTS = frozenset({"dobj", "attr", "oprd"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """A noun phrase: its head's token index, its token bounds (end exclusive), the name that its head is part of."""

    head: int
    start: int
    end: int
    name: Name | None = None


def find_phrases(doc: Doc, names: tuple[Name, ...]) -> tuple[Phrase, ...]:
    """Every noun phrase of the Doc, pronouns and names inside other phrases among them, by head."""
    by_token = {i: name for name in names for i in range(name.start, name.end)}
    found = {phrase.head: phrase for phrase in _found(doc, by_token)}
    widest = sorted((each for each in found.values() if each.name), key=lambda each: each.end - each.start)
    joined = {name_head(doc, each.name): each for each in widest if each.name}
    for name in names:
        head = name_head(doc, name)
        if head in joined:
            found[head] = replace(joined[head], head=head)
        elif head not in found:
            found[head] = Phrase(head=head, start=name.start, end=name.end, name=name)
    return tuple(found[head] for head in sorted(found))


def name_head(doc: Doc, name: Name) -> int:
    """The token that a name hangs by."""
    root: Token = doc[name.start : name.end].root
    return root.i


def head_at(doc: Doc, token: int, by_token: Mapping[int, Name]) -> int:
    """Who heads the phrase of a word that heads none: its name, the noun it modifies, the preposition's object."""
    name = by_token.get(token)
    return name_head(doc, name) if name else _climb(doc[token])


def _climb(token: Token) -> int:
    if token.dep_ == "prep":
        return next((child.i for child in token.children if child.dep_ == "pobj"), token.i)
    while token.dep_ in _INNER and token.head.i > token.i and token.pos_ not in ("NOUN", "PROPN", "PRON"):
        token = token.head
    return token.i


def _found(doc: Doc, by_token: dict[int, Name]) -> Iterator[Phrase]:
    for token in doc:
        name = by_token.get(token.i)
        if name is not None and token.i != name_head(doc, name):
            continue
        if _is_head(token, name):
            yield _phrase(token, by_token)


def _is_head(token: Token, name: Name | None) -> bool:
    if token.is_space or token.is_punct or token.lower_ in _NO_PHRASE:
        return False
    if token.ent_type_ in _CALENDAR and name is None:
        return False
    if token.dep_ == "amod" and token.head.i < token.i and _is_tied(token):
        return False
    if token.pos_ in _HEADS:
        return token.dep_ not in _INNER or (token.pos_ != "PRON" and _attached_late(token))
    determined = any(child.dep_ in ("det", "poss") for child in token.children)
    return (
        token.pos_ in ("ADJ", "NUM", "VERB", "X") and token.dep_ in _ARGUMENTS and (determined or token.pos_ == "NUM")
    )


def _attached_late(token: Token) -> bool:
    """Whether a modifier stands after what it modifies, as no modifier of a noun does."""
    return token.head.i < token.i


def _phrase(head: Token, by_token: dict[int, Name]) -> Phrase:
    name = by_token.get(head.i)
    start, end = _left(head), _right(head, name)
    if name:
        start, end = min(start, name.start), max(end, name.end)
    start, end, name = _join_title(head, start, end, name, by_token)
    start = _first_word(head, start)
    return Phrase(head=head.i, start=start, end=_trim(head.doc, start, end), name=name)


def _left(head: Token) -> int:
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.is_space or (child.is_punct and child.text in "-–“\"'"):
            continue
        if (
            child.dep_ not in _LEFT
            or child.ent_type_ in ("DATE", "TIME")
            or (child.dep_ == "advmod" and not _counts(child))
        ):
            break
        start = min(start, child.left_edge.i)
    return _after_dateline(head, start)


def _first_word(head: Token, start: int) -> int:
    """Without the space or dash before it, but with the `then-` that a dash ties to it."""
    doc = head.doc
    while start < head.i and (doc[start].is_space or doc[start].text in "-–—"):
        start += 1
    tied = start >= 2 and doc[start - 1].text == "-" and doc[start - 2].lower_ in ("then", "ex")
    return start - 2 if tied else start


def _after_dateline(head: Token, start: int) -> int:
    """`ALMATY - Chinese police`: what stands before a free dash is no part of the phrase."""
    dashes = [
        token.i
        for token in head.doc[start : head.i]
        if token.text in "-–—" and token.i > start and token.whitespace_ and head.doc[token.i - 1].whitespace_
    ]
    return dashes[-1] + 1 if dashes else start


def _counts(adverb: Token) -> bool:
    """Whether an adverb belongs to a number or quantity: `at least 17`, `nearly all`."""
    following = adverb.doc[adverb.i + 1]
    return adverb.head.pos_ == "NUM" or following.pos_ in ("NUM", "ADJ")


def _right(head: Token, name: Name | None) -> int:
    end = head.i + 1
    for child in head.rights:
        if child.dep_ == "case":
            continue
        if _is_tied(child) and child.i <= end + 1:
            end = _of_tied(child)
        elif child.dep_ == "prep" and child.i == end and _keeps(head, child, name):
            end = _cut_clauses(child, end, _ADDRESS if head.dep_ in _OBJECTS else frozenset())
        elif child.dep_ in ("nummod", "npadvmod", "advmod") and child.i == end and child.dep_ == "nummod":
            end = child.right_edge.i + 1
        else:
            break
    return end


def _of_tied(token: Token) -> int:
    """The end of a tied word with its `of`: `secretary-general of the league`."""
    preps = [
        child for child in token.rights if child.dep_ == "prep" and child.lower_ == "of" and child.i == token.i + 1
    ]
    return _cut_clauses(preps[0], token.i + 1) if preps else token.i + 1


def _is_tied(token: Token) -> bool:
    """Whether a hyphen ties the word to the one before it: `secretary-general`."""
    before = token.doc[token.i - 1]
    if token.text == "-":
        return not token.whitespace_ and not before.whitespace_
    return token.i >= 2 and before.text == "-" and not before.whitespace_ and not token.doc[token.i - 2].whitespace_


def _keeps(head: Token, prep: Token, name: Name | None) -> bool:
    """Whether a preposition is part of what the phrase names; a name takes none, a pronoun only `of`."""
    if name:
        return False
    if any(child.dep_ == "pcomp" or child.ent_type_ in _CALENDAR for child in prep.children):
        return False
    if prep.lower_ == "of":
        return not (head.dep_ == "dobj" and head.head.lemma_ in _WITH_OF)
    loose = prep.lower_ in _LOOSE and head.dep_ in _OBJECTS
    return head.pos_ == "NOUN" and prep.lower_ in _KEPT and not loose


def _cut_clauses(prep: Token, end: int, loose: frozenset[str] = frozenset()) -> int:
    """The end of a prepositional phrase without the clauses inside it and what the `loose` prepositions begin."""
    inside = [child for token in prep.subtree for child in token.rights]
    cut = [child.left_edge.i for child in inside if child.dep_ in _CLAUSES or child.lower_ in loose]
    stop = min([prep.right_edge.i + 1, *(edge for edge in cut if edge > prep.i)])
    return max(end, stop)


def _join_title(
    head: Token, start: int, end: int, name: Name | None, by_token: dict[int, Name]
) -> tuple[int, int, Name | None]:
    """A description and the name right after it are one phrase: `the lawyer X`, whatever the parser hangs where."""
    following = by_token.get(head.i + 1)
    if (
        name is None
        and following
        and head.pos_ in ("NOUN", "PROPN")
        and not following.adjective
        and following.start == head.i + 1
    ):
        return start, max(end, following.end), following
    return start, end, name


def _trim(doc: Doc, start: int, end: int) -> int:
    while end > start + 1 and _hangs(doc[end - 1]):
        end -= 1
    open_quotes = sum(token.text in _QUOTES for token in doc[start:end]) % 2
    return end + 1 if open_quotes and end < len(doc) and doc[end].text in _QUOTES else end


def _hangs(token: Token) -> bool:
    return token.is_space or token.dep_ in ("case", "cc") or token.lower_ in _LAST


_LAST = frozenset({",", ";", ":", "-", "from", "in", "to", "at", "on", "with", "for"})
_QUOTES = frozenset({'"', "“", "”"})
