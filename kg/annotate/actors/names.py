"""Which stretches of the text are names, and of what kind?

The gazetteer and titles overrule the statistical name finder; a name it does not know takes the kind that the finder
gives it most often in the article. Capitals of a headline in title case prove nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from kg.annotate.actors.clues import LABELS, Text, guess_kind, read_text
from kg.gazetteer.compile import TYPO_LETTERS
from kg.gazetteer.lookup import Gazetteer, Match
from kg.model import EntityKind

LONGEST_NAME = 9
_CALENDAR = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "ben", "van", "von", "der", "de", "da", "del", "di", "la", "le", "ul", "-", "–"}
)
_OWN_WORDS = frozenset({"label", "alias", "acronym"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name in the text: token bounds, end exclusive, its kind, and the rows that it could mean.

    `adjective`: it is a state's adjective or demonym (`Azeri`), which tells whose something is.
    """

    start: int
    end: int
    kind: EntityKind
    matches: tuple[Match, ...] = ()
    adjective: bool = False


def find_names(doc: Doc, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """All names of the Doc, in text order, none overlapping another."""
    text = read_text(doc, gazetteer)
    known = _find_known(text)
    known = sorted([*known, *_find_typos(text, known)], key=lambda name: name.start)
    at = {name.start: name for name in known}
    names: list[Name] = []
    for start, end in _runs(text, known):
        inside = [at.pop(i) for i in range(start, end) if i in at]
        names += _split_run(text, start, end, inside)
    names += at.values()
    kept = (name for name in names if name.kind != "Group" or name.matches)
    return tuple(sorted(kept, key=lambda name: name.start))


def _find_known(text: Text) -> list[Name]:
    names: list[Name] = []
    start = 0
    while start < len(text.doc):
        name = _known_at(text, start)
        if name:
            names.append(name)
        start = name.end if name else start + 1
    return names


def _known_at(text: Text, start: int) -> Name | None:
    token = text.doc[start]
    if token.lower_ == "the" or token.is_punct or not text.gazetteer.may_start(token.text):
        return None
    spans = (text.doc[start:end] for end in range(start + 1, min(start + LONGEST_NAME, token.sent.end) + 1))
    for span in reversed(list(takewhile(lambda span: text.gazetteer.may_start(span.text), spans))):
        if span[-1].is_space or span[-1].is_punct or not any(c.isupper() for c in span.text):
            continue
        matches = tuple(m for m in text.gazetteer.find(span.text, typos=False) if m.how != "surname")
        if matches and not _ordinary_word(text, span, matches):
            return _known(span, matches)
    return None


def _find_typos(text: Text, known: list[Name]) -> Iterator[Name]:
    """Words one letter away from the name of a row that the article also names as it should be written."""
    rows = {match.row.id for name in known for match in name.matches}
    covered = {i for name in known for i in range(name.start, name.end)}
    for token in text.doc:
        if token.i not in covered and token.text[:1].isupper() and len(token) >= TYPO_LETTERS:
            matches = tuple(match for match in text.gazetteer.find(token.text) if match.typo and match.row.id in rows)
            if matches:
                yield _known(text.doc[token.i : token.i + 1], matches)


def _ordinary_word(text: Text, span: Span, matches: tuple[Match, ...]) -> bool:
    """Whether a capital at the start of a sentence is all that makes the word a name."""
    token = span[0]
    if len(span) > 1 or token.text.isupper() or token.i != token.sent.start:
        return False
    told = any(match.how in ("adjective", "demonym") for match in matches)
    named = token.pos_ == "PROPN" or bool(token.ent_type_) or (told and token.pos_ in ("ADJ", "NOUN"))
    return not named or token.lower_ in text.words


def _known(span: Span, matches: tuple[Match, ...]) -> Name:
    own = tuple(match for match in matches if match.how in _OWN_WORDS)
    chosen = own or matches
    modifier = span.root.dep_ in ("compound", "amod", "nmod") and span.root.head.i >= span.end
    told = any(match.how in ("adjective", "demonym") for match in matches)
    return Name(
        start=span.start,
        end=span.end,
        kind=chosen[0].row.kind,
        matches=matches,
        adjective=told and (modifier or not own),
    )


def _runs(text: Text, known: list[Name]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words within a sentence that could hold a name the gazetteer lacks."""
    covered = {i for name in known for i in range(name.start, name.end)}
    for sentence in text.doc.sents:
        start: int | None = None
        for token in sentence:
            if _nameable(text, token, covered):
                start = token.i if start is None else start
            elif start is not None and not _joins(text, token, covered):
                yield start, token.i
                start = None
        if start is not None:
            yield start, sentence.end


def _nameable(text: Text, token: Token, covered: set[int]) -> bool:
    if token.i in covered:
        return True
    if not token.text[:1].isupper() or token.ent_type_ in _CALENDAR or token.i in text.title_case:
        return False
    if not token.ent_type_ and token.i == token.sent.start:
        return token.pos_ == "PROPN" and _supported(text, token)
    return token.pos_ == "PROPN" or token.ent_type_ in LABELS


def _supported(text: Text, token: Token) -> bool:
    follows = token.nbor() if token.i + 1 < len(text.doc) else token
    return (follows.pos_ == "PROPN" and follows.text[:1].isupper()) or token.text in text.inside


def _joins(text: Text, token: Token, covered: set[int]) -> bool:
    """Whether a small word or hyphen stands between two parts of one name."""
    if token.i + 1 >= token.sent.end:
        return False
    same_ent = token.ent_iob_ == "I" and token.ent_type_ == "ORG" and token.nbor().ent_iob_ == "I"
    following = token.nbor()
    if token.lower_ in _PARTICLES and following.text in ("-", "–") and following.i + 1 < token.sent.end:
        following = following.nbor()
    particle = token.lower_ in _PARTICLES
    return (same_ent or particle) and not token.is_space and _nameable(text, following, covered)


def _split_run(text: Text, start: int, end: int, inside: list[Name]) -> Iterator[Name]:
    """The names of a run: what stands before its last title is none; a known one is whole unless words join it."""
    titled, cut = False, _title_end(text, start, end, inside)
    if cut:
        yield from (name for name in inside if name.end <= cut)
        start, inside, titled = cut, [name for name in inside if name.start >= cut], True
    if _one_organization(text, start, end):
        yield _unknown(text, text.doc[start:end], titled=False)
        return
    while inside and inside[0].start == start and _stands_alone(text, inside[0], end):
        yield inside[0]
        start, inside = inside[0].end, inside[1:]
        titled = False
        while start < end and text.doc[start].text in ("-", "–", "/"):
            start += 1
    if start < end:
        yield from _split_rest(text, start, end, inside, titled)


def _split_rest(text: Text, start: int, end: int, inside: list[Name], titled: bool) -> Iterator[Name]:
    """The names of a run that begins with no whole name: known, or made of all its words."""
    if inside and inside[-1].end == end and inside[-1].adjective and start < inside[-1].start:
        yield inside[-1]
        end, inside = inside[-1].start, inside[:-1]
    if len(inside) == 1 and (inside[0].start, inside[0].end) == (start, end):
        yield inside[0]
    elif inside and inside[0].start == start and inside[0].end < end and len(inside) > 1:
        yield inside[0]
        yield from _split_run(text, inside[0].end, end, inside[1:])
    elif not all(_is_title(text, token) for token in text.doc[start:end]):
        yield _unknown(text, text.doc[start:end], titled)


def _one_organization(text: Text, start: int, end: int) -> bool:
    """Whether the name finder takes a whole run of several words for one organisation that the gazetteer lacks."""
    span = text.doc[start:end]
    whole = len(span) > 1 and all(token.ent_type_ == "ORG" and token.ent_iob_ == "I" for token in span[1:])
    known = any(match.how in _OWN_WORDS for match in text.gazetteer.find(span.text, typos=False))
    return whole and span[0].ent_type_ == "ORG" and not known and "-" not in span.text


def _title_end(text: Text, start: int, end: int, inside: list[Name]) -> int:
    """The end of the last title word of a run that has a name after it; 0 when there is none."""
    before = text.doc[start - 1] if start else None
    cut = start if before is not None and before.i >= before.sent.start and _is_title(text, before) else 0
    protected = {
        i for name in inside if not name.adjective and name.end - name.start > 1 for i in range(name.start, name.end)
    }
    for token in text.doc[start : end - 1]:
        if token.i not in protected and _is_title(text, token) and not _is_title(text, text.doc[end - 1]):
            cut = token.i + 1
    return cut


def _is_title(text: Text, token: Token) -> bool:
    if text.gazetteer.is_title(token.text):
        return True
    spans = (text.doc[start : token.i + 1].text for start in range(max(token.sent.start, token.i - 3), token.i))
    return any(span.casefold() in text.gazetteer.titles for span in spans)


def _stands_alone(text: Text, name: Name, end: int) -> bool:
    """Whether a known name at the start of a run is whole: an organisation, person or adjective, or the run's end."""
    if name.end == end or name.kind in ("Organization", "Person"):
        return True
    following = text.doc[name.end]
    same_ent = following.ent_iob_ == "I" and text.doc[name.start].ent_type_ == following.ent_type_ == "ORG"
    return (name.adjective and not same_ent) or following.text in ("-", "–", "/")


def _unknown(text: Text, span: Span, titled: bool) -> Name:
    """A name by its words alone; a title before it makes it a person's."""
    matches = text.gazetteer.find(span.text, typos=not titled and span.root.ent_type_ != "PERSON")
    own = [match for match in matches if match.how != "surname"]
    kind: EntityKind = "Person" if titled else own[0].row.kind if own else guess_kind(text, span)
    told = bool(own) and all(match.how in ("adjective", "demonym") for match in own)
    return Name(start=span.start, end=span.end, kind=kind, matches=matches, adjective=told)
