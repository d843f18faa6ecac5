"""How is a plain text file read?"""

from kg.articles.decode import refuse_unusable
from kg.articles.draft import Draft
from kg.articles.frontmatter import read_front_matter
from kg.articles.metadata import read_metadata
from kg.articles.segments import find_segments, furniture


def read_plain(text: str, *, source: str, key: str) -> Draft:
    """The article in a decoded file; its text is the whole file, front matter included."""
    refuse_unusable(text)
    front = read_front_matter(text)
    metadata = read_metadata(front.fields)
    segments = find_segments(text, start=front.end, headline=metadata.headline)
    return Draft(
        source=source,
        key=key,
        text=text,
        segments=furniture(text, 0, front.end) + segments,
        metadata=metadata,
    )
