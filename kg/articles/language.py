"""Is the text English?

Function words make up a third of any text; those of one language are rare in another. Enough to tell English from its
neighbours without a model (Cavnar and Trenkle 1994 do the same with character n-grams).
"""

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_FEWEST = 15
_SURELY = 0.2
"""Words of a paragraph, and the share of function words among them, that show its language; names show none."""
_FUNCTION_WORDS = {
    "English": "the of and to in a that is was for on with as by at from it he his are be has have had not an were "
    "which their this but they who its or will would after said she her been more about than when into there",
    "German": "der die das und ist nicht ein eine zu den von mit sich auf dem des im für auch wird war hat bei nach",
    "French": "le la les des et est une un du dans que qui pour pas sur au avec par plus ce son sont aux été ont",
    "Spanish": "el la los las de que y en un una del por con para se es su al como más pero sus le fue ha este",
    "Italian": "il la di che e un una del della per con non sono le gli dei nel si è al alla ha più anche dal",
    "Portuguese": "o a os as de que e em um uma do da dos das para com não por se na no foi mais ao são",
    "Dutch": "de het een en van is dat op te zijn met voor niet aan er om ook door bij werd naar heeft die worden",
    "Swedish": "och att det som en på är av för med den till inte om ett har de vid från var sig",
    "Polish": "w i z na się nie że do to jest po od przez oraz za jak dla są był które",
    "Turkish": "ve bir bu da de için ile olarak çok olan daha gibi sonra kadar en ise ancak değil",
    "Indonesian": "yang dan di dengan untuk dari pada dalam tidak ini itu ke akan telah oleh juga sebagai",
}
_LISTS = {name: frozenset(words.split()) for name, words in _FUNCTION_WORDS.items()}


def foreign_language(text: str) -> str | None:
    """None when `text` can be English, else the name of the language it seems to be in (`another language`).

    Texts of fewer than eight words are given the benefit of the doubt.
    """
    sample = text[:_SAMPLE]
    if _mostly_other_script(sample):
        return "another language"
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < 8:
        return None
    shares = _shares(words)
    best = max(shares, key=lambda name: (shares[name], name == "English"))
    if best != "English":
        return best
    return "another language" if len(words) >= 30 and shares["English"] < 0.08 else None


def is_foreign(paragraph: str) -> bool:
    """Whether a paragraph of an English article is surely in another language, as a note to other readers."""
    if _mostly_other_script(paragraph):
        return True
    words = [word.lower() for word in _WORD.findall(paragraph[:_SAMPLE])]
    if len(words) < _FEWEST:
        return False
    shares = _shares(words)
    return max(shares.values()) > max(_SURELY, 2 * shares["English"])


def _shares(words: Sequence[str]) -> dict[str, float]:
    """The share of each language's function words."""
    return {name: sum(map(known.__contains__, words)) / len(words) for name, known in _LISTS.items()}


def _mostly_other_script(text: str) -> bool:
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter.isascii() or unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return latin * 2 < len(letters)
