"""What is pasted, and what comes back?"""

from typing import Literal, TypeAlias

from kg.model import Annotation, Article, Record, Rejection

Form: TypeAlias = Literal["auto", "html"]

LONGEST = 40_000
"""Characters that are read; a long newspaper article has fifteen thousand."""
SECONDS = 15.0


class Pasted(Record):
    """A text as it was pasted; `auto` lets its beginning tell whether it is HTML, Markdown, JSON or plain text."""

    text: str
    form: Form = "auto"


class Read(Record):
    """The article with what it says and its triples as Turtle; or why there is none."""

    article: Article | None = None
    annotation: Annotation | None = None
    turtle: str = ""
    rejection: Rejection | None = None
