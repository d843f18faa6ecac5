"""How often are mentions and articles rightly merged, and which weights do the marks give?

Run from the repository: `python tests/bench/merging.py READER`, READER being a folder with `reader.npz` and
`tokenizer.json` that did not learn from the development fold. Within articles, on the development fold of the reading
corpus: mentions that were merged and marked as one event, as two, or not marked; the same with weights fitted on four
fifths of the passages and held against the fifth, and the weights fitted on all. Across articles: each passage tells
an invented story of its own, so every merge is wrong; once as they are dated, once all dated on one day.
"""

import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from kg.annotate.actors import collect, find_cast
from kg.annotate.annotate import Tools, load_tools
from kg.annotate.annotation_file import header_of
from kg.annotate.compose import compose_claims, compose_events
from kg.annotate.draft import Draft
from kg.annotate.events import Scene, draft_events
from kg.annotate.merge import merge_drafts
from kg.annotate.parse import DEFAULT_PARSER, parse
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import DEVELOPMENT, Passage, find_gold, fold, read_corpus
from kg.annotate.reader.engine import ReaderEngine
from kg.annotate.reader.weights import read_weights
from kg.annotate.same import SURE, Sign, agree, cosine, one_voice, signs_of
from kg.annotate.times import find_times
from kg.evaluate.passages import article_of
from kg.merge.merging import merge_events
from kg.model import Annotation, Article, Segment, When

SIGNS = get_args(Sign)
FIFTHS, PRIOR, STEPS = 5, 1.0, 25
ONE_DAY = When(edtf="2019-05-03", earliest=date(2019, 5, 3), latest=date(2019, 5, 3), basis="metadata")
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A passage as drafts, its marked event by token, and as an annotation."""

    id: str
    drafts: tuple[Draft, ...]
    gold: dict[int, int]
    annotation: Annotation


def with_headline(passage: Passage) -> Article:
    """The passage, with its first line as headline when that is no sentence."""
    article = article_of(passage)
    first, gap, _ = article.text.partition("\n\n")
    if not gap or "\n" in first or len(first) > 160 or first.rstrip()[-1:] in '.!?"”':
        return article
    parts = (("headline", 0, len(first)), ("body", len(first) + 2, len(article.text)))
    segments = tuple(Segment(kind=kind, start=start, end=end) for kind, start, end in parts)  # type: ignore[arg-type]
    return article.model_copy(update={"segments": segments})


def read(passage: Passage, tools: Tools) -> Read:
    """All stages up to merging, and the annotation after it."""
    article = with_headline(passage)
    doc = parse(article, tools.nlp)
    published, times = find_times(doc, article.published)
    cast = find_cast(doc, tools.gazetteer, published, article)
    scene = Scene(
        doc=doc, segments=article.segments, cast=cast, gazetteer=tools.gazetteer, times=times, published=published,
        lexicon=tools.lexicon,
    )  # fmt: skip
    drafts = draft_events(scene, tools.engine.triggers(doc))
    merged = merge_drafts(drafts)
    entities, mentions, tenures = collect(cast, article, [named for draft in merged for named in draft.named])
    annotation = Annotation(
        article=header_of(article), entities=entities, mentions=mentions, times=times, tenures=tenures,
        events=compose_events(article.text, merged, {}), claims=compose_claims(article.text, merged, "reader"),
    )  # fmt: skip
    gold = {trigger.token: trigger.event for trigger in find_gold(doc, passage)}
    return Read(id=passage.id, drafts=drafts, gold=gold, annotation=annotation)


def marked_as_one(read: Read, one: Draft, other: Draft) -> bool | None:
    """Whether two drafts are marked as one event; None when either is not marked at all."""
    events = [{read.gold[token] for token in draft.tokens if token in read.gold} for draft in (one, other)]
    return bool(events[0] & events[1]) if all(events) else None


def tell_merged(passages: Sequence[Read]) -> str:
    """How many drafts were merged with the right one, with a wrong one, or with what is not marked."""
    count = {True: 0, False: 0, None: 0}
    for item in passages:
        event_of = {token: index for index, event in enumerate(merge_drafts(item.drafts)) for token in event.tokens}
        seen: dict[int, list[Draft]] = {}
        for draft in item.drafts:
            others = seen.setdefault(event_of[draft.trigger.token], [])
            if others:
                found = [marked_as_one(item, other, draft) for other in others]
                count[True if True in found else False if False in found else None] += 1
            others.append(draft)
    return f"right {count[True]}, wrong {count[False]}, not marked {count[None]}, bar {SURE}"


def rows(passages: Sequence[Read]) -> Iterator[tuple[int, str, list[float], bool | None]]:
    """Each pair that may be one: its fifth, its later draft, its signs and cosines, whether it is marked as one."""
    for item in passages:
        fifth = int(hashlib.md5(item.id.encode(), usedforsecurity=False).hexdigest(), 16) % FIFTHS
        for number, later in enumerate(item.drafts):
            for first in item.drafts[:number]:
                if agree(first, later) and (one_voice(first, later) or first.lead or later.definite):
                    signs, like = signs_of(first, later), cosine(first, later)
                    values = [1.0, *(float(sign in signs) for sign in SIGNS), like, like * later.definite]
                    yield fifth, f"{item.id} {number}", values, marked_as_one(item, first, later)


def fit(given: Array, marked: Array) -> Array:
    """The weights of the greatest likelihood with a normal prior, by Newton's method; the first is the bias."""
    weights, prior = np.zeros(given.shape[1]), PRIOR * np.eye(given.shape[1])
    prior[0, 0] = 0.05
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-given @ weights))
        curve = (given.T * (likely * (1 - likely))) @ given + prior
        weights = weights - np.linalg.solve(curve, given.T @ (likely - marked) + prior @ weights)
    return weights


