"""When do the things happen that an article tells of, and when was it published?"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate.times.calendar import Spell
from kg.annotate.times.corefer import unite_days
from kg.annotate.times.join import join_expressions
from kg.annotate.times.lexer import Lexeme, read_lexemes
from kg.annotate.times.meaning import Calendar, Expression
from kg.annotate.times.narrate import merge_spells, read_times
from kg.annotate.times.publication import (
    Publication,
    PublicationHint,
    find_printed_date,
    publication_given,
    publication_printed,
)
from kg.annotate.times.recognise import find_expressions
from kg.annotate.times.solve import solve_publication
from kg.annotate.times.tense import is_attributive, tense_at
from kg.model import Basis, Timex, When

_AHEAD = ("for", "to", "through")
"""A budget "for 2019", permits that ran "to 2039": told of before they end, perhaps before they begin."""
_AHEAD_OF_NAMES = (*_AHEAD, "before", "by", "in", "of", "until")
"""They "ignored Monday's ruling", but campaigned "for Sunday's vote" or spoke "ahead of Sunday's vote"."""
_MOST_DAYS = 45
_MOST_READINGS = 20_000


def find_times(
    doc: Doc, published: When | None = None, hints: Sequence[PublicationHint] = (), *, ends_apart: bool = False
) -> tuple[When | None, tuple[Timex, ...]]:
    """The publication date and all time expressions of a parsed article, in text order.

    `doc` has tags, a parse and sentence bounds; its character offsets are those of `Article.text`. `published` is the
    date of the metadata; without one the date printed above the text counts, else it is solved from what the text
    says, else it is None. `hints` are periods in which the article must have been published (say, the tenure of
    somebody it calls minister); they are used only when it is solved. TIMEX3: ISO 24617-1, but "from 2014 to 2016" is
    one expression; with `ends_apart` it is two, as there.
    """
    text = doc.text
    lexemes = read_lexemes(text)
    joined = join_expressions(find_expressions(doc, lexemes), lexemes, ends_apart=ends_apart)
    expressions = unite_days(_with_grammar(doc, joined))
    publication = _find_publication(text, expressions, lexemes, published, hints)
    spells = _spells(expressions, publication)
    return publication.when, tuple(
        _timex(text, number, expression, spell, publication)
        for number, (expression, spell) in enumerate(zip(expressions, spells, strict=True), 1)
    )


def _with_grammar(doc: Doc, expressions: Sequence[Expression]) -> tuple[Expression, ...]:
    return tuple(_in_clause(doc, expression) for expression in expressions)


def _in_clause(doc: Doc, expression: Expression) -> Expression:
    tense = tense_at(doc, expression.start, expression.end)
    if is_attributive(doc, expression.start, expression.end):
        is_over = tense == "past" and _is_weekday(expression) and expression.before not in _AHEAD_OF_NAMES
        return replace(expression, tense="past" if is_over else "name", attributive=True)
    if tense in ("past", "present") and expression.type == "DATE" and expression.before in _AHEAD:
        tense = "name"
    return replace(expression, tense=tense)


def _is_weekday(expression: Expression) -> bool:
    named = expression.meaning
    return isinstance(named, Calendar) and named.weekday is not None and named.month is None


def _find_publication(
    text: str,
    expressions: Sequence[Expression],
    lexemes: Sequence[Lexeme],
    published: When | None,
    hints: Sequence[PublicationHint],
) -> Publication:
    if published is not None:
        return publication_given(published)
    printed = find_printed_date(text, expressions, lexemes)
    stated = publication_printed(printed, text) if printed else None
    return stated or solve_publication(text, expressions, printed, hints)


def _spells(expressions: Sequence[Expression], publication: Publication) -> tuple[Spell, ...]:
    """One spell an expression; over many possible days of publication the first and the last say it all."""
    days = publication.days
    if len(days) > _MOST_DAYS or len(days) * len(expressions) > _MOST_READINGS:
        days = days[0], days[-1]
    uncertain = len(days) > 1
    readings = [read_times(expressions, day, uncertain) for day in days] or [read_times(expressions, None, True)]
    return tuple(merge_spells(spells) for spells in zip(*readings, strict=True))


def _timex(text: str, number: int, expression: Expression, spell: Spell, publication: Publication) -> Timex:
    return Timex(
        id=f"t{number}",
        start=expression.start,
        end=expression.end,
        quote=text[expression.start : expression.end],
        type=expression.type,
        value=spell.value,
        edtf=spell.edtf,
        earliest=spell.first,
        latest=spell.last,
        basis=_basis(spell, publication),
    )


def _basis(spell: Spell, publication: Publication) -> Basis:
    if spell.published and publication.inferred:
        return "inferred"
    return "anchored" if spell.published or spell.told else "stated"
