"""What does one edge of the parse make of the word that hangs on it?"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.lexicon.syntax import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, is_passive
from kg.annotate.voice.governors import cue_of, govern, speaker
from kg.annotate.voice.modality import modality
from kg.annotate.voice.steps import Step

CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "parataxis", "acomp"})
NOUN_LINKS = OBJECTS | SUBJECTS | PASSIVE_SUBJECTS
_INSTEAD = frozenset({"without", "instead", "than"})
_CONTENT_PREPOSITIONS = frozenset({"of", "about", "on", "for", "to", "from", "against", "as", "into", "over", "with"})
_ORDERING = frozenset({"tell", "advise", "remind", "instruct", "notify", "write", "signal", "shout"})
_AWAY = frozenset({"from", "of", "against", "in"})
_QUOTING = frozenset({"quote", "cite"})


def edge(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    """The steps of one edge of the tree, from what hangs to what it hangs on."""
    marks = {c.lower_ for c in word.children if c.dep_ in {"mark", "advmod", "case"}}
    provided = word.dep_ in CLAUSES and head.dep_ in {"advcl", "prep"} and head.lower_ in lexicon.words.conditions
    if provided or (marks & lexicon.words.conditions and word.dep_ in CLAUSES | {"advcl"}):
        yield Step(effect="envisages", cue=word.i, rule="condition", certainty="possible")
    if word.dep_ in CLAUSES:
        yield from _over_clause(word, head, lexicon)
    elif word.dep_ == "advcl" and is_infinitive(word):
        yield from _over_purpose(head, lexicon)
    elif word.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN"}:
        yield from _over_noun_clause(word, head, lexicon)
    elif word.dep_ in {"pcomp", "pobj"}:
        yield from _over_preposition(word, head, lexicon)
    elif word.dep_ in NOUN_LINKS and word.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}:
        yield from _over_object(word, head, lexicon)
    elif word.dep_ in {"compound", "nmod"}:
        yield from (step for step in modality(head, lexicon) if step.rule in {"adjective", "no"})


def _over_clause(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    if any(x.tag_ in {"WP", "WRB", "WDT", "WP$"} for x in _left_edge(word)):
        return
    step = govern(head, "clause", lexicon)
    if step is not None:
        if step.effect == "reports" and _is_order(word, head):
            step = replace(step, effect="envisages", rule=f"order:{head.lemma_}", certainty="underspecified")
        # Innermost first: who is cited stands inside who cites.
        yield from _cited(head)
        yield from _cited(word)
        yield from _negated(step, head)
    elif head.lemma_ in {"be", "have"} and word.dep_ == "xcomp" and is_infinitive(word):
        yet = any(c.lower_ == "yet" for c in (*head.children, *word.children))
        yield Step(effect="denies" if yet else "envisages", cue=head.i, rule="is to", certainty="probable")
    elif head.lemma_ == "be" and word.dep_ == "ccomp":
        yield from _over_copula(head, lexicon)
    elif _quotes(head) and word.dep_ in {"ccomp", "xcomp"}:
        yield Step(effect="reports", cue=head.i, rule="quotes", voice=speaker(head))


def _is_order(word: Token, head: Token) -> bool:
    """As in "told them to leave", "insists that it pass": an infinitive or a bare verb under a verb of saying."""
    if word.dep_ == "ccomp":
        helped = any(c.dep_ in {"aux", "auxpass"} for c in word.children)
        return word.tag_ == "VB" and not helped and any(c.dep_ in SUBJECTS for c in word.children)
    return is_infinitive(word) and head.lemma_ in _ORDERING


def _over_copula(copula: Token, lexicon: Lexicon) -> Iterator[Step]:
    """As in "The assumption is (that) ...": the subject is what is said, by its owner or by nobody in particular."""
    for subject in (c for c in copula.children if c.dep_ in SUBJECTS and c.pos_ == "NOUN"):
        step = govern(subject, "clause", lexicon)
        if step is not None:
            yield replace(step, voice=None) if step.voice == "own" else step


def _left_edge(word: Token) -> Iterator[Token]:
    """The words before a verb that hang on it, and what hangs on those ("at whose request")."""
    for child in word.lefts:
        yield child
        yield from (x for x in child.children if x.dep_ in {"poss", "pobj", "det"})


def _negated(step: Step, head: Token) -> Iterator[Step]:
    """A cue under negation: "does not plan to" denies, "does not deny" and "did not say" say nothing."""
    negative = any(c.dep_ == "neg" for c in head.children) or (
        head.dep_ == "acomp" and any(c.dep_ == "neg" for c in head.head.children)
    )
    if not negative:
        yield step
    elif step.effect == "envisages" and step.voice == "own":
        yield Step(effect="denies", cue=step.cue, rule="negated intention", voice=step.voice)
    elif step.effect != "denies":
        yield step


def _cited(head: Token) -> Iterator[Step]:
    """Who is cited stands inside who cites: "..., the paper wrote, citing a headmaster"."""
    for child in head.children:
        if child.dep_ in {"advcl", "prep"} and child.lower_ in {"citing", "quoting"}:
            for x in child.children:
                if x.dep_ in OBJECTS | {"pobj"}:
                    yield Step(effect="reports", cue=child.i, rule="citing", voice=x.i)


def _over_purpose(head: Token, lexicon: Lexicon) -> Iterator[Step]:
    step = govern(head, "clause", lexicon)
    yield (
        step
        if step is not None and step.effect != "reports"
        else Step(effect="envisages", cue=head.i, rule="purpose", certainty="underspecified")
    )


def _over_noun_clause(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    content = any(c.dep_ == "mark" and c.lower_ == "that" for c in word.children)
    if content or is_infinitive(word):
        step = govern(head, "clause", lexicon)
        if step is not None:
            yield step
        elif is_infinitive(word):
            yield Step(effect="envisages", cue=head.i, rule="infinitive", certainty="underspecified")


def _over_preposition(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    """Over "of opening", "without opening", "for talks": the word that the preposition hangs on decides."""
    if head.lower_ in _INSTEAD:
        yield Step(effect="denies", cue=head.i, rule=head.lower_)
        return
    over = head.head
    if over == head or head.lower_ not in _CONTENT_PREPOSITIONS or (word.dep_ == "pobj" and not _nominal_event(word)):
        return
    if word.dep_ == "pcomp" and over.dep_ in OBJECTS and cue_of(over, "prep", lexicon) is None:
        over = over.head
    step = govern(over, "prep", lexicon)
    if step is None and word.dep_ == "pcomp":
        step = govern(over, "clause", lexicon)
    if step is None or over.lemma_ in _QUOTING or (step.effect == "denies" and head.lower_ not in _AWAY):
        return
    if step.effect == "reports" and head.lower_ in {"with", "to", "from"} and word.dep_ != "pcomp":
        return
    yield from _negated(step, over)


def _nominal_event(word: Token) -> bool:
    return word.pos_ in {"NOUN", "PROPN", "NUM"}


def _over_object(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    if word.dep_ in SUBJECTS:
        yield from _over_subject(head, lexicon)
        return
    step = govern(head, "object", lexicon)
    if step is None and _quotes(head):
        step = Step(effect="reports", cue=head.i, rule="quotes", voice=speaker(head))
    if step is not None:
        yield from _negated(step, head)


def _over_subject(head: Token, lexicon: Lexicon) -> Iterator[Step]:
    """As in "Talks are due on Monday", "a deal is likely": the adjective after the copula decides."""
    for child in head.children:
        if child.dep_ == "acomp" and head.lemma_ == "be":
            step = govern(child, "clause", lexicon)
            if step is not None:
                yield from _negated(step, child)


def _quotes(head: Token) -> bool:
    return head.lemma_ in _QUOTING and head.pos_ == "VERB" and not is_passive(head)


def is_infinitive(word: Token) -> bool:
    """Whether the verb has "to" before it."""
    return any(c.dep_ in {"aux", "mark"} and c.lower_ == "to" for c in word.children)
