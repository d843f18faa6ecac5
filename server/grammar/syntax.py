"""Where does a query stop being SPARQL, and what could stand there instead?

The engine refuses what does not parse but reports the end of the text as the place. So a refused query is read once
more, with the grammar of SPARQL 1.1 section 19.8 (`sparql.ebnf`, which is LL(1)) on a stack instead of by recursion.
The grammar is a little wider than the standard's: whatever it lets pass is still refused, without a place.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

from server.grammar.tokens import Token, place_of, tokens
from server.http import refusals
from server.http.refusals import Refusal

Symbol: TypeAlias = str
"""A terminal (upper case or quoted), or the name of a rule."""
Production: TypeAlias = tuple[Symbol, ...]

END = "the end of the query"
_LONGEST_TOKEN = 80
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[uU])")
_IN_WORDS = {
    "VARIABLE": "a variable",
    "IRI": "an IRI",
    "NAME": "a prefixed name",
    "STRING": "a string",
    "NUMBER": "a number",
    "BLANK": "a blank node",
    "LANGUAGE": "a language tag",
}


def refuse_syntax(text: str, prefixes: Mapping[str, str]) -> Refusal:
    """400 for a query that the engine could not parse, with the place and what could stand there."""
    misfit = find_misfit(text)
    if misfit is not None:
        line, column = misfit.place
        hint = f"expected {', '.join(misfit.expected)}; found {_shortened(misfit.found)}"
        detail = f"The query does not parse at line {line}, column {column}: {hint}"
        return refusals.malformed(detail, misfit.place, misfit.expected)
    undeclared = find_undeclared(text, prefixes)
    if undeclared is not None:
        line, column = place = place_of(text, undeclared.start)
        detail = f"The prefix of {_shortened(undeclared.text)} at line {line}, column {column} is not declared"
        return refusals.malformed(detail, place)
    escape = find_escape(text)
    if escape is not None:
        line, column = place = place_of(text, escape.start())
        detail = f"The escape {escape.group()} at line {line}, column {column} stands for no character"
        return refusals.malformed(detail, place)
    return refusals.malformed(
        "The query breaks a rule beyond the grammar, as a variable selected but not grouped, or bound twice"
    )


def _shortened(token: str) -> str:
    return token if len(token) <= _LONGEST_TOKEN else token[:_LONGEST_TOKEN] + "…"


class Misfit(NamedTuple):
    """The first token that does not fit: its line and column, what stands there, and what could."""

    place: tuple[int, int]
    found: str
    expected: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grammar:
    """Productions of each rule with the terminals that each can begin with; a rule may be able to be empty."""

    choices: Mapping[Symbol, Mapping[Symbol, Production]]
    empty: frozenset[Symbol]


@dataclass(slots=True)
class _Reader:
    """The rules of an EBNF text as plain productions: options and repetitions become rules of their own."""

    words: list[str]
    rules: dict[Symbol, list[Production]] = field(default_factory=lambda: defaultdict(list))
    position: int = 0

    def read(self) -> dict[Symbol, list[Production]]:
        while self.position < len(self.words):
            name = self.words[self.position]
            self.position += 2
            self.rules[name] = self._alternatives()
        return self.rules

    def _alternatives(self) -> list[Production]:
        found: list[list[Symbol]] = [[]]
        while self.position < len(self.words) and self.words[self.position] not in {"]", "}", ")"}:
            if self.words[self.position + 1 : self.position + 2] == ["="]:
                break
            word = self.words[self.position]
            self.position += 1
            if word == "|":
                found.append([])
            else:
                found[-1].append(self._bracket(word) if word in {"[", "{", "("} else word)
        return [tuple(alternative) for alternative in found]

    def _bracket(self, opening: str) -> Symbol:
        name = f"#{self.position}"
        inner = self._alternatives()
        self.position += 1
        if opening == "{":
            inner = [(*alternative, name) for alternative in inner]
        self.rules[name] = inner if opening == "(" else [*inner, ()]
        return name


@cache
def read_grammar() -> Grammar:
    """The grammar of `sparql.ebnf`."""
    text = (Path(__file__).parent / "sparql.ebnf").read_text(encoding="utf-8")
    rules = _Reader(re.findall(r"'[^']+'|\S+", text)).read()
    empty = _empty(rules)
    choices = {
        name: {first: production for production in productions for first in _firsts(production, rules, empty)}
        for name, productions in rules.items()
    }
    return Grammar(choices=choices, empty=empty)


def _empty(rules: Mapping[Symbol, list[Production]]) -> frozenset[Symbol]:
    found: set[Symbol] = set()
    while True:
        more = {name for name, productions in rules.items() if any(found.issuperset(one) for one in productions)}
        if more == found:
            return frozenset(found)
        found = more


def _firsts(
    production: Production, rules: Mapping[Symbol, list[Production]], empty: frozenset[Symbol]
) -> Iterator[Symbol]:
    for symbol in production:
        if symbol not in rules:
            yield symbol
            return
        for inner in rules[symbol]:
            # A repetition ends in itself: what it begins with is in what stands before.
            yield from _firsts(tuple(part for part in inner if part != symbol), rules, empty)
        if symbol not in empty:
            return


def find_misfit(text: str) -> Misfit | None:
    """The first token at which the text cannot be continued to a query; None when all of it fits the grammar."""
    grammar = read_grammar()
    waiting: list[Symbol] = [END, "Query"]
    for token in (*tokens(text), None):
        terminal = END if token is None else terminal_of(token)
        expected = _advance(grammar, waiting, terminal)
        if expected:
            place = place_of(text, len(text) if token is None else token.start)
            found = END if token is None else token.text
            functions = grammar.choices["FUNCTION"].keys()
            words = {"a function" if one in functions else _IN_WORDS.get(one, one.strip("'")) for one in expected}
            return Misfit(place, found, tuple(sorted(words)))
    return None


def _advance(grammar: Grammar, waiting: list[Symbol], terminal: Symbol) -> set[Symbol]:
    """Takes one terminal off the stack; the terminals that could have come when it cannot be taken."""
    expected: set[Symbol] = set()
    while True:
        top = waiting.pop()
        if top == terminal:
            return set()
        if top not in grammar.choices:
            return expected | {top}
        choices = grammar.choices[top]
        if terminal in choices:
            waiting.extend(reversed(choices[terminal]))
        elif top in grammar.empty:
            expected |= choices.keys()
        else:
            return expected | choices.keys()


def find_undeclared(text: str, prefixes: Mapping[str, str]) -> Token | None:
    """The first prefixed name whose prefix neither the query nor `prefixes` declares."""
    found = tuple(tokens(text))
    declared = {after.text[:-1] for word, after in pairwise(found) if word.text.upper() == "PREFIX"}
    names = (token for token in found if token.kind == "name")
    return next((token for token in names if token.text.partition(":")[0] not in declared | prefixes.keys()), None)


def find_escape(text: str) -> re.Match[str] | None:
    """The first codepoint escape (section 19.2) that is cut short, or of half a surrogate pair, or beyond Unicode."""
    return next((found for found in _ESCAPE.finditer(text) if not _is_character(found[1] or found[2])), None)


def _is_character(digits: str | None) -> bool:
    return digits is not None and (0 <= (code := int(digits, 16)) < 0xD800 or 0xDFFF < code <= 0x10FFFF)


def terminal_of(token: Token) -> Symbol:
    """What the grammar calls a token."""
    if token.kind not in {"word", "sign"}:
        return token.kind.upper()
    return f"'{token.text.upper()}'"
