"""Which articles and annotations do the tests make up?"""

import hashlib
from datetime import date

from hypothesis import strategies as st

from kg.annotate.annotation_file import header_of
from kg.model import (
    Annotation,
    Article,
    Claim,
    Entity,
    Event,
    Mention,
    Participant,
    Segment,
    Span,
    Timex,
    When,
)

TEXT = (
    "Envoy flies to Oslo\n\n"
    "Foreign Minister Ada Lund visited Norway in May 2019. A paper said that Norway had sold drones to Chad.\n"
)
MAY_2019 = When(text="May 2019", edtf="2019-05", earliest=date(2019, 5, 1), latest=date(2019, 5, 31), basis="stated")
OPEN = When(edtf="../..", basis="stated")


def make_article(text: str = TEXT, key: str = "envoy") -> Article:
    """An article of one headline line and one body paragraph."""
    return Article(
        key=key,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        segments=(
            Segment(kind="headline", start=0, end=19),
            Segment(kind="body", start=21, end=len(text.rstrip())),
        ),
        headline="Envoy flies to Oslo",
        byline="Dateline staff",
        licence="CC0-1.0",
    )


def span_of(text: str, quote: str) -> Span:
    """The first place of some words in a text."""
    start = text.index(quote)
    return Span(start=start, end=start + len(quote), quote=quote)


def make_annotation(article: Article) -> Annotation:
    """What a careful reader finds in `TEXT`: an asserted visit and a reported sale."""
    text = article.text
    return Annotation(
        article=header_of(article),
        segments=article.segments,
        mentions=tuple(
            Mention(id=f"m{number}", entity=entity, **span_of(text, quote).model_dump())
            for number, (entity, quote) in enumerate(
                [("ada-lund", "Ada Lund"), ("norway", "Norway"), ("paper", "A paper"), ("chad", "Chad")], 1
            )
        ),
        entities=(
            Entity(id="ada-lund", kind="Person", label="Ada Lund"),
            Entity(id="norway", kind="State", label="Norway", known="state/norway", wikidata="Q20"),
            Entity(id="paper", kind="Organization", label="a paper", named=False),
            Entity(id="chad", kind="State", label="Chad", known="state/chad", wikidata="Q657"),
        ),
        times=(
            Timex(
                id="t1",
                type="DATE",
                value="2019-05",
                edtf="2019-05",
                earliest=MAY_2019.earliest,
                latest=MAY_2019.latest,
                **span_of(text, "May 2019").model_dump(),
            ),
        ),
        events=(
            Event(
                id="e1",
                cls="Visit",
                type="visit",
                plover="CONSULT",
                trigger=span_of(text, "visited"),
                participants=(
                    Participant(role="guest", entity="ada-lund"),
                    Participant(role="host", entity="norway"),
                ),
                place="norway",
                time="t1",
                when=MAY_2019,
            ),
            Event(
                id="e2",
                cls="Transfer",
                type="arms-sale",
                plover="COOPERATE",
                trigger=span_of(text, "sold"),
                participants=(
                    Participant(role="supplier", entity="norway"),
                    Participant(role="recipient", entity="chad"),
                ),
                when=OPEN,
            ),
        ),
        claims=(
            Claim(
                id="c1",
                verb="asserts",
                event="e1",
                confidence=0.9,
                evidence=(span_of(text, "Foreign Minister Ada Lund visited Norway in May 2019."),),
                rule="own voice",
                engine="reader",
            ),
            Claim(
                id="c2",
                verb="reports",
                event="e2",
                sources=("paper",),
                confidence=0.8,
                evidence=(span_of(text, "A paper said that Norway had sold drones to Chad."),),
                rule="said that",
                engine="reader",
            ),
        ),
    )


VERBS = st.sampled_from(["asserts", "reports", "denies", "envisages"])


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    """The annotation of `TEXT` with other verbs, sources and dates."""
    annotation = make_annotation(make_article())
    claims = tuple(
        claim.model_copy(
            update={
                "verb": draw(VERBS),
                "sources": tuple(draw(st.lists(st.sampled_from(["paper", "chad", None]), max_size=3))),
                "confidence": draw(st.integers(0, 100)) / 100,
            }
        )
        for claim in annotation.claims
    )
    return annotation.model_copy(update={"claims": claims})
