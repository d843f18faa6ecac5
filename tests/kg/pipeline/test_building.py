"""Do articles become a snapshot that depends on nothing but them?"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from building import REASONED, add, build, digests, quads, texts
from hypothesis import HealthCheck, given, settings
from pyoxigraph import BlankNode, NamedNode
from strategies import TEXT, annotations, make_annotation, make_article

from kg import iri
from kg.annotate.annotate import Tools
from kg.annotate.annotation_file import SUFFIX, to_yaml
from kg.errors import InputError
from kg.gazetteer.background import background_quads
from kg.gazetteer.lookup import Gazetteer
from kg.model import Annotation, Article
from kg.ontology.load import axiom_quads
from kg.pipeline import building
from kg.pipeline.building import Said, read_and_annotate
from kg.reason.closure import close
from kg.store.snapshot import current_id, open_current
from kg.triples.annotation import annotation_quads

ROOT = Path(__file__).resolve().parents[3]
MALI = NamedNode(iri.mint_item("Q912"))
pytestmark = pytest.mark.usefixtures("loaded_once")


def test_order_repetition_and_addition_change_nothing(folder: Path, tmp_path: Path) -> None:
    """Two articles in either order, one after the other, or again: one id and the same bytes in every file."""
    envoy, sale = folder / "envoy.txt", folder / "sale.txt"
    first = build(tmp_path / "a", envoy, sale)
    reports = [build(tmp_path / "b", sale, envoy)]
    add(tmp_path / "c", sale)
    reports += [add(tmp_path / "c", envoy), add(tmp_path / "c", sale)]
    for other in reports:
        assert other.snapshot == first.snapshot
        assert digests(other) == digests(first)
    assert (first.articles, first.rejections, first.contradictions) == (2, (), ())
    assert first.claims >= 4


def test_an_article_with_a_key_that_is_there_replaces_it(folder: Path, tmp_path: Path) -> None:
    """The new text counts, nothing of the old one stays, and it is told: a key is an author's to choose."""
    data, sale = tmp_path / "data", folder / "sale.txt"
    before = build(data, folder)
    sale.write_text("Calm\n\nPeru visited Chile in May 2001 and signed a treaty with it.\n", encoding="utf-8")
    after = add(data, sale)
    assert after.snapshot != before.snapshot
    told = "sale: replaces the article of that key"
    assert (told in before.notes, told in after.notes) == (False, True)
    assert texts(data) == {"envoy": TEXT, "sale": sale.read_text(encoding="utf-8")}
    assert not any(MALI in (quad.subject, quad.object) for quad in quads(data))


def test_a_build_holds_its_own_articles_alone(folder: Path, tmp_path: Path) -> None:
    """What was there before is not served any more."""
    build(tmp_path, folder / "envoy.txt")
    build(tmp_path, folder / "sale.txt")
    assert texts(tmp_path).keys() == {"sale"}
    assert any(MALI in (quad.subject, quad.object) for quad in quads(tmp_path))


def test_nothing_usable_is_an_error_and_the_former_snapshot_stays(folder: Path, tmp_path: Path) -> None:
    """Every article rejected: the message names each file; what was served is served."""
    data, bad = tmp_path / "data", folder / "empty.txt"
    bad.write_text("", encoding="utf-8")
    served = build(data, folder / "sale.txt").snapshot
    with pytest.raises(InputError, match=r"empty\.txt: .*stays as it is"):
        build(data, bad)
    assert current_id(data) == served
    assert [path.name for path in (data / "snapshots").iterdir()] == [served]


def test_one_bad_article_costs_only_itself(folder: Path, tmp_path: Path) -> None:
    """It is a rejection with file, reason and remedy; the others are served."""
    (folder / "empty.txt").write_text("", encoding="utf-8")
    report = build(tmp_path / "data", folder)
    assert texts(tmp_path / "data").keys() == {"envoy", "sale"}
    (rejection,) = report.rejections
    assert rejection.source.endswith("empty.txt")
    assert rejection.reason
    assert rejection.remedy


@pytest.mark.parametrize("place", [".", "../annotations"])
def test_a_reviewed_annotation_beside_the_article_wins(folder: Path, tmp_path: Path, place: str) -> None:
    """The engine is not asked: what is stored is what the reviewer wrote, beside the article or its folder."""
    reviewed = make_annotation(make_article())
    (folder / place).resolve().mkdir(exist_ok=True)
    (folder / place / f"envoy{SUFFIX}").write_text(to_yaml(reviewed), encoding="utf-8")
    build(tmp_path / "data", folder / "envoy.txt")
    (stored,) = open_current(tmp_path / "data").annotations()
    assert stored == reviewed


