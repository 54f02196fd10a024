"""How long to wait after wrong PINs: longer with each, for a name and in all, over restarts too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from voice_rom.errors import StaffFolderUnusable
from voice_rom.staff.folder import read_kept, write_kept
from voice_rom.staff.pins import key_of

FILE_NAME: Final = "attempts.json"

LONGEST_SECONDS: Final = 900.0
_FREE: Final = 2
"""So many misses cost nothing: everybody mistypes."""

ALL: Final = ""
"""The name of all names together: whoever tries one PIN with many names waits as well."""
_FREE_IN_ALL: Final = 12
_LONGEST_IN_ALL: Final = 60.0
"""One who mistypes on purpose must not keep the others from a call for long."""
_FORGOTTEN_IN_ALL: Final = 3600.0

_MOST_UNKNOWN: Final = 500
"""Names that are nobody's: who tries more than that waits for all of them together."""


@dataclass(frozen=True)
class Misses:
    count: int
    last: float
    """Seconds since the epoch."""
    known: bool = True
    """It is one of the staff. No other name is written down: it may be a PIN in the wrong field."""


_KEPT: Final[TypeAdapter[dict[str, Misses]]] = TypeAdapter(dict[str, Misses])


def wait_after(misses: int, free: int = _FREE, longest: float = LONGEST_SECONDS) -> float:
    """Seconds: 0, 0, 1, 2, 4, and so on."""
    if misses <= free:
        return 0.0
    return min(longest, 2.0 ** min(misses - free - 1, 30))


class PinWaits:
    """Not for several threads at once."""

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        """`now`: seconds since the epoch. Raises StaffFolderUnusable."""
        self._file = folder / FILE_NAME
        self._now = now
        self._misses = self._read()

    def wait(self, name: str) -> float:
        """Seconds until a PIN for `name` may be tried; 0: now."""
        return max(
            self._left(key_of(name), _FREE, LONGEST_SECONDS),
            self._left(ALL, _FREE_IN_ALL, _LONGEST_IN_ALL),
        )

    def note_miss(self, name: str, *, known: bool = True) -> None:
        """Raises StaffFolderUnusable; it counts nevertheless, until a restart."""
        now = self._now()
        if key_of(name) != ALL:
            before = self._misses.pop(key_of(name), Misses(0, now))
            self._misses[key_of(name)] = Misses(before.count + 1, now, known)
        together = self._misses.get(ALL, Misses(0, now))
        quiet = now - together.last > _FORGOTTEN_IN_ALL
        self._misses[ALL] = Misses(1 if quiet else together.count + 1, now)
        unknown = [key for key, misses in self._misses.items() if not misses.known]
        for key in unknown[:-_MOST_UNKNOWN]:
            del self._misses[key]
        self._write()

    def note_right(self, name: str) -> None:
        """The misses of this name are forgotten. Raises StaffFolderUnusable."""
        gone = self._misses.pop(key_of(name), None)
        if gone is None:
            return
        together = self._misses.get(ALL)
        if together is not None:
            self._misses[ALL] = replace(together, count=max(0, together.count - gone.count))
        self._write()

    def _left(self, key: str, free: int, longest: float) -> float:
        misses = self._misses.get(key)
        if misses is None:
            return 0.0
        wait = wait_after(misses.count, free, longest)
        # A clock that was set back must not make it longer.
        return max(0.0, min(wait, misses.last + wait - self._now()))

    def _read(self) -> dict[str, Misses]:
        content = read_kept(self._file)
        if content is None:
            return {}
        try:
            return _KEPT.validate_json(content)
        except ValidationError:
            raise StaffFolderUnusable(f"{self._file}: it is damaged; delete it.") from None

    def _write(self) -> None:
        kept = {key: misses for key, misses in self._misses.items() if misses.known}
        write_kept(self._file, _KEPT.dump_json(kept).decode())
