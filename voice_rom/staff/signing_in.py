"""Signing in: one PIN after the other, each after its wait, and each in the log."""

import asyncio
from dataclasses import dataclass
from typing import Final

from voice_rom.errors import StaffFolderUnusable
from voice_rom.staff.audit import AuditLog, Deed
from voice_rom.staff.pins import StaffPins
from voice_rom.staff.waits import PinWaits

_SOMEBODY: Final = "an unknown name"
"""In the log. What was typed may be a PIN, in the wrong field."""

MOST_WAITING: Final = 8
"""Who comes after so many is asked to come again: a PIN takes a tenth of a second to try."""


@dataclass(frozen=True)
class Admitted:
    who: str
    log_fault: str = ""
    """The log cannot be written: this one came in to answer a call."""


@dataclass(frozen=True)
class Mismatch:
    """Wrong name or PIN; `wait` seconds until the next may be tried."""

    wait: float


@dataclass(frozen=True)
class TooSoon:
    """Not even tried."""

    wait: float


@dataclass(frozen=True)
class Unlogged:
    """Nobody is let in whose coming cannot be written down."""

    why: str


@dataclass(frozen=True)
class Crowded:
    """Too many at once."""


Outcome = Admitted | Mismatch | TooSoon | Unlogged | Crowded


class SigningIn:
    """In a thread beside the server's loop: no room and no call waits for it."""

    def __init__(self, pins: StaffPins, waits: PinWaits, log: AuditLog) -> None:
        self._pins = pins
        self._waits = waits
        self._log = log
        self._one_at_a_time = asyncio.Lock()
        self._waiting = 0

    async def try_pin(self, name: str, pin: str, *, somebody_calls: bool) -> Outcome:
        """`somebody_calls`: then a log that cannot be written keeps nobody out."""
        if self._waiting >= MOST_WAITING:
            return Crowded()
        self._waiting += 1
        try:
            async with self._one_at_a_time:
                return await asyncio.to_thread(self._try, name, pin, somebody_calls)
        finally:
            self._waiting -= 1

    def _try(self, name: str, pin: str, somebody_calls: bool) -> Outcome:  # noqa: FBT001 - to_thread
        wait = self._waits.wait(name)
        if wait > 0:
            return TooSoon(wait)
        try:
            known = self._pins.known(name)
            # Counted before it is tried: who ends the program in between gains nothing.
            self._waits.note_miss(name, known=known is not None)
            right = self._pins.is_right(name, pin)
            who = _SOMEBODY if known is None else known
            self._log.write(who, Deed.SIGNED_IN if right else Deed.SIGN_IN_REFUSED)
            if right:
                self._waits.note_right(name)
        except StaffFolderUnusable as fault:
            return self._despite(fault, name, pin, somebody_calls=somebody_calls)
        return Admitted(who) if right else Mismatch(self._waits.wait(name))

    def _despite(
        self, fault: StaffFolderUnusable, name: str, pin: str, *, somebody_calls: bool
    ) -> Outcome:
        """Something cannot be written. Whoever has the PIN may still answer a call."""
        if not somebody_calls:
            return Unlogged(str(fault))
        try:
            if not self._pins.is_right(name, pin):
                return Mismatch(self._waits.wait(name))
            return Admitted(self._pins.known(name) or name, str(fault))
        except StaffFolderUnusable as worse:
            return Unlogged(str(worse))
