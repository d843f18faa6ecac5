"""How is a person or a program told why a query has no answer?"""

from flask import Response, json, render_template, request

from server.http.formats import HTML, Form
from server.http.negotiate import choose
from server.sparql.empty import Explanation, explain_empty
from server.workers.frames import Question
from server.workers.limits import Pool

_JSON = "application/json"


def explain_response(pool: Pool, question: Question, form: Form | None) -> Response:
    """The explanation as a page or as JSON; raises Refusal as the query itself would."""
    media_type = choose(request.headers.get("Accept"), (_JSON, HTML))
    found = explain_empty(pool, question, tabular=form in {"SELECT", "ASK"})
    if media_type == HTML:
        page = render_template("empty.html", query=question.text, found=found, seconds=question.seconds)
        response = Response(page, content_type="text/html; charset=utf-8")
    else:
        response = Response(json.dumps(_members(found)), content_type=_JSON)
    response.vary.add("Accept")
    return response


def _members(found: Explanation) -> dict[str, object]:
    return {
        "empty": found.empty,
        "complete": found.complete,
        "questions": found.questions,
        "findings": [
            {
                "why": finding.why,
                "part": finding.piece,
                "line": found.place(finding)[0],
                "column": found.place(finding)[1],
                "detail": finding.said,
                "known": finding.known,
            }
            for finding in found.findings
        ],
    }
