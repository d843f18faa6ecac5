"""Is any text read within bounds, with exact quotes, and alike however its page wrote it?"""

import hashlib
import unicodedata
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.annotate.annotate import Tools, annotate
from kg.annotate.letter_case import settle_case
from kg.annotate.lexicon.syntax import subjects
from kg.articles.segments import find_segments
from kg.legible import make_legible
from kg.model import Annotation, Article, Span

NEWS = (
    "Azerbaijan's defence minister met the Turkish ambassador in Baku on Monday.\n\n"
    "Israel sold drones to Azerbaijan in 2019. Rebels attacked a police station in Lima and killed two soldiers, "
    "the army said.\n"
)
FRENCH = (
    "Le ministre des Affaires étrangères a visité la ville de Lyon et il est arrivé dans la soirée avec les "
    "ambassadeurs, qui ont signé un accord sur les armes pour les soldats."
)
UNSEEN = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202a", "\u202e", "\u2069", "\u0007"]
LINE_ENDS = ["\n", "\r\n", "\r", "\u2028", "\x0b"]
PIECES = [
    "Iran", "attacked ", "the U.N. ", "said", " that ", "Mr. ", "5 May ", "2019", "he ", "“", '"', "'", "’s ", "(",
    "]", "…", "-\n", "\n\n", "\r\n", " | ", "\t", "Azer\u200bbaijan ", "ISRAEL SOLD ARMS TO IRAN ",
    "killed two men. ", "\U0001f600", "e\u0301", "\u202e", "\ud800", "\x00", "\u3000", "met ", "to ", "and ", "of ",
    ", ",
]  # fmt: skip


def make(text: str) -> Article:
    """The article that a plain file with this text is."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Article(key="a", text=text, sha256=digest, segments=find_segments(text))


@pytest.fixture(scope="module")
def plain(tools: Tools) -> list[tuple[object, ...]]:
    """What `NEWS` tells."""
    return told(annotate(make(NEWS), tools))


def spans(annotation: Annotation) -> list[Span]:
    """Every stretch of the article that the annotation quotes."""
    events = [span for event in annotation.events for span in (event.trigger, *event.further)]
    evidence = [span for claim in annotation.claims for span in claim.evidence]
    return [*annotation.mentions, *annotation.times, *events, *evidence]


def told(annotation: Annotation) -> list[tuple[object, ...]]:
    """What the annotation says, without the places in the text where it is said."""
    labels = {entity.id: (entity.label, entity.kind, entity.known) for entity in annotation.entities}
    claims = {claim.event: (claim.verb, [labels.get(x or "") for x in claim.sources]) for claim in annotation.claims}
    return [
        (
            event.cls,
            event.type,
            event.plover,
            event.label,
            [(x.role, labels[x.entity]) for x in event.participants],
            labels.get(event.place or ""),
            event.when,
            claims[event.id],
        )
        for event in annotation.events
    ]


@given(text=st.lists(st.one_of(st.sampled_from(PIECES), st.characters(codec=None)), max_size=30).map("".join))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_with_exact_quotes(tools: Tools, text: str) -> None:
    """Whatever the text, reading ends, says the same again, and every quote stands where it is said to stand."""
    article = make(text)
    annotation = annotate(article, tools)
    assert all(text[span.start : span.end] == span.quote for span in spans(annotation))
    assert all(make_legible(span.quote).text.strip() for span in spans(annotation))
    assert annotate(article, tools) == annotation


@given(data=st.data(), line_end=st.sampled_from(LINE_ENDS), blank=st.sampled_from([" ", "\u00a0", "\u2009", "  "]))
@settings(max_examples=12, deadline=None)
def test_what_no_reader_sees_changes_no_event(
    tools: Tools, plain: list[tuple[object, ...]], data: st.DataObject, line_end: str, blank: str
) -> None:
    """Invisible characters anywhere, other line ends and other blanks leave what is told as it is."""
    cuts = data.draw(st.lists(st.tuples(st.integers(0, len(NEWS)), st.sampled_from(UNSEEN)), max_size=12))
    pieces = list(NEWS.replace(" ", "\0").replace("\n", "\1"))
    for at, mark in sorted(cuts, reverse=True):
        pieces.insert(at, mark)
    text = "".join(pieces).replace("\0", blank).replace("\1", line_end)
    annotation = annotate(make(text), tools)
    assert told(annotation) == plain
    assert all(text[span.start : span.end] == span.quote for span in spans(annotation))


@pytest.mark.parametrize(
    ("old", "new"),
    [("Azerbaijan", "Azer\u200bbaijan"), ("Azerbaijan", "\u2067Azerbaijan\u2069"), ("Azerbaijan", "Azer-\nbaijan")],
    ids=["zero width", "bidi", "parted"],
)
def test_a_name_is_found_whatever_stands_in_it(tools: Tools, old: str, new: str) -> None:
    """The state is known, and its mentions quote the article's own characters."""
    text = NEWS.replace(old, new)
    annotation = annotate(make(text), tools)
    (state,) = (entity.id for entity in annotation.entities if entity.known == "state/azerbaijan")
    quotes = [mention.quote for mention in annotation.mentions if mention.entity == state]
    assert set(quotes) == {new.strip("\u2067\u2069")}


