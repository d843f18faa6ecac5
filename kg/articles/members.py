"""Which files does an archive hold, and which of them are none that may be read?

Nothing is unpacked onto the disk. A member that names a place outside the archive is refused all the same: whoever
wrote it meant harm. Links, devices and encrypted members are refused too; hidden files and annotations are passed
over, as in a folder.
"""

import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from kg.articles.opening import MAX_BYTES, too_large
from kg.articles.packed import FREE, RATIO, damaged
from kg.articles.refusal import RefusedError

MOST_ZIPPED = 200_000
"""Members of a zip file: its table of contents is read whole."""
_DRIVE = re.compile(r"[A-Za-z]:")
_END = b"PK\x05\x06"
_END_BYTES = 22 + 0xFFFF
"""The longest end record of a zip file, with its comment (APPNOTE 4.3.16)."""


_UNREADABLE = (zipfile.BadZipFile, OSError, NotImplementedError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One file of an archive: where it lies in it, and its bytes, or why they are not to be had."""

    path: str
    content: bytes | RefusedError


def tar_members(stream: BinaryIO) -> Iterator[Member]:
    """The members of an uncompressed tar stream, which is read once; raises RefusedError where it is broken."""
    try:
        with tarfile.open(mode="r|", fileobj=stream) as archive:
            for info in archive:
                if not info.isdir():
                    yield Member(path=info.name, content=_tar_content(archive, info))
                archive.members = []  # type: ignore[attr-defined]  # else it remembers all of them
    except (tarfile.TarError, EOFError, OSError, ValueError, RecursionError) as error:
        raise RefusedError(
            f"the archive is broken ({error})", "fetch it anew; what stands before was read"
        ) from error


def _tar_content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes | RefusedError:
    fault = _fault(info.name)
    if fault is not None:
        return fault
    if not info.isreg():
        return RefusedError("it is a link or a device, not a file", "pack the file itself")
    if info.size > MAX_BYTES:
        return too_large("file")
    file = archive.extractfile(info)
    return b"" if file is None else file.read()


def zip_members(stream: BinaryIO) -> Iterator[Member]:
    """The members of a zip file in the order of their names; raises RefusedError for a broken one or a bomb."""
    size = _refuse_crowd(stream)
    left = FREE + RATIO * size
    try:
        with zipfile.ZipFile(stream) as archive:
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                if info.filename.endswith("/"):
                    continue
                content = _zip_content(archive, info)
                if isinstance(content, bytes):
                    left -= len(content)
                if left < 0:
                    raise RefusedError(f"it unpacks to more than {RATIO} times its size", "pack it anew")
                yield Member(path=info.filename, content=content)
    except (*_UNREADABLE, ValueError, struct.error) as error:
        raise RefusedError(f"the archive is broken ({error})", "fetch or pack it anew") from error


def _refuse_crowd(stream: BinaryIO) -> int:
    """The file's size; raises RefusedError for more members than may be listed."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_BYTES))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    # With more than 65,535 members, the length of their list tells: each takes 46 bytes at least.
    listed = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if listed > MOST_ZIPPED * 200 or (listed == 0xFFFFFFFF):
        raise RefusedError(f"it holds more than {MOST_ZIPPED} files", "pack them as .tar.gz or as JSON Lines")
    return size


def _zip_content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | RefusedError:
    fault = _fault(info.filename) or _zip_fault(info)
    if fault is not None:
        return fault
    try:
        with archive.open(info) as file:
            return file.read(MAX_BYTES)
    except (*_UNREADABLE, EOFError, zlib.error, lzma.LZMAError, RuntimeError) as error:
        return damaged(error)


def _zip_fault(info: zipfile.ZipInfo) -> RefusedError | None:
    if info.flag_bits & 1:
        return RefusedError("it is encrypted", "pack it without a password")
    if (info.external_attr >> 28) == 0o12:
        return RefusedError("it is a link or a device, not a file", "pack the file itself")
    if info.file_size > MAX_BYTES:
        return too_large("file")
    if info.file_size > FREE // 64 + RATIO * info.compress_size:
        return RefusedError(f"it unpacks to more than {RATIO} times its size", "leave it out")
    return None


def _fault(path: str) -> RefusedError | None:
    """Why a member's path may not be used."""
    parts = PurePosixPath(path.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or _DRIVE.match(path) or "\0" in path:
        return RefusedError("its path leads out of the archive", "pack it with paths below one folder")
    return None
