"""What does a stretch look like by itself: prose, caption, credit, byline, date, notice, teaser or a bare line?"""

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

from kg.articles import phrases

Shape: TypeAlias = Literal["prose", "line", "caption", "credit", "byline", "date", "notice", "teaser"]

_LONGEST = 2_000
"""Longer stretches are prose; no pattern runs over them."""

_FINAL = re.compile(r"[.!?…;][\"'”’»)\]*_]*(?:\s*\[\d+\])*$")
_ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9]{2}[.!?][\"”’)]*\s+[\"“‘(]?[A-Z]")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)"
_CLOCK = r"\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*(?:[a-z]{2,4}t|utc|[a-z]{1,3}time|[+-]\d\d:?\d\d))?"
_DATE_WORD = re.compile(
    rf"(?:(?:first |last )?(?:published|updated|posted|modified|created|date)|on|at|,|\||•|·|-|–|—|:|/|"
    rf"{_DAY}|{_MONTH}|"
    rf"{_CLOCK}|\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}(?:-\d\d-\d\d)?(?:T[\d:+Z.]+)?|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|[ap]m|"
    r"(?:[ap]\.m\.)|gmt|utc|[a-z]{1,2}st|[a-z]{1,2}dt|hours?|minutes?|days?|ago|yesterday|today)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{2,40}(?:, [A-Z][\w.' -]{1,30}){0,2}(?:,? \(?"
    + _MONTH
    + r" \d{1,2}(?:, \d{4})?)?\)?(?: ?\([^)]{2,30}\))?"
    r"\s*(?:-{1,2}|–|—)(?:\s|$)",
    re.IGNORECASE,
)
BAR = re.compile(r"\s*[|•·]\s*")
"""What divides the name from place and date in a byline."""
_AND = re.compile(r",\s+and\s+|\s+(?:and|&)\s+|,\s+")
_NAME_WORD = r"(?:[A-ZÀ-Þ][\w'’.-]*|al-\w+|el-\w+|de|da|di|du|del|van|von|der|den|bin|ibn|ben|la|le|dos)"
_NAME = re.compile(rf"[A-ZÀ-Þ][\w'’.-]+(?: {_NAME_WORD}){{1,3}}")
_BY = re.compile(
    r"(?:(?:written|report(?:ed)?|story|text|words|interview|analysis|comment|opinion) )?by[: ]\s*(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"(?:(?:an?|our|the) )?(?:[A-ZÀ-Þ][\w'’&.-]* ){1,3}(?:[a-z]+ )?"
    r"(?i:staff|correspondents?|reporters?|writers?|editors?|desk|bureau)"
)
"""People without a name who sign for a newspaper with one, as `a Dateline correspondent`; needs a `By` before it."""
_CONTRIBUTED = re.compile(r"\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting)\b", re.IGNORECASE)
_BY_TEAM = re.compile(
    r"\(?(?:(?:additional |with |further )?(?:reporting|writing|editing|compiled|translation) by|"
    r"with (?:files|reports?) from|compiled (?:by|from))\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S*(?:@|www\.|https?://)\S*")
_WORDS = re.compile(r"[\w'’-]+")
_PICTURE = r"(?:photo(?:graph)?|picture|image|video|graphic|illustration)s?"
_CREDIT = re.compile(
    rf"(?:\(|\||/|–|—)?\s*(?:\b(?:{_PICTURE} )?credits?\s*:|\b(?:file )?{_PICTURE}\s*:|\bcourtesy(?: of\b|\s*:)|"
    rf"\b(?:file )?{_PICTURE} (?:by|courtesy)\b|©)(?=\s*\S)",
    re.IGNORECASE,
)
_GLUED_CREDIT = re.compile(
    r"(?:(?:Photo |Image |Picture )?Credits?|(?:Photo(?:graph)?|Picture|Image)s?)\s*:(?=\s*\S)"
)
_AGENCY = (
    r"(?:AFP|Getty(?: Images)?|AP(?: Photo)?|REUTERS|Reuters|EPA|Shutterstock|Xinhua|TASS|Anadolu|Bloomberg|Alamy|"
    r"Flickr|Wikimedia(?: Commons)?|dpa|PA|UPI|Handout)"
)
_PHOTOGRAPHER = r"(?:[A-ZÀ-Þ][\w.'’-]+ ){0,4}"
_SLASH = r"(?: ?/ ?| via )"
_AGENCY_CREDIT = re.compile(
    rf"[\[(]{_PHOTOGRAPHER}(?:[\w.'’-]+{_SLASH})?{_AGENCY}(?:{_SLASH}[\w.'’ -]{{2,40}})*[\])]\.?$|"
    rf"{_PHOTOGRAPHER}[\w.'’-]+{_SLASH}{_AGENCY}(?:{_SLASH}[\w.'’ -]{{2,40}})*$|"
    rf"{_AGENCY}{_SLASH}[\w.'’ -]{{2,40}}$|(?:(?<=[.!?)] )|(?<=[a-z.)])){_AGENCY}$|^{_AGENCY}$"
)
_PICTURED = re.compile(
    r"\((?:l|r|c|left|right|cent(?:er|re)|l-r|r-l|from left|top|bottom|file|file photo|pictured|archive)\)|"
    r"\bpictured\b|\bseen (?:here|in this)\b|\bfile (?:photo|picture)\b|, (?:left|right),|"
    r"^(?:in this|this) .{0,40}\b(?:photo|picture|image|handout)\b",
    re.IGNORECASE,
)


def shape_of(text: str) -> Shape:
    """The shape of one stretch, told from its own words alone."""
    if len(text) > _LONGEST:
        return "prose"
    flat = " ".join(text.split())
    return next((shape for shape, has_it in _SHAPES if has_it(flat)), "line")


def word_count(text: str) -> int:
    """How many words, as space divides them."""
    return len(text.split())


def credit_at(text: str) -> int | None:
    """Where the credit of a picture begins in a caption, None without one; a sentence after it tells it is none."""
    for pattern in (_GLUED_CREDIT, _CREDIT, _AGENCY_CREDIT):
        for found in pattern.finditer(text):
            if word_count(text[found.start() :]) <= 12 and not _mid_sentence(text, found):
                return found.end() - len(found.group().lstrip())
    return None


def is_final(text: str) -> bool:
    """Whether the stretch ends as a sentence does."""
    return _FINAL.search(text) is not None


def is_byline(text: str) -> bool:
    """Whether the stretch says who wrote the article, in so many words."""
    if word_count(text) <= 40 and (_BY_TEAM.match(text) or _CONTRIBUTED.search(text)):
        return True
    rest = without_by(text)
    if rest == text or is_final(text) or word_count(text) > 15:
        return phrases.DESK.fullmatch(text) is not None
    first = re.split(r"\s+(?:in|for|at)\s+", _AND.split(BAR.split(rest)[0])[0])[0]
    return any(pattern.fullmatch(first) for pattern in (_NAME, phrases.DESK, _HOUSE))


def without_by(text: str) -> str:
    """A byline without the word `by` and what leads to it, as `Story by`."""
    found = _BY.match(text)
    return text[found.end() :] if found else text


def is_name(text: str) -> bool:
    """Whether the stretch can be the names of one or more persons, with a place or desk after a bar at most."""
    names = _AND.split(BAR.split(text)[0])
    return all(_NAME.fullmatch(name) and not phrases.NO_NAME.search(name) for name in names)


def is_date(text: str) -> bool:
    """Whether the stretch holds nothing but a date and time of day, or no word at all."""
    if not any(map(str.isalnum, text)):
        return True
    if word_count(text) > 14 or not any(letter.isdigit() for letter in text):
        return False
    return not _DATE_WORD.sub("", text).strip(" ().")


def is_dateline(text: str) -> bool:
    """Whether the stretch begins with the place and day of a report."""
    found = _DATELINE.match(text)
    return found is not None and found.group().split()[0].rstrip(",").isupper()


def is_title_case(text: str) -> bool:
    """Whether the words are written large as in a headline."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) * 10 >= len(words) * 7


def is_notice(text: str) -> bool:
    """Whether the stretch speaks to the visitor of the page."""
    words = word_count(text)
    if words <= 45 and (phrases.NOTICE.match(text) or phrases.ANYWHERE.search(text)):
        return True
    if words <= 12 and not is_final(text) and phrases.LABEL.match(text):
        return True
    return is_doubled(text) or _ADDRESS.fullmatch(text) is not None or _is_widget(text)


def is_teaser(text: str) -> bool:
    """Whether the stretch advertises other articles."""
    return phrases.TEASER.match(text) is not None or phrases.SEPARATED.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether the stretch tells what a picture shows, or who took it."""
    words = word_count(text)
    if words <= 60 and credit_at(text) is not None:
        return True
    return words <= 35 and _PICTURED.search(text) is not None and not _SENTENCE_BREAK.search(text)


def is_doubled(text: str) -> bool:
    """Whether the stretch is one wording printed twice without space, as the label and title of a button."""
    half, odd = divmod(len(text), 2)
    return not odd and half >= 4 and text[:half] == text[half:]


def ends_in_abbreviation(text: str) -> bool:
    """Whether the last full stop can belong to an abbreviation as `U.S.`."""
    return _ABBREVIATION_END.search(text) is not None


def is_prose(text: str) -> bool:
    """Whether the stretch is a full sentence or several."""
    words = word_count(text)
    if is_dateline(text) or words >= 40:
        return True
    return (is_final(text) and words >= 6) or (words >= 20 and _SENTENCE_BREAK.search(text) is not None)


def _is_widget(text: str) -> bool:
    words = [word.strip("-'’") for word in _WORDS.findall(text.lower())]
    known = all(word in phrases.WIDGET_WORDS or word in phrases.LITTLE_WORDS or word.isdigit() for word in words)
    return len(words) <= 14 and known and any(word in phrases.WIDGET_WORDS for word in words)


def _is_credit(text: str) -> bool:
    return is_caption(text) and credit_at(text) == 0


def _mid_sentence(text: str, found: re.Match[str]) -> bool:
    """Whether the match is a word of a sentence or the end of one (`gave no credit: the bank`, `discredit:`)."""
    words = found.group().lstrip()
    return words[0].islower() and found.start() > 0 and text[: found.end() - len(words)].rstrip()[-1:].isalnum()


_SHAPES: tuple[tuple[Shape, Callable[[str], bool]], ...] = (
    ("date", is_date),
    ("byline", is_byline),
    ("teaser", is_teaser),
    ("notice", is_notice),
    ("credit", _is_credit),
    ("caption", is_caption),
    ("prose", is_prose),
)
"""The shapes in the order in which they are tried."""
