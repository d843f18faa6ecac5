"""Does the sentence itself say that it did not happen: called untrue, nearly so, contrary to fact, in a tale?"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.annotate.lexicon import Lexicon
from kg.annotate.lexicon.syntax import OBJECTS, PASSIVE_SUBJECTS, SUBJECTS, is_passive
from kg.annotate.voice.governors import is_report
from kg.annotate.voice.steps import Step

UNREAL = frozenset({"called untrue", "nearly", "contrary to fact", "tale"})
"""The names of the rules of this file."""

_COPULAS = frozenset({"be", "prove", "remain", "turn"})
_PREDICATES = frozenset({"acomp", "attr", "oprd", "xcomp", "dobj"})
_WOULD = frozenset({"would", "could", "might"})
_TELLING = frozenset({"show", "depict", "portray", "imagine", "tell", "describe", "have", "see"})
_CLAUSE = frozenset({"ccomp", "csubj", "csubjpass", "acl", "relcl"})


def unreal(trigger: Token, told: Sequence[Step], lexicon: Lexicon) -> tuple[Step, ...]:
    """What the words over a trigger make of it where the sentence denies or invents it; `told` when it does neither.

    Whose report is called untrue no longer answers for the event: in "Bonn's claim that Prague sold them is false,
    the envoy said" only the envoy does.
    """
    for verdict, content in _verdicts(trigger, lexicon):
        inside = {word.i for word in content.subtree}
        reported = any(step.effect == "reports" and step.cue in inside for step in told)
        itself = content.dep_ in _CLAUSE and _is_empty_subject(verdict)
        if reported or itself or _is_content(trigger, content, lexicon):
            outer = tuple(step for step in told if step.cue not in inside)
            return (Step(effect="denies", cue=verdict.i, rule="called untrue"), *outer)
    return (*told, *_nearly(trigger, lexicon), *_contrary(trigger), *_tale(trigger, lexicon))


def _verdicts(trigger: Token, lexicon: Lexicon) -> Iterator[tuple[Token, Token]]:
    """Each predicate that calls untrue what holds the trigger, and the clause or noun phrase that it is said of."""
    for word in (trigger, *trigger.ancestors):
        over = word.head
        if over == word:
            return
        if word.dep_ in SUBJECTS | PASSIVE_SUBJECTS and _calls_untrue(over, lexicon):
            yield over, word
        elif word.dep_ in _CLAUSE:
            # A parser hangs the clause of "it is false that" on the copula, on the adjective or on the noun.
            verb = over if over.pos_ in {"VERB", "AUX"} else over.head
            if _is_empty_subject(verb) and _calls_untrue(verb, lexicon):
                yield verb, word


def _is_content(trigger: Token, noun: Token, lexicon: Lexicon) -> bool:
    """As in "the report that he sold the port": whatever the parser says, "that" is no object of what has one."""
    if trigger.head != noun or trigger.dep_ != "relcl" or not is_report(noun, lexicon):
        return False
    objects = [child.lower_ for child in trigger.children if child.dep_ in OBJECTS]
    return "that" in objects and len(objects) > 1


def is_empty(subject: Token) -> bool:
    """Whether it is the "it" that only stands for a clause to come: "it is true that ..."."""
    clauses = {c.dep_ for said in (subject.head, *subject.head.children) for c in said.children}
    return subject.lower_ == "it" and bool(clauses & _CLAUSE)


def _is_empty_subject(verb: Token) -> bool:
    return any(c.lower_ == "it" and c.dep_ in {"expl", *SUBJECTS} for c in verb.children)


def _calls_untrue(verb: Token, lexicon: Lexicon) -> bool:
    """As in "is false", "turned out to be a hoax", "was not true", "was invented", "is lying"."""
    words = lexicon.words
    if verb.lemma_ in words.untrue_verbs:
        return not _is_negated(verb) and (verb.lemma_ == "lie" or is_passive(verb))
    if verb.lemma_ not in _COPULAS:
        return False
    for said in (child for child in verb.children if child.dep_ in _PREDICATES and child.i > verb.i):
        if said.dep_ == "xcomp" and said.lemma_ in _COPULAS:
            return _calls_untrue(said, lexicon)
        named = said.lemma_.lower()
        if named in words.truths and (_is_negated(verb) or _is_negated(said)):
            return True
        if named in words.untruths and not (_is_negated(verb) or _is_negated(said)):
            return True
    return False


def _is_negated(word: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ in {"no", "never"} for child in word.children)


def _nearly(trigger: Token, lexicon: Lexicon) -> Iterator[Step]:
    """As in "almost signed", "came close to signing"."""
    if trigger.pos_ == "VERB":
        before = [child for child in trigger.lefts if child.dep_ == "advmod" and child.lower_ in lexicon.words.nearly]
        if before:
            yield Step(effect="denies", cue=before[0].i, rule="nearly")
    to = trigger.head
    came = to.head.head
    is_close = trigger.dep_ == "pcomp" and to.lower_ == "to" and to.head.lower_ in {"close", "near"}
    if is_close and came.lemma_ == "come" and not _is_negated(came):
        yield Step(effect="denies", cue=to.head.i, rule="nearly")


def _contrary(trigger: Token) -> Iterator[Step]:
    """The condition of "had they attacked, she would have fled" and of "if they had attacked, ..."."""
    had = next((c for c in trigger.lefts if c.dep_ in {"aux", "auxpass"} and c.lower_ == "had"), None)
    if had is None or trigger.dep_ != "advcl":
        return
    marks = [c.lower_ for c in trigger.lefts if c.dep_ == "mark"]
    inverted = not marks and any(c.dep_ in SUBJECTS | PASSIVE_SUBJECTS and c.i > had.i for c in trigger.lefts)
    helpers = {c.lower_ for c in trigger.head.children if c.dep_ in {"aux", "auxpass"}}
    if (inverted or marks == ["if"]) and helpers & _WOULD and "have" in helpers:
        yield Step(effect="denies", cue=had.i, rule="contrary to fact")


def _tale(trigger: Token, lexicon: Lexicon) -> Iterator[Step]:
    """What a sentence tells that opens with "In a film, ", or that "the play shows"; the film itself was made."""
    words = [word for word in trigger.sent if not word.is_space and not word.is_quote]
    for tale in words[0].children if words and words[0].lower_ == "in" else ():
        inside = {word.i for word in words[0].subtree}
        if tale.dep_ == "pobj" and tale.lemma_.lower() in lexicon.words.tales and trigger.i not in inside:
            yield Step(effect="envisages", cue=tale.i, rule="tale", certainty="possible")
    for verb in trigger.ancestors:
        told = [c for c in verb.children if c.dep_ in SUBJECTS and c.lemma_.lower() in lexicon.words.tales]
        if told and verb.lemma_ in _TELLING:
            yield Step(effect="envisages", cue=told[0].i, rule="tale", certainty="possible")
