"""A desk, a clock and a disk in virtual time, for the room's end of the line."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from voice_rom.intercom.desk_link import DeskConnection, DeskLink, DeskLostError
from voice_rom.intercom.help_calls import HelpCalls
from voice_rom.intercom.kept_calls import KeptCalls
from voice_rom.intercom.messages import (
    VERSION,
    Call,
    FromDesk,
    FromRoom,
    Hello,
    Order,
    Welcome,
    as_frame,
    read_from_room,
)
from voice_rom.intercom.room_news import RoomNews

HELLO = Hello(version=VERSION, program="1.0", room="Room 2", room_id="room-two-1")


@dataclass
class VirtualClock:
    time: float = 1000.0

    def __call__(self) -> float:
        return self.time


@dataclass(eq=False)
class VirtualLine:
    """Implements `DeskConnection`: what the desk has to say waits in `frames`."""

    clock: VirtualClock
    frames: deque[str | bytes] = field(default_factory=deque)
    got: list[tuple[float, FromRoom]] = field(default_factory=list)
    ends_with: str = ""
    """Why it is lost, from now on."""
    fault: Exception | None = None
    """What nobody foresaw, whenever something is sent or received."""
    closed: int = 0
    takes_settings: bool = True

    def send(self, frame: str) -> None:
        self._lost()
        self.got.append((self.clock.time, read_from_room(frame)))

    def receive(self, seconds: float) -> str | bytes | None:
        self._lost()
        if self.frames:
            return self.frames.popleft()
        self.clock.time += seconds
        return None

    def close(self) -> None:
        self.closed += 1

    @property
    def call(self) -> Call:
        """The first call that was told on it."""
        return next(each for each in self.messages if isinstance(each, Call))

    def says(self, message: FromDesk) -> None:
        self.frames.append(as_frame(message))

    @property
    def messages(self) -> list[FromRoom]:
        return [message for _, message in self.got]

    def _lost(self) -> None:
        if self.fault is not None:
            raise self.fault
        if self.ends_with:
            raise DeskLostError(self.ends_with)


class VirtualDesk:
    """A room before a desk that is there or away as the test wants it."""

    def __init__(self, folder: Path, clock: VirtualClock | None = None) -> None:
        self.clock = clock or VirtualClock()
        self.away = ""
        """Why it cannot be reached; empty: it can be."""
        self.fault: Exception | None = None
        """What goes wrong on every new line, that nobody foresaw."""
        self.greets: list[str | bytes] = [as_frame(Welcome())]
        self.takes_settings = True
        self.dialled: list[float] = []
        self.lines: list[VirtualLine] = []
        self.orders: list[Order] = []
        self.told: list[str] = []
        self.file = folder / "unseen-calls.json"
        kept = KeptCalls(self.file, self.clock, lambda: datetime.fromtimestamp(self.clock(), UTC))
        self.calls = HelpCalls(self.clock, kept.read())
        self.news = RoomNews(self.calls, self.clock)
        self.link = DeskLink(
            HELLO,
            self.news,
            self._dial,
            self.orders.append,
            kept=kept,
            clock=self.clock,
            tell=self.told.append,
            chance=_Always(),
        )

    @property
    def line(self) -> VirtualLine:
        return self.lines[-1]

    def run(self, seconds: float, each: Callable[[], None] = lambda: None) -> None:
        """Step as the thread does, until so many seconds are over."""
        end = self.clock.time + seconds
        while self.clock.time < end:
            wait = self.link.step()
            self.clock.time += min(wait, end - self.clock.time)
            each()

    def _dial(self) -> DeskConnection:
        self.dialled.append(self.clock.time)
        if self.away:
            raise DeskLostError(self.away)
        line = VirtualLine(self.clock, deque(self.greets), takes_settings=self.takes_settings)
        line.fault = self.fault
        self.lines.append(line)
        return self.line


class _Always(Random):
    """No wait is shorter than it may be."""

    def uniform(self, a: float, b: float) -> float:
        return max(a, b)
