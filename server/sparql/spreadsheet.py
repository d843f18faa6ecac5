"""How is the table of an answer opened in a spreadsheet?

`/spreadsheet.csv?query=…`: the CSV of `/sparql` in which no cell runs as a formula, with the mark by which
spreadsheets know UTF-8. The CSV of `/sparql` itself stays as the standard has it.
"""

from dataclasses import replace

from flask import Blueprint, Response, request

from server.http import refusals
from server.http.clients import current_client
from server.sparql.endpoint import Asked, Client, Endpoint
from server.workers.answers import Answer


def create_spreadsheet_blueprint(endpoint: Endpoint) -> Blueprint:
    """The blueprint of `/spreadsheet.csv`."""
    blueprint = Blueprint("spreadsheet", __name__)

    @blueprint.get("/spreadsheet.csv")
    def spreadsheet() -> Response:
        queries = request.args.getlist("query")
        if len(queries) != 1:
            raise refusals.malformed(f"There must be one parameter `query`; this request has {len(queries)}")
        planned = endpoint.plan(Asked(text=queries[0]), "text/csv")
        planned = replace(planned, question=replace(planned.question, telling="spreadsheet"))
        # A gap in the middle of a table could not be told: the answer is whole before it is sent.
        answer = endpoint.run(planned, Client(name=current_client()), whole=True)
        response = Response(answer.chunks(), content_type="text/csv; charset=utf-8; header=present")
        response.headers["Content-Disposition"] = 'attachment; filename="answer.csv"'
        if isinstance(answer, Answer) and answer.end.truncated:
            response.headers["Dateline-Truncated"] = f"rows={answer.end.rows}"
        return response

    return blueprint
