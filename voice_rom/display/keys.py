"""Which key means what, and how a terminal's characters become keys."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from voice_rom.core.assessment.content import NO_NAMED, NamedAnswers
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant, meant
from voice_rom.display.wording import DisplayWording, display_wording

OTHER: Final = "other"
"""Any key that has no name here: an arrow up, a function key."""

_ESCAPE: Final = "\x1b"

_LINUX_CONSOLE: Final = "\x1b[["
"""Begins the keys F1 to F5 on the console of Linux, with a letter to follow."""

_NAMED: Final = {
    " ": "space",
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\b": "backspace",
}

KEY_COMMANDS: Final = COMMANDS | {Meaning.END}
"""For a person "end" is a command too, though it can be said at some moments only."""

_SEQUENCES: Final = {
    "\x1b[C": "right_arrow",
    "\x1b[D": "left_arrow",
    "\x1bOC": "right_arrow",
    "\x1bOD": "left_arrow",
}


def key_table(
    language: str = "en", prompts: Path | None = None, named: NamedAnswers = NO_NAMED
) -> Mapping[str, Meant]:
    """Each key's name, and what it means; `named` are the answers that the assessment names."""
    keys = display_wording(language, prompts).with_answers(named).keys
    return {key: meant(meaning) for meaning, names in keys.items() for key in names}


def key_help(
    language: str = "en", prompts: Path | None = None, named: NamedAnswers = NO_NAMED
) -> str:
    """All keys in lines of their own, the answers first."""
    wording = display_wording(language, prompts).with_answers(named)
    meanings = [meant(meaning) for meaning in wording.keys]
    commands = [meaning for meaning in meanings if meaning in KEY_COMMANDS]
    answers = [meaning for meaning in meanings if meaning not in KEY_COMMANDS]
    lines = [
        f"{wording.keys_answers}:",
        *(_help_line(meaning, wording) for meaning in answers),
        f"{wording.keys_commands}:",
        *(_help_line(meaning, wording) for meaning in commands),
        wording.keys_other,
        wording.keys_ctrl_c,
    ]
    return "\n".join(lines)


def _help_line(meaning: Meant, wording: DisplayWording) -> str:
    names = [wording.key_names.get(key, key) for key in wording.keys[meaning]]
    return f"  {wording.meanings[meaning]}: {'  '.join(names)}"


class KeyDecoder:
    """Turns characters into the names of keys, piece by piece as they arrive.

    Arrows and function keys arrive as an escape character with others after it, at once: only an
    escape that nothing follows is the key Escape. The caller waits a moment while `pending`, and
    then calls `settle`.
    """

    def __init__(self) -> None:
        self._held = ""

    @property
    def pending(self) -> bool:
        """Whether an escape character waits for what may follow it."""
        return bool(self._held)

    def feed(self, characters: str) -> list[str]:
        """The keys that are certain after these characters. Unknown sequences are OTHER keys."""
        return [key for character in characters for key in self._take(character)]

    def settle(self) -> list[str]:
        """Nothing followed: a lone escape was the key, half a sequence another one."""
        held, self._held = self._held, ""
        if not held:
            return []
        return ["escape"] if held == _ESCAPE else [OTHER]

    def _take(self, character: str) -> Iterator[str]:
        if self._held:
            yield from self._go_on(character)
        elif character == _ESCAPE:
            self._held = character
        else:
            yield _NAMED.get(character, character.lower())

    def _go_on(self, character: str) -> Iterator[str]:
        if character == _ESCAPE or (self._held == _ESCAPE and character not in "[O"):
            # Escape, and then another key: on a busy machine they come together. Escape means
            # "stop", and is never swallowed.
            yield from self.settle()
            yield from self._take(character)
            return
        self._held += character
        whole = len(self._held) > len("\x1b[") and "@" <= character <= "~"
        if whole and self._held != _LINUX_CONSOLE:
            sequence, self._held = self._held, ""
            yield _SEQUENCES.get(sequence, OTHER)
