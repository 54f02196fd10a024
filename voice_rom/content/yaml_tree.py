"""YAML text to plain mappings, lists and strings, keeping the line of every key.

Every scalar stays a string, so that `yes`, `no`, `on` and `off` are the words they look like.
The tree is built from the parser's events and not by its loader: the events show aliases, tags
and depth before any of them can do harm.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from voice_rom.content.key_path import KeyPath

_DEEPEST = 30
"""Levels of nesting; the prompts need eight."""

_PLAIN_TAGS = {None, "!"}

Node = str | list["Node"] | dict[str, "Node"]


@dataclass(frozen=True)
class Tree:
    """A file's values, and the line (from 1) on which each stands."""

    value: Node
    lines: Mapping[KeyPath, int]

    def line(self, at: KeyPath) -> int:
        """Return the line of the value at `at`, or of the nearest thing above it that is there."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


class NotReadableYamlError(Exception):
    """The text is not YAML, or uses parts of YAML that these files do without."""

    def __init__(self, line: int, at: KeyPath, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.at = at
        self.what = what


def read_tree(text: str) -> Tree:
    """Return the one document in `text`; raise NotReadableYamlError."""
    try:
        return _Builder().build(yaml.parse(text, Loader=_loader()))
    except yaml.MarkedYAMLError as wrong:
        raise NotReadableYamlError(_line_of(wrong), (), _told(wrong, text)) from None
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        what = "contains a control character, which YAML does not allow"
        raise NotReadableYamlError(line, (), what) from None
    except yaml.YAMLError as wrong:
        raise NotReadableYamlError(1, (), " ".join(str(wrong).split())) from None


def _loader() -> type[yaml.BaseLoader] | type[yaml.CBaseLoader]:
    # The one written in C is ten times faster; PyYAML built without libyaml lacks it.
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _line_of(wrong: yaml.MarkedYAMLError) -> int:
    mark = wrong.problem_mark or wrong.context_mark
    return mark.line + 1 if mark else 1


def _told(wrong: yaml.MarkedYAMLError, text: str) -> str:
    lines = text.splitlines()
    number = _line_of(wrong)
    if number <= len(lines):
        line = lines[number - 1]
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return "is indented with a tab; use spaces"
    told = "; ".join(part for part in (wrong.context, wrong.problem) if part)
    return f"is not YAML: {' '.join(told.split()) or 'it cannot be read'}"


@dataclass
class _Open:
    """A mapping or list whose end has not come yet."""

    at: KeyPath
    node: list[Node] | dict[str, Node]
    key: str | None = None
    key_lines: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Puts the tree together, one event after the other, without recursion."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._lines: dict[KeyPath, int] = {}
        self._root: Node | None = None

    def build(self, events: Iterator[yaml.Event]) -> Tree:
        documents = 0
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise NotReadableYamlError(line, (), "contains a second document (---)")
            self._take(event, line)
        if self._root is None:
            raise NotReadableYamlError(1, (), "is empty")
        return Tree(self._root, self._lines)

    def _take(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_what_these_files_do_without(event, line)
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event.value, line)
            else:
                self._collection({} if isinstance(event, yaml.MappingStartEvent) else [], line)

    def _refuse_what_these_files_do_without(self, event: yaml.NodeEvent, line: int) -> None:
        at = self._open[-1].at if self._open else ()
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise NotReadableYamlError(line, at, "anchors and aliases (& and *) are not used here")
        if getattr(event, "tag", None) not in _PLAIN_TAGS:
            raise NotReadableYamlError(line, at, "tags (!) are not used here")

    def _scalar(self, value: str, line: int) -> None:
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.node, dict) and parent.key is None:
            if value in parent.key_lines:
                first = parent.key_lines[value]
                what = f"appears here a second time; the first is on line {first}"
                raise NotReadableYamlError(line, (*parent.at, value), what)
            parent.key = value
            parent.key_lines[value] = line
        else:
            self._place(value, line)

    def _collection(self, node: list[Node] | dict[str, Node], line: int) -> None:
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.node, dict) and parent.key is None:
            raise NotReadableYamlError(
                line, parent.at, "a key must be a word, not a list or a mapping"
            )
        at = self._place(node, line)
        if len(self._open) == _DEEPEST:
            what = f"is nested more than {_DEEPEST} levels deep"
            raise NotReadableYamlError(line, at[:3], what)
        self._open.append(_Open(at, node))

    def _place(self, node: Node, line: int) -> KeyPath:
        """Put `node` where it belongs and return that place."""
        if not self._open:
            self._root = node
            self._lines[()] = line
            return ()
        parent = self._open[-1]
        if isinstance(parent.node, list):
            at: KeyPath = (*parent.at, len(parent.node))
            parent.node.append(node)
        else:
            key = parent.key or ""
            at = (*parent.at, key)
            line = parent.key_lines[key]
            parent.node[key] = node
            parent.key = None
        self._lines[at] = line
        return at
