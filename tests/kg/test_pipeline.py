"""Do articles become a snapshot that depends on nothing but them, and is never seen half done?"""

import hashlib
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import BlankNode, NamedNode, Quad, Triple
from strategies import TEXT, annotations, make_annotation, make_article

from kg import iri, pipeline
from kg.annotate.annotate import Tools
from kg.annotate.annotation_file import SUFFIX, to_yaml
from kg.errors import InputError
from kg.gazetteer.background import background_quads
from kg.gazetteer.lookup import Gazetteer
from kg.merge.verdicts import FILE
from kg.model import Annotation, Article, When
from kg.ontology.load import axiom_quads
from kg.pipeline import BuildReport, Said, build_snapshot, extend_snapshot, read_and_annotate
from kg.reason.closure import close
from kg.settings import BuildSettings, ReasonerName
from kg.store.snapshot import current_id, open_current
from kg.triples.annotation import annotation_quads
from kg.vocabulary import DL

ROOT = Path(__file__).resolve().parents[2]
SALE = (
    "Arms for Mali\n\n"
    "Norway sold rifles to Mali on 3 May 2014, and its premier met the president of Mali in Oslo. "
    "The army denied that it had attacked a village in Chad.\n"
)
JUNE = When(edtf="2019-06-01", earliest=date(2019, 6, 1), latest=date(2019, 6, 1), basis="metadata")
MALI = NamedNode(iri.mint_item("Q912"))
REASONED = frozenset({DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith})


def ignore(*_: object) -> None:
    """Progress that nobody watches."""