@pytest.mark.parametrize(
    "text",
    [
        NEWS.replace("defence", "de-\nfence").replace("ambassador", "ambassa-\ndor"),
        "\n\n".join(fill(paragraph, 50) for paragraph in NEWS.split("\n\n")),
        NEWS.replace(" ", "  "),
    ],
    ids=["parted words", "broken lines", "wide blanks"],
)
def test_the_width_of_the_page_changes_no_event(tools: Tools, plain: list[tuple[object, ...]], text: str) -> None:
    """Words parted at line ends, broken lines and justified blanks leave what is told as it is."""
    assert told(annotate(make(text), tools)) == plain


def test_the_hyphen_of_a_compound_stays(tools: Tools) -> None:
    """A line end after the hyphen of a compound is no reason to write it as one word."""
    text = "The State-\nowned bank of the Franco-\nGerman firm bought F-\n16 jets."
    labels = [event.label for event in annotate(make(text), tools).events]
    assert labels == [event.label for event in annotate(make(text.replace("\n", "")), tools).events]


@pytest.mark.parametrize("change", [str.upper, str.lower], ids=["all capitals", "no capitals"])
def test_prose_without_case_tells_the_same(tools: Tools, plain: list[tuple[object, ...]], change: object) -> None:
    """Actors, places and times are found in prose all in capitals, or without any."""
    text = change(NEWS)  # type: ignore[operator]
    annotation = annotate(make(text), tools)
    assert told(annotation) == plain
    assert all(text[span.start : span.end] == span.quote for span in spans(annotation))


def test_case_is_settled_by_names_and_by_the_article(tools: Tools) -> None:
    """Names and acronyms of the gazetteer, names that the article has elsewhere, and common words."""
    text = "THE U.S. AND THE EU TOLD US THAT ORSENIK'S POLISH AIDE LEFT NEW YORK ON MONDAY.\n\nMr Orsenik rose."
    wanted = "The U.S. and the EU told us that Orsenik's Polish aide left New York on Monday.\n\nMr Orsenik rose."
    assert settle_case(text, find_segments(text), tools.gazetteer, tools.nlp) == wanted
    assert settle_case(wanted, find_segments(wanted), tools.gazetteer, tools.nlp) == wanted


def test_a_paragraph_in_another_language_is_passed_over(tools: Tools, plain: list[tuple[object, ...]]) -> None:
    """What stands around it is read as without it; in it nothing is read."""
    text = NEWS.replace("\n\n", f"\n\n{FRENCH}\n\n")
    annotation = annotate(make(text), tools)
    start = text.index(FRENCH)
    assert not [span for span in spans(annotation) if start <= span.start < start + len(FRENCH)]
    assert told(annotation) == plain


def test_letters_in_parts_are_letters(tools: Tools) -> None:
    """A text in normalisation form D tells what it tells in form C, and quotes its own form."""
    text = "Foreign Minister José Müller met the mayor of Córdoba in Kraków on Monday."
    parts = unicodedata.normalize("NFD", text)
    annotation = annotate(make(parts), tools)
    assert told(annotation) == told(annotate(make(text), tools))
    assert all(parts[span.start : span.end] == span.quote for span in spans(annotation))


@pytest.mark.parametrize("mark", ["“", '"', "‘", "«", "'", "(", "”"])
def test_a_quotation_mark_without_its_pair_hides_nothing(tools: Tools, mark: str) -> None:
    """The events before and after it are found."""
    text = NEWS.replace("Israel", f"{mark}Israel")
    assert {event.trigger.quote for event in annotate(make(text), tools).events} == {
        "met",
        "sold",
        "attacked",
        "killed",
    }


def test_a_table_tells_nothing(tools: Tools, plain: list[tuple[object, ...]]) -> None:
    """Rows of names and figures are no sentences."""
    rows = "\n".join(f"Iran\t{year}\t{year * 3.2:.1f}\tTurkey" for year in range(1990, 2020))
    text = f"{NEWS}\n{rows}\n"
    assert told(annotate(make(text), tools)) == plain


@pytest.mark.parametrize(
    "text",
    ["(" * 20_000, "9" * 20_000, "a-" * 10_000, "U.S." * 5_000, "A" + "\u0301" * 5_000, "\n" * 10**5],
    ids=["brackets", "digits", "hyphens", "acronyms", "accents", "line feeds"],
)
def test_an_endless_run_tells_nothing(tools: Tools, text: str) -> None:
    """No event is made of a run of one thing, and reading it ends."""
    assert annotate(make(text), tools).events == ()


@pytest.mark.parametrize(
    "form", ["{} dollars", "the {}th of May", "the {}s", "'{}", "1/2/{}", "{} pm on Monday", "{}-12"]
)
def test_a_number_without_end_ends_nothing(tools: Tools, form: str) -> None:
    """More digits than Python takes for a number (4,300) in a sentence that is read."""
    article = make(f"The two ministers met in Oslo on Monday. They paid {form.format('9' * 5000)} for it.")
    assert [event.cls for event in annotate(article, tools).events][:1] == ["Meeting"]


def test_a_preposition_at_the_root_ends_the_search_for_a_subject(tools: Tools) -> None:
    """A gerund under prepositions that hang on no other word has no subject."""
    words, heads = ["of", "by", "attacking"], [0, 0, 1]
    doc = Doc(
        tools.nlp.vocab,
        words=words,
        heads=heads,
        deps=["ROOT", "prep", "pcomp"],
        pos=["ADP", "ADP", "VERB"],
        tags=["IN", "IN", "VBG"],
    )
    assert subjects(doc[2]) == ()
