"""Which phrases beside a clause say whose word it is ("according to X", "as X put it", "X: ...")?"""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Span, Token

from kg.annotate.lexicon import Lexicon, Phrase
from kg.annotate.voice.governors import is_reporting, speaker
from kg.annotate.voice.steps import Step
from kg.annotate.voice.tags import find_tags

_PREDICATES = frozenset({"VERB", "AUX"})
_CONTENT = frozenset({"ccomp", "xcomp", "dobj", "obj", "attr"})
_SET_OFF = frozenset({",", "”", '"', "-", "–", "—", "''", "’", "?”", ",”"})
_AS = frozenset({"as", "like"})
_PUT = frozenset({"put", "phrase", "have", "see", "tell", "say", "write", "report", "note", "describe", "call"})


def beside(trigger: Token, lexicon: Lexicon) -> tuple[Step, ...]:
    """The steps of phrases that stand beside the trigger's clause in its sentence, in text order."""
    sentence = trigger.sent
    found = [*_fixed(trigger, sentence, lexicon), *_as_said(trigger, lexicon), *_headline(trigger, sentence, lexicon)]
    found += _inserted(trigger, sentence, lexicon)
    return tuple(sorted(found, key=lambda step: step.cue))


def _fixed(trigger: Token, sentence: Span, lexicon: Lexicon) -> Iterator[Step]:
    for phrase, first, last in _untagged(sentence, lexicon):
        if _covers(first, last, trigger, sentence):
            yield Step(
                effect="reports",
                cue=first.i,
                rule=phrase.words,
                voice=_object(last) if phrase.prep else None,
                certainty=phrase.certainty,
            )


@lru_cache(maxsize=512)
def _untagged(sentence: Span, lexicon: Lexicon) -> tuple[tuple[Phrase, Token, Token], ...]:
    """The fixed phrases of a sentence that open no tag, with their first and last words."""
    tagged = {tag.cue for tag in find_tags(sentence, lexicon)}
    lower = [token.lower_ for token in sentence]
    found = ((phrase, at, len(words)) for phrase, words in _worded(lexicon) for at in _places(lower, words))
    return tuple(
        (phrase, sentence[at], sentence[at + size - 1])
        for phrase, at, size in found
        if sentence.start + at not in tagged
    )


@lru_cache(maxsize=2)
def _worded(lexicon: Lexicon) -> tuple[tuple[Phrase, list[str]], ...]:
    return tuple((phrase, phrase.words.split()) for phrase in lexicon.phrases)


def _places(lower: list[str], words: list[str]) -> Iterator[int]:
    """Where in a list of words others stand."""
    at = -1
    while words[0] in lower[at + 1 :]:
        at = lower.index(words[0], at + 1)
        if lower[at : at + len(words)] == words:
            yield at


def _object(preposition: Token) -> int | None:
    return next((x.i for x in preposition.children if x.dep_ in {"pobj", "pcomp", "obl"}), None)


def _covers(first: Token, last: Token, trigger: Token, sentence: Span) -> bool:
    """Whether the phrase speaks for the trigger: the whole sentence if it opens it, else the clause it hangs on.

    A clause that a semicolon or a coordinated subject of its own sets off is not covered.
    """
    if any(x.i == trigger.i for x in last.subtree) and trigger.i > last.i:
        return _is_clause_object(trigger, last)
    if first.i - sentence.start <= 1:
        return True
    host = _verb_over(first)
    return host in (host.sent.root, trigger) or host.is_ancestor(trigger)


def _verb_over(word: Token) -> Token:
    """The verb of the clause that holds the word."""
    while word.head != word and word.pos_ not in _PREDICATES:
        word = word.head
    return word.head if word.lower_ == "according" and word.head != word else word


def _is_clause_object(trigger: Token, last: Token) -> bool:
    """A parser may hang the whole clause on the phrase; what describes the source ("a man who fled") is not told."""
    word = trigger
    while word.head != word and word.head.i != last.i:
        if word.dep_ in {"relcl", "acl"}:
            return False
        word = word.head
    return word.dep_ == "pcomp"


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children)


def _as_said(trigger: Token, lexicon: Lexicon) -> Iterator[Step]:
    """As in "..., as the mayor put it": a clause with "as" and a verb of saying that has no content of its own."""
    word = trigger
    while True:
        for child in word.children:
            if child.dep_ in {"advcl", "parataxis", "ccomp"} and child.i != trigger.i and _says_as(child, lexicon):
                yield Step(effect="reports", cue=child.i, rule="as said", voice=speaker(child))
        if word.head == word or word.dep_ in {"advcl", "relcl"}:
            return
        word = word.head


def _says_as(verb: Token, lexicon: Lexicon) -> bool:
    marked = any(c.lower_ in _AS for c in verb.children)
    content = any(c.dep_ in {"ccomp", "xcomp"} and c.pos_ in _PREDICATES for c in verb.children)
    says = is_reporting(verb, lexicon) or verb.lemma_ in _PUT
    return marked and says and not content and _has_subject(verb)


def _inserted(trigger: Token, sentence: Span, lexicon: Lexicon) -> Iterator[Step]:
    """As in "..., the mayor said, and ...": who is cited in turn stands inside, who was told it outside."""
    for tag in find_tags(sentence, lexicon):
        if tag.tells(trigger.i):
            if tag.cited is not None and tag.cited != trigger.i:
                yield Step(effect="reports", cue=tag.cue, rule="citing", voice=tag.cited)
            yield Step(
                effect="reports", cue=tag.cue, rule=f"inserted:{tag.rule}", voice=tag.speaker, outer=tag.medium
            )


def _headline(trigger: Token, sentence: Span, lexicon: Lexicon) -> Iterator[Step]:
    """A name or title before a colon or after a last dash: "UN: 70 feared drowned", "King to go - paper"."""
    colon = next((x for x in sentence[1:7] if x.text == ":"), None)
    if colon is not None and trigger.i > colon.i:
        yield from _named(sentence.doc[sentence.start : colon.i], colon, lexicon)
    words = [x for x in sentence if not x.is_space]
    dash = next((x for x in words[-5:-1] if x.text in {"-", "–", "—"}), None)
    if dash is not None and trigger.i < dash.i and words[-1].text not in {".", "!"}:
        yield from _named(sentence.doc[dash.i + 1 : words[-1].i + 1], dash, lexicon)


def _named(words: Span, mark: Token, lexicon: Lexicon) -> Iterator[Step]:
    """The step if the words are a speaker; a place with a colon is a dateline."""
    if not len(words) or any(x.pos_ in _PREDICATES for x in words) or words.root.ent_type_ in {"GPE", "LOC"}:
        return
    known = lexicon.words.persons | lexicon.words.media
    if words.root.ent_type_ in {"ORG", "PERSON"} or any(x.lemma_.lower() in known for x in words):
        yield Step(effect="reports", cue=mark.i, rule="headline", voice=words.root.i)