def tell_fitted(passages: Sequence[Read]) -> Iterator[str]:
    """The weights of all passages, and what those of four fifths do on the fifth."""
    every = list(rows(passages))
    known = [row for row in every if row[3] is not None]
    given, marked = np.array([row[2] for row in known]), np.array([row[3] for row in known], float)
    fifths = np.array([row[0] for row in known])
    names = ["bias", *SIGNS, "likeness", "likeness of a noun"]
    yield ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, fit(given, marked), strict=True))
    weights = [fit(given[fifths != fifth], marked[fifths != fifth]) for fifth in range(FIFTHS)]
    best: dict[str, tuple[float, bool | None]] = {}
    for fifth, later, values, one in every:
        likely = 1 / (1 + np.exp(-np.array(values) @ weights[fifth]))
        if likely >= SURE and likely >= best.get(later, (0.0, None))[0]:
            best[later] = (float(likely), one)
    ones = [one for _, one in best.values()]
    yield f"cross-validated: right {ones.count(True)}, wrong {ones.count(False)}, not marked {ones.count(None)}"


def tell_across(passages: Sequence[Read], tools: Tools) -> Iterator[str]:
    """How many happenings are found among unrelated passages, and in what time."""
    as_dated = [item.annotation for item in passages]
    yield f"as dated: {_across(as_dated, tools)}"
    yield f"all on one day: {_across([on_one_day(annotation) for annotation in as_dated], tools)}"


def on_one_day(annotation: Annotation) -> Annotation:
    """The annotation with everything on one day."""
    header = annotation.article.model_copy(update={"published": ONE_DAY})
    events = tuple(event.model_copy(update={"when": ONE_DAY}) for event in annotation.events)
    return annotation.model_copy(update={"article": header, "events": events})


def _across(annotations: Sequence[Annotation], tools: Tools) -> str:
    started = time.process_time()
    found = merge_events(annotations, tools.gazetteer)
    taken, events = time.process_time() - started, sum(len(annotation.events) for annotation in annotations)
    return f"{len(found)} happenings of {len(annotations)} passages with {events} events, in {taken:.2f} s"


def main(folder: Path) -> None:
    """Print the figures of the development fold."""
    tools = load_tools("reader", DEFAULT_PARSER)
    engine = ReaderEngine(read_weights(folder / "reader.npz"), read_tokenizer(str(folder / "tokenizer.json")))
    tools = replace(tools, engine=engine)
    passages = [read(passage, tools) for passage in read_corpus() if fold(passage) == DEVELOPMENT]
    for line in (tell_merged(passages), *tell_fitted(passages), *tell_across(passages, tools)):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
