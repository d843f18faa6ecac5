"""Does a pasted article show what it says, and does nothing else come of it?"""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

import server
from kg.annotate.annotate import Tools, load_tools
from kg.model import Annotation, Article, Claim, Event, Mention, Segment, Span, When
from kg.vocabulary import DL, RDF
from server.attempt.blueprint import EXAMPLE, create_attempt_blueprint
from server.attempt.marked import mark_article
from server.attempt.pasted import LONGEST, Pasted
from server.attempt.reading import read_pasted
from server.http.refusals import Refusal, too_busy
from server.pages.links import local_link
from server.pages.spelling import brief, tell

SAID = "The foreign ministers of Norway and Peru met in Visby on 3 May 2014. "
MARKUP = f"<p>{SAID}<script>alert(1)</script> Norway visited <b>Peru</b> in 2012, an official said.</p>"


class Reading:
    """The process that reads, here in this one; `refusal` is raised instead when it is set."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.asked = 0
        self.refusal: Refusal | None = None

    def warm(self) -> None:
        """Nothing is to be started."""

    def ask(self, payload: bytes, _client: str, _gone: Callable[[], bool]) -> bytes:
        """What the text says."""
        self.asked += 1
        if self.refusal is not None:
            raise self.refusal
        return read_pasted(Pasted.model_validate_json(payload), self.tools).model_dump_json(by_alias=True).encode()


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The rules engine: what it finds in one sentence is enough."""
    return Reading(load_tools("rules", "en_core_web_sm"))


@pytest.fixture(scope="module")
def visitor(reading: Reading) -> FlaskClient:
    """The page alone, without a snapshot."""
    app = Flask("server", root_path=str(next(iter(server.__path__))))
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = 1 << 20
    app.add_template_filter(local_link)
    app.add_template_filter(str, "shorten")
    app.add_template_filter(brief)
    app.add_template_filter(tell)
    app.register_blueprint(create_attempt_blueprint(reading))  # type: ignore[arg-type]
    return app.test_client()


def test_the_text_stands_whole_under_its_marks(visitor: FlaskClient) -> None:
    """What is over the text changes no letter of it."""
    page = visitor.post("/try", data={"text": EXAMPLE}).text
    shown = page[page.index('class="annotated" dir') : page.index('aria-label="Claims"')]
    words = re.sub(r"<span class=\"segment\">.*?</span>|<[^>]*>", "", shown.partition(">")[2])
    assert " ".join(words.replace("&#39;", "'").split()).startswith(" ".join(EXAMPLE.split()))


def test_a_file_holds_what_the_page_shows(visitor: FlaskClient) -> None:
    """Turtle that parses, an annotation that validates, a page that runs nothing."""
    turtle = visitor.post("/try", data={"text": SAID, "file": "turtle"})
    assert "attachment" in turtle.headers["Content-Disposition"]
    types = {quad.object for quad in parse(turtle.data, format=RdfFormat.TURTLE) if quad.predicate == RDF.type}
    assert {DL.Claim, DL.Meeting} <= types
    annotation = Annotation.model_validate_json(visitor.post("/try", data={"text": SAID, "file": "json"}).data)
    assert [event.cls for event in annotation.events] == ["Meeting"]
    page = visitor.post("/try", data={"text": SAID, "file": "html"}).text
    assert "default-src 'none'" in page
    assert "<link" not in page


def test_pasted_markup_does_not_run(visitor: FlaskClient) -> None:
    """As HTML its scripts are no text; as text its tags are words."""
    for form in ("html", "auto"):
        page = visitor.post("/try", data={"text": MARKUP, "form": form}).text
        assert "<script>alert" not in page
        assert "<b>Peru" not in page
    closing = visitor.post("/try", data={"text": f"</textarea><script>x()</script>{SAID}", "file": "html"}).text
    assert "<script>" not in closing


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (" \n", 400, "nothing to read"),
        ("a " * LONGEST, 413, f"the limit is {LONGEST:,}"),
        ("Norway met Peru. " * 300_000, 413, f"the limit of {LONGEST:,}"),
        ("Die Minister trafen sich gestern in Berlin, wie ein Sprecher sagte.", 422, "German"),
        ("\x00\u202e\ud800", 422, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    visitor: FlaskClient, reading: Reading, text: str, status: int, said: str
) -> None:
    """And a text that is too long never reaches the reader."""
    before = reading.asked
    page = visitor.post("/try", data={"text": text.encode("utf-8", "replace").decode()})
    assert page.status_code == status
    alert = re.search(r'role="alert">([^<]*)<', page.text)
    assert alert is not None
    assert said in alert[1]
    assert status == 422 or reading.asked == before


def test_a_refusal_keeps_the_text_and_says_when_to_come_back(visitor: FlaskClient, reading: Reading) -> None:
    """Also for a browser without scripts; who sends far too much is told where the text still is."""
    reading.refusal = too_busy(7)
    try:
        page = visitor.post("/try", data={"text": SAID})
    finally:
        reading.refusal = None
    assert (page.status_code, page.headers["Retry-After"]) == (503, "7")
    assert re.search(rf"<textarea[^>]*>{re.escape(SAID)}</textarea>", page.text)
    assert 'role="alert"' in page.text
    huge = visitor.post("/try", data={"text": "a " * (1 << 20)})
    assert huge.status_code == 413
    assert "Go back to your text" in huge.text


TEXT = "abcdefghij" * 3


@given(
    spans=st.lists(
        st.tuples(st.integers(0, 29), st.integers(1, 12), st.sampled_from(["mention", "event"])), max_size=8
    )
)
def test_marks_may_overlap_as_they_like(spans: list[tuple[int, int, str]]) -> None:
    """The pieces are the text, and each letter carries exactly the kinds that cover it."""
    placed = [(start, min(start + length, 30), kind) for start, length, kind in spans]
    annotation = _annotated(placed)
    article = Article(
        key="a",
        text=TEXT,
        sha256="",
        segments=(Segment(kind="headline", start=0, end=9), Segment(kind="body", start=10, end=30)),
    )
    pieces = [piece for block in mark_article(article, annotation) for piece in block.pieces]
    assert "".join(piece.text for piece in pieces) == TEXT
    for piece in pieces:
        assert TEXT[piece.start : piece.start + len(piece.text)] == piece.text
        for at in range(piece.start, piece.start + len(piece.text)):
            covering = {kind for start, end, kind in placed if start <= at < end}
            assert ("mention" in covering) == ("mention" in piece.kinds)
            assert ("event" in covering) == ("trigger" in piece.kinds) == ("evidence-denies" in piece.kinds)


def _annotated(placed: list[tuple[int, int, str]]) -> Annotation:
    numbered = [(f"x{number}", start, end, kind) for number, (start, end, kind) in enumerate(placed)]
    happened = [
        (name, Span(start=start, end=end, quote=TEXT[start:end]))
        for name, start, end, kind in numbered
        if kind == "event"
    ]
    return Annotation.model_validate(
        {
            "article": {"key": "a", "sha256": ""},
            "mentions": [
                Mention(id=name, entity="x", start=start, end=end, quote=TEXT[start:end])
                for name, start, end, kind in numbered
                if kind == "mention"
            ],
            "events": [
                Event.model_validate(
                    {
                        "id": name,
                        "class": "Visit",
                        "type": "visit",
                        "trigger": span,
                        "when": When(edtf="../..", basis="stated"),
                    }
                )
                for name, span in happened
            ],
            "claims": [
                Claim(id=name, verb="denies", event=name, confidence=1, evidence=(span,), rule="test", engine="test")
                for name, span in happened
            ],
        }
    )
