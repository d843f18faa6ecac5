"""Which sentences go on with a report without saying so again, and whose report is it?

A run begins with a sentence whose main statement is somebody's report and ends with its paragraph at the latest. In
between, each sentence without a source of its own is weighed: some signs speak for the report going on (a medium as
its source, "they", the past perfect), some for the article's own voice (a weekday, the present perfect, a deed done
by words). The weights are rounded from a logistic regression on the reading corpus, in tenths; `_GOES_ON` leans
towards the report, because hearsay told as fact does more harm than a fact told as hearsay.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.annotate.lexicon import Lexicon, sense_of
from kg.annotate.voice.climb import climb
from kg.annotate.voice.governors import is_medium, is_reporting
from kg.annotate.voice.phrases import beside
from kg.annotate.voice.steps import sources_of, verb_of
from kg.annotate.voice.unreal import is_empty

_GOES_ON = -5
_WEIGHTS: Mapping[str, int] = {
    "always": -3,
    "medium": 10,
    "went on before": 12,
    "pronoun subject": 6,
    "he or she": -5,
    "they": 6,
    "past perfect": 7,
    "past perfect before": 4,
    "indefinite subject": 4,
    "same things": 3,
    "modal": 3,
    "one of several": 2,
    "definite subject": -2,
    "named subject": -3,
    "possessed subject": -4,
    "date": -4,
    "weekday": -6,
    "unnamed source": -6,
    "quotation marks": -8,
    "present perfect": -13,
    "deed by words": -13,
}
_PRONOUNS = frozenset({"he", "she", "they", "it", "this", "that", "these", "those"})
_SEVERAL = frozenset({"other", "another", "second", "third", "both", "two", "three", "one", "some"})
_WEEKDAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "expl"})
_MARKS = frozenset('"“”')


class Run(NamedTuple):
    """The sources of the report that a sentence may go on with, the signs that speak for it, and their weight."""

    sources: tuple[int | None, ...]
    rule: str
    weight: int

    @property
    def goes_on(self) -> bool:
        """Whether the signs suffice."""
        return self.weight >= _GOES_ON


@dataclass(frozen=True, kw_only=True, slots=True)
class _Open:
    """A report that may go on: its sources, the sentence that told it, whether it has gone on already."""

    sources: tuple[int | None, ...]
    paragraph: int
    told: Span
    went_on: bool = False


def find_runs(doc: Doc, numbers: tuple[int, ...], lexicon: Lexicon) -> tuple[Run | None, ...]:
    """For each token the run that its sentence may go on with, None where no report is open.

    `numbers` are the tokens' paragraphs.
    """
    runs: list[Run | None] = [None] * len(doc)
    opened: _Open | None = None
    for sentence in (part for whole in doc.sents for part in parts(whole)):
        if opened is not None and opened.paragraph != numbers[sentence.start]:
            opened = None
        sources = main_sources(sentence, lexicon)
        if sources is not None:
            opened = _Open(sources=sources, paragraph=numbers[sentence.end - 1], told=sentence) if sources else None
        elif opened is not None:
            signs = tuple(_signs(sentence, opened, lexicon))
            run = Run(
                opened.sources,
                ", ".join(sign for sign in signs if _WEIGHTS[sign] > 0) or "same paragraph",
                sum(_WEIGHTS[sign] for sign in signs),
            )
            runs[sentence.start : sentence.end] = [run] * len(sentence)
            opened = replace(opened, went_on=True) if run.goes_on else None
    return tuple(runs)


def parts(sentence: Span) -> Iterator[Span]:
    """A sentence's parts between semicolons: each may be told by somebody else."""
    start = sentence.start
    for token in sentence:
        if token.text == ";" and token.i + 1 < sentence.end:
            yield sentence.doc[start : token.i + 1]
            start = token.i + 1
    yield sentence.doc[start : sentence.end]


def main_sources(sentence: Span, lexicon: Lexicon) -> tuple[int | None, ...] | None:
    """Whose report a sentence's main statement is; empty when it is envisaged only, None when nobody's."""
    root = sentence.root
    content = [c for c in root.children if c.dep_ == "ccomp"] if is_reporting(root, lexicon) else []
    for word in (root, *content):
        steps = (*climb(word, lexicon), *beside(word, lexicon))
        found = sources_of(steps)
        if found:
            return () if verb_of(steps) == "envisages" else found
    return None


def _signs(sentence: Span, opened: _Open, lexicon: Lexicon) -> Iterator[str]:
    yield "always"
    outermost = opened.sources[0]
    if outermost is None:
        yield "unnamed source"
    elif is_medium(sentence.doc[outermost], lexicon):
        yield "medium"
    if opened.went_on:
        yield "went on before"
    if any(token.lower_ == "had" for token in opened.told):
        yield "past perfect before"
    yield from _subject_signs(sentence)
    yield from _verb_signs(sentence.root, lexicon)
    yield from _word_signs(sentence, opened.told)


def _subject_signs(sentence: Span) -> Iterator[str]:
    subject = next((c for c in sentence.root.children if c.dep_ in _SUBJECTS), None)
    if subject is None or is_empty(subject):
        return
    if subject.lower_ in _PRONOUNS:
        yield "pronoun subject"
        if subject.lower_ == "they":
            yield "they"
        elif subject.lower_ in {"he", "she"}:
            yield "he or she"
    else:
        yield _kind_of_subject(subject)


def _kind_of_subject(subject: Token) -> str:
    if any(c.dep_ == "det" and c.lower_ == "the" for c in subject.children):
        return "definite subject"
    if any(c.dep_ in {"poss", "nmod:poss"} for c in subject.children):
        return "possessed subject"
    return "named subject" if subject.pos_ == "PROPN" else "indefinite subject"


def _verb_signs(root: Token, lexicon: Lexicon) -> Iterator[str]:
    auxiliaries = {c.lower_ for c in root.children if c.dep_ in {"aux", "auxpass", "aux:pass"}}
    if "had" in auxiliaries:
        yield "past perfect"
    if auxiliaries & {"has", "have"}:
        yield "present perfect"
    if auxiliaries & set(lexicon.words.modals):
        yield "modal"
    sense = sense_of(root.doc, root.i, lexicon)
    if sense is not None and sense.cls == "Communication":
        yield "deed by words"


def _word_signs(sentence: Span, told: Span) -> Iterator[str]:
    if any(token.ent_type_ == "DATE" for token in sentence):
        yield "date"
    if any(token.lower_ in _WEEKDAYS for token in sentence):
        yield "weekday"
    if any(token.text in _MARKS for token in sentence):
        yield "quotation marks"
    if any(token.lower_ in _SEVERAL for token in sentence[:3]):
        yield "one of several"
    if _things(sentence) & _things(told):
        yield "same things"


def _things(sentence: Span) -> set[str]:
    return {token.lemma_.lower() for token in sentence if token.pos_ in {"NOUN", "PROPN"}}
