"""What can be asked of a store that may be written to?"""

import json
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["update", "put", "post", "delete"]
Outcome: TypeAlias = Literal["done", "created", "missing", "syntax", "engine", "memory"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """An RDF document that a client sent: its bytes, their media type, and what relative IRIs are relative to."""

    body: bytes
    media_type: str
    base: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """One change. `graph` is an IRI, None the default graph; `text` is that of an update."""

    kind: Kind
    text: str = ""
    base: str | None = None
    graph: str | None = None
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """How a change went: done, with or without a graph that was not there before, or why not."""

    outcome: Outcome
    message: str = ""


def pack_write(write: Write) -> tuple[bytes, ...]:
    """A change as JSON, and the bytes of each of its documents."""
    fields = asdict(write)
    fields["documents"] = [(one.media_type, one.base) for one in write.documents]
    return (json.dumps(fields).encode(), *(one.body for one in write.documents))


def unpack_write(payloads: tuple[bytes, ...]) -> Write:
    """The change that was packed."""
    fields = json.loads(payloads[0])
    documents = tuple(
        Document(body=body, media_type=media_type, base=base)
        for (media_type, base), body in zip(fields.pop("documents"), payloads[1:], strict=True)
    )
    return Write(**fields, documents=documents)
