"""Do names come in, and is it told whom they were taken for, from the command line?"""

import csv
import json
from pathlib import Path
from typing import Any

TABLE = "item,itemLabel,type,country\nQ900000001,Testopolis,Q515,Q801\nnonsense,X,Q515,\nQ801,Ann Smith,Q5,\n"
ARTICLE = "President Barack Obama flew to Havana on 20 March 2016. He met Anna Merkel, a baker from Kassel, there.\n"


def test_import_tells_what_it_did_and_find_uses_it(call: Any, tmp_path: Path) -> None:
    """Rejections make exit 1 and are told with their line, conflicts beside them; the new name is found."""
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    target, report = tmp_path / "g.sqlite", tmp_path / "report.csv"
    done = call("gazetteer", "import", tmp_path / "a.csv", "-o", target)
    assert done.code == 1
    assert "2 records, 1 new rows, 1 joined to rows, 1 rejected, 1 conflicts" in done.out
    assert f"rejected: {tmp_path / 'a.csv'}:line 3: 'nonsense' is no item" in done.err
    assert "conflict: a.csv:line 4: Q801: kind 'Person', kept 'State'" in done.err
    assert call("gazetteer", "import", tmp_path / "a.csv", "-o", target, "--report", report).err == ""
    with report.open(encoding="utf-8", newline="") as stream:
        assert [row["what"] for row in csv.DictReader(stream)] == ["rejected", "conflict"]
    assert (
        "place/Q900000001  Q900000001  Testopolis"
        in call("gazetteer", "find", "Testopolis", "--gazetteer", target).out
    )
    assert call("gazetteer", "find", "Testopolis").code == 1
    assert call("gazetteer", "find", "x", "--gazetteer", tmp_path / "a.csv").code == 3
    assert call("gazetteer", "import", "-", "-o", target).code == 2


def test_link_lists_and_explains(call: Any, tmp_path: Path) -> None:
    """Names with what they were taken for; each candidate with its reasons; a reviewer's word before all."""
    (tmp_path / "visit.txt").write_text(ARTICLE, encoding="utf-8")
    listed = {row["name"]: row for row in csv.DictReader(call("link", tmp_path / "visit.txt").out.splitlines())}
    assert (listed["Barack Obama"]["link"], listed["Barack Obama"]["item"]) == ("confirmed", "Q76")
    assert "Barack Obama: 1.00 person/barack-obama Q76 by label" in call("link", tmp_path, "--explain").out
    (tmp_path / "links.csv").write_text(
        "verdict,name,item,article,note\nnobody,Barack Obama,,,an actor\nis,Havana\n", encoding="utf-8"
    )
    done = call("link", tmp_path / "visit.txt", "--json")
    told = {each["name"]: each for each in map(json.loads, done.out.splitlines())}
    assert told["Barack Obama"]["link"] == "nobody"
    assert done.code == 1
    assert "links.csv:line 3: 2 cells instead of 5" in done.err
