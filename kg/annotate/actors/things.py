"""Which figure does the name of a state, a place or an organisation stand for?"""

from dataclasses import replace

from kg.annotate.actors.figures import Figure, clean
from kg.annotate.actors.names import Name
from kg.annotate.actors.reading import Reading
from kg.gazetteer.rows import fold
from kg.gazetteer.score import CLOSE, Scored, score_matches


def owner_of(reading: Reading, name: Name) -> int:
    """The figure of a name that tells whose something is."""
    for token in range(name.start, name.end):
        if token in reading.meaning:
            return reading.meaning[token][0]
    if name.adjective:
        return find_whose(reading, name)
    return find_thing(reading, name, clean(reading.doc[name.start : name.end].text))


def find_whose(reading: Reading, name: Name) -> int:
    """The state that an adjective names; the one named elsewhere when it fits several."""
    scored = score_matches(name.matches, replace(reading.evidence, kind="State"), reading.gazetteer)
    return _of_best(reading, scored)


def find_thing(reading: Reading, name: Name, text: str) -> int:
    """The figure of the best row that a name could mean, else one of its own."""
    own = [match for match in name.matches if match.how not in ("surname", "metonym", "adjective", "demonym")]
    own = own or [match for match in name.matches if match.how in ("adjective", "demonym")]
    scored = score_matches(own, replace(reading.evidence, kind=name.kind), reading.gazetteer)
    if scored and scored[0].score >= CLOSE:
        return _of_best(reading, scored)
    return _unlisted(reading, name, text)


def _of_best(reading: Reading, scored: tuple[Scored, ...]) -> int:
    position = reading.of_row(scored[0].match.row)
    figure = reading.figures[position]
    figure.scored = max(figure.scored, scored, key=lambda each: each[0].score if each else -1.0)
    return position


def _unlisted(reading: Reading, name: Name, text: str) -> int:
    folded = fold(text)
    if folded not in reading.known_names:
        last = reading.gazetteer.noun(text.rsplit(maxsplit=1)[-1].lower())
        senses = {last.sense} if last and last.kind in ("Organization", "Place") else set()
        reading.known_names[folded] = reading.add(
            Figure(kind=name.kind, label=text, named=True, senses=senses - {""})
        )
    return reading.known_names[folded]
