"""Which words stand over a trigger, from the nearest outwards, and what do they make of it?"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.annotate.lexicon.entries import Lexicon
from kg.annotate.lexicon.syntax import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, is_passive, surface_subjects
from kg.annotate.voice.governors import cue_of, govern, speaker
from kg.annotate.voice.steps import Step

_PREDICATES = frozenset({"VERB", "AUX"})
_CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "parataxis", "acomp"})
_SIDE_CLAUSES = frozenset({"relcl", "acl:relcl", "advcl"})
_NOUN_LINKS = OBJECTS | SUBJECTS | PASSIVE_SUBJECTS
_INSTEAD = frozenset({"without", "instead", "than"})
_CONTENT_PREPOSITIONS = frozenset({"of", "about", "on", "for", "to", "from", "against", "as", "into", "over", "with"})
_ORDERING = frozenset({"tell", "advise", "remind", "instruct", "notify", "write", "signal", "shout"})
_UNTIL = frozenset({"until", "till", "once"})
_JOINS = frozenset({"and", "but", "yet", "while", "whereas", "although", "or"})
_AWAY = frozenset({"from", "of", "against", "in"})
_QUOTING = frozenset({"quote", "cite"})
_TAKES_PLACE = frozenset(
    {"take", "begin", "start", "open", "resume", "follow", "happen", "come", "go", "occur", "be", "continue", "end"}
)


def climb(trigger: Token, lexicon: Lexicon) -> tuple[Step, ...]:
    """The steps from the trigger to the root of its sentence, innermost first.

    Past an edge that presupposes what is under it (a relative clause, a clause of time, a definite noun) only
    reports still count: "he plans to visit the town where they met" plans no meeting.
    """
    steps = [] if _keeps_silent(trigger, lexicon) else list(modality(trigger, lexicon))
    steps += _seen_by_nobody(trigger, lexicon)
    word, presupposed = trigger, False
    while not _ends(word):
        head = _governor(word, lexicon)
        # A phrase that opens the sentence stands outside of the content that follows the verb of saying.
        outside = trigger.i < head.i < word.i
        found = () if outside else tuple(_edge(word, head, lexicon))
        steps += [step for step in found if not presupposed or step.effect == "reports"]
        presupposed = presupposed or _presupposes(word, head, lexicon)
        if head.pos_ in _PREDICATES and not presupposed and _shares_modality(word, head, lexicon):
            steps += modality(head, lexicon)
        word = head
    return tuple(steps)


def _ends(word: Token) -> bool:
    """Whether nothing governs the word: the root, or a clause that was only set beside the next one."""
    head = word.head
    if head == word or word.dep_ == "appos" or _is_aside(word):
        return True
    if word.dep_ not in {"ccomp", "advcl", "parataxis", "conj"} or word.pos_ not in _PREDICATES:
        return False
    between = word.doc[min(word.i, head.i) : max(word.i, head.i)]
    if any(token.text == ";" or (token.text == ":" and word.i < head.i) for token in between):
        return True
    return word.dep_ == "ccomp" and word.i < head.i and _joined(between)


def _is_aside(word: Token) -> bool:
    """A relative clause after a comma is told by whoever tells the story, not by the source of the clause around it."""
    if word.dep_ not in {"relcl", "acl:relcl"}:
        return False
    first = word.left_edge
    return first.i > word.sent.start and word.doc[first.i - 1].text == ","


def _joined(between: Span) -> bool:
    """Whether a conjunction after the last comma joins the two clauses: "X fell, and Y denied that ..."."""
    commas = [token.i for token in between if token.text == ","]
    return bool(commas) and between.doc[commas[-1] + 1].lower_ in _JOINS


def _governor(word: Token, lexicon: Lexicon) -> Token:
    """The word's head; a verb whose form fits the governing verb rather than its neighbour belongs to the former.

    In "denied that they had left and accused Cairo" a parser takes "accused" for a second thing denied.
    """
    head = word.head
    if word.dep_ == "conj" and word.tag_ == "VBD" and head.tag_ == "VBN" and head.dep_ in {"ccomp", "advcl"}:
        own = any(c.dep_ in SUBJECTS for c in word.children)
        helped = any(c.dep_ == "aux" and c.lemma_ == "have" for c in head.children)
        if helped and not own and head.head.tag_ == "VBD" and cue_of(word, "clause", lexicon) is not None:
            return head.head
    return head


def _keeps_silent(trigger: Token, lexicon: Lexicon) -> bool:
    """ "would not comment" is a deed, a refusal, not the absence of one."""
    helpers = {c.lower_ for c in trigger.children if c.dep_ in {"aux", "neg"}}
    refuses = helpers & {"will", "would", "wo"} and helpers & lexicon.words.negations
    return bool(refuses) and trigger.lemma_.lower() in lexicon.words.silences


def modality(word: Token, lexicon: Lexicon) -> Iterator[Step]:
    """What the word's own helpers say: negation, modal verbs, hearsay adverbs and adjectives, "no"."""
    words = lexicon.words
    for child in word.children:
        lower = child.lower_
        if child.dep_ == "neg" or lower in words.negations:
            yield Step(effect="denies", cue=child.i, rule="negation")
        elif child.dep_ == "aux" and lower in words.modals and not _past_habit(word, child):
            yield Step(effect="envisages", cue=child.i, rule="modal", certainty=words.modals[lower])
        elif lower in words.hearsay and child.dep_ in {"advmod", "amod", "ccomp", "dep"}:
            yield Step(effect="reports", cue=child.i, rule="hearsay", voice=None, certainty=words.hearsay[lower])
        elif child.dep_ == "amod" and child.lower_ in words.adjectives:
            yield Step(effect=words.adjectives[child.lower_], cue=child.i, rule="adjective")
        elif child.dep_ == "det" and lower in words.negative_determiners:
            yield Step(effect="denies", cue=child.i, rule="no")
        elif child.dep_ in _NOUN_LINKS and _is_none(child, lexicon):
            yield Step(effect="denies", cue=child.i, rule="nobody")


