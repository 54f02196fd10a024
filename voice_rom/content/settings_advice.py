"""What to write instead of a line of a settings file that is wrong.

One way for all mistakes: find the key, take what follows it, and read that the way a person means
it (`meant.py`). What is then offered was tried: the settings accept it.
"""

import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from voice_rom.content.key_path import KeyPath, dotted
from voice_rom.content.meant import as_toml, kind_words, readings
from voice_rom.content.schema import UNKNOWN_KEY, Mistake
from voice_rom.content.settings_keys import meant_key, meant_section, sections, type_of
from voice_rom.content.toml_text import (
    NotReadableTomlError,
    Statement,
    Table,
    broken_statement,
    first_line_of,
    statement_at,
)
from voice_rom.errors import without_passwords

Accepts = Callable[[KeyPath, object], bool]
"""Whether a value may stand at (section, key), the rest being the program's own."""

_FOREIGN_COMMENTS: Final = ("//", ";", "/*", "--", "%", "<!--", "'''")
_IN_STRAIGHT_QUOTES: Final = ('"', "'")
_A_LINE: Final = "a line is a section such as [voice], or a key with its value such as rate = 150"


@dataclass(frozen=True)
class Advised:
    """A mistake, where it is, and what to write instead."""

    line: int
    at: KeyPath
    what: str

    def __str__(self) -> str:
        """All but the file."""
        return (
            f"{self.line}: {dotted(self.at)}: {self.what}"
            if self.at
            else f"{self.line}: {self.what}"
        )


@dataclass(frozen=True)
class Advisor:
    """Knows the program's own values, which are examples, and what the settings accept."""

    own: Table
    accepts: Accepts

    def on_unreadable(self, text: str, wrong: NotReadableTomlError) -> Advised:
        """For a file that is not TOML."""
        if wrong.twice:
            return self._twice(text, wrong)
        there = broken_statement(text, wrong.line)
        source = text.splitlines()[there.line - 1].strip() if text.strip() else ""
        if source.startswith(_FOREIGN_COMMENTS):
            what = f"is not a comment; comments begin with #, as in: # {_rest(source)}"
            return Advised(there.line, (), what)
        if there.heading:
            return Advised(there.line, (), _on_heading(there.heading))
        if there.key in sections() and not there.value:
            return Advised(there.line, (), _on_heading(there.key))
        return self._on_statement(there) or Advised(wrong.line, (), f"{wrong.what}; {_A_LINE}")

    def _on_statement(self, there: Statement) -> Advised | None:
        """For a line with a key that the settings have, or one like it; None for any other."""
        at = _path(there)
        if type_of(at) is not None:
            return Advised(there.line, at, self._on_value(at, there))
        if there.key and meant_key(_section(at), str(at[-1])) is not None:
            return Advised(there.line, at, self._on_key(at, there.key, there.value))
        return None

    def on_mistake(self, mistake: Mistake, user: Table) -> str:
        """For a file that is TOML, with a key or a value that the settings do not have."""
        at = mistake.at[:2]
        value = user.values.get(str(at[0]))
        if len(at) == 2 and isinstance(value, dict):  # noqa: PLR2004 - section and key
            value = value.get(at[1])
        key = str(at[-1]) if isinstance(value, dict) else user.keys.get(at, str(at[-1]))
        if mistake.kind == UNKNOWN_KEY:
            if len(at) == 1 and _is_table(value):
                return _no_section(key)
            return self._on_key(at, key, as_toml(value))
        if type_of(at) is None or mistake.what.startswith("must be a finite"):
            return mistake.what
        written = "" if isinstance(value, dict) else as_toml(value)
        instead = self._instead(at, key, written)
        if mistake.what.endswith("?"):
            return f"{mistake.what} {_capital(instead)}"
        return f"{mistake.what}; {instead}"

    def _twice(self, text: str, wrong: NotReadableTomlError) -> Advised:
        there = statement_at(text, wrong.line)
        at = (there.heading,) if there.heading else _path(there)
        first = first_line_of(text, at)
        if first is None or first >= there.line:
            return Advised(wrong.line, (), f"{wrong.what}; {_A_LINE}")
        keep = "put all the keys under the first one" if there.heading else "keep only one of them"
        return Advised(
            there.line, at, f"appears here a second time; the first is on line {first}; {keep}"
        )

    def _on_key(self, at: KeyPath, key: str, value: str) -> str:
        section, name = _section(at), str(at[-1])
        meant = meant_key(section, name)
        if meant is None:
            known = [
                str(own[1]) for own in self.own.lines if own[:1] == (section,) and len(own) > 1
            ]
            there = ", ".join(known or [f"[{own}]" for own in sections()])
            return f"is not a key here; choose from: {there}"
        new_key = str(meant[1])
        instead = self._instead(meant, new_key, value)
        if meant[0] == section:
            # As it is written: "voice.speed = 130" becomes "voice.rate = 130".
            instead = self._instead(meant, key[: -len(name)] + new_key, value)
            return f"is not a key here; did you mean {new_key}? {_capital(instead)}"
        below = f"{_capital(instead)}, under the line [{meant[0]}]"
        if new_key == name:
            return f"belongs in the section [{meant[0]}]. {below}"
        return f"is not a key here; did you mean {new_key} in [{meant[0]}]? {below}"

    def _on_value(self, at: KeyPath, there: Statement) -> str:
        kind, value = type_of(at), there.value
        instead = self._instead(at, there.key, value)
        if not value:
            return f"has no value; {instead}"
        if there.sign != "=":
            return f"a key and its value must be joined by =; {instead}"
        if kind is str and value.startswith(_IN_STRAIGHT_QUOTES):
            return f"cannot be read as it is written; {instead}"
        return f"must be {kind_words(kind)}, not {_shortened(value)}; {instead}"

    def _instead(self, at: KeyPath, key: str, value: str) -> str:
        """The line that was meant; or, where that is nothing that could be set, an example."""
        for meant in readings(value, type_of(at)):
            if self.accepts(at, meant):
                return f"write: {key} = {as_toml(meant)}"
        own = self.own.values[str(at[0])]
        example = own[str(at[1])] if isinstance(own, dict) else ""
        return f"write, for example: {key} = {as_toml(example)}"


def _on_heading(written: str) -> str:
    near = meant_section(written)
    if near is None:
        return f"is not a section; choose from: {', '.join(f'[{name}]' for name in sections())}"
    return f"a section's name goes in brackets, on a line of its own; write: [{near}]"


def _is_table(value: object) -> bool:
    """[section], or [[section]]."""
    first = value[0] if isinstance(value, tuple) and value else value
    return isinstance(first, dict)


def _path(there: Statement) -> KeyPath:
    return (*there.section, *there.key.split("."))


def _section(at: KeyPath) -> str:
    return str(at[0]) if len(at) > 1 else ""


def _no_section(name: str) -> str:
    near = meant_section(name)
    if near is None:
        return f"is not a section; choose from: {', '.join(f'[{each}]' for each in sections())}"
    return f"is not a section; write: [{near}]"


def _rest(comment: str) -> str:
    marker = next(mark for mark in _FOREIGN_COMMENTS if comment.startswith(mark))
    return _shortened(comment.removeprefix(marker).strip())


def _shortened(text: str) -> str:
    short = reprlib.Repr()
    short.maxstring = 60
    text = without_passwords(text)  # before it is cut: half of one would not be known as such
    return short.repr(text)[1:-1] if text.isprintable() else short.repr(text)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
