"""Do rows of event data sets become claims of theirs, and never facts of ours?"""

import gzip
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg import iri
from kg.cli.events import events
from kg.datafiles import find_data
from kg.eventdata.codes import load_codes, meaning_of
from kg.eventdata.rows import EventRow, read_rows
from kg.model import EventClass, Plover, Rejection
from kg.ontology.load import axiom_quads, types_graph
from kg.reason.closure import close
from kg.store.snapshot import Snapshot
from kg.vocabulary import DL, RDFS

NORWAY, MALI = (NamedNode(iri.mint_item(qid)) for qid in ("Q20", "Q912"))


def gdelt(number: int, code: str = "0841", day: str = "20140503", **cells: str) -> str:
    """A row of GDELT's export: Norway to Mali, in Bamako."""
    row = [""] * 61
    row[0], row[1], row[26] = str(number), day, code
    row[5], row[6], row[7] = "NOR", "NORWAY", "NOR"
    row[15], row[16], row[17], row[22] = "MLIGOV", "MALIAN MINISTER", "MLI", "GOV"
    row[52], row[56], row[57], row[60] = "Bamako, Mali", "12.65", "-8", "https://example.org/a"
    for at, value in cells.items():
        row[int(at[1:])] = value
    return "\t".join(row)


def table(separator: str, *rows: str) -> str:
    """Rows of cells parted by bars."""
    return "".join(row.replace("|", separator) + "\n" for row in rows)


ACLED = table(
    ",",
    "event_id_cnty|event_date|event_type|sub_event_type|actor1|actor2|country|location|latitude|longitude|fatalities",
    "MLI1|03 May 2014|Battles|Armed clash|Military Forces of Mali|Rebels|Mali|Kidal|18.44|1.41|12",
    "MLI2|2014-05-04|Protests|Peaceful protest|Protesters (Mali)||Mali|Bamako|12.65|-8|0",
    "MLI3|2014-05-04|Battles|Armed clash|A|B|Mali|Kidal|18|1|many",
)
ICEWS = table(
    "\t",
    "Event ID|Event Date|Source Name|Source Country|Target Name|Target Country|CAMEO Code|City|Country",
    "7|2014-05-03|Norway|Norway|Mali|Mali|42|Bamako|Mali",
    "8|soon|A||B||42||Mali",
)
POLECAT = table(
    "\t",
    "Event ID|Event Date|Event Type|Actor Name|Actor Country|Recipient Name|Recipient Country|Placename|Country",
    "A1|2014-05-03|AID|Norway|Norway|Mali|Mali|Bamako|Mali",
    "A2|2014-05-03|DANCE|Norway|Norway||||Mali",
)
GDELT = "\n".join([gdelt(1), gdelt(2, "190"), gdelt(3, day="20140532"), gdelt(4, "99"), "short", gdelt(6, c56="91")])
TABLES = {"gdelt": (GDELT, 2), "acled": (ACLED, 2), "icews": (ICEWS, 1), "polecat": (POLECAT, 1)}


@pytest.fixture(params=TABLES)
def imported(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, list[Quad], str]:
    """The name of a data set, the quads of its small table, and what was told."""
    content, claims = TABLES[request.param]
    (tmp_path / "table.csv").write_text(content, encoding="utf-8")
    target = tmp_path / "claims.nq.gz"
    done = CliRunner().invoke(
        events, [request.param, str(tmp_path / "table.csv"), "-o", str(target)], standalone_mode=False
    )
    assert done.return_value == 1, done.output
    assert f"{claims} claims of" in done.output
    return request.param, list(parse(gzip.decompress(target.read_bytes()), format=RdfFormat.N_QUADS)), done.output