def _seen_by_nobody(word: Token, lexicon: Lexicon) -> Iterator[Step]:
    """"Ties are seen as vital": a passive of holding or perceiving, without an agent, is what unnamed others say."""
    for verb in (word, word.head):
        held = verb.lemma_.lower() in lexicon.words.perceptions and is_passive(verb) and speaker(verb) is None
        if held and verb.dep_ != "acl" and (verb == word or word.dep_ in PASSIVE_SUBJECTS):
            yield Step(effect="reports", cue=verb.i, rule="held by unnamed others", voice=None)
            return


def _past_habit(word: Token, modal: Token) -> bool:
    """ "could" with a past participle under it tells what was possible, "would have" what was not: both stay modal."""
    return modal.lower_ == "can" and word.lemma_ in {"see", "hear"}


def _is_none(noun: Token, lexicon: Lexicon) -> bool:
    none = lexicon.words.negative_determiners
    return noun.lower_ in none or any(c.dep_ in {"det", "neg", "preconj"} and c.lower_ in none for c in noun.children)


def _edge(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    """The steps of one edge of the tree, from what hangs to what it hangs on."""
    marks = {c.lower_ for c in word.children if c.dep_ in {"mark", "advmod", "case"}}
    if marks & lexicon.words.conditions and word.dep_ in _CLAUSES | {"advcl"}:
        yield Step(effect="envisages", cue=word.i, rule="condition", certainty="possible")
    if word.dep_ in _CLAUSES:
        yield from _over_clause(word, head, lexicon)
    elif word.dep_ == "advcl" and _infinitive(word):
        yield from _over_purpose(head, lexicon)
    elif word.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN"}:
        yield from _over_noun_clause(word, head, lexicon)
    elif word.dep_ in {"pcomp", "pobj"}:
        yield from _over_preposition(word, head, lexicon)
    elif word.dep_ in _NOUN_LINKS and word.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}:
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
        yield from _negated(step, head)
        yield from _cited(head, lexicon)
    elif head.lemma_ in {"be", "have"} and word.dep_ == "xcomp" and _infinitive(word):
        yet = any(c.lower_ == "yet" for c in (*head.children, *word.children))
        yield Step(effect="denies" if yet else "envisages", cue=head.i, rule="is to", certainty="probable")
    elif head.lemma_ == "be" and word.dep_ == "ccomp":
        yield from _over_copula(head, lexicon)
    elif _quotes(head) and word.dep_ in {"ccomp", "xcomp"}:
        yield Step(effect="reports", cue=head.i, rule="quotes", voice=speaker(head))


def _is_order(word: Token, head: Token) -> bool:
    """"told them to leave", "insists that it pass": an infinitive or a bare verb under a verb of saying."""
    if word.dep_ == "ccomp":
        helped = any(c.dep_ in {"aux", "auxpass"} for c in word.children)
        return word.tag_ == "VB" and not helped and any(c.dep_ in SUBJECTS for c in word.children)
    return _infinitive(word) and head.lemma_ in _ORDERING


def _over_copula(copula: Token, lexicon: Lexicon) -> Iterator[Step]:
    """"The assumption is (that) ...": the subject is what is said, by its owner or by nobody in particular."""
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


