"""What does the YAML block at the top of a text file say?

Values stay the text they are (no `no` becomes false, no date becomes another type). Anchors, aliases and tags are
refused: a few lines of them can ask for any amount of memory.
"""

import re
from dataclasses import dataclass

import yaml

from kg.articles.metadata import Field
from kg.articles.refusal import RefusedError

MAX_CHARACTERS = 64 * 1024
MAX_DEPTH = 8
_FENCED = re.compile(r"---[ \t]*(?:\r\n|\n|\r)(.*?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL)
_OPENED = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken,
            yaml.BlockMappingStartToken)  # fmt: skip
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatter:
    """The fields of the block, names in lower case, and where the text after it begins."""

    fields: dict[str, Field]
    end: int


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a whole file; without one, no fields and end 0. Raises RefusedError when malformed."""
    if not _OPENED.match(text):
        return FrontMatter(fields={}, end=0)
    block = _FENCED.match(text, 0, MAX_CHARACTERS)
    if block is None:
        if len(text) > MAX_CHARACTERS and _FENCED.match(text):
            reason = f"the front matter is longer than {MAX_CHARACTERS} characters"
            raise RefusedError(reason, "keep only the fields about the article", "line 1")
        return FrontMatter(fields={}, end=0)
    return FrontMatter(fields=_fields(block.group(1)), end=block.end())


def _fields(block: str) -> dict[str, Field]:
    try:
        _refuse_bombs(block)
        # `compose` builds no objects; its nodes know their lines.
        node = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _malformed(error.problem or "malformed", mark.line if mark else 0) from error
    except yaml.YAMLError as error:
        raise _malformed(str(error).splitlines()[0], 0) from error
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise _malformed("it holds no fields", node.start_mark.line)
    return {
        key.value.strip().lower(): Field(value=_text(value), place=_line(value.start_mark.line))
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    }


def _refuse_bombs(block: str) -> None:
    depth = 0
    for token in yaml.scan(block, Loader=yaml.SafeLoader):
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise _malformed("anchors, aliases and tags are not read", token.start_mark.line)
        if depth > MAX_DEPTH:
            raise _malformed(f"it is nested deeper than {MAX_DEPTH}", token.start_mark.line)


def _text(node: yaml.Node) -> str:
    """The text of a value: a list joined by commas, nothing for a null or a nested mapping."""
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(filter(None, map(_text, node.value)))
    if isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null":
        return " ".join(node.value.split())
    return ""


def _line(index: int) -> str:
    return f"line {index + 2}"


def _malformed(problem: str, index: int) -> RefusedError:
    remedy = "write one 'name: value' a line between two lines of ---, with quotes round values that hold ': '"
    return RefusedError(f"the front matter cannot be read: {problem}", remedy, _line(index))