def test_a_reviewed_annotation_counts_only_where_it_is_asked_for(folder: Path, tools: Tools) -> None:
    """Scoring a reading must not read the gold."""
    (folder / f"envoy{SUFFIX}").write_text(to_yaml(make_annotation(make_article())), encoding="utf-8")
    path = str(folder / "envoy.txt")
    (with_review,), (without,) = (
        list(read_and_annotate([path], tools, reviewed=reviewed)) for reviewed in (True, False)
    )
    assert isinstance(with_review, Said)
    assert isinstance(without, Said)
    assert [event.id for event in with_review.annotation.events] == ["e1", "e2"]
    assert all(event.id.startswith("e-") for event in without.annotation.events)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("known: state/norway", "known: state/atlantis", "state/atlantis"),
        ("wikidata: Q657", "wikidata: Q42", "Q657, not Q42"),
        ("quote: sold", "quote: gave", "does not stand in the text"),
    ],
)
def test_a_faulty_reviewed_annotation_is_a_rejection(
    folder: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    """An unknown row, another item, other words: the file is named, and the engine does not step in."""
    text = to_yaml(make_annotation(make_article()))
    assert old in text
    (folder / f"envoy{SUFFIX}").write_text(text.replace(old, new), encoding="utf-8")
    report = build(tmp_path / "data", folder)
    (rejection,) = report.rejections
    assert rejection.source.endswith(f"envoy{SUFFIX}")
    assert said in rejection.reason
    assert rejection.remedy
    assert texts(tmp_path / "data").keys() == {"sale"}


def test_each_triple_stands_in_one_graph_and_blank_nodes_only_in_the_ontology(folder: Path, tmp_path: Path) -> None:
    """No inferred triple repeats a stated one; graphs are the documented ones."""
    build(tmp_path, folder)
    found = quads(tmp_path)
    graphs = Counter((quad.subject, quad.predicate, quad.object) for quad in found)
    assert [triple for triple, number in graphs.items() if number > 1] == []
    ontology = NamedNode(iri.mint_graph("ontology"))
    blank = {quad.graph_name for quad in found if BlankNode in {type(quad.subject), type(quad.object)}}
    assert blank <= {ontology}
    assert {quad.graph_name for quad in found} <= {
        NamedNode(iri.mint_graph(name)) for name in ("ontology", "gazetteer", "links", "merges", "inferred")
    } | {NamedNode(iri.mint_article_graph(key)) for key in ("envoy", "sale")}


def test_both_reasoners_infer_the_same(folder: Path, tmp_path: Path) -> None:
    """The rule engine and owlrl give the same inferred graph; the manifests tell them apart."""
    (folder / f"envoy{SUFFIX}").write_text(to_yaml(make_annotation(make_article())), encoding="utf-8")
    fast = build(tmp_path / "fast", folder / "envoy.txt")
    reference = build(tmp_path / "owlrl", folder / "envoy.txt", reasoner="owlrl")
    assert quads(tmp_path / "fast") == quads(tmp_path / "owlrl")
    assert fast.counts["inferred"] > 0
    assert fast.snapshot != reference.snapshot


def inferred_predicates(annotation: Annotation, gazetteer: Gazetteer) -> set[NamedNode]:
    """The properties of what follows from an annotation with all background knowledge."""
    known = frozenset(entity.known for entity in annotation.entities if entity.known)
    facts = [*annotation_quads(make_article(), annotation), *background_quads(gazetteer, known)]
    return {triple.predicate for triple in close(facts, axiom_quads()).inferred}


@given(annotations())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hearsay_never_becomes_fact(tools: Tools, annotation: Annotation) -> None:
    """What the article asserts is true of the world; once it only reports the same, nothing of it is."""
    told = {claim.verb for claim in annotation.claims}
    reported = annotation.model_copy(
        update={
            "claims": tuple(
                claim.model_copy(update={"verb": "reports"} if claim.verb == "asserts" else {})
                for claim in annotation.claims
            )
        }
    )
    assert not inferred_predicates(reported, tools.gazetteer) & REASONED
    assert bool(inferred_predicates(annotation, tools.gazetteer) & REASONED) is ("asserts" in told)


def test_seeds_are_what_is_built_when_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The articles that ship, with the reviewed annotations that ship."""
    asked: list[tuple[Sequence[Article], Sequence[Path]]] = []

    def stop(found: Sequence[Article], folders: Sequence[Path], _read: object, _work: object) -> NoReturn:
        asked.append((found, folders))
        raise InputError("far enough")

    monkeypatch.setattr(building, "_read", stop)
    with pytest.raises(InputError, match="far enough"):
        build(tmp_path)
    ((found, folders),) = asked
    assert {article.key for article in found} == {path.stem for path in (ROOT / "seeds/articles").iterdir()}
    assert ROOT / "seeds/annotations" in folders
