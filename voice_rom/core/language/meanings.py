"""What a person can mean: the answers and the commands, whatever words carry them."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, Self


class Meaning(StrEnum):
    """One thing that an utterance, a key or a page can tell the dialogue."""

    YES = "yes"
    NO = "no"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NEITHER = "neither"
    UNSURE = "unsure"
    READY = "ready"

    STOP = "stop"
    PAUSE = "pause"
    CONTINUE = "continue"
    END = "end"
    REPEAT = "repeat"
    BACK = "back"
    SKIP = "skip"
    HELP = "help"
    """What can be said here."""
    HELP_ME = "help_me"
    """Somebody may be needed."""
    WHERE = "where"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    MORE = "more"

    PAIN = "pain"
    """ "It hurts", at any moment."""
    NUMB = "numb"
    """Something is numb, tingles or feels weak."""


class NamedChoice(str):
    """An answer that an assessment names: the program knows its name, and nothing else of it."""

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """Raises ValueError for what is no name, or the name of a meaning of the program's own."""
        if not _CHOICE_NAME.fullmatch(name):
            raise ValueError(f"{name!r} must be lower-case letters and hyphens")
        if name in set(Meaning):
            raise ValueError(f"{name!r} is the name of an answer or command of the program's own")
        return super().__new__(cls, name)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, handler: Callable[[type], Any]
    ) -> dict[str, Any]:
        """For pydantic, of which nothing is imported here: a text that makes a name."""
        function = {"type": "no-info", "function": cls}
        return {"type": "function-after", "function": function, "schema": handler(str)}


_CHOICE_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

Meant = Meaning | NamedChoice
"""What an answer can be."""


def meant(name: str) -> Meant:
    """The meaning, or the choice, of this name. Raises ValueError for what can be neither."""
    return Meaning(name) if name in set(Meaning) else NamedChoice(name)


SIDES: Final = frozenset({Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER})


def is_one_of_several(answer: Meant) -> bool:
    """Whether it is an answer to "which?", as a side and a choice are."""
    return isinstance(answer, NamedChoice) or answer in SIDES


COMPLAINTS = frozenset({Meaning.PAIN, Meaning.NUMB})
"""What ends every movement before anything else is asked."""

COMMANDS = frozenset(
    {
        Meaning.STOP,
        Meaning.PAUSE,
        Meaning.CONTINUE,
        Meaning.REPEAT,
        Meaning.BACK,
        Meaning.SKIP,
        Meaning.HELP,
        Meaning.HELP_ME,
        Meaning.WHERE,
        Meaning.SLOWER,
        Meaning.FASTER,
        Meaning.LOUDER,
        Meaning.QUIETER,
        Meaning.MORE,
        *COMPLAINTS,
    }
)
"""What can be said at any moment in which the program listens."""

INTERRUPTIONS = frozenset({Meaning.STOP, Meaning.PAUSE, *COMPLAINTS})
"""What can be said while the program itself is speaking."""
