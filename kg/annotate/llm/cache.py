"""Where are the model's replies kept, so that a second run asks nothing and reads the same?

One small JSON file for each reply, named by a hash of model, prompt and passage. A file that is damaged, or is not
what its name says, counts as absent and is written anew. A file appears whole or not at all.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.annotate.llm.chat import Reply
from kg.annotate.llm.endpoint import MOST_BYTES
from kg.errors import StoreError


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    request: str
    content: str
    cut_off: bool
    sha256: str


def request_digest(model: str, prompt: str, passage: str) -> str:
    """The hash that names a reply: of the model's name, the prompt's digest and the passage."""
    return _hash(json.dumps([model, prompt, passage]))


def find_reply(folder: Path, request: str) -> Reply | None:
    """The kept reply to a request, or None."""
    path = _path(folder, request)
    try:
        if path.stat().st_size > 8 * MOST_BYTES:
            return None
        entry = _Entry.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    reply = Reply(content=entry.content, cut_off=entry.cut_off)
    return reply if entry == _entry(request, reply) else None


def keep_reply(folder: Path, request: str, reply: Reply) -> None:
    """Keep a reply; raises StoreError when the folder cannot be written."""
    path = _path(folder, request)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(_entry(request, reply).model_dump_json() + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise StoreError(
            f"{folder}: the model's replies cannot be kept ({error.strerror}); choose another with DATELINE_LLM_CACHE"
        ) from error


def _entry(request: str, reply: Reply) -> _Entry:
    digest = _hash(json.dumps([request, reply.content, reply.cut_off]))
    return _Entry(request=request, content=reply.content, cut_off=reply.cut_off, sha256=digest)


def _path(folder: Path, request: str) -> Path:
    return folder / request[:2] / f"{request}.json"


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
