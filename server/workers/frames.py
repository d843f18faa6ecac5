"""How do the server and its worker processes talk over a pipe?

A frame is one byte of kind, four bytes of length (big endian) and the payload. The server writes one `Question` as
JSON; the worker answers with `DATA` frames and one `END` or `FAULT` frame.
"""

import json
import struct
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeAlias

HEADER = struct.Struct(">cI")
ASK, READY, DATA, END, FAULT = b"Q", b"R", b"D", b"E", b"X"

CHUNK = 1 << 16
"""Bytes of a `DATA` frame at least, but for the last one of an answer."""
LARGEST_ANSWER = 1 << 29
"""Bytes of one answer; larger ones belong into the dumps."""

Telling: TypeAlias = Literal["plain", "summary", "spreadsheet"]
FaultKind: TypeAlias = Literal["syntax", "engine", "memory", "format", "size", "forbidden", "store", "late"]
"""`forbidden` is what no other store is asked; `store` says that one gave no whole answer, `late` none in time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A query with everything that its answer depends on.

    `union` makes the union of all graphs its default graph: without it, the graphs given here, else its FROM
    clauses, are the dataset. `base` is what relative IRIs are relative to. `substitutions` gives variables an IRI
    beforehand. `marked` lets an answer that is cut say so in its own last bytes, should the first have been sent
    before the cut was known.
    """

    text: str
    media_type: str
    base: str | None = None
    union: bool = True
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    substitutions: tuple[tuple[str, str], ...] = ()
    max_rows: int
    max_bytes: int = LARGEST_ANSWER
    seconds: float
    marked: bool = False
    telling: Telling = "plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """How an answer ended: whether it was cut, and the rows (or triples) that were written if it was."""

    rows: int
    truncated: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Why there is no answer, in the engine's words.

    Of a `syntax` fault it is told what does not parse, where (line and column), and what could stand there.
    """

    kind: FaultKind
    message: str
    place: tuple[int, int] | None = None
    expected: tuple[str, ...] = ()


def pack(record: Question | End | Fault | tuple[str, ...]) -> bytes:
    """A record as the JSON payload of a frame."""
    # `dataclasses.asdict` would copy every value.
    fields = record if isinstance(record, tuple) else {name: getattr(record, name) for name in record.__slots__}
    return json.dumps(fields).encode()


def unpack_question(payload: bytes) -> Question:
    """The question of an `ASK` frame."""
    fields = json.loads(payload)
    for name in ("default_graphs", "named_graphs"):
        fields[name] = tuple(fields[name])
    fields["substitutions"] = tuple((variable, iri) for variable, iri in fields["substitutions"])
    return Question(**fields)


def unpack_fault(payload: bytes) -> Fault:
    """The fault of a `FAULT` frame."""
    fields = json.loads(payload)
    fields["place"] = fields["place"] and tuple(fields["place"])
    fields["expected"] = tuple(fields["expected"])
    return Fault(**fields)


def write_frame(stream: BinaryIO, kind: bytes, payload: bytes) -> None:
    """Writes one frame and flushes, unless it is a piece of an answer: its end comes soon or its buffer is full."""
    stream.write(HEADER.pack(kind, len(payload)) + payload)
    if kind != DATA or len(payload) >= CHUNK:
        stream.flush()


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame's kind and payload; None when the other side has closed the pipe."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    return kind, stream.read(length)
