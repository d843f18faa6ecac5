"""How were words like this one marked in the corpus?

For a word: how often words with the same key (its lemma, its lemma with its object, ...) were an event of each class,
PLOVER category and claim verb, or none. For a pair of trigger and word: how often pairs with the same key (trigger's
lemma and path, ...) were joined by each link, or by none. A network of this size forgets rare words; counts do not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from kg.annotate.reader.labels import CLASSES, LINKS, PLOVER, VERBS
from kg.annotate.reader.paths import Path
from kg.model import EventClass, Plover

Counts: TypeAlias = NDArray[np.float32]

_CLASSES, _PLOVER = len(CLASSES) + 1, len(CLASSES) + len(PLOVER) + 2
COLUMNS: Mapping[str, slice] = {
    "classes": slice(0, _CLASSES),
    "plover": slice(_CLASSES, _PLOVER),
    "verbs": slice(_PLOVER, _PLOVER + len(VERBS)),
}
"""Where a table of words holds the labels of a decision, in the order of the model's heads."""

_OBJECT = frozenset({"dobj", "obj", "attr", "nsubjpass", "nsubj:pass", "oprd", "acomp"})
_GOVERNED = frozenset({"dobj", "obj", "nsubjpass", "nsubj:pass", "pobj", "compound"})
_WORTH = 2
"""A key that was met only once tells little and would fill half of the file."""


class Pair(NamedTuple):
    """A trigger of this class and category and a word that may be its argument, each by its lemma."""

    trigger: str
    cls: EventClass
    plover: Plover | None
    word: str
    kind: str
    path: Path


class Pairs:
    """The pairs of triggers with the words of one stretch of text."""

    def __init__(self, doc: Doc, tokens: Sequence[int]) -> None:
        self._doc = doc
        self._words = [(_lemma(doc[token]), doc[token].ent_type_ or doc[token].pos_) for token in tokens]

    def of(
        self, trigger: int, cls: EventClass, plover: Plover | None, paths: Iterable[tuple[int, Path]]
    ) -> list[Pair]:
        """A trigger with some words; `paths` lead from it to them, each with the word's place in the stretch."""
        lemma = _lemma(self._doc[trigger])
        return [Pair(lemma, cls, plover, *self._words[place], path) for place, path in paths]


def _lemma(token: Token) -> str:
    """The lemma; of a line break nothing, so that a key is one line."""
    return token.lemma_.lower().strip()


def _object(token: Token) -> str:
    """The lemma of what a word acts on, else of what acts on it."""
    found = next((_lemma(child) for child in token.children if child.dep_ in _OBJECT), "")
    return found or (f"^{_lemma(token.head)}" if token.dep_ in _GOVERNED else "")


def _particle(token: Token) -> str:
    """The particle of a verb, else the first preposition after the word."""
    particle = next((_lemma(child) for child in token.children if child.dep_ in {"prt", "compound:prt"}), "")
    after = (_lemma(child) for child in token.children if child.dep_ in {"prep", "agent"} and child.i > token.i)
    return particle or next(after, "")


WORD_KEYS: Mapping[str, Callable[[Token], str]] = {
    "lemma": _lemma,
    "particle": lambda token: f"{_lemma(token)} {_particle(token)}",
    "object": lambda token: f"{_lemma(token)} {_object(token)}",
    "governor": lambda token: f"{_lemma(token.head)} {token.dep_} {token.tag_}",
    "next": lambda token: f"{token.tag_} {_lemma(token.doc[min(token.i + 1, len(token.doc) - 1)])}",
}

