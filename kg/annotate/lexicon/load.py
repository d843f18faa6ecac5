"""How is the lexicon read from its YAML files, and who hears of a fault in them?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

import yaml
from pydantic import ValidationError

from kg.annotate.lexicon.entries import Cue, Lexicon, Phrase, Sense, Words
from kg.datafiles import find_data
from kg.errors import OntologyError
from kg.model import Record

_REPORTING = "reporting.yaml"
_ITEMS = "items.yaml"
_COMPOSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser written in C, where PyYAML has it: the lexicon is read at every start."""
_Entry = TypeVar("_Entry", bound=Record)


class _Place(NamedTuple):
    """Where an entry stands: its file, its line, and the line of each of its fields."""

    path: Path
    line: int
    fields: Mapping[str, int]

    def fault(self, reason: str, field: str = "") -> OntologyError:
        """The error to raise for a fault of this entry or of one of its fields."""
        return OntologyError(f"{self.path}:{self.fields.get(field, self.line)}: {reason}; correct the entry")


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """All entries of `folder` (default: the one that ships with the program).

    `reporting.yaml` holds cues, phrases and word lists, `items.yaml` noun lists by kind, every other `*.yaml` a
    list of senses. Raises OntologyError, naming file and line, for malformed YAML or a malformed entry.
    """
    folder = find_data("seeds/lexicon") if folder is None else folder
    paths = sorted(folder.glob("*.yaml"))
    missing = {_REPORTING, _ITEMS} - {path.name for path in paths}
    if missing:
        raise OntologyError(f"{folder} lacks {', '.join(sorted(missing))}; install dateline again")
    reporting = _sections(folder / _REPORTING)
    items = _item_lists(folder / _ITEMS)
    return Lexicon(
        senses=tuple(_senses([path for path in paths if path.name not in {_REPORTING, _ITEMS}], items)),
        cues=tuple(_records(folder / _REPORTING, reporting["cues"], Cue)),
        phrases=tuple(_records(folder / _REPORTING, reporting["phrases"], Phrase)),
        words=_record(folder / _REPORTING, reporting["words"], Words),
        items=items,
    )


def _senses(paths: list[Path], items: Mapping[str, frozenset[str]]) -> Iterator[Sense]:
    """The senses of all files; an identifier stands once, a `$list` must exist."""
    seen: set[str] = set()
    for path in paths:
        for node in _entries(path, _root(path)):
            sense, place = _record(path, node, Sense), _place(path, node)
            if sense.id in seen:
                raise place.fault(f"the identifier {sense.id!r} is taken", "id")
            for name in (*sense.object, *sense.subject):
                if name.startswith("$") and name[1:] not in items:
                    raise place.fault(f"{_ITEMS} has no list {name[1:]!r}")
            seen.add(sense.id)
            yield sense


def _root(path: Path) -> yaml.Node:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_COMPOSER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OntologyError(f"{path}:{line}: malformed YAML: {error.problem}; correct the file") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise OntologyError(f"{path}:1: cannot be read: {error}; correct the file") from error
    if node is None:
        raise OntologyError(f"{path}:1: is empty; correct the file")
    return node


def _sections(path: Path) -> Mapping[str, yaml.Node]:
    root = _root(path)
    sections = {key.value: value for key, value in _pairs(path, root)}
    if set(sections) != {"cues", "phrases", "words"}:
        raise _place(path, root).fault("the sections must be cues, phrases and words")
    return sections


def _item_lists(path: Path) -> Mapping[str, frozenset[str]]:
    lists = {}
    for key, value in _pairs(path, _root(path)):
        words = _plain(path, value)
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise _place(path, value).fault(f"{key.value!r} must be a list of words")
        lists[key.value] = frozenset(words)
    return lists


def _records(path: Path, node: yaml.Node, kind: type[_Entry]) -> Iterator[_Entry]:
    return (_record(path, entry, kind) for entry in _entries(path, node))


def _record(path: Path, node: yaml.Node, kind: type[_Entry]) -> _Entry:
    place = _place(path, node)
    try:
        return kind.model_validate(_plain(path, node))
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise place.fault(f"{field or 'entry'}: {first['msg']}", field) from error


def _place(path: Path, node: yaml.Node) -> _Place:
    fields = {}
    if isinstance(node, yaml.MappingNode):
        fields = {key.value: key.start_mark.line + 1 for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
    return _Place(path, node.start_mark.line + 1, fields)


def _entries(path: Path, node: yaml.Node) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise _place(path, node).fault("a list of entries is expected")
    return list(node.value)


def _pairs(path: Path, node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys and values of a mapping whose keys are words, each once."""
    if not isinstance(node, yaml.MappingNode):
        raise _place(path, node).fault("a mapping is expected")
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _place(path, key).fault("a word is expected before the colon")
        if key.value in seen:
            raise _place(path, key).fault(f"{key.value!r} stands twice")
        seen.add(key.value)
    return list(node.value)


def _plain(path: Path, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        _pairs(path, node)
    try:
        return yaml.SafeLoader("").construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        raise _place(path, node).fault(f"no plain value: {error}") from error
