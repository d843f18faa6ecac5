"""Which words of a sentence only say who tells the rest of it ("..., the mayor said on Monday, ...")?

A tag is set off by commas, quotation marks or dashes: a noun phrase, a verb of saying, perhaps a hearer, a place or a
day. It is read from the words in their order, because a parser easily hangs such a clause on the wrong word. It
speaks for the whole of its sentence, or of the part between semicolons in which it stands.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from spacy.tokens import Span, Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.voice.governors import is_medium, is_reporting, speaker

_BOUNDARIES = frozenset({",", ";", ":", "-", "–", "—", '"', "“", "”", "''", "``", ".", "?", "!", "(", ")"})
_DASHES = frozenset({"-", "–"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NOMINAL = frozenset({"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "PDT", "HYPH"})
_MODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "RB"})
_HEADS = frozenset({"PRP", "NN", "NNS", "NNP", "NNPS", "CD", "DT"})
_OPENERS = _NOMINAL | {"JJ", "JJR", "JJS", "VBG", "RB"}
_RELATIVE = frozenset({"WP", "WDT", "WP$", "WRB"})
_HEARD = frozenset({"tell", "remind", "inform", "assure", "warn", "notify", "advise", "promise", "write"})
_WARNS = frozenset({"warn", "predict", "promise", "threaten", "vow", "pledge", "hint", "argue", "complain", "object"})
_PREDICATES = frozenset({"VERB", "AUX"})
_ONLY_TAGS = frozenset({"go", "continue", "crow", "laugh", "sigh", "snap", "let", "muse"})
_QUOTING = frozenset({"quote", "cite"})
_PARTICLE = {"go": "on", "let": "slip"}
_TELLINGS = frozenset({"telling", "account", "version", "view", "count", "reckoning", "estimate", "tally", "words"})
_CITING = frozenset({"citing", "quoting"})
_SUBORDINATE = frozenset(
    {"when", "after", "as", "before", "while", "although", "though", "if", "because", "once", "since", "where"}
)
_OPEN_ENDS = _SUBORDINATE | {"that", "which", "who", "whom", "whose", "and", "but"}


class Tag(NamedTuple):
    """Who tells the tokens from `first` to `last` (exclusive) outside of the tag itself, `start` to `end`.

    `rule` names the kind, `cited` is whom the speaker cites in turn, `medium` what the speaker told it to; `asides`
    are clauses that the article tells itself.
    """

    rule: str
    speaker: int
    cue: int
    start: int
    end: int
    first: int
    last: int
    cited: int | None
    medium: int | None
    asides: tuple[tuple[int, int], ...] = ()

    def tells(self, token: int) -> bool:
        """Whether the tag speaks for the token."""
        inside = (self.start, self.end), *self.asides
        return self.first <= token < self.last and not any(start <= token < end for start, end in inside)


@lru_cache(maxsize=512)
def find_tags(sentence: Span, lexicon: Lexicon) -> tuple[Tag, ...]:
    """The tags of a sentence, in text order."""
    return tuple(tag for part in _parts(sentence) for tag in _tags(tuple(_pieces(part)), lexicon))


def _tags(pieces: tuple[Span, ...], lexicon: Lexicon) -> Iterator[Tag]:
    found = (_tag(pieces, number, lexicon) for number in range(len(pieces)))
    yield from (tag for tag in found if tag is not None)


def _parts(sentence: Span) -> Iterator[Span]:
    cuts = [sentence.start, *(t.i + 1 for t in sentence if t.text == ";"), sentence.end]
    yield from (sentence.doc[start:end] for start, end in pairwise(cuts) if start < end)


def _pieces(part: Span) -> Iterator[Span]:
    """The stretches between the marks that can set a tag off."""
    start = part.start
    for token in part:
        if token.is_space or (token.text in _BOUNDARIES and not _joins(token)):
            if start < token.i:
                yield part.doc[start : token.i]
            start = token.i + 1
    if start < part.end:
        yield part.doc[start : part.end]


def _joins(mark: Token) -> bool:
    """Whether a hyphen stands inside a word."""
    return mark.text in _DASHES and mark.i > 0 and not mark.nbor(-1).whitespace_ and not mark.whitespace_


def _tag(pieces: tuple[Span, ...], number: int, lexicon: Lexicon) -> Tag | None:
    piece, joined = pieces[number], pieces[number][0].pos_ == "CCONJ"
    opening = piece.doc[piece.start + joined : piece.end]
    found = _phrase(opening, lexicon) or _telling(opening)
    if found is None and _tells_rest(pieces, number):
        found = _clause(piece, lexicon)
    if found is None:
        return None
    return Tag(
        rule=found.rule,
        speaker=found.speaker,
        cue=found.cue,
        start=piece.start,
        end=found.end,
        first=piece.start if joined else _first_told(pieces, number),
        last=pieces[-1].end,
        cited=_quoted(found.cue, piece)
        or next((x for later in pieces[number + 1 :] if (x := _cited(later)) is not None), None),
        medium=_medium(found.cue, piece, lexicon),
        asides=tuple((x.start, x.end) for i, x in enumerate(pieces) if i and _is_aside(x, after=i > number)),
    )


class _Found(NamedTuple):
    """A tag's cue, its speaker and the end of its own words."""

    rule: str
    cue: int
    speaker: int
    end: int


