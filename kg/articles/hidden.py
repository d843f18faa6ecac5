"""Which parts of a web page does a visitor not see?"""

import re
from collections.abc import Iterator

import lxml.html  # type: ignore[import-untyped]

_UNSEEN_TAGS = (
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas", "datalist", "dialog",
)  # fmt: skip
_UNSEEN_STYLE = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|"
    r"text-indent\s*:\s*-\d{3,}|(?:left|right|top|bottom)\s*:\s*-\d{3,}|font\s*:\s*0(?![.\d])|"
    r"(?:clip|clip-path)\s*:\s*(?:rect\(0|inset\((?:50|100)%)|color\s*:\s*transparent|(?:max-)?height\s*:\s*0(?![.\d]*[1-9]))",
    re.IGNORECASE,
)
_SPOKEN_ONLY = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"})
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE_SELECTOR = re.compile(r"[a-z0-9]*([.#][\w-]+)", re.IGNORECASE)


def remove_hidden(page: lxml.html.HtmlElement) -> None:
    """Takes out of `page` what is not printed: scripts, the `hidden` attribute, `aria-hidden`, styles that hide.

    Of style sheets inside the page, rules for one class or id outside `@` blocks are obeyed.
    """
    hiding = set(_hiding_selectors(page))
    for element in [found for found in page.iter() if _is_hidden(found, hiding)]:
        if element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: lxml.html.HtmlElement, hiding: set[str]) -> bool:
    if not isinstance(element.tag, str) or element.tag in {"html", "body"}:
        return False
    if element.tag in _UNSEEN_TAGS or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden", "").strip().lower() == "true" or _UNSEEN_STYLE.search(element.get("style", "")):
        return True
    classes = set(element.get("class", "").split())
    names = {f".{name}" for name in classes} | {f"#{element.get('id')}"}
    return bool(classes & _SPOKEN_ONLY or names & hiding)


def _hiding_selectors(page: lxml.html.HtmlElement) -> Iterator[str]:
    for sheet in page.iter("style"):
        for selectors, declarations in _rules(_CSS_COMMENT.sub("", sheet.text or "")):
            if _UNSEEN_STYLE.search(declarations):
                for selector in selectors.split(","):
                    if simple := _SIMPLE_SELECTOR.fullmatch(selector.strip()):
                        yield simple.group(1)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that no `@` block encloses."""
    depth, selectors, before = 0, "", ""
    for part in re.split(r"([{}])", css):
        if part == "{":
            depth += 1
            selectors = before.rpartition(";")[2] if depth == 1 else ""
        elif part == "}":
            if depth == 1 and selectors and not selectors.lstrip().startswith("@"):
                yield selectors, before
            depth = max(0, depth - 1)
        else:
            before = part
