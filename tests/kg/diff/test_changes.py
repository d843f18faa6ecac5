from collections.abc import Iterable
from datetime import date

from pyoxigraph import NamedNode, Quad, Store
from strategies import make_annotation, make_article

from kg import iri
from kg.diff.changes import Changes, understand
from kg.diff.contradictions import contradictions_of
from kg.diff.lines import Difference, differences
from kg.diff.words import tell
from kg.dump.canonical import sort_quads
from kg.model import Annotation, When
from kg.triples.annotation import annotation_quads
from kg.vocabulary import PROV

ONE = make_annotation(make_article())
E1, E2 = (iri.mint_part("envoy", "event", name) for name in ("e1", "e2"))


def compare(old: Iterable[Quad], new: Iterable[Quad]) -> Changes:
    stores, lines = [], []
    for quads in (sort_quads(old), sort_quads(new)):
        store = Store()
        store.extend(quads)
        stores.append(store)
        lines.append(iter([f"{quad} .\n".encode() for quad in quads]))
    found: list[Difference] = list(differences(*lines))
    return understand(found, *stores)


def quads_of(annotation: Annotation) -> list[Quad]:
    return list(annotation_quads(make_article(), annotation))


def test_equal_graphs_have_no_changes() -> None:
    """Nothing is told of what is the same."""
    changes = compare(quads_of(ONE), quads_of(ONE))
    assert changes == Changes(added=0, removed=0, inferred_added=0, inferred_removed=0)
    assert list(tell(changes)) == ["nothing changed"]


def test_an_event_that_is_told_of_another_day_keeps_its_name() -> None:
    """The date before and after is told, and nothing else of the event."""
    moved = ONE.events[0].model_copy(
        update={"when": When(edtf="2019-06", earliest=date(2019, 6, 1), latest=date(2019, 6, 30), basis="stated")}
    )
    changes = compare(quads_of(ONE), quads_of(ONE.model_copy(update={"events": (moved, ONE.events[1])})))
    assert [(item.event.iri, item.what, item.before, item.after) for item in changes.altered] == [
        (E1, "date", "2019-05", "2019-06")
    ]
    assert changes.events_added == changes.events_removed == changes.contradictions == ()


def test_what_goes_one_way_comes_the_other() -> None:
    """An event with its claim withdrawn is added when the two graphs change places."""
    less = ONE.model_copy(update={"events": ONE.events[:1], "claims": ONE.claims[:1]})
    there, back = compare(quads_of(ONE), quads_of(less)), compare(quads_of(less), quads_of(ONE))
    assert [event.iri for event in there.events_removed] == [event.iri for event in back.events_added] == [E2]
    assert (there.added, there.removed) == (back.removed, back.added)
    assert back.events_added[0].verbs == ("reports",)


def test_an_article_that_goes_takes_its_events_along() -> None:
    """Both are told; an article with another text is told as replaced."""
    changes = compare(quads_of(ONE), [])
    assert [item.iri for item in changes.articles_removed] == [iri.mint_article("envoy")]
    assert [event.iri for event in changes.events_removed] == [E1, E2]
    other = ONE.model_copy(update={"article": ONE.article.model_copy(update={"sha256": "0" * 64})})
    replaced = compare(quads_of(ONE), quads_of(other))
    assert [item.iri for item in replaced.articles_replaced] == [iri.mint_article("envoy")]
    assert replaced.events_removed == ()


def test_a_denial_makes_a_contradiction_and_its_withdrawal_settles_it() -> None:
    """Claims that contradict only now are told with who says what; those that no longer do are settled."""
    denial = ONE.claims[1].model_copy(update={"id": "c3", "event": "e1", "verb": "denies"})
    denied = ONE.model_copy(update={"claims": (*ONE.claims, denial)})
    there, back = compare(quads_of(ONE), quads_of(denied)), compare(quads_of(denied), quads_of(ONE))
    assert [(item.one, item.other, item.why) for item in there.contradictions] == [(E1, E1, "affirmed and denied")]
    assert there.contradictions == back.settled
    assert there.contradictions[0].words == "Dateline staff asserts and a paper denies 'visited' (2019-05)"
    assert any(line.startswith("! contradict now: Dateline staff asserts") for line in tell(there))


def test_events_of_one_happening_contradict_each_other_across_articles() -> None:
    """One affirmed and one denied, or two affirmed on days that exclude each other."""
    late = ONE.events[1].model_copy(
        update={"when": When(edtf="2020", earliest=date(2020, 1, 1), latest=date(2020, 12, 31), basis="stated")}
    )
    dated = ONE.model_copy(update={"events": (ONE.events[0], late)})
    denied = ONE.model_copy(
        update={"claims": (ONE.claims[0], ONE.claims[1].model_copy(update={"verb": "denies", "sources": ()}))}
    )
    for annotation, why in ((dated, "on days that exclude each other"), (denied, "affirmed and denied")):
        graph = NamedNode(iri.mint_graph("merges"))
        told = [Quad(NamedNode(node), PROV.specializationOf, NamedNode("x:happening"), graph) for node in (E1, E2)]
        store = Store()
        store.extend([*quads_of(annotation), *told])
        assert {(item.one, item.other, item.why) for item in contradictions_of(store, [E2])} == {(E1, E2, why)}
