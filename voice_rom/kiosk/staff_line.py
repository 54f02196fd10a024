"""All that joins a visit to the desk of the clinic's staff; and nothing, where there is no desk."""

import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from voice_rom import __version__
from voice_rom.app import Program
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.protocol.events import DeviceLost
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.errors import SettingsError, VoiceRomError
from voice_rom.intercom.desk_link import DeskLink
from voice_rom.intercom.help_calls import HelpCalls
from voice_rom.intercom.kept_calls import KeptCalls, kept_calls_file
from voice_rom.intercom.messages import (
    LONGEST_LINE,
    LONGEST_NAME,
    VERSION,
    Activity,
    Health,
    Hello,
    RoomState,
    shortened,
)
from voice_rom.intercom.room_news import RoomNews
from voice_rom.intercom.thread import LinkThread
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.reception import CheckAtStart, NoCheck, StartDisplay
from voice_rom.kiosk.room_health import RoomHealth
from voice_rom.kiosk.session_states import SessionStates
from voice_rom.kiosk.staff_alarm import StaffAlarm
from voice_rom.kiosk.staff_check import StaffCheck
from voice_rom.kiosk.staff_display import StaffDisplay
from voice_rom.kiosk.staff_orders import StaffOrders
from voice_rom.kiosk.told_settings import told_settings
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.ports import Alarm, Display, Room, RoomLevel, Voice

_CLOSE_SECONDS: Final = 0.5
"""So long the end of a visit waits for the desk, where it is there."""


DeviceNames = Callable[[], tuple[str, str]]
"""Gives those of the microphone and of the loudspeaker that are open."""


class StaffLine(Protocol):
    """What a visit tells the staff, and what they want of it."""

    def trouble(self, wrong: VoiceRomError) -> None:
        """Nobody can start, and why."""

    def waits(self, program: Program, room: Room, voice: Voice) -> None:
        """The start screen is there, and nobody before it."""

    def start_display(self, inner: StartDisplay, names: DeviceNames) -> StartDisplay:
        """The start screen's display, with the staff's beside it."""

    def check(self) -> CheckAtStart:
        """The sound check that they may ask for."""

    def arrived(self) -> None:
        """Somebody has started a session."""

    def displays(self, program: Program) -> Sequence[Display]:
        """What tells them how the session goes."""

    def alarm(self, inner: Alarm | None) -> Alarm | None:
        """What tells them too that help is needed."""


class NoStaff:
    """Implements `StaffLine` where no desk is set up: nothing leaves the room."""

    def trouble(self, wrong: VoiceRomError) -> None:
        """Nobody is told."""

    def waits(self, program: Program, room: Room, voice: Voice) -> None:
        """Nobody is told."""

    def start_display(self, inner: StartDisplay, names: DeviceNames) -> StartDisplay:  # noqa: ARG002
        return inner

    def check(self) -> CheckAtStart:
        return NoCheck()

    def arrived(self) -> None:
        """Nobody is told."""

    def displays(self, program: Program) -> Sequence[Display]:  # noqa: ARG002
        return ()

    def alarm(self, inner: Alarm | None) -> Alarm | None:
        return inner


def new_room_id() -> str:
    """What tells one room from another at the desk, for as long as its kiosk runs."""
    return secrets.token_urlsafe(12)


@contextmanager
def open_staff_line(
    settings: Settings, room_id: str, door: Door, calls_file: Path | None = None
) -> Iterator[StaffLine]:
    """Stay in touch with the desk that the settings name, if they name one.

    `calls_file`: where calls are kept that nobody has seen (None: where they always are).
    Raises StaffKeyUnusable and WrongSetting. A desk that is away is no error.
    """
    if not settings.staff.url:
        yield NoStaff()
        return
    # Imported here: who has no desk need not wait for the library.
    from voice_rom.intercom.calling_desk import dial, require_desk  # noqa: PLC0415

    staff = settings.staff
    key, context = require_desk(staff)
    kept = KeptCalls(calls_file or kept_calls_file(), time.monotonic)
    calls = HelpCalls(time.monotonic, kept.read())
    news = RoomNews(calls, time.monotonic)
    line = LineToStaff(settings, news, door)
    hello = Hello(
        version=VERSION,
        program=__version__,
        room=shortened(settings.storage.room, LONGEST_NAME),
        room_id=room_id or new_room_id(),
    )
    link = DeskLink(
        hello,
        news,
        lambda: dial(staff, key, context),
        line.orders.take,
        kept=kept,
        clock=time.monotonic,
        tell=_tell_terminal,
    )
    thread = LinkThread(link)
    try:
        yield line
    finally:
        thread.close(_CLOSE_SECONDS)


def _tell_terminal(told: str) -> None:
    sys.stderr.write(f"voice-rom: {told}\n")
    sys.stderr.flush()


class LineToStaff:
    """Implements `StaffLine`."""

    def __init__(self, settings: Settings, news: RoomNews, door: Door) -> None:
        self._settings = settings
        self._news = news
        self._wording = kiosk_wording(settings.session.language)
        self.orders = StaffOrders(
            door, news.reply, is_calling=news.calls.any_here, wording=self._wording
        )
        self._check: CheckAtStart = NoCheck()
        language = settings.session.language
        self._health = RoomHealth(Sentences(display_wording(language)))

    def trouble(self, wrong: VoiceRomError) -> None:
        self._tell(RoomState(activity=Activity.FAULT))
        what = shortened(str(wrong), LONGEST_LINE)
        self._news.health(Health(faults=(what,)))
        in_settings = what if isinstance(wrong, SettingsError) else ""
        self._news.settings(told_settings(self._settings, None, in_settings))

    def waits(self, program: Program, room: Room, voice: Voice) -> None:
        self._check = StaffCheck(
            room,
            voice,
            program.settings,
            self._wording,
            take_order=self.orders.take_check,
            tell_state=self._tell,
            reply=self._news.reply,
        )
        self._tell(RoomState(activity=Activity.WAITING))
        self._news.settings(told_settings(program.settings, program.content))

    def start_display(self, inner: StartDisplay, names: DeviceNames) -> StartDisplay:
        return StaffAtStart(inner, self._health, self._news.health, names)

    def check(self) -> CheckAtStart:
        return self._check

    def arrived(self) -> None:
        self._tell(RoomState(activity=Activity.BEGINNING, quiet_for=0.0))

    def displays(self, program: Program) -> Sequence[Display]:
        states = SessionStates(program.content, program.settings)
        return (StaffDisplay(states, self._health, self._tell, self._news.health),)

    def alarm(self, inner: Alarm | None) -> Alarm | None:
        return StaffAlarm(inner, self._news.call, self._news.calls.news)

    def _tell(self, state: RoomState) -> None:
        self._news.state(state)
        self.orders.noticed(state)


class StaffAtStart:
    """Implements `reception.StartDisplay`: the start screen, and what staff see of it."""

    def __init__(
        self,
        inner: StartDisplay,
        health: RoomHealth,
        tell: Callable[[Health], None],
        names: DeviceNames,
    ) -> None:
        self._inner = inner
        self._health = health
        self._tell = tell
        self._names = names

    def waiting(self, *, listens: bool, lost: Sequence[DeviceLost]) -> None:
        self._inner.waiting(listens=listens, lost=lost)
        self._health.names(*self._names())
        self._health.lost(lost)
        self._tell(self._health.health)

    def level(self, level: RoomLevel) -> None:
        self._inner.level(level)
        self._health.level(level)
        self._tell(self._health.health)
