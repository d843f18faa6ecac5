"""How does a query reach another store from where it can be stopped?

A process of its own stands in for a worker that has a store (`server.workers.worker`): the same questions come in and
the same frames go out, so that turns, deadline, limits of rows and bytes, streaming and fairness are those of our own
engine. To end it closes its connection. It talks to the one address that the operator gave. Every query is read by
our own engine first, over an empty store, so that nothing but SPARQL 1.1 leaves.
"""

import http.client
import json
import sys
import time
from functools import partial
from typing import BinaryIO

from pyoxigraph import QueryBoolean, QuerySolutions

from kg.endpoint import Caller, form, left, told
from kg.login import Login
from kg.settings import read_store_login
from server.backend.dialect import Foreign
from server.backend.phrasing import Manner, ask_beyond, check, phrase
from server.backend.reading import ACCEPT_ROWS, ACCEPT_TRIPLES, Body, Unanswered, read_results, refuse_partial
from server.workers import frames
from server.workers.answering import Results, TooLarge, misspelt, write_answer
from server.workers.frames import End, Fault, Question
from server.workers.memory import limit_memory
from server.workers.worker import Answering

_OF_THE_TIME = 0.95
"""The part of a question's time that the store has; the rest is for telling that it was late."""
_LATE = frozenset({http.client.REQUEST_TIMEOUT, http.client.GATEWAY_TIMEOUT})
_ITS_WORDS = 300


class Misspelt(Exception):
    """Our own engine would not evaluate a query."""


class Declined(Exception):
    """A query is SPARQL 1.1 and cannot be evaluated all the same; the message says why."""


class Line:
    """The way to a store."""

    def __init__(self, address: str, manner: Manner, login: Login | None) -> None:
        self._address, self._manner, self._login = address, manner, login
        self._caller = Caller(address, login)
        self._body: Body | None = None

    def ask(self, question: Question, until: float, text: str) -> Results:
        """What the store finds, as it comes.

        Raises Misspelt, Foreign, Declined, Unanswered, OSError and HTTPException.
        """
        try:
            kind = check(question, text)
            # Of a limit of rows, which says nothing here, not every store has heard.
            text = question.text if isinstance(kind, QueryBoolean) else text
            names = [one.value for one in kind.variables] if isinstance(kind, QuerySolutions) else []
            fields = phrase(question, text, self._manner, left(until), names)
        except SyntaxError as error:
            raise Misspelt from error
        except RuntimeError as error:
            raise Declined(str(error)) from error
        self.settle()
        if self._manner.most is not None and not isinstance(kind, QuerySolutions | QueryBoolean):
            self._refuse_beyond(question, ask_beyond(text, self._manner.most), until)
        response = self._post(fields, kind, until)
        refuse_partial(response, question.max_rows)
        self._body = Body(self._caller, response, until, question.max_bytes)
        return read_results(self._body, kind, response.headers.get_content_type())

    def _refuse_beyond(self, question: Question, text: str | None, until: float) -> None:
        found = None if text is None else self.ask(question, until, text)
        if isinstance(found, QuerySolutions) and next(found, None) is not None:
            raise Unanswered(f"cuts its answers at {self._manner.most} rows, and this one has more")
        self.settle()

    def _post(self, fields: list[tuple[str, str]], kind: Results, until: float) -> http.client.HTTPResponse:
        accept = ACCEPT_ROWS if isinstance(kind, QuerySolutions | QueryBoolean) else ACCEPT_TRIPLES
        request = form(self._address, fields, accept)
        used = self._caller.open
        try:
            response = self._caller.call(request, left(until))
        except (ConnectionError, http.client.BadStatusLine):
            # A store may close a connection that waits, at the very moment of the next question.
            self._caller.close()
            if not used:
                raise
            response = self._caller.call(request, left(until))
        if response.status not in {http.client.OK, http.client.PARTIAL_CONTENT}:
            self._refuse(response)
        return response

    def _refuse(self, response: http.client.HTTPResponse) -> None:
        words = told(response.read(_ITS_WORDS), self._login).partition("\n")[0]
        self._caller.close()
        if response.status == http.client.BAD_REQUEST:
            raise Declined(f"the store behind this server says: {words}")
        if response.status in _LATE:
            raise TimeoutError
        raise Unanswered(f"answers with status {response.status}: {words}")

    def settle(self) -> None:
        """Makes the connection ready for the next question, or closes it when an answer was not read to its end.

        Raises Unanswered when its end says that the store cut it.
        """
        body, self._body = self._body, None
        if body is not None:
            whole = body.ends()
            if not whole:
                self._caller.close()
            body.refuse_cut()

    def close(self) -> None:
        """Closes the connection."""
        self._body = None
        self._caller.close()


def answer(line: Line, question: Question, out: BinaryIO) -> End | Fault:
    """Has one question answered by the store, sends its `DATA` frames to `out` and returns how it ended."""
    until = time.monotonic() + question.seconds * _OF_THE_TIME
    try:
        result = write_answer(partial(line.ask, question, until), question, out)
        line.settle()
        return result
    except Misspelt:
        return misspelt(question)
    except Foreign as error:
        return Fault(kind="forbidden", message=str(error))
    except Declined as error:
        return Fault(kind="engine", message=str(error))
    except (MemoryError, TooLarge, Unanswered, SyntaxError, ValueError, OSError, http.client.HTTPException) as error:
        line.close()
        return _fault(error, question)


def _fault(error: Exception, question: Question) -> Fault:
    if isinstance(error, MemoryError | TooLarge):
        return Fault(kind="memory" if isinstance(error, MemoryError) else "size", message="")
    if isinstance(error, TimeoutError):
        return Fault(kind="late", message=f"gave no whole answer within the limit of {question.seconds:g} s")
    if isinstance(error, Unanswered):
        return Fault(kind="store", message=str(error))
    if isinstance(error, SyntaxError | ValueError):
        return Fault(kind="store", message=f"gave an answer that is no SPARQL result ({error})")
    return Fault(kind="store", message=f"does not answer ({type(error).__name__}); its operator can say why")


def run(address: str, memory: int, manner: Manner, inward: BinaryIO, outward: BinaryIO) -> None:
    """Answers questions until `inward` closes."""
    line = Line(address, manner, read_store_login())
    frames.write_frame(outward, frames.READY, frames.pack(()))
    Answering(partial(answer, line), inward, outward).run(partial(limit_memory, memory))


if __name__ == "__main__":
    fields = json.loads(sys.argv[3])
    known = Manner(virtuoso=fields["virtuoso"], functions=frozenset(fields["functions"]), most=fields["most"])
    run(sys.argv[1], int(sys.argv[2]), known, sys.stdin.buffer, sys.stdout.buffer)
