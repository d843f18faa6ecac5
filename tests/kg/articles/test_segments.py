"""Does every stretch of a page get the kind that a reader would give it?"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.segments import find_segments, printed_byline, printed_headline
from kg.legible import make_legible
from kg.model import Segment

PAGES = sorted((Path(__file__).parent / "pages").glob("*.page"))
SAMPLE = Path(__file__).parents[4] / "shared" / "article" / "azerbaijan-israel-2018.txt"
LINES = st.sampled_from(
    [
        "Ministers meet in Kasra",
        "By Mary Phiri",
        "Mary Phiri",
        "Share",
        ">> Read more",
        "The ministers met in Kasra on Monday and signed the treaty.",
        "The bridge at KasraCredit: Jo Doe/AFP",
        "The bridge at Kasra. Photo: Jo Doe",
        "Credit: Jo Doe",
        "Related stories",
        "\u200b",
        "\u202eabc\u202c.",
        "- one;",
        "- - -",
        "3 May 2019",
        "",
        "   ",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(LINES, max_size=12).map("\n".join),
    st.lists(LINES, max_size=12).map("\r\n".join),
)


def read_page(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """A page and its segments: `kind|text` a line; `+kind|text` is glued to the last, ` text` goes on."""
    text, expected = "", []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith(" "):
            expected[-1] = (expected[-1][0], f"{expected[-1][1]}\n{line[1:]}")
            text += f"{line[1:]}\n"
        elif line:
            kind, _, words = line.partition("|")
            expected.append((kind.removeprefix("+"), words.strip()))
            text = (text.removesuffix("\n") if kind.startswith("+") else text) + f"{words}\n"
        else:
            text += "\n"
    return text, expected


def told(text: str, segments: tuple[Segment, ...]) -> list[tuple[str, str]]:
    """The segments as kind and words."""
    return [(segment.kind, text[segment.start : segment.end]) for segment in segments]


@given(TEXTS, st.integers(0, 20))
def test_segments_hold_all_that_is_no_space(text: str, start: int) -> None:
    """Segments come in order, do not overlap, begin and end with a character, and leave out nothing that is seen."""
    segments = find_segments(text, start=start)
    end = min(start, len(text))
    for segment in segments:
        assert end <= segment.start < segment.end
        assert not make_legible(text[end : segment.start]).text.strip()
        words = text[segment.start : segment.end]
        assert words == words.strip()
        end = segment.end
    assert not make_legible(text[end:]).text.strip()


@given(TEXTS)
def test_line_ends_do_not_matter(text: str) -> None:
    """A page with Windows line ends has the same segments as with Unix ones."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    windows = unix.replace("\n", "\r\n")
    flat = [(kind, words.replace("\r\n", "\n")) for kind, words in told(windows, find_segments(windows))]
    assert flat == told(unix, find_segments(unix))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_is_told_apart(path: Path) -> None:
    """Pages of ten kinds, none of which the rules name, come apart as their author marked them."""
    text, expected = read_page(path)
    assert told(text, find_segments(text)) == expected


@pytest.mark.parametrize(
    ("page", "headline", "byline"),
    [
        ("broadsheet_with_rails", "Croatia and Slovenia revive talks over Piran bay", "Helena Kovac in Ljubljana"),
        ("live_widgets_in_body", "Parliament votes to expel envoy", "Ines Duarte and Omar Haddad"),
        ("magazine_pull_quote", "The Ferryman Who Became a Minister", "Sara Lindqvist"),
        ("plain_mail_without_headline", None, None),
    ],
)
def test_headline_and_byline_are_as_printed(page: str, headline: str | None, byline: str | None) -> None:
    """The headline and the writers' names are read off the page; a page without has none."""
    text, _ = read_page(next(path for path in PAGES if path.stem == page))
    segments = find_segments(text)
    assert (printed_headline(text, segments), printed_byline(text, segments)) == (headline, byline)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Dateline staff", "Dateline staff"),
        ("By a Dateline correspondent", "a Dateline correspondent"),
        ("By the Harbour Post foreign desk in Kasra", "the Harbour Post foreign desk in Kasra"),
        ("BY MARY PHIRI", "MARY PHIRI"),
        ("By our diplomatic correspondent", "our diplomatic correspondent"),
    ],
)
def test_byline_without_a_persons_name(line: str, byline: str) -> None:
    """A newspaper's people sign as a person does; the word `By` is no part of who wrote the article."""
    text = f"Ministers meet in Kasra\n\n{line}\n\nThe ministers met in Kasra on Monday and signed the treaty."
    segments = find_segments(text)
    assert told(text, segments)[1] == ("byline", line)
    assert printed_byline(text, segments) == byline


