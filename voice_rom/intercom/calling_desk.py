"""The line to the desk itself: a websocket, encrypted unless the desk is on this computer."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    WebSocketException,
)
from websockets.sync.client import ClientConnection, connect

from voice_rom.core.assessment.settings import StaffSettings
from voice_rom.errors import WrongSetting
from voice_rom.intercom.desk_link import DeskConnection, DeskLostError
from voice_rom.intercom.key_file import read_key
from voice_rom.intercom.messages import MOST_BYTES, TAKES_HEADER, TAKES_SETTINGS

_OPEN_SECONDS: Final = 5.0
_CLOSE_SECONDS: Final = 0.5
_PING_SECONDS: Final = 10.0
"""So often the desk is asked whether it is there, and so long it may take to answer."""

_PATH: Final = "/rooms"
_REFUSED: Final = (401, 403)

_LOG: Final = logging.getLogger("voice_rom.intercom")
"""What is to be told is told by the link; the library's own words are for nobody."""
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False


def require_desk(staff: StaffSettings) -> tuple[str, ssl.SSLContext | None]:
    """The key, and whose certificates count; before anybody needs them.

    Raises StaffKeyUnusable and WrongSetting.
    """
    return read_key(staff.key_file), trusted(staff)


def trusted(staff: StaffSettings) -> ssl.SSLContext | None:
    """Whose certificates count; None: the line is not encrypted.

    Raises WrongSetting for an authority whose file cannot be used.
    """
    if urlsplit(staff.url).scheme != "wss":
        return None
    try:
        return ssl.create_default_context(cafile=staff.authority or None)
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "it holds no certificate"
        what = f"{staff.authority}: {why}; name the authority's certificate, in PEM"
        raise WrongSetting("staff.authority", what) from None


def dial(
    staff: StaffSettings,
    key: str,
    context: ssl.SSLContext | None,
    patience: float = _OPEN_SECONDS,
) -> DeskConnection:
    """Connect within `patience` seconds. Raises DeskLostError.

    `key` shows the desk that this is one of its rooms.
    """
    with _told(staff):
        return WebsocketLine(staff, key, context, patience)


class WebsocketLine:
    """Implements `DeskConnection`."""

    def __init__(
        self, staff: StaffSettings, key: str, context: ssl.SSLContext | None, patience: float
    ) -> None:
        """Raises what the library raises, and OSError."""
        self._staff = staff
        self._stack = ExitStack()
        self._socket: ClientConnection = self._stack.enter_context(
            connect(
                staff.url.rstrip("/") + _PATH,
                ssl=context,
                additional_headers={"Authorization": f"Bearer {key}"},
                user_agent_header=None,
                compression=None,
                proxy=None,  # it goes to the desk, and through nobody else
                open_timeout=patience,
                close_timeout=_CLOSE_SECONDS,
                ping_interval=_PING_SECONDS,
                ping_timeout=_PING_SECONDS,
                max_size=MOST_BYTES,
                logger=_LOG,
            )
        )

    @property
    def takes_settings(self) -> bool:
        """See `DeskConnection`."""
        answer = self._socket.response
        return answer is not None and answer.headers.get(TAKES_HEADER) == TAKES_SETTINGS

    def send(self, frame: str) -> None:
        """See `DeskConnection`."""
        with _told(self._staff):
            self._socket.send(frame)

    def receive(self, seconds: float) -> str | bytes | None:
        """See `DeskConnection`."""
        with _told(self._staff):
            try:
                return self._socket.recv(seconds)
            except TimeoutError:
                return None

    def close(self) -> None:
        """See `DeskConnection`."""
        with suppress(WebSocketException, OSError, TimeoutError):
            self._stack.close()


@contextmanager
def _told(staff: StaffSettings) -> Iterator[None]:
    """Raise as DeskLostError what goes wrong, told so that something can be done about it."""
    try:
        yield
    except InvalidStatus as answer:
        raise DeskLostError(_refusal(staff, answer.response.status_code)) from None
    except ConnectionClosed as closed:
        reason = closed.rcvd.reason if closed.rcvd is not None else ""
        shown = f": {reason}" if reason and reason.isprintable() else ""
        raise DeskLostError(f"it has ended the connection{shown}") from None
    except InvalidHandshake:
        raise DeskLostError(f"what answers at {staff.url} is no desk") from None
    except ssl.SSLCertVerificationError as wrong:
        what = f"its certificate is not trusted ({wrong.verify_message}); see staff.authority"
        raise DeskLostError(what) from None
    except ssl.SSLError:
        raise DeskLostError(f"what answers at {staff.url} is not encrypted as wss is") from None
    except TimeoutError:
        raise DeskLostError(f"nothing answers at {staff.url} in time") from None
    except OSError as error:
        why = error.strerror or "its name is not known"
        raise DeskLostError(f"nothing answers at {staff.url} ({why})") from None
    except WebSocketException:
        raise DeskLostError(f"what answers at {staff.url} is no desk") from None


def _refusal(staff: StaffSettings, status: int) -> str:
    if status in _REFUSED:
        return f"it does not accept the key in {staff.key_file}; the desk's own must be the same"
    return f"what answers at {staff.url} is no desk (HTTP {status})"
