"""Which lines of two graphs differ?

Both come in one order, so a single pass in constant memory finds them. As a patch they are written in the form of RDF
Patch: `D` for a quad to delete, `A` for one to add.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Difference(NamedTuple):
    """A line of N-Quads that only one graph has: the new one when `added`."""

    added: bool
    line: bytes


def differences(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[Difference]:
    """The lines that only one of two ascending sequences has, in order."""
    before, after = next(old, None), next(new, None)
    while before is not None and after is not None:
        if before == after:
            before, after = next(old, None), next(new, None)
        elif before < after:
            yield Difference(False, before)
            before = next(old, None)
        else:
            yield Difference(True, after)
            after = next(new, None)
    while before is not None:
        yield Difference(False, before)
        before = next(old, None)
    while after is not None:
        yield Difference(True, after)
        after = next(new, None)


def to_patch(found: Iterator[Difference]) -> Iterator[bytes]:
    """The lines of an RDF Patch that makes the old graph the new one."""
    yield b"TX .\n"
    for added, line in found:
        yield (b"A " if added else b"D ") + line
    yield b"TC .\n"
