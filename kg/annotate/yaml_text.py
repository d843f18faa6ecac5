"""How is YAML that somebody else wrote read, without its bombs and surprises?

Anchors, aliases and tags are refused (a few lines of them ask for any amount of memory), so are depth and length
beyond what a person writes; a date stays the text it is, so that an impossible one is refused where it stands.
"""

import re
from pathlib import Path

import yaml
from yaml.composer import ComposerError

LONGEST = 8 << 20
"""Bytes of a file."""
_DEEPEST = 16
_CORE = "tag:yaml.org,2002:"
_KEPT = frozenset(_CORE + name for name in ("null", "bool", "int", "float"))
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
"""Numbers as people write them; hexadecimal, octal and sexagesimal ones stay text."""


class YamlError(ValueError):
    """What is wrong in the text; `place` says where, when that is known."""

    def __init__(self, reason: str, place: str | None = None) -> None:
        super().__init__(reason)
        self.place = place


class _PlainLoader(yaml.SafeLoader):
    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, _WHOLE if tag == _CORE + "int" else pattern) for tag, pattern in resolvers if tag in _KEPT]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or event.tag is not None:
            raise ComposerError(None, None, "anchors, aliases and tags are not read", event.start_mark)
        if self._depth == _DEEPEST:
            raise ComposerError(None, None, f"it is nested deeper than {_DEEPEST}", event.start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def read_yaml(path: Path) -> object:
    """The value in a UTF-8 file: mappings, lists, text, numbers, truth values and None.

    Raises OSError, and YamlError when the file is too long, no UTF-8, or no plain YAML.
    """
    with path.open("rb") as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise YamlError(f"it is larger than {LONGEST >> 20} MiB")
    try:
        value: object = yaml.load(data.decode("utf-8"), Loader=_PlainLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else None
        raise YamlError(error.problem or "malformed", place) from error
    except (yaml.YAMLError, ValueError) as error:
        raise YamlError(str(error).splitlines()[0]) from error
    return value
