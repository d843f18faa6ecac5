"""Who and what does an article name, and which of them does a word mean?

`find_cast` reads the article once; `resolve` then answers for any word; `collect` keeps what was used. All three are
functions of their arguments: the same text always gives the same identifiers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.actors import coreference as co
from kg.annotate.actors.aliases import find_aliases
from kg.annotate.actors.describing import take_common
from kg.annotate.actors.freezing import freeze_figures, freeze_posts
from kg.annotate.actors.names import Name, find_names
from kg.annotate.actors.naming import take_adjective, take_name, take_named
from kg.annotate.actors.phrases import Phrase, find_phrases, head_at
from kg.annotate.actors.reading import Reading
from kg.annotate.engine import LinkName
from kg.gazetteer.lookup import Gazetteer
from kg.gazetteer.score import Evidence
from kg.model import Article, Entity, Mention, Tenure, When

_PEOPLE = frozenset({"everyone", "others", "those", "some", "many", "most"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_PLACED = frozenset({"place", "via"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """An entity that some words mean: its identifier and the character offsets of the words."""

    entity: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A post that the text gives a person at one place: the tenure and the character offsets of the phrase.

    `former`: the text calls it a post of the past.
    """

    tenure: str
    entity: str
    start: int
    end: int
    former: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CastPhrase:
    """A noun phrase by its head token: character offsets and the entities it means, as an actor if that differs."""

    head: int
    start: int
    end: int
    entities: tuple[str, ...]
    as_actor: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cast:
    """Everybody and everything that the noun phrases of an article mean.

    `covering` gives for each token the position of the phrase that answers for it, -1 for none.
    """

    entities: tuple[Entity, ...]
    phrases: tuple[CastPhrase, ...]
    tenures: tuple[Tenure, ...]
    held: tuple[Held, ...]
    covering: tuple[int, ...]

    def entity(self, identifier: str) -> Entity:
        """The entity of an identifier; KeyError when there is none."""
        for entity in self.entities:
            if entity.id == identifier:
                return entity
        raise KeyError(identifier)


def find_cast(doc: Doc, gazetteer: Gazetteer, published: When | None, article: Article) -> Cast:
    """All entities that a parsed article's noun phrases mean; `published` bounds the days for terms of office."""
    names = find_names(doc, gazetteer)
    phrases = find_phrases(doc, names)
    reading = _read(doc, phrases, names, gazetteer, _evidence(names, published), article)
    entities, order = freeze_figures(reading)
    tenures, held = freeze_posts(reading, order)
    return Cast(
        entities=entities,
        phrases=tuple(
            _freeze_phrase(doc, phrase, reading, order) for phrase in phrases if phrase.head in reading.meaning
        ),
        tenures=tenures,
        held=tuple(
            Held(
                tenure=identifier,
                entity=order[post.figure],
                start=_start(doc, post.start),
                end=_end(doc, post.end),
                former=post.former,
            )
            for identifier, post in held
        ),
        covering=_covering(doc, phrases, reading),
    )


def resolve(doc: Doc, cast: Cast, token: int, link: LinkName) -> tuple[Resolved, ...]:
    """The entities that the argument headed by `token` means in the role `link`; several for `the two countries`.

    A capital is its state's government wherever it acts and the city wherever something happens. Empty when the
    word is no noun phrase, or a pronoun without antecedent.
    """
    position = cast.covering[_antecedent(doc, token)]
    if position < 0:
        return ()
    phrase = cast.phrases[position]
    entities = phrase.as_actor if _acts(doc, phrase.head, link) else phrase.entities
    return tuple(Resolved(entity=entity, start=phrase.start, end=phrase.end) for entity in entities)


def _antecedent(doc: Doc, token: int) -> int:
    """The noun that a relative pronoun stands for, else the word itself."""
    word = doc[token]
    if word.lower_ in _RELATIVE and word.tag_ in ("WP", "WDT", "WP$", "IN"):
        clause = next((a for a in (word, *word.ancestors) if a.dep_ == "relcl"), None)
        return clause.head.i if clause is not None else token
    return token


def _acts(doc: Doc, head: int, link: LinkName) -> bool:
    if link in _PLACED:
        return False
    located = doc[head].dep_ == "pobj" and doc[head].head.lower_ in ("in", "at", "near", "outside", "around", "into")
    return not (located or (link == "host" and doc[head].dep_ == "pobj"))


def collect(
    cast: Cast, article: Article, used: Iterable[Resolved], entities: Iterable[str] = ()
) -> tuple[tuple[Entity, ...], tuple[Mention, ...], tuple[Tenure, ...]]:
    """The entities in use with all they refer to, their mentions `m1`, `m2`, … in text order, and their tenures.

    `entities` are identifiers in use without words of their own (a source that is understood, say).
    """
    spans = sorted({(each.start, each.end, each.entity) for each in used})
    wanted = _closure(cast, {entity for _, _, entity in spans} | set(entities))
    mentions = tuple(
        Mention(id=f"m{number}", start=start, end=end, quote=article.text[start:end], entity=entity)
        for number, (start, end, entity) in enumerate(spans, 1)
    )
    kept = tuple(entity for entity in cast.entities if entity.id in wanted)
    return kept, mentions, tuple(tenure for tenure in cast.tenures if tenure.person in wanted)


