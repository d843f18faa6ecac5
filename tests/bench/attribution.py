"""How well do rules and reader tell together whose word an event is?

Run from the repository: `python tests/bench/attribution.py READER`, READER being a folder with `reader.npz` and
`tokenizer.json` that did not learn from the development fold. On marked triggers, for the rules alone, the reader
alone and both together: the share of right verbs; hearsay told as fact (of events that the article does not assert);
reports told as fact; true assertions lost; the innermost source and the whole chain right, of all events and of those
that have a source. A source is right when it is the marked words, or the same entity.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kg.annotate.actors import Cast, find_cast, resolve
from kg.annotate.lexicon import load_lexicon
from kg.annotate.reader.chunks import read_tokenizer
from kg.annotate.reader.corpus import DEVELOPMENT, Words, fold, read_corpus
from kg.annotate.reader.engine import ReaderEngine
from kg.annotate.reader.weights import read_weights
from kg.annotate.sources import Attribution
from kg.annotate.voice.learn import Case, find_cases
from kg.annotate.voice.weights import VERBS
from kg.annotate.voices import SOURCE_BAR, agree
from kg.gazetteer.lookup import load_gazetteer
from kg.model import Article


def rules(case: Case) -> Attribution:
    """What the rules say."""
    return case.attribution


def reader(case: Case) -> Attribution:
    """What the reader says."""
    told, verb = case.trigger.source, case.trigger.verb
    named = (told.token,) if told is not None and told.probability >= SOURCE_BAR else ()
    sources = () if verb == "asserts" else named or ((None,) if verb == "reports" else ())
    return replace(case.attribution, verb=verb, sources=sources)


def both(case: Case) -> Attribution:
    """What the program says."""
    return agree(case.doc, case.trigger, case.attribution)


def right_sources(case: Case, cast: Cast, given: Attribution) -> tuple[bool, bool]:
    """Whether the innermost source is right, and the whole chain."""
    marked, chain = case.gold.marked.src, given.sources
    if not marked or not chain:
        return (not marked and not chain,) * 2
    same = [_same(case, cast, token, words) for token, words in zip(reversed(chain), reversed(marked), strict=False)]
    return same[0], len(chain) == len(marked) and all(same)


def _same(case: Case, cast: Cast, token: int | None, words: Words | None) -> bool:
    if token is None or words is None:
        return token is None and words is None
    doc, plain = case.doc, words if isinstance(words, str) else words[0]
    starts = [i for i in range(len(doc.text)) if doc.text.startswith(plain, i)]
    spans = [x for i in starts if (x := doc.char_span(i, i + len(plain), alignment_mode="expand")) is not None]
    meant = {found.entity for found in resolve(doc, cast, token, "src")}
    marked = {found.entity for span in spans for found in resolve(doc, cast, span.root.i, "src")}
    return any(span.start <= token < span.end for span in spans) or bool(meant & marked)


def line(name: str, cases: Sequence[Case], casts: Sequence[Cast], how: Callable[[Case], Attribution]) -> str:
    """One line of figures."""
    count: Counter[str] = Counter()
    for case, cast in zip(cases, casts, strict=True):
        given, verb = how(case), case.gold.marked.verb
        inner, chain = right_sources(case, cast, given)
        told = given.verb == "asserts"
        count.update({
            "verb": given.verb == verb, "inner": inner, "chain": chain,
            "hearsay": verb != "asserts" and told, "reported": verb == "reports" and told,
            "lost": verb == "asserts" and not told, "sourced inner": bool(case.gold.marked.src) and inner,
            "sourced chain": bool(case.gold.marked.src) and chain,
        })  # fmt: skip
    verbs = Counter(case.gold.marked.verb for case in cases)
    total, sourced = len(cases), sum(bool(case.gold.marked.src) for case in cases)
    bases = {
        "verb": total, "hearsay": total - verbs["asserts"], "reported": verbs["reports"], "lost": verbs["asserts"],
        "inner": total, "sourced inner": sourced, "chain": total, "sourced chain": sourced,
    }  # fmt: skip
    return f"{name:8}{total:6}" + "".join(f"  {key} {count[key] / max(1, base):.3f}" for key, base in bases.items())


def confusion(cases: Sequence[Case]) -> str:
    """Marked verb by verb given, of rules and reader together."""
    pairs = Counter((case.gold.marked.verb, both(case).verb) for case in cases)
    rows = [f"{verb:10}" + "".join(f"{pairs[verb, other]:10}" for other in VERBS) for verb in VERBS]
    return "\n".join(["marked    " + "".join(f"{verb:>10}" for verb in VERBS), *rows])


def main(folder: Path) -> None:
    """Print the figures of the development fold."""
    engine = ReaderEngine(read_weights(folder / "reader.npz"), read_tokenizer(str(folder / "tokenizer.json")))
    passages = (passage for passage in read_corpus() if fold(passage) == DEVELOPMENT)
    cases, gazetteer = tuple(find_cases(passages, engine, load_lexicon())), load_gazetteer()
    found: dict[str, Cast] = {}
    for case in cases:
        if case.passage.id not in found:
            article = Article(key=case.passage.id.lower(), text=case.passage.text, sha256="", segments=())
            found[case.passage.id] = find_cast(case.doc, gazetteer, None, article)
    casts = [found[case.passage.id] for case in cases]
    for how in (rules, reader, both):
        sys.stdout.write(f"{line(how.__name__, cases, casts, how)}\n")
    sys.stdout.write(f"{confusion(cases)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
