"""How is the reference of the addresses written?

From the application itself: which file answers at which addresses with which methods, and what it says of itself.
"""

from collections import defaultdict
from collections.abc import Iterator
from inspect import getdoc, getmodule

from flask import Flask
from werkzeug.routing import Rule

_HEAD = """# The addresses

Written from the program: for each file of the server that answers, its addresses, and what it says of itself. Every
refusal is a problem (RFC 9457), plain text or a page, as the client likes, and says what the limit is.
"""
_SILENT = frozenset({"HEAD", "OPTIONS"})


def write_addresses(app: Flask) -> str:
    """The addresses of an application by the file that answers at them, as Markdown."""
    rooms: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in app.url_map.iter_rules():
        rooms[_told(app, rule)].append(rule)
    sections = (_section(told, rules) for told, rules in sorted(rooms.items(), key=lambda room: _first(room[1])))
    return "\n".join((_HEAD, *sections))


def _told(app: Flask, rule: Rule) -> str:
    module = getmodule(app.view_functions[rule.endpoint])
    told = getdoc(module) if module is not None else None
    return (
        told if told is not None and not rule.endpoint.endswith("static") else "How are scripts and styles fetched?"
    )


def _first(rules: list[Rule]) -> str:
    return min(rule.rule for rule in rules)


def _section(told: str, rules: list[Rule]) -> str:
    question, _, more = told.partition("\n")
    lines = sorted(set(_lines(rules)))
    return "\n".join((f"## {question}", "", "```", *lines, "```", *((more.strip("\n"), "") if more else ("",))))


def _lines(rules: list[Rule]) -> Iterator[str]:
    for rule in rules:
        methods = " ".join(sorted((rule.methods or set()) - _SILENT))
        yield f"{rule.rule}  {methods}" if methods != "GET" else rule.rule
