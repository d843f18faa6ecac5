"""What do reasoning itself, one article more or less, and a proof take, once facts are in memory?

Run by `reason.py`, or alone: `python tests/bench/inside.py 1000000`. Milliseconds and seconds are processor time.
"""

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from itertools import chain

from newsgraph import CHAINS, KEYS, ONTOLOGY, PREFIXES, take_articles
from pyoxigraph import RdfFormat, Triple, parse

from kg.reason.closure import sort_statements
from kg.reason.compile import compile_schema
from kg.reason.encode import Dictionary
from kg.reason.engine import Engine
from kg.reason.explain import Explainer
from kg.reason.incremental import Reasoner
from kg.reason.lower import constants_of, lower

FRESH, AGAIN, ASKED = 20, 20, 2000
ALL_UP_TO = 100_000
"""Up to this size every inferred triple is asked for its proof."""


def read(text: str) -> list[Triple]:
    """The triples of some Turtle without prefixes."""
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def seconds(work: Callable[..., object], *given: object) -> float:
    """The processor time that some work takes."""
    started = time.process_time()
    work(*given)
    return time.process_time() - started


def spread(taken: Iterable[float]) -> str:
    """Median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(1000 * one for one in taken)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.2f}, p95 {late:.2f}, most {ordered[-1]:.2f} ms"


def reason(facts: list[Triple]) -> float:
    """The processor time of the rules alone, from numbers to numbers."""
    axioms, batch = sort_statements(facts)
    program, dictionary = compile_schema(axioms), Dictionary()
    encoded, engine = dictionary.encode(batch, constants_of(program)), Engine(dictionary)
    return seconds(lambda: engine.add(encoded, lower(program, dictionary)))


def prove(reasoner: Reasoner, chance: random.Random, size: int) -> None:
    """Ask for proofs of inferred triples; the first proofs sort what the later ones look up."""
    inferred, explainer = list(reasoner.inferred), Explainer(reasoner.closure)
    asked = chance.sample(inferred, ASKED)
    first = seconds(lambda: [explainer.explain(triple) for triple in asked[: ASKED // 2]])
    taken = [seconds(explainer.explain, triple) for triple in asked[ASKED // 2 :]]
    tell(
        f"proof of a random one of {len(inferred):,} inferred: {spread(taken)}; the first {ASKED // 2} {first:.2f} s"
    )
    if size <= ALL_UP_TO:
        missing = sum(explainer.explain(triple) is None for triple in inferred)
        tell(f"inferred triples without a proof: {missing} of {len(inferred):,}")


def measure(size: int) -> None:
    """Print a line on each of them."""
    chance = random.Random(3)  # noqa: S311 - a fixed stream of numbers, not a secret
    texts = {f"a{number}": read(text) for number, text in enumerate(take_articles(size))}
    axioms = read(ONTOLOGY + CHAINS + KEYS)
    fresh = {key: texts.pop(key) for key in chance.sample(sorted(texts), FRESH)}
    tell(f"\n{size:,} triples in {len(texts):,} articles of {statistics.median(map(len, texts.values())):.0f}")
    tell(f"rules alone, from numbers to numbers: {reason([*axioms, *chain.from_iterable(texts.values())]):.2f} s")
    reasoner = Reasoner(texts, axioms)
    tell(f"an article more: {spread([seconds(reasoner.add, *text) for text in fresh.items()])}")
    known = chance.sample(sorted(texts), AGAIN)
    tell(f"one withdrawn: {spread([seconds(reasoner.withdraw, key) for key in known])}")
    tell(f"and back: {spread([seconds(reasoner.add, key, texts[key]) for key in known])}")
    prove(reasoner, chance, size)
    tell(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, parsed triples included")
    tell(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()}")


def tell(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    measure(int(sys.argv[1]))
