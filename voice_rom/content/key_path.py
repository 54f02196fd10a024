"""Where in a file a value stands: keys and positions from the top, and how they are written."""

import re

KeyPath = tuple[str | int, ...]

_PLAIN_KEY = re.compile(r"[\w-]+")


def dotted(at: KeyPath) -> str:
    """Write `at` the way a person would: `tests[0].questions[1].concern`."""
    written = ""
    for part in at:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += f"{'.' if written else ''}{_key(part)}"
    return written


def _key(key: str) -> str:
    # A key may hold anything, line ends included, and a mistake is told in one line.
    return key if _PLAIN_KEY.fullmatch(key) else repr(key)
