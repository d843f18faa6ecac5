"""Which EDTF date does a person mean who writes `May 2018` or `3 May 2014`?"""

import re

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WORDS = re.compile(r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<month>[a-z]{3,9})\.?,? (?P<year>\d{4})", re.ASCII)
_AMERICAN = re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.ASCII)


def to_edtf(words: str) -> str:
    """A month or day in English words as EDTF; anything else as it stands."""
    plain = " ".join(words.lower().split())
    match = _WORDS.fullmatch(plain) or _AMERICAN.fullmatch(plain)
    if match is None:
        return words.strip()
    months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(match["month"])]
    if len(months) != 1:
        return words.strip()
    day = f"-{int(match['day']):02}" if match["day"] else ""
    return f"{match['year']}-{months[0]:02}{day}"
