"""Keeps a room in touch with the desk: connects, tells, hears, and connects again when it is lost.

It knows no thread, and the clock is passed in: a step does what can be done now, and says when to
come again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final, Protocol

from voice_rom.intercom.kept_calls import KeptCalls
from voice_rom.intercom.messages import (
    CallAcknowledged,
    CallSeen,
    FromDesk,
    Hello,
    NotAMessageError,
    Order,
    Welcome,
    as_frame,
    read_from_desk,
)
from voice_rom.intercom.room_news import RoomNews

WELCOME_SECONDS: Final = 5.0
"""So long the desk may take to answer the first message."""

TURN_SECONDS: Final = 0.05
"""So long it listens before it looks whether there is something to tell: a call waits no longer."""

FIRST_WAIT: Final = 1.0
"""Seconds before the first try again; each further wait is twice as long,"""

MOST_WAIT: Final = 30.0
"""up to this: when the desk is back, all its rooms are within half a minute,"""

MOST_WAIT_CALLING: Final = 2.0
"""and up to this while somebody calls for help."""

STEADY_SECONDS: Final = 10.0
"""A connection that lasted so long was a good one: the waits begin anew."""

MOST_FRAMES_A_SECOND: Final = 50
"""More than any desk has to say: something else is at the other end."""

KEEP_AFTER: Final = 1.0
"""A call that has not been seen after so many seconds is kept on the disk as well."""

_FAILURES_TO_TELL: Final = 2
"""One alone is told to nobody: a desk that was restarted has dropped the connection."""


class DeskLostError(Exception):
    """The desk cannot be reached, or not any more. `str()`: why, in a sentence without its end."""


class DeskConnection(Protocol):
    """A line to the desk that is open. Each method raises DeskLostError when it is not."""

    @property
    def takes_settings(self) -> bool:
        """Whether this desk knows `RoomSettings`."""

    def send(self, frame: str) -> None: ...

    def receive(self, seconds: float) -> str | bytes | None:
        """The next frame; None when none came within `seconds`."""

    def close(self) -> None:
        """Never raises, and waits no longer than a second."""


@dataclass(eq=False)
class DeskLink:
    hello: Hello
    news: RoomNews
    dial: Callable[[], DeskConnection]
    """Raises DeskLostError."""
    take_order: Callable[[Order], None]
    kept: KeptCalls
    clock: Callable[[], float]
    tell: Callable[[str], None]
    """Whoever looks after the computer is told in a line that the desk is away, or back."""
    chance: Random = field(default_factory=Random)
    """Spreads the tries: all rooms lose their desk at the same moment."""
    connection: DeskConnection | None = None
    """The line to a desk that has answered."""
    _connected_at: float | None = None
    _failures: int = 0
    _lost_at: float | None = None
    """When it was lost, or tried in vain, last."""
    _wait: float = 0.0
    _told: str = ""
    """Why the desk is away, as it was told last; empty: nobody was told so."""
    _frames: int = 0
    _second: float = 0.0
    """The second in which so many frames have come began then."""

    def step(self) -> float:
        """Do what can be done now. The seconds until the next step; 0: at once.

        It comes sooner than that where there is something new to tell.
        """
        try:
            if self.connection is None:
                wait = self._seconds_to_wait()
                if wait > 0.0:
                    self._keep_calls()
                    return wait
                self._connect()
            self._exchange()
        except DeskLostError as lost:
            self._lose(str(lost))
        self._keep_calls()
        return 0.0 if self.connection is not None else self._seconds_to_wait()

    def close(self) -> None:
        """Tell what is left to tell, keep what nobody has seen, and hang up."""
        try:
            if self.connection is not None:
                self._send_news()
        except DeskLostError:
            pass
        self.kept.write(self.news.calls.unseen())
        self.hang_up()

    def hang_up(self) -> None:
        """End the connection, if there is one. Never raises."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    # To be connected

    def _seconds_to_wait(self) -> float:
        if self._lost_at is None:
            return 0.0
        calls = self.news.calls.unseen()
        most = MOST_WAIT_CALLING if calls else MOST_WAIT
        return max(0.0, self._lost_at + min(self._wait, most) - self.clock())

    def _connect(self) -> None:
        connection = self.dial()
        try:
            self._greet(connection)
        except BaseException:
            connection.close()
            raise
        self.connection = connection
        self._connected_at = self._second = self.clock()
        self._frames = 0
        self.news.begin(takes_settings=connection.takes_settings)
        if self._told:
            self._told = ""
            self.tell("The staff's desk can be reached again.")

    def _greet(self, connection: DeskConnection) -> None:
        connection.send(as_frame(self.hello))
        first = connection.receive(WELCOME_SECONDS)
        if first is None:
            raise DeskLostError("it accepts the connection, but does not answer")
        if not isinstance(_read(first), Welcome):
            raise DeskLostError("it does not answer as a desk does")

    def _lose(self, why: str) -> None:
        now = self.clock()
        self.hang_up()
        if self._connected_at is not None and now - self._connected_at >= STEADY_SECONDS:
            self._failures = 0
        self._connected_at = None
        self._failures += 1
        longest = FIRST_WAIT * 2.0 ** min(self._failures - 1, 16)
        self._wait = min(MOST_WAIT, longest) * self.chance.uniform(0.5, 1.0)
        self._lost_at = now
        if self._failures >= _FAILURES_TO_TELL and why != self._told:
            self._told = why
            self.tell(f"The staff's desk cannot be reached: {why}. It is tried again and again.")

    # While it is

    def _exchange(self) -> None:
        self._send_news()
        connection = self.connection
        frame = None if connection is None else connection.receive(TURN_SECONDS)
        if frame is not None:
            self._count_frame()
            self._take(_read(frame))

    def _send_news(self) -> None:
        for message in self.news.take():
            if self.connection is not None:
                self.connection.send(as_frame(message))

    def _take(self, message: FromDesk) -> None:
        match message:
            case CallSeen(call_id=call_id):
                self.news.calls.seen(call_id)
            case CallAcknowledged(call_id=call_id):
                self.news.calls.acknowledged(call_id)
            case Order():
                self.take_order(message)
            case Welcome():
                pass

    def _count_frame(self) -> None:
        if self.clock() - self._second >= 1.0:
            self._second, self._frames = self.clock(), 0
        self._frames += 1
        if self._frames > MOST_FRAMES_A_SECOND:
            raise DeskLostError("it sends more than any desk does")

    def _keep_calls(self) -> None:
        """While the desk is there it sees a call at once: then the disk need not know of it."""
        unseen = self.news.calls.unseen()
        least = KEEP_AFTER if self.connection is not None else 0.0
        if all(call.ago >= least for call in unseen):
            self.kept.write(unseen)


def _read(frame: str | bytes) -> FromDesk:
    try:
        return read_from_desk(frame)
    except NotAMessageError:
        raise DeskLostError("what it sends is not what a desk sends") from None
