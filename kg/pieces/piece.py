"""What does one article bring to a snapshot?

Everything that can be worked out from the article alone, with the gazetteer and the ontology: its triples, what
follows from them, and what its events are held against those of other articles by. Pieces can be made anywhere and
in any order (`kg.pieces.making`); what a snapshot holds is put together from them (`kg.pipeline.building`).
"""

import hashlib
from dataclasses import dataclass

from kg.dump.parts import Part
from kg.reason.apart import Contact


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One event that a piece's article tells, by its identifier: the words for it, a telling (`kg.merge.remembered`),
    and the blocks of events it is held against.
    """

    event: str
    label: str
    telling: str
    blocks: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """What one article brings.

    `article` and `annotation` are the lines of the snapshot's records; `rows` the gazetteer's rows that the article
    rests on. `lines` are the N-Quads, sorted, whose subject is the article's own, `loose` the inferred ones about
    nodes that articles share; no line has its dot and newline. `counts` are those of `lines` by part.
    """

    key: str
    article: str
    annotation: str
    claims: int
    rows: tuple[str, ...]
    lines: tuple[str, ...]
    loose: tuple[str, ...]
    counts: tuple[tuple[Part, int], ...]
    contacts: tuple[Contact, ...]
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...]
    told: tuple[Told, ...]

    def digest(self) -> str:
        """SHA-256 (hex) of its content."""
        total = hashlib.sha256()
        for text in (self.article, self.annotation, *self.lines, *self.loose):
            total.update(text.encode() + b"\n")
        return total.hexdigest()
