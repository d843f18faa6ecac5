"""How does a test read one short text with triggers that it makes up itself?"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from spacy.tokens import Doc

from kg.annotate.actors.cast import Cast, CastPhrase, Resolved, find_cast
from kg.annotate.annotate import Tools
from kg.annotate.draft import Draft, Filler
from kg.annotate.engine import Argument, LinkName, Trigger
from kg.annotate.events import Scene, draft_events
from kg.annotate.parse import parse
from kg.annotate.sources import Attribution
from kg.annotate.times.find import find_times
from kg.model import Article, Entity, EventClass, Role, Segment, Verb, When

PUBLISHED = When(
    edtf="2020-06-10", earliest=date(2020, 6, 10), latest=date(2020, 6, 10), basis="metadata"
)  # fmt: skip
OPEN = When(edtf="../..", basis="stated")


def make_story(text: str, headline: str = "") -> Article:
    """An article published on 10 June 2020, all body but for the headline that its text begins with."""
    assert text.startswith(headline)
    body = Segment(kind="body", start=len(headline), end=len(text))
    lead = (Segment(kind="headline", start=0, end=len(headline)),) if headline else ()
    return Article(
        key="story",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        segments=(*lead, body),
        published=PUBLISHED,
    )


def read_scene(text: str, tools: Tools, headline: str = "") -> Scene:
    """All that the stages before the events find in a text."""
    article = make_story(text, headline)
    doc = parse(article, tools.nlp)
    published, times = find_times(doc, article.published)
    return Scene(
        doc=doc,
        segments=article.segments,
        cast=find_cast(doc, tools.gazetteer, published, article),
        gazetteer=tools.gazetteer,
        times=times,
        published=published,
        lexicon=tools.lexicon,
    )


def token_at(doc: Doc, word: str) -> int:
    """The index of a word; `word#2` is its second occurrence."""
    plain, _, number = word.partition("#")
    return [token.i for token in doc if token.text == plain][int(number or 1) - 1]


def make_trigger(
    doc: Doc,
    word: str,
    cls: EventClass,
    links: Mapping[str, tuple[LinkName, float]] | None = None,
    verb: Verb = "asserts",
) -> Trigger:
    """An engine's trigger at a word; `links` are its arguments by word."""
    token = token_at(doc, word)
    arguments = tuple(
        Argument(token=token_at(doc, other), link=link, probability=probability)
        for other, (link, probability) in (links or {}).items()
    )
    return Trigger(
        token=token,
        start=token,
        end=token + 1,
        cls=cls,
        plover=None,
        verb=verb,
        probability=0.9,
        arguments=arguments,
        rule="hand",
    )


def read_drafts(text: str, tools: Tools, given: Sequence[tuple[str, EventClass]], headline: str = "") -> list[Draft]:
    """The drafts that triggers at these words, without any argument, become."""
    scene = read_scene(text, tools, headline)
    return list(draft_events(scene, [make_trigger(scene.doc, word, cls) for word, cls in given]))


def make_filler(role: Role, entity: str, *, proper: bool = True) -> Filler:
    """A role with an entity whose words are of no interest."""
    return Filler(role=role, named=Resolved(entity=entity, start=0, end=1), proper=proper)


def make_draft(token: int, cls: EventClass = "Meeting", **others: object) -> Draft:
    """A draft of which only what is given is known; its words stand at ten times its token."""
    fields: dict[str, object] = {
        "trigger": Trigger(
            token=token,
            start=token,
            end=token + 1,
            cls=cls,
            plover=None,
            verb="asserts",
            probability=0.9,
            rule="hand",
        ),
        "trigger_span": (10 * token, 10 * token + 5),
        "tokens": (token,),
        "lemma": "meet",
        "lead": False,
        "definite": False,
        "manner_of": -1,
        "item_kind": None,
        "type": "meeting",
        "mode": None,
        "sense": None,
        "fillers": (),
        "objects": frozenset(),
        "place": None,
        "country": None,
        "in_state": False,
        "time": None,
        "when": OPEN,
        "attribution": Attribution(verb="asserts", rule="own voice", strength="weak"),
        "sources": (),
        "label": (10 * token, 10 * token + 5),
        "evidence": ((10 * token, 10 * token + 9),),
    }
    return Draft(**(fields | others))  # type: ignore[arg-type]


def make_cast(**kinds: str) -> Cast:
    """A cast of these entities by kind, without words."""
    entities = tuple(
        Entity.model_validate({"id": name, "kind": kind, "label": name.title()}) for name, kind in kinds.items()
    )
    phrases: tuple[CastPhrase, ...] = ()
    return Cast(entities=entities, phrases=phrases, tenures=(), held=(), covering=())
