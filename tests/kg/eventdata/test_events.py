"""Do rows of event data sets become claims of theirs, and never facts of ours?"""

import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg import iri
from kg.cli.events import events
from kg.datafiles import find_data
from kg.eventdata.claims import Claims
from kg.eventdata.codes import load_codes, meaning_of
from kg.eventdata.formats import FORMATS
from kg.eventdata.rows import DatasetName, EventRow, read_rows
from kg.gazetteer.lookup import load_gazetteer
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


ACLED_COLUMNS = (
    "event_id_cnty|event_date|year|time_precision|disorder_type|event_type|sub_event_type|actor1|assoc_actor_1|inter1|"
    "actor2|assoc_actor_2|inter2|interaction|civilian_targeting|iso|region|country|admin1|admin2|admin3|location|"
    "latitude|longitude|geo_precision|source|source_scale|notes|fatalities|tags|timestamp"
)


def acled(identifier: str, day: str, precision: str, kind: str, actors: str, deaths: str) -> str:
    """A row of ACLED, in Kidal."""
    start = f"{identifier}|{day}|2014|{precision}|Political violence|{kind}|{actors}||2|12||466|Western Africa"
    return f"{start}|Mali|Kidal|Kidal||Kidal|18.44|1.41|1|A Daily|Other|Said so|{deaths}||1400000000"


ACLED = "\ufeff" + table(
    ",",
    ACLED_COLUMNS,
    acled("MLI1", "03 May 2014", "1", "Battles|Armed clash", "Military Forces of Mali||1|Rebels", "12"),
    acled("MLI2", "2014-05-04", "2", "Protests|Peaceful protest", "Protesters (Mali)||6|", "0"),
    acled("MLI3", "15 May 2014", "3", "Battles|Armed clash", "A||1|B", "1"),
    acled("MLI4", "2014-05-04", "1", "Battles|Armed clash", "A||1|B", "many"),
)
ICEWS_COLUMNS = (
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|"
    "Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|"
    "Longitude"
)
ICEWS = table(
    "\t",
    ICEWS_COLUMNS,
    '7|2014-05-03|Norway||Norway|Make a "visit|42|1.9|Mali||Mali|1|2|A Daily|Bamako||Bamako|Mali|12.65|-8.0',
    "7|2014-05-04|Norway||Norway|Make a visit|42|1.9|Mali||Mali|1|2|A Daily|Bamako||Bamako|Mali|12.65|-8.0",
    "8|soon|A|||x|42|1|B|||1|2||||Mali|||",
)
POLECAT_COLUMNS = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|"
    "Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|"
    "Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|"
    "Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|"
    "Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
)


def polecat(identifier: str, kind: str, actor: str, country: str, recipient: str, other: str, place: str) -> str:
    """A row of POLECAT, with what it has not told as `None`."""
    cells = dict.fromkeys(POLECAT_COLUMNS.split("|"), "None")
    cells |= {"Event ID": identifier, "Event Date": "2014-05-03", "Event Type": kind, "Placename": place}
    cells |= {"Actor Name": actor, "Actor Country": country, "Recipient Name": recipient, "Recipient Country": other}
    return "|".join(cells.values())


POLECAT = table(
    "\t",
    POLECAT_COLUMNS,
    polecat("A1", "AID", "Norway; Rotary", "NOR", "Mali", "MLI", "Bamako") + "||",
    polecat("A2", "DANCE", "Norway", "NOR", "None", "None", "None"),
)
GDELT = "\n".join([gdelt(1), gdelt(2, "190"), gdelt(3, day="20140532"), gdelt(4, "99"), "short", gdelt(6, c56="91")])
TABLES = {"gdelt": (GDELT, 2), "acled": (ACLED, 3), "icews": (ICEWS, 2), "polecat": (POLECAT, 1)}


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


def rows(name: DatasetName, content: str) -> list[EventRow]:
    """The rows that can be read."""
    found = read_rows(io.BytesIO(content.encode()), FORMATS[name], "table")
    return [row for row in found if isinstance(row, EventRow)]


def test_acled_names_no_direction_and_says_how_well_it_knows_the_day() -> None:
    """Both actors are actors alone; a day, a week around one, a month; nought dead is not told."""
    battle, protest, other = rows("acled", ACLED)
    assert (battle.agents, battle.targets) == ((), ())
    assert [party.name for party in battle.actors] == ["Military Forces of Mali", "Rebels"]
    assert battle.when == ("2014-05-03", date(2014, 5, 3), date(2014, 5, 3))
    assert protest.when == ("2014-04-27/2014-05-11", date(2014, 4, 27), date(2014, 5, 11))
    assert other.when == ("2014-05", date(2014, 5, 1), date(2014, 5, 31))
    assert [row.deaths for row in (battle, protest, other)] == ["12", "", "1"]


def test_an_icews_identifier_counts_with_its_day_and_quotes_are_text() -> None:
    """One identifier on two days is two events; a quote that is not closed swallows no row."""
    assert [row.id for row in rows("icews", ICEWS)] == ["7-2014-05-03", "7-2014-05-04"]


def test_polecat_lists_parties_and_says_none() -> None:
    """Two actors of one country, one of them the state; nothing for `None`; tabs too many at the end are no fault."""
    aid, unknown = rows("polecat", POLECAT)
    assert [party[:2] for party in aid.agents] == [("Norway", "NOR"), ("Rotary", "NOR")]
    assert (unknown.targets, unknown.place) == ((), None)
    headed = POLECAT.replace("Event ID\t", "Headline\tEvent ID\t", 1)
    assert rows("polecat", headed)[0] == aid
    store = Store()
    store.load(Claims("polecat", load_gazetteer()).of(aid).encode(), RdfFormat.N_QUADS)
    agents = {quad.object for quad in store.quads_for_pattern(None, DL.hasAgent, None)}
    assert NORWAY in agents
    assert len(agents) == 2


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
    rejected, row = read_rows(io.BytesIO(lines.encode()), FORMATS["acled"], "a.csv")
    assert isinstance(rejected, Rejection)
    assert rejected.place == "row 2"
    assert isinstance(row, EventRow)
    assert row.id == "MLI1"