def _phrase(opening: Span, lexicon: Lexicon) -> _Found | None:
    """As in "according to X"."""
    lower = " ".join(t.lower_ for t in opening)
    phrase = next((p for p in lexicon.phrases if p.prep and lower.startswith(f"{p.words} ")), None)
    if phrase is None:
        return None
    who = _first_noun(opening.doc[opening.start + len(phrase.words.split()) : opening.end])
    return _Found(phrase.words, opening.start, who, opening.end) if who is not None else None


def _telling(opening: Span) -> _Found | None:
    """As in "in his telling", "by the ministry's own count"."""
    if not len(opening) or opening[0].lower_ not in {"in", "by", "on", "from"}:
        return None
    for noun in opening[1:8]:
        owner = next((c for c in noun.children if c.dep_ in {"poss", "nmod:poss"}), None)
        if noun.lemma_.lower() in _TELLINGS and owner is not None and owner.i > opening.start:
            return _Found("in the telling", opening.start, owner.i, noun.i + 1)
    return None


def _clause(piece: Span, lexicon: Lexicon) -> _Found | None:
    """As in "X said on Monday"."""
    for verb in piece:
        if verb.pos_ in _PREDICATES and _says(verb, lexicon) and _only_hearers(piece, verb):
            who = _speaker(piece, verb)
            if who is not None:
                return _Found("said", verb.i, who, piece.end)
    return None


def _is_aside(piece: Span, *, after: bool) -> bool:
    """What the article itself says of somebody, or, after the tag, of the speaker, the day or the place."""
    if piece[0].tag_ in {"WDT", "WP", "WP$"}:
        return True
    return after and (piece[0].tag_ in _RELATIVE | {"VBG"} or any(t.lower_ in _SUBORDINATE for t in piece[:4]))


def _first_told(pieces: tuple[Span, ...], number: int) -> int:
    """The part's start, unless the tag cuts into a clause that has just begun ("a boat that, it says, is new")."""
    before = pieces[number - 1]
    return before.end if number and before[-1].lower_ in _OPEN_ENDS else pieces[0].start