PAIR_KEYS: Mapping[str, Callable[[Pair], str]] = {
    "path": lambda pair: pair.path.full,
    "short": lambda pair: pair.path.short,
    "lemma path": lambda pair: f"{pair.trigger} {pair.path.full}",
    "lemma short": lambda pair: f"{pair.trigger} {pair.path.short}",
    "plover path": lambda pair: f"{pair.plover} {pair.path.full}",
    "class kind short": lambda pair: f"{pair.cls} {pair.kind} {pair.path.short}",
    "word short": lambda pair: f"{pair.word} {pair.path.short}",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Counts of labels by key, `counts[rows[key]]`; the last row, of zeros, stands for what was never met."""

    rows: Mapping[str, int]
    counts: Counts

    def recall(self, keys: Iterable[str]) -> Counts:
        """(keys, labels) counts."""
        return self.counts[[self.rows.get(key, -1) for key in keys]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """Tables by the name of their key: of words with the labels of all three decisions, of pairs with links."""

    words: Mapping[str, Table]
    pairs: Mapping[str, Table]


def recall_words(memory: Memory, tokens: Sequence[Token]) -> dict[str, dict[str, Counts]]:
    """(tokens, labels) counts by decision and name of the key."""
    recalled = {name: memory.words[name].recall(map(key, tokens)) for name, key in WORD_KEYS.items()}
    return {
        decision: {name: counts[:, columns] for name, counts in recalled.items()}
        for decision, columns in COLUMNS.items()
    }


def recall_pairs(memory: Memory, pairs: Sequence[Pair]) -> dict[str, Counts]:
    """(pairs, links) counts by the name of the key."""
    return {name: memory.pairs[name].recall(map(key, pairs)) for name, key in PAIR_KEYS.items()}


def word_priors(memory: Memory) -> dict[str, Counts]:
    """How often each label was met, by decision."""
    total = memory.words["lemma"].counts.sum(0)
    return {decision: total[columns] for decision, columns in COLUMNS.items()}


def pair_prior(memory: Memory) -> Counts:
    """How often each link was met."""
    return np.asarray(memory.pairs["path"].counts.sum(0))


class Tally:
    """Counts while a corpus is gone through."""

    def __init__(self) -> None:
        self.words: dict[str, Counter[tuple[str, int]]] = {name: Counter() for name in WORD_KEYS}
        self.pairs: dict[str, Counter[tuple[str, int]]] = {name: Counter() for name in PAIR_KEYS}

    def add_word(self, token: Token, columns: Sequence[int]) -> None:
        """A word and the columns of its labels."""
        for name, key in WORD_KEYS.items():
            told = key(token)
            self.words[name].update((told, column) for column in columns)

    def add_pair(self, pair: Pair, link: int) -> None:
        """A pair and its layer of the pair scorer."""
        for name, key in PAIR_KEYS.items():
            self.pairs[name][key(pair), link] += 1

    def memory(self) -> Memory:
        """What is worth remembering of all that was added."""
        return Memory(
            words={name: _table(counts, COLUMNS["verbs"].stop) for name, counts in self.words.items()},
            pairs={name: _table(counts, len(LINKS) + 1) for name, counts in self.pairs.items()},
        )


def _table(counts: Mapping[tuple[str, int], int], columns: int) -> Table:
    met: Counter[str] = Counter()
    for (key, _), count in counts.items():
        met[key] += count
    rows = {key: row for row, key in enumerate(sorted(key for key, count in met.items() if count >= _WORTH))}
    table = np.zeros((len(rows) + 1, columns), np.float32)
    for (key, column), count in counts.items():
        if key in rows:
            table[rows[key], column] = count
    return Table(rows=rows, counts=table)


def store(memory: Memory) -> dict[str, NDArray[np.generic]]:
    """Arrays by name, to be kept with the weights: the keys as UTF-8 lines, the counts as they are."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for kind, tables in (("words", memory.words), ("pairs", memory.pairs)):
        for name, table in tables.items():
            arrays[f"m.{kind}.{name}.keys"] = np.frombuffer("\n".join(table.rows).encode(), np.uint8)
            arrays[f"m.{kind}.{name}.counts"] = table.counts[:-1].astype(np.uint32)
    return arrays


def restore(arrays: Mapping[str, NDArray[np.generic]]) -> Memory:
    """The memory from the stored arrays; KeyError when one is missing."""
    return Memory(
        words={name: _restored(arrays, f"m.words.{name}") for name in WORD_KEYS},
        pairs={name: _restored(arrays, f"m.pairs.{name}") for name in PAIR_KEYS},
    )


def _restored(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Table:
    keys = arrays[f"{name}.keys"].tobytes().decode().split("\n")
    counts = arrays[f"{name}.counts"].astype(np.float32)
    return Table(
        rows={key: row for row, key in enumerate(keys)},
        counts=np.concatenate([counts, np.zeros((1, counts.shape[1]), np.float32)]),
    )
