"""Which words stand over a trigger, from the nearest outwards, and what do they make of it?"""

from spacy.tokens import Span, Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.lexicon.syntax import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS
from kg.annotate.voice.edges import CLAUSES, NOUN_LINKS, edge, is_infinitive
from kg.annotate.voice.governors import cue_of, is_report
from kg.annotate.voice.modality import held_by_others, keeps_silent, modality, scheduled
from kg.annotate.voice.steps import Step

_PREDICATES = frozenset({"VERB", "AUX"})
_UNTIL = frozenset({"until", "till", "once"})
_JOINS = frozenset({"and", "but", "yet", "while", "whereas", "although", "or"})
_TAKES_PLACE = frozenset(
    {"take", "begin", "start", "open", "resume", "follow", "happen", "come", "go", "occur", "be", "continue", "end"}
)


def climb(trigger: Token, lexicon: Lexicon) -> tuple[Step, ...]:
    """The steps from the trigger to the root of its sentence, innermost first.

    Past an edge that presupposes what is under it (a relative clause, a clause of time, a definite noun) only
    reports still count: "he plans to visit the town where they met" plans no meeting.
    """
    steps = [] if keeps_silent(trigger, lexicon) else list(modality(trigger, lexicon))
    steps += [*held_by_others(trigger, lexicon), *scheduled(trigger, lexicon)]
    word, presupposed = trigger, False
    while not _ends(word):
        head = _governor(word, lexicon)
        # A phrase that opens the sentence stands outside of the content that follows the verb of saying.
        outside = trigger.i < head.i < word.i
        found = () if outside else tuple(edge(word, head, lexicon))
        steps += [
            step
            for step in found
            if (not presupposed or step.effect == "reports")
            and not (word == trigger and _turns_down(step, word, lexicon))
        ]
        presupposed = presupposed or _presupposes(word, head, lexicon)
        if head.pos_ in _PREDICATES and not presupposed and _shares_modality(word, head, lexicon):
            steps += modality(head, lexicon)
        word = head
    return tuple(steps)


def _turns_down(step: Step, word: Token, lexicon: Lexicon) -> bool:
    """Who rejects a request or dismisses a charge does not deny that it was made."""
    return step.effect == "denies" and word.dep_ in NOUN_LINKS and cue_of(word, "clause", lexicon) is not None


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
    """A relative clause after a comma is told by who tells the story, not by the source of the clause around it."""
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

    In "denied that they had left and accused Cairo" or "refused to go and promised help" a parser takes the last verb
    for a second thing denied or refused.
    """
    head = word.head
    if word.dep_ != "conj" or word.tag_ != "VBD" or any(c.dep_ in SUBJECTS for c in word.children):
        return head
    if head.tag_ == "VBN" and cue_of(word, "clause", lexicon) is None and cue_of(word, "object", lexicon) is None:
        return head
    if head.tag_ == "VBN" and not any(c.dep_ in {"aux", "auxpass"} for c in head.children):
        return head
    if head.tag_ not in {"VB", "VBN"}:
        return head
    return next((over for over in head.ancestors if over.tag_ == "VBD"), head)


def _presupposes(word: Token, head: Token, lexicon: Lexicon) -> bool:
    """Whether what hangs by this edge is taken for granted whatever the words above do with their own clause."""
    if word.dep_ == "advcl":
        marks = {c.lower_ for c in word.children if c.dep_ in {"mark", "advmod"}}
        return not (is_infinitive(word) or marks & (lexicon.words.conditions | _UNTIL))
    if word.dep_ in {"relcl", "acl:relcl", "acl"}:
        return not (is_infinitive(word) or any(c.dep_ == "mark" for c in word.children))
    if word.dep_ in OBJECTS and head.dep_ in CLAUSES | {"pcomp"} and _owned(word):
        return False
    if word.dep_ in {"poss", "pobj"} and head.pos_ in {"NOUN", "PROPN"}:
        return True
    if word.dep_ == "prep" and head.pos_ in {"NOUN", "PROPN", "NUM"}:
        return True
    return word.pos_ in {"NOUN", "PROPN"} and word.dep_ in {"pobj", "dobj", "nsubj", "obj"} and _is_definite(word)


def _is_definite(noun: Token) -> bool:
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
        return head.lemma_.lower() in lexicon.words.support_verbs or not _is_definite(word)
    # What is said of a report ("were not wrong") is not said of what it tells.
    return word.dep_ in SUBJECTS and head.lemma_ in _TAKES_PLACE and not is_report(word, lexicon)
