"""What travels between the pages of reviewers, the server, and the process that works for it?"""

from typing import Literal, TypeAlias

from pydantic import Field

from kg.happening import Verdict
from kg.model import EntityKind, Record

Task: TypeAlias = Literal["foresee", "publish", "judge", "candidates"]


class Work(Record):
    """One task for the desk.

    `annotation` is the text of an annotation of the article `key`, as JSON; `verdicts` are further words on events of
    several articles. `name` and `kind` are for candidates. `at` is the day of the review (ISO 8601), `by` its author.
    """

    do: Task
    key: str = ""
    annotation: str = ""
    verdicts: tuple[Verdict, ...] = ()
    name: str = ""
    kind: EntityKind | None = None
    by: str = ""
    at: str = ""


class Statement(Record):
    """A triple as people read it: labels, and the IRI that its subject's page has."""

    subject: str
    predicate: str
    object: str
    about: str


class Changes(Record):
    """What a review changes: facts are inferred, statements are what the articles say; counts before any cut."""

    facts_gone: tuple[Statement, ...] = ()
    facts_come: tuple[Statement, ...] = ()
    said_gone: tuple[Statement, ...] = ()
    said_come: tuple[Statement, ...] = ()
    counts: dict[str, int] = Field(default_factory=dict)
    contradictions: tuple[str, ...] = ()


class Candidate(Record):
    """A row of the gazetteer that a name could mean."""

    known: str
    label: str
    kind: str
    wikidata: str | None
    score: float
    reasons: tuple[str, ...]


class Done(Record):
    """What came of a task; `fault` says in words why nothing did."""

    fault: str = ""
    changes: Changes | None = None
    candidates: tuple[Candidate, ...] = ()
    snapshot: str = ""
