"""What do a file's own fields say about its article?

The same names are understood in front matter, JSON records and the metadata of a page.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.articles.draft import Metadata
from kg.articles.keys import is_key, slug
from kg.articles.refusal import RefusedError
from kg.articles.shapes import without_by
from kg.edtf import edtf_bounds
from kg.legible import make_legible
from kg.model import When

NAMES = {
    "headline": ("headline", "title"),
    "byline": ("byline", "author", "authors", "creator"),
    "publisher": ("publisher", "source", "newspaper", "site_name"),
    "published": ("published", "date", "date_published", "datepublished", "published_at", "publishedat", "pubdate"),
    "url": ("url", "link", "permalink"),
    "language": ("language", "lang", "inlanguage"),
    "licence": ("licence", "license"),
    "key": ("key", "id"),
}
"""Our name of each field, then the names under which it is found, the surest first."""

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f]+")
_DAY_AND_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:?\d\d.*", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One value as it stands in the file, with its place there (`line 3`)."""

    value: str
    place: str | None = None


def read_metadata(fields: Mapping[str, Field]) -> Metadata:
    """The metadata in `fields`, named as in NAMES; raises RefusedError with the place of an unusable one."""
    found = {ours: _first(fields, names) for ours, names in NAMES.items()}
    stated = {name: field.value for name, field in found.items() if field and name not in {"published", "key", "url"}}
    texts = {name: seen for name, value in stated.items() if (seen := make_legible(value).text.strip())}
    if "byline" in texts:
        texts["byline"] = without_by(texts["byline"])
    return Metadata(
        **texts,
        key=_key(fields),
        url=_url(found["url"]),
        published=_published(found["published"]),
    )


def read_published(text: str) -> When:
    """The day or EDTF date of publication in `text`, of a timestamp the day; raises ValueError when it is none."""
    stamp = _DAY_AND_TIME.fullmatch(text)
    edtf = stamp.group(1) if stamp else text
    earliest, latest = edtf_bounds(edtf)
    return When(text=text, edtf=edtf, earliest=earliest, latest=latest, basis="metadata")


def is_url(text: str) -> bool:
    """Whether `text` is a web address that can stand in RDF."""
    return _URL.fullmatch(text) is not None


def _first(fields: Mapping[str, Field], names: Iterable[str]) -> Field | None:
    return next((fields[name] for name in names if name in fields and fields[name].value), None)


def _key(fields: Mapping[str, Field]) -> str | None:
    given = _first(fields, ("key",))
    if given and not is_key(given.value):
        remedy = "use at most 120 lower-case letters, digits, '.', '_' and '-', a letter or digit first"
        raise RefusedError(f"the key {given.value!r} cannot name an article", remedy, given.place)
    identifier = _first(fields, ("id",))
    return given.value if given else slug(identifier.value) if identifier else None


def _url(field: Field | None) -> str | None:
    if field and not is_url(field.value):
        reason = f"the url {field.value!r} is no http or https address"
        raise RefusedError(reason, "write the full address, or leave it out", field.place)
    return field.value if field else None


def _published(field: Field | None) -> When | None:
    if field is None:
        return None
    try:
        return read_published(field.value)
    except ValueError as error:
        remedy = "write YYYY-MM-DD, or an EDTF date as 2018-05 or 2018-05-20/2018-05-23"
        raise RefusedError(f"the date of publication is impossible: {error}", remedy, field.place) from error
