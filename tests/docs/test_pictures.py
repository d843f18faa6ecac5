"""Are the pictures of the documentation those that the tests make, small, and told in words?"""

import re
from itertools import chain
from pathlib import Path

from docs.shoot import HEIGHT, SHOTS, WIDTH

DOCS = Path(__file__).resolve().parents[2] / "docs"
LARGEST = 100_000


def test_each_picture_is_shown_and_each_that_is_shown_is_made() -> None:
    """No file without a page, no page without its file, and words for who does not see it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))]
    shown = list(chain.from_iterable(re.findall(r"!\[([^\]]*)\]\(images/([a-z]+)\.png\)", text) for text in texts))
    assert {name for _, name in shown} == {shot.name for shot in SHOTS}
    assert {name for _, name in shown} == {path.stem for path in (DOCS / "images").iterdir()}
    assert all(len(words) > 20 for words, _ in shown)


def test_pictures_are_small_and_all_of_one_size() -> None:
    """PNG (ISO 15948): the header's width and height."""
    for path in (DOCS / "images").iterdir():
        data = path.read_bytes()
        assert len(data) < LARGEST, path.name
        assert (data[12:16], int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (b"IHDR", WIDTH, HEIGHT)
