"""Who is signed in, and from which browser: in memory alone, so a restart signs everybody out."""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Final

LONGEST_SECONDS: Final = 12 * 3600.0
"""After a working day the PIN is asked for again, touched or not."""

MOST_SITTINGS: Final = 64
"""Browsers that are known. Whoever comes after that takes the place of the oldest."""

_COOKIE_BYTES: Final = 32


class Standing(StrEnum):
    NONE = "none"
    """Never signed in from here, or signed out: nothing is shown."""
    LOCKED = "locked"
    """Untouched for too long: calls for help are shown, and nothing else."""
    OPEN = "open"


@dataclass(frozen=True)
class Sitting:
    who: str
    begun: float
    """On the desk's monotonic clock."""
    touched: float
    ended: bool = False
    """That name is not one of the staff any more: the page only shows calls."""


class Sittings:
    def __init__(self, monotonic: Callable[[], float], lock_seconds: float) -> None:
        self._monotonic = monotonic
        self._lock_seconds = lock_seconds
        self._by_hash: OrderedDict[str, Sitting] = OrderedDict()

    def begin(self, who: str, before: str = "") -> str:
        """The new cookie; that of `before`, from the same browser, is worth nothing any more."""
        self.end(before)
        cookie = secrets.token_urlsafe(_COOKIE_BYTES)
        now = self._monotonic()
        self._by_hash[_hash(cookie)] = Sitting(who, now, now)
        while len(self._by_hash) > MOST_SITTINGS:
            self._by_hash.popitem(last=False)
        return cookie

    def end(self, cookie: str) -> None:
        self._by_hash.pop(_hash(cookie), None)

    def who(self, cookie: str) -> str:
        """Who signed in last from there; empty: nobody."""
        sitting = self._by_hash.get(_hash(cookie))
        return "" if sitting is None else sitting.who

    def standing(self, cookie: str) -> Standing:
        sitting = self._by_hash.get(_hash(cookie))
        if sitting is None:
            return Standing.NONE
        now = self._monotonic()
        idle, old = now - sitting.touched, now - sitting.begun
        if sitting.ended or idle >= self._lock_seconds or old >= LONGEST_SECONDS:
            return Standing.LOCKED
        return Standing.OPEN

    def touch(self, cookie: str) -> None:
        """Somebody did something. What is locked stays so."""
        if self.standing(cookie) is Standing.OPEN:
            key = _hash(cookie)
            self._by_hash[key] = replace(self._by_hash[key], touched=self._monotonic())

    def keep_only(self, names: Collection[str]) -> None:
        """Whoever is not one of the staff any more is locked out."""
        for key, sitting in self._by_hash.items():
            if sitting.who not in names and not sitting.ended:
                self._by_hash[key] = replace(sitting, ended=True)

    def mark(self, cookie: str) -> str:
        """A name for what this browser may see now: another one as soon as that changes."""
        marked = hmac.digest(cookie.encode(), self.standing(cookie).encode(), "sha256")
        return marked.hex()[:16]


def _hash(cookie: str) -> str:
    """The cookies themselves are nowhere kept; and what is looked up by hash leaks no timing."""
    return sha256(cookie.encode("utf-8", "surrogateescape")).hexdigest()
