"""Would the entities that an RDF/XML file declares make much of little?

The parser puts entities in without a bound: ten lines that each name the one before ten times are gigabytes.
Files of ontologies declare one for each namespace (XML 1.0, section 4.2), so those that are short and name no other
are taken, and any other declaration is a fault. What may stand in a value bounds what a reference to it can cost.
"""

import re
from pathlib import Path
from typing import IO

from pyoxigraph import RdfFormat

from kg.errors import InputError

LONGEST = 256
"""Bytes of an entity's name, and of its value."""
_MARK = b"<!ENTITY"
_PLAIN = re.compile(rb'<!ENTITY\s{0,9}(?:%%\s{0,9})?[^\s"]{1,%d}\s{1,9}"[^"&]{0,%d}"' % (LONGEST, LONGEST))
_CHUNK = 1 << 20
_AHEAD = 4 * LONGEST


def refuse_costly_entities(path: Path, form: RdfFormat, stream: IO[bytes]) -> None:
    """Raise InputError for RDF/XML whose entities may not be put in; the stream is at its beginning afterwards."""
    if form != RdfFormat.RDF_XML:
        return
    if (declared := find_costly_entity(stream)) is not None:
        raise InputError(
            f"{path}: {declared!r} declares an entity that is longer than {LONGEST} bytes, or names another one or a "
            "file; put its value where it is used"
        )
    stream.seek(0)


def find_costly_entity(stream: IO[bytes]) -> str | None:
    """The first declaration of an entity that is long, or names another or a file, shortened; None without one."""
    kept = b""
    while piece := stream.read(_CHUNK):
        kept += piece
        if (found := _first_costly(kept, len(kept) - _AHEAD)) is not None:
            return found
        # A declaration that may go on in the next piece is looked at with it.
        kept = kept[-_AHEAD:]
    return _first_costly(kept, len(kept))


def _first_costly(text: bytes, end: int) -> str | None:
    at = text.find(_MARK)
    while -1 < at < end:
        if _PLAIN.match(text, at) is None:
            return text[at : at + 40].decode(errors="replace")
        at = text.find(_MARK, at + 1)
    return None
