"""Is what an article says the same every time, exact, and independent of what follows?"""

import pytest
from scenes import make_story

from kg.annotate.annotate import Tools, annotate
from kg.annotate.annotation_file import to_json
from kg.model import Annotation, Claim

VISIT = "Foreign Minister Ada Lund visited Norway in May 2019. During the visit she signed a treaty with the premier."
ATTACK = """Rebels attacked a police station in Lima on 3 May 2014, the army said. Two men were killed.

The government denied that it had sold rifles to Chad for about $5 billion. It plans talks with Peru."""
SALE = """A paper reported that Norway, which joined in 2012, had supplied drones to Mali through Hungary.

“We never met them,” a minister told reporters after the vote. Thousands protested against the sale."""
STORIES = [VISIT, ATTACK, SALE]
UNRELATED = "\n\nThe bakery on the corner sells bread. It will rain again."


@pytest.mark.parametrize("text", STORIES, ids=["visit", "attack", "sale"])
def test_the_same_article_says_the_same_and_every_quote_is_exact(tools: Tools, text: str) -> None:
    """Two readings are equal, survive their file, and each span is what stands in the text."""
    article = make_story(text)
    annotation = annotate(article, tools)
    assert annotation.events
    assert annotate(article, tools) == annotation
    assert Annotation.model_validate_json(to_json(annotation)) == annotation
    spans = [
        *annotation.mentions,
        *annotation.times,
        *(span for event in annotation.events for span in (event.trigger, *event.further)),
        *(span for claim in annotation.claims for span in claim.evidence),
    ]
    assert [text[span.start : span.end] for span in spans] == [span.quote for span in spans]


@pytest.mark.parametrize("text", STORIES, ids=["visit", "attack", "sale"])
def test_every_reference_is_resolved(tools: Tools, text: str) -> None:
    """Participants, places, times, sources and relations name records of the same annotation; one claim an event."""
    annotation = annotate(make_story(text), tools)
    entities = {entity.id for entity in annotation.entities}
    events = {event.id for event in annotation.events}
    assert [claim.event for claim in annotation.claims] == [event.id for event in annotation.events]
    assert {source for claim in annotation.claims for source in claim.sources if source} <= entities
    assert {mention.entity for mention in annotation.mentions} <= entities
    for event in annotation.events:
        assert {item.entity for item in event.participants} <= entities
        assert {item.mention for item in event.participants if item.mention} <= {m.id for m in annotation.mentions}
        assert event.place is None or event.place in entities
        assert event.time is None or event.time in {time.id for time in annotation.times}
        assert {*event.sub_event_of, *event.before} <= events - {event.id}


def said(claim: Claim) -> tuple[object, ...]:
    """What a claim says of its event, and on whose word."""
    return claim.event, claim.verb, claim.sources, claim.certainty


@pytest.mark.parametrize("text", STORIES, ids=["visit", "attack", "sale"])
def test_a_paragraph_at_the_end_changes_no_earlier_identifier(tools: Tools, text: str) -> None:
    """What is added below leaves the events above with their names, and each claim that says the same as before."""
    before = annotate(make_story(text), tools)
    after = annotate(make_story(text + UNRELATED), tools)
    above = [event for event in after.events if event.trigger.start < len(text)]
    assert [(event.id, event.trigger) for event in above] == [(event.id, event.trigger) for event in before.events]
    named = {said(claim): claim.id for claim in after.claims}
    same = {said(claim): claim.id for claim in before.claims if said(claim) in named}
    assert same
    assert same.items() <= named.items()


def test_an_article_without_words_says_nothing(tools: Tools) -> None:
    """No event, no claim, no fault."""
    annotation = annotate(make_story("…\n"), tools)
    assert (annotation.events, annotation.claims, annotation.mentions) == ((), (), ())
