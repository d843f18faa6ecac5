"""How do the figures of an article become entities and tenures that no longer change?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.annotate.actors.figures import Figure
from kg.annotate.actors.reading import Post, Reading
from kg.gazetteer.decide import decide
from kg.gazetteer.rows import Row, slug
from kg.gazetteer.score import CLOSE, CONFIRMED, Evidence, Scored, matching_office, same_post, score_matches, to_link
from kg.model import Entity, Tenure, When

_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "these ", "those ", "some ", "his ", "her ", "its ", "their ")
_LONGEST = 60


def freeze_figures(reading: Reading) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
    """The entities in the order of their first mention, and the identifier of each figure by position."""
    chosen = [_choose(reading, position) for position in range(len(reading.figures))]
    for position, (row, _) in enumerate(chosen):
        for state in sorted(_represented_rows(reading.figures[position])):
            reading.of_row(reading.gazetteer.row(state))
        if row and row.kind == "Person" and reading.figures[position].posts:
            _make_bodies(reading, row)
    chosen += [_choose(reading, position) for position in range(len(chosen), len(reading.figures))]
    first = {position: at for at, mention in reversed(list(enumerate(reading.seen))) for position in mention.figures}
    places = sorted(range(len(reading.figures)), key=lambda i: (first.get(i, len(reading.seen)), i))
    identifiers = _identifiers(reading, places, chosen)
    entities = tuple(_entity(reading, i, identifiers, chosen[i]) for i in places)
    return entities, identifiers


def _choose(reading: Reading, position: int) -> tuple[Row | None, tuple[Scored, ...]]:
    """The gazetteer row of a figure, once everything that the article says of it is known."""
    figure = reading.figures[position]
    scored = figure.scored
    if figure.kind == "Person" and figure.named:
        evidence = replace(reading.evidence, kind="Person", posts=tuple(figure.posts))
        scored = score_matches(figure.matches, evidence, reading.gazetteer)
    if scored:
        return (scored[0].match.row if scored[0].score >= CLOSE else None), scored
    given = next((row for row, at in reading.rows.items() if at == position), None)
    return (reading.gazetteer.row(given) if given else None), ()


def _represented_rows(figure: Figure) -> set[str]:
    return figure.states if figure.acts_for else set()


def _make_bodies(reading: Reading, row: Row) -> None:
    """The states and organisations whose offices the article gives a person, so that tenures can name them."""
    for office in reading.gazetteer.offices_of(row.id):
        if office.organization and reading.gazetteer.has(office.organization):
            reading.of_row(reading.gazetteer.row(office.organization))


def _identifiers(
    reading: Reading, places: Iterable[int], chosen: Sequence[tuple[Row | None, tuple[Scored, ...]]]
) -> tuple[str, ...]:
    taken: dict[str, int] = {}
    found: dict[int, str] = {}
    for position in places:
        row, scored = chosen[position]
        label = _label(reading.figures[position], row if _is_sure(row, scored) else None)
        stem = slug(_short(label))[:_LONGEST].strip("-")
        taken[stem] = taken.get(stem, 0) + 1
        found[position] = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
    return tuple(found[position] for position in sorted(found))


def _short(label: str) -> str:
    small = label.lower()
    return next((label[len(article) :] for article in _ARTICLES if small.startswith(article)), label)


def _entity(
    reading: Reading, position: int, identifiers: Sequence[str], chosen: tuple[Row | None, tuple[Scored, ...]]
) -> Entity:
    figure, (row, scored) = reading.figures[position], chosen
    owners = _owners(reading, figure) - {position}
    sure = _is_sure(row, scored)
    entity = Entity(
        id=identifiers[position],
        kind=row.kind if row and sure else figure.kind,
        label=_label(figure, row if sure else None),
        named=figure.named,
        represents=tuple(sorted(identifiers[owner] for owner in owners)),
        delegate_of=tuple(sorted(identifiers[group] for group in figure.delegate_of)),
        within=identifiers[figure.within] if figure.within is not None else None,
    )
    return decide(entity, row, to_link(scored))


def _is_sure(row: Row | None, scored: tuple[Scored, ...]) -> bool:
    link = to_link(scored)
    return row is not None and (link is None or link.score >= CONFIRMED)


def _label(figure: Figure, row: Row | None) -> str:
    """The row's label, else the longest form of the name in the text, else the first description."""
    if row:
        return row.label
    return min(figure.names, key=lambda name: (-len(name), name)) if figure.names else figure.label


def _owners(reading: Reading, figure: Figure) -> set[int]:
    """For whom an unnamed figure acts: organisations that it belongs to, else states."""
    if figure.named or not figure.acts_for:
        return set()
    bodies = {owner for owner in figure.owners if reading.figures[owner].kind == "Organization"}
    return bodies or {reading.rows[state] for state in figure.states if state in reading.rows}


def freeze_posts(
    reading: Reading, identifiers: Sequence[str]
) -> tuple[tuple[Tenure, ...], tuple[tuple[str, Post], ...]]:
    """One tenure for each person and post, and each place of the text that gives it."""
    tenures: dict[tuple[int, str], Tenure] = {}
    held: list[tuple[str, Post]] = []
    for post in sorted(set(reading.posts), key=lambda each: (each.start, each.end, each.figure, each.words)):
        if not _is_post(reading, post):
            continue
        key = (post.figure, slug(post.words))
        tenures.setdefault(key, _tenure(reading, post, identifiers))
        held.append((tenures[key].id, post))
    return tuple(tenures.values()), tuple(held)


def _is_post(reading: Reading, post: Post) -> bool:
    """Whether the words name an office or a seat; a calling such as `lawyer` is held of nobody."""
    last = post.words.split()[-1].casefold()
    noun = reading.gazetteer.noun(last)
    return reading.gazetteer.is_office(post.words) or reading.gazetteer.is_office(last) or (
        post.owner is not None and noun is not None and noun.kind == "Person"
        and reading.figures[post.owner].kind in ("Organization", "State")
        and noun.sense in _POST_SENSES
    )  # fmt: skip


_POST_SENSES = frozenset({
    "minister", "head", "leader", "secretary", "ambassador", "lawmaker", "mayor", "spokesperson", "monarch",
})  # fmt: skip


def _tenure(reading: Reading, post: Post, identifiers: Sequence[str]) -> Tenure:
    row, scored = _choose(reading, post.figure)
    row = row if _is_sure(row, scored) else None
    evidence = Evidence(earliest=reading.evidence.earliest, latest=reading.evidence.latest)
    office = matching_office(reading.gazetteer, row.id, post.words, evidence, former=post.former) if row else None
    body = post.owner
    if body is None and row:
        held = [o for o in reading.gazetteer.offices_of(row.id) if same_post(post.words, o.post)]
        bodies = {o.organization for o in held if o.organization in reading.rows}
        body = reading.rows[bodies.pop() or ""] if len(bodies) == 1 else None
    when = None
    if office and (office.start or office.end):
        when = When(
            edtf=office.edtf, earliest=office.earliest, latest=office.latest, basis="inferred",
            why=(f"gazetteer: {office.post} ({office.source})",),
        )  # fmt: skip
    person = identifiers[post.figure]
    return Tenure(
        id=f"{person}-{slug(post.words)}", person=person, post=post.words,
        organization=identifiers[body] if body is not None else None, when=when,
    )  # fmt: skip