def _says(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a tag can be made with the verb, here in a finite form or what a tagger takes for a participle."""
    if verb.tag_ not in _FINITE | {"VBN"} or _is_helped_passive(verb):
        return False
    lemma = verb.lemma_.lower()
    if lemma in _PARTICLE:
        return verb.i + 1 < len(verb.doc) and verb.nbor().lower_ == _PARTICLE[lemma]
    return lemma in _ONLY_TAGS | _WARNS | _QUOTING or is_reporting(verb, lexicon) or _parsed_as_saying(verb)


def _parsed_as_saying(verb: Token) -> bool:
    """Whether the parser takes what stands before for the content of a verb that the lexicon does not know."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
    return verb.dep_ == "parataxis" or any(verb.doc[c.right_edge.i + 1].text == "," for c in clauses)


def _is_helped_passive(verb: Token) -> bool:
    return any(c.dep_ in {"auxpass", "aux:pass"} for c in verb.children)


def _speaker(piece: Span, verb: Token) -> int | None:
    """The head of the noun phrase that the tag opens with, or of the one right after its verb."""
    words = piece.doc[piece.start : verb.i]
    if not len(words):
        found = speaker(verb)
        return found if found is not None and verb.i < found < piece.end else None
    if words[0].tag_ not in _OPENERS or _finite_outside_relative([t for t in words if t.lemma_ != "have"]):
        return None
    return _first_noun(words)


def _first_noun(words: Span) -> int | None:
    """The head of the noun phrase that the words open with."""
    run: list[Token] = []
    for token in words:
        if token.tag_ not in _NOMINAL | _MODIFIERS or (token.tag_ in {"VBN", "VBG", "RB"} and run):
            break
        run.append(token)
    return next((t.i for t in reversed(run) if t.tag_ in _HEADS), None)


def _finite_outside_relative(words: Iterable[Token]) -> bool:
    outside = takewhile(lambda t: t.tag_ not in _RELATIVE or t.lower_ == "that", words)
    return any(t.tag_ in _FINITE for t in outside)


def _only_hearers(piece: Span, verb: Token) -> bool:
    """Whether nothing follows the verb but hearers, places, days and manners: no object, no clause."""
    rest = piece.doc[verb.i + 1 : piece.end]
    if verb.lemma_.lower() in _PARTICLE:
        return len(rest) == 1
    if _finite_outside_relative(rest):
        return False
    if verb.lemma_ in _QUOTING:
        return any(t.lower_ == "as" for t in rest)
    if not len(rest) or verb.lemma_.lower() in _HEARD:
        return True
    first = rest[0]
    if first.ent_type_ in {"DATE", "TIME"} or first.pos_ == "ADV" or first.tag_ == "VBG":
        return True
    return verb.i == piece.start or (first.tag_ in {"IN", "TO"} and not any(t.tag_ == "VB" for t in rest[:2]))


def _tells_rest(pieces: tuple[Span, ...], number: int) -> bool:
    """Whether a statement stands before the tag, or around it."""
    before, after = pieces[:number], pieces[number + 1 :]
    if any(_is_statement(piece) for piece in before):
        alone = len(before) == 1 and before[0][0].lower_ in _SUBORDINATE
        return not alone or any(_is_statement(piece) for piece in after)
    return bool(before) and bool(after) and _is_statement(after[0]) and after[0][0].tag_ not in _RELATIVE


def _is_statement(piece: Span) -> bool:
    return any(t.tag_ in _FINITE | {"VBN", "VB"} for t in piece)


def _cited(piece: Span) -> int | None:
    """Whom "citing a headmaster", "which quoted a diplomat" names."""
    opening = 2 if piece[0].tag_ in _RELATIVE else 1
    cites = piece[0].lower_ in _CITING or (opening == 2 and len(piece) > 2 and piece[1].lemma_ in {"cite", "quote"})
    return _first_noun(piece.doc[piece.start + opening : piece.end]) if cites else None


def _quoted(cue: int, piece: Span) -> int | None:
    """Whom the paper quotes in "the paper quoted X as saying"."""
    return _first_noun(piece.doc[cue + 1 : piece.end]) if piece.doc[cue].lemma_ in _QUOTING else None


def _medium(cue: int, piece: Span, lexicon: Lexicon) -> int | None:
    heard = piece.doc[cue + 1 : piece.end] if piece.doc[cue].lemma_.lower() in {"tell", "inform", "speak"} else ()
    return next((t.i for t in heard if t.pos_ in {"NOUN", "PROPN"} and is_medium(t, lexicon)), None)
