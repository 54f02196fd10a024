"""Who the staff are, with their PINs as argon2 hashes: a file that only its owner can read."""

from functools import cached_property
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import TypeAdapter, ValidationError

from voice_rom.errors import StaffFolderUnusable, StaffRefused
from voice_rom.staff.folder import only_writer_of, read_kept, write_kept
from voice_rom.staff.pin_rules import MOST_DIGITS, require_name, require_pin

FILE_NAME: Final = "staff.json"

_HASHES: Final[TypeAdapter[dict[str, str]]] = TypeAdapter(dict[str, str])


def usual_hasher() -> PasswordHasher:
    """RFC 9106's second choice (64 MiB, three passes), in one lane: the desk has other work."""
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)


def key_of(name: str) -> str:
    """What makes two names the same."""
    return " ".join(name.split()).casefold()


class StaffPins:
    """Reads the file whenever it is asked: who is added or removed is so at once."""

    def __init__(self, folder: Path, hasher: PasswordHasher | None = None) -> None:
        self._file = folder / FILE_NAME
        self._hasher = usual_hasher() if hasher is None else hasher

    def names(self) -> tuple[str, ...]:
        """As they were written, sorted. Raises StaffFolderUnusable."""
        return tuple(sorted(self._read(), key=str.casefold))

    def known(self, name: str) -> str | None:
        """The name as it was written; None: it is nobody's. Raises StaffFolderUnusable."""
        return next((each for each in self._read() if key_of(each) == key_of(name)), None)

    def require_new(self, name: str) -> None:
        """Raises StaffRefused for what can be no name, or is one already; StaffFolderUnusable."""
        require_name(name)
        known = self.known(name)
        if known is not None:
            raise StaffRefused(
                f"{known} is there already. To set another PIN, remove that one first; "
                "for somebody else of that name, add a letter."
            )

    def require_known(self, name: str) -> str:
        """The name as it was written. Raises StaffRefused and StaffFolderUnusable."""
        written = self.known(name)
        if written is None:
            raise StaffRefused(f"There is no {name} among the staff. Type: voice-rom staff list")
        return written

    def add(self, name: str, pin: str) -> None:
        """Raises StaffRefused and StaffFolderUnusable."""
        require_pin(pin)
        with only_writer_of(self._file):
            self.require_new(name)
            self._write({**self._read(), name: self._hasher.hash(pin)})

    def remove(self, name: str) -> str:
        """The name as it was written. Raises StaffRefused and StaffFolderUnusable."""
        with only_writer_of(self._file):
            written = self.require_known(name)
            hashes = self._read()
            self._write({each: hashes[each] for each in hashes if each != written})
        return written

    def is_right(self, name: str, pin: str) -> bool:
        """Takes as long for a name that is nobody's. Raises StaffFolderUnusable."""
        hashes = self._read()
        written = next((each for each in hashes if key_of(each) == key_of(name)), None)
        right = self._fits(self._nobodys if written is None else hashes[written], pin)
        return right and written is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody's")

    def _fits(self, hashed: str, pin: str) -> bool:
        try:
            return self._hasher.verify(hashed, pin[: MOST_DIGITS + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _read(self) -> dict[str, str]:
        content = read_kept(self._file)
        if content is None:
            return {}
        try:
            return _HASHES.validate_json(content)
        except ValidationError:
            raise StaffFolderUnusable(
                f"{self._file}: it is damaged; delete it, and add the staff anew."
            ) from None

    def _write(self, hashes: dict[str, str]) -> None:
        write_kept(self._file, _HASHES.dump_json(hashes, indent=1).decode())
