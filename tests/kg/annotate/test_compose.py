"""What records do drafts become?"""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from scenes import make_draft, make_filler

from kg.annotate.actors.cast import Resolved
from kg.annotate.compose import compose_claims, compose_events, event_id
from kg.annotate.sources import Attribution
from kg.model import Mention, Verb

TEXT = "Peru met Chile in Oslo, and signed a treaty during it. " * 3


@given(st.permutations([1, 2, 3, 4]))
def test_an_identifier_does_not_depend_on_the_other_events(order: list[int]) -> None:
    """Whatever stands before or after, an event has the identifier of its class and place."""
    drafts = [make_draft(number) for number in order]
    found = {event.trigger.start: event.id for event in compose_events(TEXT, drafts, {})}
    assert found == {draft.trigger_span[0]: event_id(draft) for draft in drafts}
    assert len(set(found.values())) == len(drafts)


def test_another_class_at_the_same_place_is_another_event() -> None:
    """Class and place together are the event's."""
    assert event_id(make_draft(1, "Visit")) != event_id(make_draft(1, "Meeting"))


def test_claims_of_one_event_differ_by_verb_and_sources() -> None:
    """The identifier of a claim hashes both."""
    own = make_draft(1)
    said = replace(own, attribution=Attribution(verb="reports", rule="r", strength="strong"), sources=(None,))
    named = replace(said, sources=(Resolved(entity="paper", start=0, end=1),))
    claims = compose_claims(TEXT, [own, said, named], "hand")
    assert len({claim.id for claim in claims}) == 3
    assert [claim.sources for claim in claims] == [(), (None,), ("paper",)]
    assert {claim.event for claim in claims} == {event_id(own)}


@given(st.sampled_from(["asserts", "reports", "denies", "envisages"]))
def test_polarity_and_modality_follow_the_claim(verb: Verb) -> None:
    """What is denied is negative, what is envisaged not actual, everything else positive and actual."""
    draft = replace(make_draft(1), attribution=Attribution(verb=verb, rule="r", strength="strong"))
    (event,) = compose_events(TEXT, [draft], {})
    assert (event.polarity == "negative") is (verb == "denies")
    assert (event.modality == "envisaged") is (verb == "envisages")


def test_relations_name_merged_events_and_never_the_event_itself() -> None:
    """A token of either mention names the event; a token that tells none names nothing."""
    whole = make_draft(1, tokens=(1, 5), during=(5,), before=(3,))
    part = make_draft(3, during=(5, 1), before=(9,))
    one, other = compose_events(TEXT, [whole, part], {})
    assert (one.sub_event_of, one.before) == ((), (other.id,))
    assert (other.sub_event_of, other.before) == ((one.id,), ())


def test_a_participant_names_its_words_when_they_are_a_mention() -> None:
    """The mention with the same entity and place."""
    mention = Mention(id="m1", entity="peru", start=0, end=1, quote="P")
    draft = make_draft(1, fillers=(make_filler("agent", "peru"), make_filler("agent", "chile")))
    (event,) = compose_events(TEXT, [draft], {("peru", 0, 1): mention})
    assert [(item.entity, item.mention) for item in event.participants] == [("peru", "m1"), ("chile", None)]


def test_quotes_are_those_of_the_text() -> None:
    """Trigger, further mentions and evidence are cut from the stored text."""
    draft = make_draft(1, further=((20, 24),))
    (event,), (claim,) = compose_events(TEXT, [draft], {}), compose_claims(TEXT, [draft], "hand")
    for span in (event.trigger, *event.further, *claim.evidence):
        assert TEXT[span.start : span.end] == span.quote
