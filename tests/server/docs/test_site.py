"""Can the documentation be read as files, with every link holding, and is it the whole of it?"""

from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from markupsafe import escape

from kg.errors import StoreError, UsageError
from kg.ontology.load import shapes_graph
from kg.ontology.terms import read_terms, read_types
from server.docs.blueprint import read_pages
from server.docs.site import documents_app, file_of, write_site

SERVICE = "https://news.example/dateline"


class Links(HTMLParser):
    """What a page links to and shows, by the tag that does, and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: defaultdict[str, set[str]] = defaultdict(set)
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes one tag."""
        for name, value in attrs:
            if name in {"href", "src"}:
                self.found[tag].add(value or "")
            elif name == "id":
                self.anchors.add(value or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, without a server behind it."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    return folder


def read(folder: Path) -> dict[str, bytes]:
    """Every file by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_link_and_anchor_holds(site: Path) -> None:
    """Inside the site all are relative and lead to a file and a place in it; nothing is shown from elsewhere."""
    pages = {path.name: Links(path.read_text(encoding="utf-8")) for path in site.glob("*.html")}
    faults = []
    for name, page in pages.items():
        for tag, link in ((tag, link) for tag, links in page.found.items() for link in sorted(links)):
            parts = urlsplit(link)
            anchors = pages[parts.path or name].anchors if parts.path in {"", *pages} else {""}
            if parts.scheme:
                good = tag == "a" or parts.scheme == "data"
            else:
                good = (not parts.path or (site / parts.path).is_file()) and parts.fragment in {"", *anchors}
            faults += [] if good and not link.startswith("/") else [(name, tag, link)]
    assert faults == []


def test_nothing_is_written_that_no_page_leads_to(site: Path) -> None:
    """From the first page every file can be reached, letters and pictures too."""
    files = read(site)
    texts = {name: content.decode() for name, content in files.items() if name.endswith((".html", ".css"))}
    told = "\n".join(texts.values())
    lonely = [name for name in files if name != "index.html" and Path(name).name not in told]
    assert lonely == []
    assert {f"{page.name}.html" for page in read_pages()} - files.keys() == {"tutorial.html"}


def test_the_same_bytes_are_written_each_time(site: Path, tmp_path: Path) -> None:
    """Wherever they are written to."""
    assert read(site).keys() == set(write_site(tmp_path / "again" / "site"))
    assert read(site) == read(tmp_path / "again" / "site")


def test_the_reference_is_that_of_program_and_ontology(site: Path) -> None:
    """Each address, class, property, type of event and sentence of the shapes has its place."""
    addresses = (site / "addresses.html").read_text(encoding="utf-8")
    for rule in documents_app().url_map.iter_rules():
        assert str(escape(rule.rule)).replace("&#39;", "'") in addresses, rule.rule
    ontology = (site / "ontology.html").read_text(encoding="utf-8")
    anchors = Links(ontology).anchors
    assert {term.name for term in read_terms()} <= anchors
    assert {f"type-{one.name}" for one in read_types()} <= anchors
    said = "SELECT ?said { ?shape sh:property|sh:sparql [ sh:message ?said ] }"
    messages = {str(row[0]) for row in shapes_graph().query(said)}  # type: ignore[index]
    assert len(messages) > 30
    assert [one for one in messages if str(escape(one)) not in ontology] == []


def test_the_explanations_are_there(site: Path) -> None:
    """The hard sentences of the claim model and the steps of the tutorial, as the files of `docs/` have them."""
    claims = (site / "claims.html").read_text(encoding="utf-8")
    source = Path(__file__).resolve().parents[3] / "docs" / "claims.md"
    sentences = [line[2:] for line in source.read_text(encoding="utf-8").splitlines() if line.startswith("> ")]
    assert len(sentences) >= 6
    assert [one for one in sentences if str(escape(one)) not in claims] == []
    assert {"2-build-and-serve", "5-cite"} <= Links((site / "index.html").read_text(encoding="utf-8")).anchors


def test_what_only_a_server_answers_leads_to_it_or_nowhere(site: Path, tmp_path: Path) -> None:
    """A form, a query: words without one, links into it with one, also where that lies in a folder."""
    assert file_of("/ask") is None
    write_site(tmp_path, SERVICE + "/")
    assert "<a>Ask</a>" in (site / "index.html").read_text(encoding="utf-8")
    assert f'<a href="{SERVICE}/ask">Ask</a>' in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert f'<a href="{SERVICE}/sparql?query=' in (tmp_path / "ontology.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "service", ["javascript:alert(1)", "news.example", "http://", "https://me:secret@news.example"]
)
def test_a_service_that_is_no_address_is_told(tmp_path: Path, service: str) -> None:
    """Nothing is written: each page would lead there."""
    with pytest.raises(UsageError, match="is no address; write it as http"):
        write_site(tmp_path / "site", service)
    assert not (tmp_path / "site").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """One sentence with its name."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="name another folder"):
        write_site(tmp_path / "file")