@pytest.fixture(autouse=True)
def loaded_once(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process share one parser and one engine."""
    monkeypatch.setattr(pipeline, "load_tools", lambda *_: tools)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two small articles, `envoy` and `sale`."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "envoy.txt").write_text(TEXT, encoding="utf-8")
    (texts / "sale.txt").write_text(SALE, encoding="utf-8")
    return texts


def build(data: Path, *paths: Path, reasoner: ReasonerName = "fast") -> BuildReport:
    """A build of these files alone."""
    return build_snapshot([str(path) for path in paths], BuildSettings(data=data, reasoner=reasoner), ignore)


def add(data: Path, *paths: Path) -> BuildReport:
    """An addition of these files."""
    return extend_snapshot([str(path) for path in paths], BuildSettings(data=data), ignore)


def digests(report: BuildReport) -> dict[str, str]:
    """The content of every file of a snapshot that is published, by name."""
    files = [*(report.folder / "dumps").iterdir(), *report.folder.glob("*.json*")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def quads(data: Path) -> set[Quad]:
    """All quads of the current snapshot."""
    return set(open_current(data).open_store())


def texts(data: Path) -> dict[str, str]:
    """The stored texts by key."""
    return {article.key: article.text for article in open_current(data).articles()}


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
    """The new text counts, and nothing of the old one stays."""
    data, sale = tmp_path / "data", folder / "sale.txt"
    before = build(data, folder)
    sale.write_text("Calm\n\nPeru visited Chile in May 2001 and signed a treaty with it.\n", encoding="utf-8")
    after = add(data, sale)
    assert after.snapshot != before.snapshot
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


KILLED = """
import sys, time
from pathlib import Path
from kg.pipeline import build_snapshot
from kg.settings import BuildSettings

def wait(step, done, total):
    if step == "writing" and done == 2:
        print("half done", flush=True)
        time.sleep(60)

build_snapshot([sys.argv[1]], BuildSettings(data=Path(sys.argv[2]), engine="rules"), wait)
"""


@pytest.fixture
def half_done(folder: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that stands still in the middle of writing a snapshot."""
    command = [sys.executable, "-c", KILLED, str(folder / "envoy.txt"), str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half done\n"
        yield process
        process.kill()


def test_a_killed_build_leaves_the_former_snapshot_and_the_next_removes_its_draft(
    folder: Path, tmp_path: Path, half_done: subprocess.Popen[str]
) -> None:
    """A running build's draft is let alone; a dead one's goes."""
    data = tmp_path / "data"
    draft = data / "snapshots" / f".draft-{half_done.pid}"
    assert (draft / "store").is_dir()
    served = build(data, folder / "sale.txt").snapshot
    assert draft.is_dir()
    half_done.send_signal(signal.SIGKILL)
    half_done.wait(10)
    assert draft.is_dir()
    assert current_id(data) == served
    assert texts(data).keys() == {"sale"}
    after = build(data, folder)
    assert not draft.exists()
    assert current_id(data) == after.snapshot
    assert {path.name for path in (data / "snapshots").iterdir()} == {served, after.snapshot}


def test_seeds_are_what_is_built_when_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The articles that ship, with the reviewed annotations that ship."""
    asked: list[tuple[Sequence[Article], Sequence[Path]]] = []

    def stop(found: Sequence[Article], _tools: Tools, folders: Sequence[Path], _progress: object) -> NoReturn:
        asked.append((found, folders))
        raise InputError("far enough")

    monkeypatch.setattr(pipeline, "_read", stop)
    with pytest.raises(InputError, match="far enough"):
        build(tmp_path)
    ((found, folders),) = asked
    assert {article.key for article in found} == {path.stem for path in (ROOT / "seeds/articles").iterdir()}
    assert ROOT / "seeds/annotations" in folders


def happenings(data: Path) -> set[NamedNode | BlankNode | Triple]:
    """What the current snapshot takes for one happening of several articles."""
    merges = NamedNode(iri.mint_graph("merges"))
    return {quad.subject for quad in quads(data) if (quad.object, quad.graph_name) == (DL.Happening, merges)}


def told_twice(folder: Path) -> Path:
    """The reviewed article `envoy` and one more, `echo`, that says the same and a sentence more."""
    for key, text in (("envoy", TEXT), ("echo", TEXT + "\nNobody was there.\n")):
        said = make_annotation(make_article(text, key))
        visit = said.events[0].model_copy(update={"type": "official-visit"})
        header = said.article.model_copy(update={"published": JUNE})
        dated = said.model_copy(update={"article": header, "events": (visit, *said.events[1:])})
        (folder / f"{key}.txt").write_text(text, encoding="utf-8")
        (folder / f"{key}{SUFFIX}").write_text(to_yaml(dated), encoding="utf-8")
    (folder / "sale.txt").unlink()
    return folder


def test_adding_an_article_merges_its_events_with_those_there(folder: Path, tmp_path: Path) -> None:
    """Built at once or one after the other, the same happenings and the same bytes."""
    told_twice(folder)
    at_once = build(tmp_path / "a", folder)
    assert at_once.happenings == len(happenings(tmp_path / "a")) > 0
    build(tmp_path / "b", folder / "echo.txt")
    assert happenings(tmp_path / "b") == set()
    assert digests(add(tmp_path / "b", folder / "envoy.txt")) == digests(at_once)


def test_a_reviewer_unmerges_for_good(folder: Path, tmp_path: Path) -> None:
    """What `merges.csv` parts is two again, also after an article is added from elsewhere; no other graph changes."""
    told_twice(folder)
    build(tmp_path / "a", folder)
    rows = [f"different,envoy,{event},echo,{event}," for event in ("e1", "e2")]
    head = "verdict,article,event,other article,other event,note"
    (folder / FILE).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    build(tmp_path / "b", folder)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "sale.txt").write_text(SALE, encoding="utf-8")
    merges = NamedNode(iri.mint_graph("merges"))
    assert {quad for quad in quads(tmp_path / "a") if quad.graph_name != merges} >= {
        quad for quad in quads(tmp_path / "b") if quad.predicate in REASONED
    }
    assert happenings(tmp_path / "b") == set()
    add(tmp_path / "b", tmp_path / "more" / "sale.txt")
    assert happenings(tmp_path / "b") == set()