def _cited(head: Token, lexicon: Lexicon) -> Iterator[Step]:
    """ "..., the paper wrote, citing a headmaster": the one cited stands inside the paper."""
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
    if content or _infinitive(word):
        step = govern(head, "clause", lexicon)
        if step is not None:
            yield step
        elif _infinitive(word):
            yield Step(effect="envisages", cue=head.i, rule="infinitive", certainty="underspecified")


def _over_preposition(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    """Over "of opening", "without opening", "for talks": the word that the preposition hangs on decides."""
    if head.lower_ in _INSTEAD:
        yield Step(effect="denies", cue=head.i, rule=head.lower_)
        return
    over = head.head
    if over == head or head.lower_ not in _CONTENT_PREPOSITIONS or (word.dep_ == "pobj" and not _nominal_event(word)):
        return
    step = govern(over, "prep", lexicon)
    if step is None and word.dep_ == "pcomp":
        step = govern(over, "clause", lexicon)
    if step is None or over.lemma_ in _QUOTING or (step.effect == "denies" and head.lower_ not in _AWAY):
        return
    if step.effect == "reports" and head.lower_ in {"with", "to", "from"}:
        return
    yield from _negated(step, over)


def _nominal_event(word: Token) -> bool:
    return word.pos_ in {"NOUN", "PROPN", "NUM"}


def _over_object(word: Token, head: Token, lexicon: Lexicon) -> Iterator[Step]:
    if word.dep_ in SUBJECTS:
        return
    step = govern(head, "object", lexicon)
    if step is None and _quotes(head):
        step = Step(effect="reports", cue=head.i, rule="quotes", voice=speaker(head))
    if step is not None and not (step.effect == "denies" and cue_of(word, "clause", lexicon) is not None):
        yield from _negated(step, head)


def _quotes(head: Token) -> bool:
    return head.lemma_ in _QUOTING and head.pos_ == "VERB" and not is_passive(head)


def _presupposes(word: Token, head: Token, lexicon: Lexicon) -> bool:
    """Whether what hangs by this edge is taken for granted whatever the words above do with their own clause."""
    if word.dep_ == "advcl":
        marks = {c.lower_ for c in word.children if c.dep_ in {"mark", "advmod"}}
        return not (_infinitive(word) or marks & (lexicon.words.conditions | _UNTIL))
    if word.dep_ in {"relcl", "acl:relcl", "acl"}:
        return not (_infinitive(word) or any(c.dep_ == "mark" for c in word.children))
    if word.dep_ in OBJECTS and head.dep_ in _CLAUSES | {"pcomp"} and _owned(word):
        return False
    if word.dep_ in {"poss", "pobj"} and head.pos_ in {"NOUN", "PROPN"}:
        return True
    if word.dep_ == "prep" and head.pos_ in {"NOUN", "PROPN", "NUM"}:
        return True
    return word.pos_ in {"NOUN", "PROPN"} and word.dep_ in {"pobj", "dobj", "nsubj", "obj"} and _definite(word)


def _definite(noun: Token) -> bool:
    return any(
        (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"}) or c.dep_ in {"poss", "nmod:poss"}
        for c in noun.children
    )


def _owned(noun: Token) -> bool:
    return any(c.dep_ in {"poss", "nmod:poss"} for c in noun.children)


def _shares_modality(word: Token, head: Token, lexicon: Lexicon) -> bool:
    """Whether the head's negation and modal verb hold for the word too."""
    if word.dep_ == "conj":
        own = any(c.dep_ in {"aux", "auxpass", "neg"} | SUBJECTS | PASSIVE_SUBJECTS for c in word.children)
        return word.pos_ in _PREDICATES and not own
    if word.dep_ == "xcomp":
        cue = cue_of(head, "clause", lexicon)
        return cue is None or cue.effect == "nothing"
    if word.dep_ == "advcl":
        return any(c.lower_ in _UNTIL for c in word.children)
    if word.dep_ in OBJECTS | PASSIVE_SUBJECTS:
        return head.lemma_.lower() in lexicon.words.support_verbs or not _definite(word)
    return word.dep_ in SUBJECTS and (head.lemma_ in _TAKES_PLACE)


def _infinitive(word: Token) -> bool:
    return any(c.dep_ in {"aux", "mark"} and c.lower_ == "to" for c in word.children)


def owner_of_clause(word: Token) -> Token | None:
    """The subject of the clause that holds the word."""
    while word.head != word and word.pos_ not in _PREDICATES:
        word = word.head
    return next(iter(surface_subjects(word)), None)
