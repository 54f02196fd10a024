"""What a person can mean: the answers and the commands, whatever words carry them."""

from enum import StrEnum


class Meaning(StrEnum):
    """One thing that an utterance, a key or a page can tell the dialogue."""

    YES = "yes"
    NO = "no"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NEITHER = "neither"
    UNSURE = "unsure"
    STRAIGHT = "straight"
    ANGLED = "angled"
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