def test_rows_are_reported_and_nothing_is_asserted(imported: tuple[str, list[Quad], str]) -> None:
    """Each claim reports one event in the data set's graph; closed, no fact follows."""
    name, quads, told = imported
    graph = NamedNode(iri.mint_graph(f"events-{name}"))
    assert {quad.graph_name for quad in quads} == {graph}
    assert any(quad.predicate == DL.reports for quad in quads)
    assert not any(quad.predicate in (DL.asserts, DL.denies) for quad in quads)
    found = close(quads, axiom_quads())
    facts = {DL.visited, DL.metWith, DL.suppliedTo, DL.dealtWith, DL.assertedBy}
    assert not any(triple.predicate in facts for triple in found.inferred)
    assert found.contradictions == ()
    assert "rejected: " in told


def test_states_are_the_gazetteers_and_others_are_named(tmp_path: Path) -> None:
    """Norway is Norway's node; a minister is a node of the data set's that represents Mali."""
    (tmp_path / "a.tsv").write_text(gdelt(1, "042"), encoding="utf-8")
    CliRunner().invoke(
        events, ["gdelt", str(tmp_path / "a.tsv"), "-o", str(tmp_path / "a.nq.gz")], standalone_mode=False
    )
    store = Store()
    store.load(gzip.decompress((tmp_path / "a.nq.gz").read_bytes()), RdfFormat.N_QUADS)
    (agent,) = store.quads_for_pattern(None, DL.hasAgent, None)
    (target,) = store.quads_for_pattern(None, DL.hasTarget, None)
    assert agent.object == NORWAY
    assert {quad.object for quad in store.quads_for_pattern(target.object, DL.represents, None)} == {MALI}
    assert {quad.object.value for quad in store.quads_for_pattern(target.object, RDFS.label, None)} == {
        "MALIAN MINISTER"
    }


def test_every_code_means_something_of_the_ontology() -> None:
    """Classes, types and PLOVER categories of the published mapping exist; longer codes mean what they begin with."""
    types = {str(subject).removeprefix(iri.TYPE) for subject in types_graph().subjects()}
    for meaning in load_codes().values():
        assert meaning.cls in EventClass.__args__
        assert meaning.type in types
        assert meaning.plover in ("", *Plover.__args__)
    assert meaning_of("cameo", "1831") == load_codes()["cameo", "183"]
    assert meaning_of("acled", "Battles/Armed clash") == load_codes()["acled", "Battles"]
    assert meaning_of("cameo", "99") is None


def test_what_a_data_set_reports_is_compared_with_our_articles(seeds: Snapshot, tmp_path: Path) -> None:
    """The published question finds the visit to Cuba that the seeds tell of and that a row of GDELT has."""
    row = gdelt(1, "042", "20160321", c5="USA", c6="UNITED STATES", c7="USA", c15="CUB", c16="CUBA", c17="CUB")
    (tmp_path / "a.tsv").write_text(row, encoding="utf-8")
    target = tmp_path / "a.nq.gz"
    CliRunner().invoke(events, ["gdelt", str(tmp_path / "a.tsv"), "-o", str(target)], standalone_mode=False)
    store = Store()
    store.extend(seeds.open_store())
    store.load(gzip.decompress(target.read_bytes()), RdfFormat.N_QUADS)
    query = find_data("seeds/eventdata/beside-ours.rq").read_text(encoding="utf-8")
    rows = list(store.query(query, use_default_graph_as_union=True))
    assert rows
    assert {row["dataset"].value for row in rows} == {"GDELT 2.0"}
    assert {row["day"].value for row in rows} == {"2016-03-21"}


@pytest.mark.parametrize("spoiled", ["MLI9|2014-05-04|Battles", "x" * 200_000, "a|" * 40, "MLI9|\x00|" + "|" * 9])
def test_a_row_that_does_not_fit_is_told_and_the_next_one_read(spoiled: str) -> None:
    """Cut short, swallowed by a quotation mark, or too long: one rejection with the row's number."""
    header, good, *_ = ACLED.splitlines()
    lines = "\n".join([header, spoiled.replace("|", ","), "", good])
    rejected, row = read_rows(io.BytesIO(lines.encode()), "acled", "a.csv")
    assert isinstance(rejected, Rejection)
    assert rejected.place == "row 2"
    assert isinstance(row, EventRow)
    assert row.id == "MLI1"