@pytest.mark.parametrize("line", ["By the river in Kasra", "By Monday", "Harbour Post staff", "By hiring staff"])
def test_line_with_a_word_of_bylines_is_none(line: str) -> None:
    """`By` before something else, or a newspaper's people without it, signs nothing."""
    text = f"Ministers meet in Kasra\n\n{line}\n\nThe ministers met in Kasra on Monday and signed the treaty."
    assert told(text, find_segments(text))[1][0] != "byline"


def test_known_headline_wins_over_shape() -> None:
    """A line equal to the headline that the metadata gives is the headline, whatever stands above it."""
    text = "Treaty signed at last\nMinisters meet\n\nThe ministers signed the treaty in Kasra on Monday.\n"
    assert told(text, find_segments(text, headline="Ministers meet"))[1] == ("headline", "Ministers meet")


@pytest.mark.parametrize(
    "sentence",
    [
        "By using force, the government has lost the trust of its own people.",
        "Already a million people have fled to the coast, the agency said.",
        "Facebook changed its privacy policy on Monday after the ruling.",
        "They agreed on the terms and conditions of the ceasefire on Friday.",
        "Follow the money, the prosecutor told the court in Kasra.",
        "Published in 1949, the novel was banned by the colonial government.",
        "Sponsored by its neighbour, the militia attacked the town on Monday.",
        "The report was published on Monday by the ministry of justice.",
        "Police arrived after two hours and had no fuel, an officer told AFP.",
        "The bank gave them no credit: the minister had to beg.",
        "Print shops in the capital shut down after the decree.",
    ],
)
def test_sentence_about_the_page_s_words_stays_body(sentence: str) -> None:
    """Words of buttons and notices inside a sentence of the article leave it in the body."""
    text = (
        f"Ministers meet\n\nThe two ministers met in Kasra on Monday.\n\n{sentence}\n\nThey left by road at night.\n"
    )
    assert told(text, find_segments(text))[2] == ("body", sentence)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample article is not shipped")
def test_sample_page_comes_apart() -> None:
    """On the sample the doubled caption, the buttons, the teaser and the alert are told from the body."""
    text = SAMPLE.read_bytes().decode("utf-8")
    segments = find_segments(text)
    frame = [(kind, words[:24]) for kind, words in told(text, segments) if kind != "body"]
    assert frame == [
        ("headline", "As Tensions With Iran Mo"),
        ("standfirst", "As the U.S. embassy was "),
        ("furniture", "Send in e-mailSend in e-"),
        ("furniture", "Send in e-mailSend in e-"),
        ("caption", "Israeli Prime Minister B"),
        ("furniture", "Israeli Prime Minister B"),
        ("credit", "Credit: Chaim Tzach/GPO"),
        ("byline", "Noa Landau"),
        ("furniture", "Noa Landau"),
        ("teaser", ">> Advanced Israeli Weap"),
        ("caption", "Advanced Israeli weapons"),
        ("credit", "Credit: Azerbaijan State"),
        ("furniture", "Click the alert icon to "),
    ]
    assert sum(kind == "body" for kind, _ in told(text, segments)) == 14
