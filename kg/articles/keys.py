"""What is an article called?

A key names the article's graph and pages, so it must be the same in every run: it comes from the metadata or from
where the file lies inside the folder that was given, never from the machine or the order.
"""

import hashlib
import re
import unicodedata
from pathlib import PurePath

KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
_LONGEST = 120


def is_key(text: str) -> bool:
    """Whether `text` can be the key of an `Article`."""
    return KEY.fullmatch(text) is not None


def key_of_path(inside: str) -> str:
    """The key of a file by its path inside the given folder: `2018/May 20.txt` gives `2018-may-20`."""
    path = PurePath(inside)
    return slug("-".join((*path.parts[:-1], path.stem)))


def slug(name: str) -> str:
    """`name` in the letters of a key; a digest stands in for what these letters cannot say or what is too long."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    plain = re.sub(r"[^a-z0-9._]+", "-", folded).strip("-._")
    if plain and len(plain) <= _LONGEST:
        return plain
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{plain[: _LONGEST - 9].rstrip('-._') or 'article'}-{digest}"
