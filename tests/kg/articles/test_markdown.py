"""Does a Markdown file keep its text and lose its marks to furniture?"""

from hypothesis import given
from hypothesis import strategies as st

from kg.articles.markdown import read_markdown

MARKS = (
    "# |## |*|**|_|`|```\n|[|](http://x.example/a_b)|][1]|![a](b.jpg)|<!-- | -->|> |- |1. |---\n|<b>| |\n|\r\n|\n\n"
)
WORDS = ["words of a sentence", "The ministers met in Kasra.", "Photo: Jo Doe"]
PARTS = st.sampled_from(MARKS.split("|") + WORDS)
FILE = """---
headline: Ministers meet
---
# Ministers meet

*By Mary Phiri*

![Kasra](kasra.jpg)

The **two** ministers met in [Kasra on](https://x.example/a_b) Monday.
They signed the 3 * 4 treaty_of_peace.

## What next

- The line will be built by [Eskom][1].
> "We are glad," the minister said on Tuesday.

<!-- Nobody was
told. -->
```
code that says nothing.
```
[1]: https://eskom.example/
"""


def test_marks_are_furniture_and_words_are_not() -> None:
    """Headings, emphasis, links, lists, quotations, comments and code come apart; every word keeps its place."""
    draft = read_markdown(FILE, source="a.md", key="a")
    assert draft.text == FILE
    assert [(s.kind, FILE[s.start : s.end]) for s in draft.segments if s.kind != "furniture"] == [
        ("headline", "Ministers meet"),
        ("byline", "By Mary Phiri"),
        ("body", "The"),
        ("body", "two"),
        ("body", "ministers met in"),
        ("body", "Kasra on"),
        ("body", "Monday."),
        ("body", "They signed the 3 * 4 treaty_of_peace."),
        ("body", "The line will be built by"),
        ("body", "Eskom"),
        ("body", "."),
        ("body", '"We are glad," the minister said on Tuesday.'),
    ]


@given(st.lists(PARTS, max_size=25).map("".join))
def test_segments_hold_all_that_is_no_space(text: str) -> None:
    """Whatever the markup, segments are in order, do not overlap and leave out nothing but space."""
    end = 0
    draft = read_markdown("\n" + text, source="a.md", key="a")
    for segment in draft.segments:
        assert end <= segment.start < segment.end
        assert not draft.text[end : segment.start].strip()
        end = segment.end
    assert not draft.text[end:].strip()


def test_first_heading_is_the_headline_without_front_matter() -> None:
    """Without a headline in the front matter the first heading is it, its emphasis left out."""
    draft = read_markdown(
        "Kasra Post\n\n# Ministers *meet*\n\nThe two ministers met on Monday.\n", source="a.md", key="a"
    )
    assert [(s.kind, draft.text[s.start : s.end]) for s in draft.segments] == [
        ("furniture", "Kasra Post"),
        ("furniture", "#"),
        ("headline", "Ministers"),
        ("furniture", "*"),
        ("headline", "meet"),
        ("furniture", "*"),
        ("body", "The two ministers met on Monday."),
    ]
