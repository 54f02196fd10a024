"""What can go wrong with the database of all rooms, in words for whoever looks after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError

from voice_rom.errors import StorageUnavailable, VoiceRomError

_UNPREPARED: Final = "it has not been prepared; whoever owns it types: voice-rom database prepare"
_NO_RIGHT: Final = "this user lacks a right there; docs/POSTGRESQL.md has the SQL that grants it"
_NO_CONNECTION_LEFT: Final = "the server has no connection left; raise its max_connections"
_DOWN: Final = "the server is shutting down or starting"

_BY_STATE: Final = {
    "25006": "the server takes nothing new at the moment (it is read-only)",
    "28000": "the server does not let this user in; check [storage] url, and its pg_hba.conf",
    "28P01": "the password is wrong; check [storage] url, or the password file",
    "3D000": "there is no such database on the server; check [storage] url",
    "3F000": _UNPREPARED,
    "42501": _NO_RIGHT,
    "42P01": _UNPREPARED,
    "53100": "the server's disk is full; free some space there",
    "53200": "the server is out of memory",
    "53300": _NO_CONNECTION_LEFT,
    "57014": "the server took too long",
    "57P01": _DOWN,
    "57P02": _DOWN,
    "57P03": _DOWN,
}
"""By SQLSTATE, as PostgreSQL's documentation lists them."""

_REFUSED: Final = ("22", "23", "42804")
"""The beginnings of those that are of one row alone."""


_SEE_TLS: Final = "see TLS in docs/POSTGRESQL.md"
_REFUSES: Final = "FATAL:"
_BY_WORDS: Final = {
    "no encryption": f"the server lets nobody in from here who does not encrypt; {_SEE_TLS}",
    "server does not support SSL": f"the server does not encrypt, so nothing was sent; {_SEE_TLS}",
    "too many clients": _NO_CONNECTION_LEFT,
    "remaining connection slots are reserved": _NO_CONNECTION_LEFT,
}
"""Before there is a connection, no number comes with what the library says."""


class ParcelRefused(StorageUnavailable):
    """What is new of one session cannot be taken, as it is; that of others can."""


@contextmanager
def central_faults_told(shown: str) -> Iterator[None]:
    """Turn what the server and the driver say into StorageUnavailable; `shown`: which database."""
    try:
        yield
    except VoiceRomError:
        raise
    except (SQLAlchemyError, OSError, ValueError, TypeError) as error:
        state = _state(error)
        told = ParcelRefused if _is_of_one_row(error, state) else StorageUnavailable
        raise told(f"{shown}: {_why(error, state)}.") from error


def _is_of_one_row(error: Exception, state: str) -> bool:
    """It is damaged, as the server says, or the driver before it is sent at all."""
    return state.startswith(_REFUSED) or isinstance(error, (DataError, ValueError, TypeError))


def _why(error: Exception, state: str) -> str:
    if state in _BY_STATE:
        return _BY_STATE[state]
    said = _said(error)
    if state:
        return f"the server says: {said}"
    if _is_of_one_row(error, state):
        return f"a session cannot be sent: {said}"
    return _why_unconnected(said)


def _why_unconnected(said: str) -> str:
    for words, told in _BY_WORDS.items():
        if words in said:
            return told
    if "certificate" in said:
        return f"its certificate cannot be trusted: {said}; {_SEE_TLS}"
    if _REFUSES in said:
        return f"the server refuses: {said.partition(_REFUSES)[2].strip()}"
    return f"the server cannot be reached: {said}"


def _state(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(cause, "sqlstate", None) or "")


def _said(error: Exception) -> str:
    """The first line that says what is wrong; the driver puts before it which ways it tried."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    plain = [line.removeprefix("connection failed: ") for line in lines]
    told = [line for line in plain if not line.startswith("Multiple connection attempts")]
    line = (told or plain or [type(cause).__name__])[0]
    if line.startswith("- host:"):  # one of several addresses of the same server
        line = line[max(0, line.find("connection to server")) :]
    return line.rstrip(".")
