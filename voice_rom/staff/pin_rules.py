"""Which PINs may be chosen: those that nobody tries first."""

import re
from itertools import pairwise
from typing import Final

from voice_rom.errors import StaffRefused

FEWEST_DIGITS: Final = 6
MOST_DIGITS: Final = 32

_NAME: Final = re.compile(r"[^\W_](?:[\w .'’-]{0,38}[\w.])?")  # noqa: RUF001 - names have both


def require_pin(pin: str) -> None:
    """Raises StaffRefused for one that is too short, or too easily guessed."""
    if not (pin.isascii() and pin.isdecimal() and FEWEST_DIGITS <= len(pin) <= MOST_DIGITS):
        raise StaffRefused(f"A PIN has {FEWEST_DIGITS} to {MOST_DIGITS} digits, and nothing else.")
    if pin in (pin + pin)[1:-1]:
        raise StaffRefused("This PIN repeats itself: choose one that nobody would try first.")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1:
        raise StaffRefused("This PIN counts up or down: choose one that nobody would try first.")


def require_name(name: str) -> None:
    """Raises StaffRefused for a name that could not be told from others, or shown."""
    if not _NAME.fullmatch(name) or name != " ".join(name.split()):
        raise StaffRefused(
            f"{name!r} cannot be a name: use up to 40 letters, digits, spaces and . ' - in it."
        )
