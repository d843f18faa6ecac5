"""Which slips of the parser show by themselves?

A sentence that begins with a preposition and a place or a day, and goes on with its subject without a comma ("In
Rome guards of the palace …", "On 5 May Jane Doe …"), is often read as one long name. A preposition that got no
object, or a verb that got no subject, gives it away. So does a verb of saying at the end ("… will see his envoy, Jane
Doe, an official said"): who stands right before it says it, and is no apposition to a name before. And who is
in the plural before a word in -ing ("ministers meeting in Rome agreed") is no part of a compound.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from kg.annotate.grammar import COLUMNS, read_grammar, set_heads, with_grammar

_OPENING = frozenset({"in", "at", "on", "near", "from", "outside"})
_SETTING = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
_HUNG = frozenset({"compound", "nmod", "nummod", "amod", "npadvmod"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_SAYING = frozenset({
    "say", "tell", "report", "add", "write", "announce", "note", "explain", "claim", "state", "argue", "insist",
})  # fmt: skip
_LOOSE = frozenset({"conj", "dep", "ROOT"})
_LISTED = frozenset({"appos", "conj", "dep", "npadvmod", "nmod"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Slip:
    """The preposition, the words of the place or day after it, and the noun that they were hung on."""

    preposition: Token
    setting: tuple[Token, ...]
    noun: Token


def mend(doc: Doc) -> Doc:
    """The Doc, in which what opens a sentence is no part of its subject and a verb of saying has its speaker."""
    slips = [slip for sentence in doc.sents for slip in _find(sentence)]
    said = [pair for sentence in doc.sents if (pair := _find_speaker(sentence)) is not None]
    doing = [word for word in doc if _is_participle(word)]
    if not slips and not said and not doing:
        return doc
    heads, deps = [token.head.i for token in doc], [token.dep_ for token in doc]
    for slip in slips:
        _undo(slip, heads, deps)
    for speaker, verb in said:
        _let_speak(speaker, verb, heads, deps)
    for participle in doing:
        _let_do(participle, heads, deps)
    grammar = read_grammar(doc)
    set_heads(grammar, heads)
    grammar[:, COLUMNS.index("DEP")] = [doc.vocab.strings.add(dep) for dep in deps]
    return with_grammar(doc, grammar)


def _find(sentence: Span) -> Iterator[_Slip]:
    words = [token for token in sentence if not token.is_space]
    if not words or words[0].lower_ not in _OPENING or words[0].dep_ != "prep":
        return
    setting = tuple(takewhile(lambda token: token.ent_type_ in _SETTING, words[1:]))
    if not setting or setting[-1].like_num:
        setting = _first_name(words)
    if setting and setting[-1].dep_ in _HUNG:
        noun = next(token for token in setting[-1].ancestors if token.dep_ not in _HUNG)
        slip = _Slip(preposition=words[0], setting=setting, noun=noun)
        if slip.noun.i > setting[-1].i and (_lacks_object(slip) or _lacks_subject(slip)):
            yield slip


def _first_name(words: Sequence[Token]) -> tuple[Token, ...]:
    """The name or day right after the preposition, which the name finder drew into the subject's name."""
    size = 2 if len(words) > 2 and words[1].like_num else 1
    setting = tuple(words[1 : size + 1])
    return setting if setting and setting[-1].pos_ == "PROPN" else ()


def _lacks_object(slip: _Slip) -> bool:
    return slip.noun.dep_ in _SUBJECTS and not any(child.dep_ == "pobj" for child in slip.preposition.children)


def _lacks_subject(slip: _Slip) -> bool:
    """Whether the noun should be the subject of the verb that the preposition hangs on."""
    verb = slip.preposition.head
    if slip.noun.head != slip.preposition or verb.pos_ not in ("VERB", "AUX") or verb.tag_ == "VB":
        return False
    between = verb.doc[slip.noun.i : verb.i]
    return bool(between) and not any(child.dep_ in _SUBJECTS for child in verb.children) and "," not in between.text


def _undo(slip: _Slip, heads: list[int], deps: list[str]) -> None:
    last, verb = slip.setting[-1], slip.preposition.head
    for token in slip.setting[:-1]:
        if token.head not in slip.setting:
            heads[token.i] = last.i
    heads[last.i], deps[last.i] = slip.preposition.i, "pobj"
    if slip.noun.head == slip.preposition:
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        heads[slip.noun.i], deps[slip.noun.i] = verb.i, "nsubjpass" if passive else "nsubj"


def _find_speaker(sentence: Span) -> tuple[Token, Token] | None:
    """A noun phrase after a comma that is hung on a noun, and the verb of saying without a subject right after it."""
    for verb in sentence:
        if verb.tag_ not in ("VBD", "VBZ") or verb.lemma_ not in _SAYING or verb.i == sentence.start:
            continue
        if any(child.dep_ in _SUBJECTS or child.dep_ == "auxpass" for child in verb.children):
            continue
        noun = next((token for token in (verb.nbor(-1), *verb.nbor(-1).ancestors) if token.dep_ in _LISTED), None)
        if noun is not None and verb.dep_ in _LOOSE and _stands_between(sentence, noun, verb):
            return noun, verb
    return None


def _stands_between(sentence: Span, noun: Token, verb: Token) -> bool:
    """Whether the noun phrase reaches from a comma to the verb."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.right_edge.i != verb.i - 1:
        return False
    return noun.left_edge.i > sentence.start and noun.left_edge.nbor(-1).text == ","


def _let_speak(speaker: Token, verb: Token, heads: list[int], deps: list[str]) -> None:
    """The verb governs the sentence, what is said is its clause."""
    told = verb.sent.root
    heads[speaker.i], deps[speaker.i] = verb.i, "nsubj"
    if told.i != verb.i:
        heads[verb.i], deps[verb.i] = verb.i, "ROOT"
        heads[told.i], deps[told.i] = verb.i, "ccomp"


def _is_participle(word: Token) -> bool:
    """Whether a noun in -ing between a noun in the plural and a preposition tells what those do."""
    if word.tag_ != "NN" or not word.lower_.endswith("ing") or not 0 < word.i < len(word.doc) - 1:
        return False
    before = word.nbor(-1)
    compound = before.tag_ == "NNS" and before.dep_ == "compound" and before.head.i == word.i
    return compound and word.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj") and word.nbor().pos_ == "ADP"


def _let_do(word: Token, heads: list[int], deps: list[str]) -> None:
    """The noun in the plural takes the place of the word in -ing, which describes it."""
    noun = word.nbor(-1)
    heads[noun.i], deps[noun.i] = heads[word.i], deps[word.i]
    for child in word.lefts:
        if child.i != noun.i:
            heads[child.i] = noun.i
    heads[word.i], deps[word.i] = noun.i, "acl"