def _closure(cast: Cast, wanted: set[str]) -> set[str]:
    """What is wanted, with what it represents, belongs to or lies in, and whose office it holds."""
    known = {entity.id: entity for entity in cast.entities}
    open_ends, found = sorted(wanted), set(wanted)
    while open_ends:
        entity = known[open_ends.pop()]
        near = {*entity.represents, *entity.delegate_of, *({entity.within} if entity.within else set())}
        near |= {t.organization for t in cast.tenures if t.person == entity.id and t.organization}
        open_ends += sorted(near - found)
        found |= near
    return found


def held_by(cast: Cast, mention: Resolved) -> tuple[str, ...]:
    """The tenures that the words of a mention give its person: `then-Defense Minister X` acted as such."""
    return tuple(
        dict.fromkeys(
            held.tenure
            for held in cast.held
            if held.entity == mention.entity and held.start < mention.end and mention.start < held.end
        )
    )


def _evidence(names: Sequence[Name], published: When | None) -> Evidence:
    states = {row for name in names if (row := _only_state(name))}
    return Evidence(
        states=frozenset(states),
        earliest=published.earliest if published else None,
        latest=published.latest if published else None,
    )


def _only_state(name: Name) -> str | None:
    """The state that a name means without doubt."""
    rows = {match.row.id for match in name.matches if match.row.kind == "State" and match.how != "metonym"}
    return rows.pop() if len(rows) == 1 else None


def _read(
    doc: Doc,
    phrases: Sequence[Phrase],
    names: Sequence[Name],
    gazetteer: Gazetteer,
    evidence: Evidence,
    article: Article,
) -> Reading:
    reading = Reading(
        doc=doc, gazetteer=gazetteer, evidence=evidence, sentence=_sentences(doc), lead=_lead(doc, article),
        names={i: name for name in names for i in range(name.start, name.end)},
    )  # fmt: skip
    named = [(phrase, phrase.name) for phrase in phrases if phrase.name and not phrase.name.adjective]
    aliases = find_aliases(doc, names)
    for phrase, name in sorted(named, key=lambda each: (each[1].start - each[1].end, each[0].head)):
        take_name(reading, phrase, name)
        own = (short for short, full in aliases.items() if full == name)
        reading.aliases.update(dict.fromkeys(own, reading.meaning[phrase.head][0]))
    for phrase in phrases:
        _take(reading, phrase)
    return reading


def _sentences(doc: Doc) -> list[int]:
    numbers, current = [], -1
    for token in doc:
        current += bool(token.is_sent_start)
        numbers.append(max(current, 0))
    return numbers


def _lead(doc: Doc, article: Article) -> int:
    ends = [segment.end for segment in article.segments if segment.kind in ("headline", "standfirst")]
    return sum(token.idx < max(ends) for token in doc) if ends else 0


def _take(reading: Reading, phrase: Phrase) -> None:
    token = reading.doc[phrase.head]
    found: tuple[int, ...] = ()
    if phrase.name:
        take = take_adjective if phrase.name.adjective else take_named
        found = take(reading, phrase, phrase.name)
    elif co.is_pronoun(token):
        found = co.find_pronoun(token, reading.sentence[token.i], reading.seen, reading.figures)
    elif token.pos_ != "PRON" or token.lower_ in _PEOPLE:
        found = take_common(reading, phrase, token)
    if found:
        reading.meaning[phrase.head] = found
        reading.note(token, found)


def _freeze_phrase(doc: Doc, phrase: Phrase, reading: Reading, order: Sequence[str]) -> CastPhrase:
    meaning = reading.meaning[phrase.head]
    return CastPhrase(
        head=phrase.head, start=_start(doc, phrase.start), end=_end(doc, phrase.end),
        entities=tuple(order[i] for i in meaning),
        as_actor=tuple(order[i] for i in reading.as_actor.get(phrase.head, meaning)),
    )  # fmt: skip


def _start(doc: Doc, token: int) -> int:
    return int(doc[token].idx)


def _end(doc: Doc, token: int) -> int:
    return int(doc[token - 1].idx) + len(doc[token - 1])


def _covering(doc: Doc, phrases: Sequence[Phrase], reading: Reading) -> tuple[int, ...]:
    """For each token the head of the phrase that answers for it: its own, its name's, the narrowest around."""
    meant = [phrase for phrase in phrases if phrase.head in reading.meaning]
    heads = {phrase.head: position for position, phrase in enumerate(meant)}
    around = {
        i: heads[phrase.head]
        for phrase in sorted(meant, key=lambda each: (each.start - each.end, each.head))
        for i in range(phrase.start, phrase.end)
    }
    own = (i if i in heads else head_at(doc, i, reading.names) for i in range(len(doc)))
    return tuple(heads.get(head, around.get(i, -1)) for i, head in enumerate(own))
