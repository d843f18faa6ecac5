"""How does the grammar of a sentence lead from a trigger to another word?

A path is written as the relations that are climbed from the trigger (`^xcomp`) and those that are then gone down
(`>nsubj`, `>prep:in>pobj`); a preposition is told by its word, a relation that repeats itself is told once. `=` is
the trigger itself. A word of another sentence has no path but its own relation and where it stands: in a sentence
after (`+nsubj`), the one before (`-nsubj`), or further before (`--nsubj`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from spacy.tokens import Doc, Token

_WORDED = frozenset({"prep", "agent", "dative"})
_REPEATED = frozenset({"conj", "compound", "nmod", "ccomp", "xcomp", "appos", "prep:of"})
_MOST_CLIMBED = 3
_SEEN = 20
"""A path that the corpus has less often between a trigger and a word is told by its short form."""


class Path(NamedTuple):
    """A path in full, and what is left of it when nobody has seen it: how far up, whether down, the last relation."""

    full: str
    short: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Syntax:
    """What paths are made of, a place a token: head, relation, relation as a step, number of the sentence."""

    heads: Sequence[int]
    deps: Sequence[str]
    steps: Sequence[str]
    sentences: Sequence[int]


def read_syntax(doc: Doc) -> Syntax:
    """The syntax of a parsed text."""
    return Syntax(
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        steps=[_step(token) for token in doc],
        sentences=[number for number, sentence in enumerate(doc.sents) for _ in sentence],
    )


def _step(token: Token) -> str:
    worded = token.dep_ in _WORDED and token.pos_ in {"ADP", "SCONJ", "VERB"}
    return f"{token.dep_}:{token.text.lower()}" if worded else token.dep_


def find_paths(syntax: Syntax, trigger: int, words: Iterable[int]) -> Iterator[Path]:
    """The path from the trigger to each of these tokens."""
    climbed = list(_climb(syntax, trigger))
    at = {token: up for up, token in enumerate(climbed)}
    sentences, deps, own = syntax.sentences, syntax.deps, syntax.sentences[trigger]
    for word in words:
        if sentences[word] != own:
            yield _elsewhere(sentences[word] - own, deps[word])
        elif word == trigger:
            yield Path("=", "=")
        else:
            yield _path(syntax, climbed, at, word)


def _climb(syntax: Syntax, token: int) -> Iterator[int]:
    """A token and those that govern it, up to the root."""
    yield token
    while syntax.heads[token] != token:
        token = syntax.heads[token]
        yield token


@lru_cache(maxsize=1024)
def _elsewhere(off: int, dep: str) -> Path:
    """The path to a word so many sentences on; there are few, and most words stand in other sentences."""
    side = "+" if off > 0 else "-" if off == -1 else "--"
    return Path(side + dep, side)


def _path(syntax: Syntax, climbed: Sequence[int], at: Mapping[int, int], word: int) -> Path:
    down = []
    token = word
    while token not in at:
        down.append(syntax.steps[token])
        token = syntax.heads[token]
    up = _once(syntax.deps[token] for token in climbed[: at[token]])
    full = "".join(f"^{step}" for step in up) + "".join(f">{step}" for step in _once(reversed(down)))
    side = "L" if word < climbed[0] else "R"
    return Path(full, f"~{min(len(up), _MOST_CLIMBED)}{'>' if down else ''}{syntax.deps[word]}{side}")


def _once(steps: Iterable[str]) -> list[str]:
    return [step for step, run in groupby(steps) for step in ([step] if step in _REPEATED else run)]


@dataclass(frozen=True, kw_only=True, slots=True)
class PathBook:
    """The paths that the model knows, by number; 0 is none of them."""

    numbers: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many numbers there are, 0 included."""
        return len(self.numbers) + 1

    def number(self, path: Path) -> int:
        """The number of the path in full, else of its short form, else 0."""
        return self.numbers.get(path.full) or self.numbers.get(path.short, 0)


def make_book(names: Iterable[str]) -> PathBook:
    """The book of these paths, numbered from 1 in their order."""
    return PathBook(numbers={name: number for number, name in enumerate(names, 1)})


def learn_paths(paths: Iterable[Path], seen: int = _SEEN) -> PathBook:
    """The book of all paths, in full or short, that come often enough; in alphabetical order."""
    counts: Counter[str] = Counter()
    for path in paths:
        counts.update(set(path))
    return make_book(sorted(name for name, count in counts.items() if count >= seen))
