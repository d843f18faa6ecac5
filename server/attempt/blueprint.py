"""How does `/try` answer?

A form and, after it is sent, the same page with what was read. Nothing is stored: a file to keep is made by sending
the text again with the name of a format.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from kg.annotate.annotation_file import to_json, to_yaml
from server.attempt.marked import mark_article
from server.attempt.pasted import LONGEST, SECONDS, Form, Pasted, Read
from server.attempt.shown import make_cards
from server.http.refusals import Refusal
from server.sparql.asked import this_client
from server.workers.kept import Kept, Terms
from server.workers.turns import Queueing

_STATIC = Path(__file__).resolve().parents[1] / "static"
_TERMS = Terms(seconds=SECONDS, queueing=Queueing(seconds=20.0, line=2, queue=10))
_PATIENCE = round(_TERMS.start + _TERMS.queueing.seconds + _TERMS.seconds) + 5
"""Seconds after which the page waits no longer: more than the server ever takes."""
_FILES = {
    "yaml": ("pasted.annotation.yaml", "application/yaml"),
    "json": ("pasted.annotation.json", "application/json"),
    "turtle": ("pasted.ttl", "text/turtle"),
    "html": ("pasted.html", "text/html"),
}
EXAMPLE = (
    "---\nheadline: Ministers meet in Visby\npublisher: The Gazette\npublished: 2014-05-04\n---\n\n"
    "The foreign ministers of Norway and Peru met in Visby on Saturday to talk about ferries. According to a trade "
    "paper, which cited an unnamed broker, Norway built a shipyard in Callao in 2012. The Norwegian government "
    "denied that it had paid bribes. Peru plans to order two icebreakers next year.\n"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What was read, and how many seconds it took."""

    read: Read
    seconds: float


def keep_reader() -> Kept:
    """The process that reads what is pasted; it starts when somebody opens the page."""
    return Kept(("-m", "server.attempt.reading"), "Reading the text", _TERMS)


def create_attempt_blueprint(reader: Kept) -> Blueprint:
    """The blueprint of `/try`."""
    blueprint = Blueprint("attempt", __name__)

    @blueprint.get("/try")
    def form() -> str:
        reader.warm()
        return _page(Pasted(text=""))

    @blueprint.post("/try")
    def attempt() -> Response | tuple[str, int]:
        pasted = _pasted()
        if fault := _fault(pasted):
            return _page(pasted, fault=fault), 413 if len(pasted.text) > LONGEST else 400
        try:
            tried = _read(reader, pasted)
        except Refusal as refusal:
            page = _page(pasted, fault=f"{refusal.title}: {refusal.detail}.")
            return Response(page, refusal.status, headers=refusal.headers)
        return _answer(tried, pasted)

    @blueprint.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
        said = (
            f"That is far more than the limit of {LONGEST:,} characters. Go back to your text and paste one article."
        )
        return _page(Pasted(text=""), fault=said), 413

    return blueprint


def _pasted() -> Pasted:
    form: Form = "html" if request.form.get("form") == "html" else "auto"
    return Pasted(text=request.form.get("text", ""), form=form)


def _fault(pasted: Pasted) -> str:
    if not pasted.text.strip():
        return "There is nothing to read: paste the text of an article."
    if len(pasted.text) > LONGEST:
        return f"The text has {len(pasted.text):,} characters; the limit is {LONGEST:,}. Paste one article."
    return ""


def _read(reader: Kept, pasted: Pasted) -> Tried:
    client = this_client()
    began = time.monotonic()
    read = Read.model_validate_json(reader.ask(pasted.model_dump_json().encode(), client.name, client.gone))
    return Tried(read=read, seconds=time.monotonic() - began)


def _answer(tried: Tried, pasted: Pasted) -> Response | tuple[str, int]:
    rejection = tried.read.rejection
    if rejection is not None:
        return _page(pasted, fault=f"This cannot be read: {rejection.reason}; {rejection.remedy}."), 422
    form = request.form.get("file", "")
    if form not in _FILES:
        return Response(_page(pasted, tried))
    name, media_type = _FILES[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_write(form, tried), content_type=f"{media_type}; charset=utf-8", headers=headers)


def _write(form: str, tried: Tried) -> str:
    annotation = tried.read.annotation
    if form == "turtle" or annotation is None:
        return tried.read.turtle
    if form == "html":
        sheets = (_STATIC / name for name in ("page.css", "rooms.css"))
        return render_template("try_file.html", style="".join(map(Path.read_text, sheets)), **_shown(tried))
    return to_yaml(annotation) if form == "yaml" else to_json(annotation) + "\n"


def _shown(tried: Tried) -> dict[str, object]:
    article, annotation = tried.read.article, tried.read.annotation
    if article is None or annotation is None:
        return {"tried": None}
    return {
        "tried": tried,
        "blocks": mark_article(article, annotation),
        "cards": make_cards(annotation),
        "published": annotation.article.published,
    }


def _page(pasted: Pasted, tried: Tried | None = None, *, fault: str = "") -> str:
    shown = _shown(tried) if tried else {"tried": None}
    return render_template(
        "try.html",
        pasted=pasted,
        fault=fault,
        longest=LONGEST,
        seconds=SECONDS,
        patience=_PATIENCE,
        example=EXAMPLE,
        **shown,
    )
