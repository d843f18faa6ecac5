"""What travels between the steps?

Every record is frozen, keyword-only and validated, and knows no RDF. `Annotation` and what it holds are also the
annotation file that people edit; `kg/annotate/annotation.schema.json` is generated from it.

Offsets are Python `str` offsets into the article's stored text, end exclusive: `quote == text[start:end]`.
"""

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

EventClass: TypeAlias = Literal[
    "Visit", "Meeting", "Communication", "Transfer", "Conflict", "PoliticalAct", "Movement", "Situation"
]
Plover: TypeAlias = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Verb: TypeAlias = Literal["asserts", "reports", "denies", "envisages"]
Certainty: TypeAlias = Literal["certain", "probable", "possible", "underspecified"]
Role: TypeAlias = Literal["agent", "target", "host", "guest", "supplier", "recipient", "item", "via"]
EntityKind: TypeAlias = Literal["Person", "Organization", "Group", "State", "Place", "Item"]
SegmentKind: TypeAlias = Literal[
    "headline", "standfirst", "body", "caption", "credit", "teaser", "byline", "furniture"
]
TimexType: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]
Basis: TypeAlias = Literal["stated", "metadata", "anchored", "inferred", "reviewed"]
"""Where a date comes from: printed in full; the file's metadata; printed, resolved against another date;
solved from several hints; set by a reviewer."""


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Span(Record):
    """A stretch of an article's text and the words it holds."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str

    @model_validator(mode="after")
    def _length_matches(self) -> "Span":
        if self.end - self.start != len(self.quote):
            raise ValueError(f"span {self.start}-{self.end} is not as long as its quote {self.quote!r}")
        return self


class When(Record):
    """A date as far as it is known: EDTF level 1 text and its two day bounds; an open bound is None."""

    text: str | None = None
    edtf: str
    earliest: date | None = None
    latest: date | None = None
    basis: Basis
    why: tuple[str, ...] = ()


class Segment(Record):
    """A stretch of the text by its function on the page; segments are ordered and do not overlap."""

    kind: SegmentKind
    start: int
    end: int


class Article(Record):
    """One document as it was read; `text` is never changed afterwards and `sha256` is that of its UTF-8 form."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,119}$")
    text: str
    sha256: str
    segments: tuple[Segment, ...]
    headline: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    published: When | None = None
    licence: str | None = None


class Rejection(Record):
    """One record that could not be used: which file and place in it, why, and what its owner can do."""

    source: str
    place: str | None = None
    reason: str
    remedy: str


class Mention(Span):
    """A stretch of text that refers to an entity."""

    id: str
    entity: str


class Candidate(Record):
    """A Wikidata item that a name could mean, with the linker's score (0 to 1)."""

    wikidata: str
    label: str
    score: float


class Link(Record):
    """What the linker decided about an entity and why; `close` is a doubtful item, never asserted."""

    score: float
    reason: str
    close: str | None = None
    candidates: tuple[Candidate, ...] = ()


class Entity(Record):
    """Somebody or something that takes part.

    `known` is the identifier of the gazetteer row it was found to be (see `kg.gazetteer`), `wikidata` a
    confirmed item. `represents`, `delegate_of` and `within` hold identifiers of entities of the same annotation.
    """

    id: str
    kind: EntityKind
    label: str
    named: bool = True
    known: str | None = None
    wikidata: str | None = Field(default=None, pattern=r"^Q[1-9][0-9]*$")
    link: Link | None = None
    represents: tuple[str, ...] = ()
    delegate_of: tuple[str, ...] = ()
    within: str | None = None


class Timex(Span):
    """A time expression: TIMEX3 type and value, its EDTF form and day bounds."""

    id: str
    type: TimexType
    value: str
    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    basis: Basis = "stated"


class Tenure(Record):
    """One person's holding of one post; `organization` is an entity of the same annotation."""

    id: str
    person: str
    post: str
    organization: str | None = None
    when: When | None = None


class Participant(Record):
    """An entity in a role of an event; `mention` names the words when there are any."""

    role: Role
    entity: str
    mention: str | None = None


class Amount(Record):
    """A figure the text gives for the event: money when `currency` (ISO 4217) is set, else a count of `unit`."""

    value: Decimal
    currency: str | None = None
    unit: str | None = None
    approximate: bool = False


class Reading(Record):
    """Why the engine saw this event: its probability, the class that came second, and the lexicon's entry."""

    probability: float
    runner_up: str | None = None
    runner_up_probability: float | None = None
    lexicon: str | None = None


class Event(Record):
    """A happening or state as somebody describes it; it commits to nothing (see `Claim`).

    `label` are the words that tell it, for people; without it the trigger's words stand. `why` says of further
    mentions, with their first offset, by which signs they were taken to tell it.
    """

    id: str
    cls: EventClass = Field(alias="class")
    type: str
    label: str | None = None
    plover: Plover | None = None
    mode: str | None = None
    trigger: Span
    further: tuple[Span, ...] = ()
    why: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    time: str | None = None
    when: When
    polarity: Literal["positive", "negative"] = "positive"
    modality: Literal["actual", "envisaged"] = "actual"
    capacity: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    sub_event_of: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    cause_of: tuple[str, ...] = ()
    reading: Reading | None = None


class Claim(Record):
    """One act of saying about exactly one event.

    `sources` runs from the outermost to the innermost source inside the article: entity identifiers, None for
    unnamed others; empty is the article's own voice.
    """

    id: str
    verb: Verb
    event: str
    sources: tuple[str | None, ...] = ()
    certainty: Certainty = "certain"
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[Span, ...] = Field(min_length=1)
    rule: str
    engine: str


class Review(Record):
    """Whether a person has checked the annotation."""

    state: Literal["unreviewed", "reviewed"] = "unreviewed"
    by: str | None = None
    at: date | None = None


class Header(Record):
    """What the annotation says of the article it belongs to; `sha256` ties it to one text."""

    key: str
    headline: str | None = None
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: When | None = None
    sha256: str
    language: str = "en"
    licence: str | None = None


class Annotation(Record):
    """What one article says: the unit of review, and all that becomes RDF."""

    article: Header
    segments: tuple[Segment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Timex, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    review: Review = Review()
