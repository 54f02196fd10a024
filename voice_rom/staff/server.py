"""The desk, put together and served: in a thread and a loop of its own."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher

from voice_rom.content.settings_file import LoadedSettings
from voice_rom.errors import StaffFolderUnusable
from voice_rom.intercom.messages import MOST_BYTES
from voice_rom.page.access import ServedAddress, with_brackets
from voice_rom.page.served import Certificate, Served, Websockets
from voice_rom.staff.asking import Asking
from voice_rom.staff.audit import AuditLog
from voice_rom.staff.calls import CallBook, CallFile, KeptCall
from voice_rom.staff.desk import Desk, DeskClock, Haste
from voice_rom.staff.faults import DeskFaults, DeskPart
from voice_rom.staff.glance import Glance
from voice_rom.staff.pins import StaffPins
from voice_rom.staff.rate_limit import RateLimit
from voice_rom.staff.rendering import DeskRenderer
from voice_rom.staff.room_line import HELLO_SECONDS, RoomDoor
from voice_rom.staff.showing import DeskPages
from voice_rom.staff.signing_in import SigningIn
from voice_rom.staff.sittings import Sittings
from voice_rom.staff.todays_reports import LOOK_SECONDS, TodaysReports
from voice_rom.staff.waits import PinWaits
from voice_rom.staff.web import DeskSite
from voice_rom.staff.wording import staff_wording

TICK_SECONDS: Final = 1.0
"""So often it is looked whether something is so for too long."""

GATHER_SECONDS: Final = 0.1
"""What rooms tell within this is shown together; a call for help is shown at once."""

PING_SECONDS: Final = 6.0
"""With as much for the answer, a room that is gone is missed within 12 s."""

_LINES_A_SECOND: Final = 0.2
_LINES_AT_ONCE: Final = 20.0
"""On the terminal: strangers who knock without end do not fill anybody's log."""


@dataclass(frozen=True, kw_only=True)
class DeskPlace:
    """Where a desk is served, what it keeps and where, and how it tells the time."""

    loaded: LoadedSettings
    listening: socket.socket
    key: str
    folder: Path
    clock: DeskClock
    tell: Callable[[str], None]
    """For the terminal, a line each."""
    certificate: Certificate | None = None
    hasher: PasswordHasher | None = None
    """None: the usual one."""
    tick_seconds: float = TICK_SECONDS
    hello_seconds: float = HELLO_SECONDS
    look_seconds: float = LOOK_SECONDS


class DeskServer:
    """Serves from the moment it is made until `close`."""

    def __init__(self, place: DeskPlace) -> None:
        """Raises StaffFolderUnusable."""
        staff, clock = place.loaded.settings.staff, place.clock
        self._place = place
        self.port: int = place.listening.getsockname()[1]
        language = place.loaded.settings.session.language
        self._wording = wording = staff_wording(language)
        self._file = CallFile(place.folder)
        calls, damaged = self._file.read()
        self._book = CallBook(calls)
        self._faults = DeskFaults(lambda: self._changed(Haste.NOW))
        self._desk = Desk(clock, self._book, changed=self._changed, keep=self._keep)
        self._pins = StaffPins(place.folder, place.hasher)
        self._sittings = Sittings(clock.monotonic, staff.lock_seconds)
        self._glance = Glance(wording, quiet_seconds=staff.quiet_seconds)
        self._renderer = DeskRenderer(language, wording, self._glance)
        self._pages = DeskPages(self._desk, self._glance, self._renderer, clock, self._faults)
        self._line_pace = RateLimit(clock.monotonic, _LINES_A_SECOND, _LINES_AT_ONCE)
        self._gathering: asyncio.TimerHandle | None = None
        self._writing = asyncio.Lock()
        self._unwritten = False
        self._tasks: set[asyncio.Task[None]] = set()
        if damaged is not None:
            told = wording.calls_damaged.format(file=damaged)
            self._faults.set(DeskPart.EARLIER_CALLS, told)
        self._pages.publish()
        self._served = Served(
            self._site().app(),
            place.listening,
            name="desk",
            certificate=place.certificate,
            websockets=Websockets(most_bytes=MOST_BYTES, ping_seconds=PING_SECONDS),
        )
        self._served.soon(lambda: self._start(self._ticking()))
        self._served.soon(lambda: self._start(self._looking_after_folder()))

    def _site(self) -> DeskSite:
        """What answers staff's pages, and lets the rooms in."""
        place, clock, wording = self._place, self._place.clock, self._wording
        staff = place.loaded.settings.staff
        log = AuditLog(place.folder, clock.now, staff.keep_log_days)
        encrypted = place.certificate is not None
        cookie = f"{'__Host-' if encrypted else ''}voice_rom_staff_{self.port}"
        waits = PinWaits(place.folder, lambda: clock.now().timestamp())
        return DeskSite(
            ServedAddress(staff.address, self.port, encrypted=encrypted),
            Asking(cookie, self._sittings, log, self._faults, wording),
            encrypted=encrypted,
            clock=clock,
            wording=wording,
            desk=self._desk,
            glance=self._glance,
            pages=self._pages,
            renderer=self._renderer,
            sittings=self._sittings,
            pins=self._pins,
            signing_in=SigningIn(self._pins, waits, log),
            reports=TodaysReports(place.loaded, clock.now, place.folder, place.look_seconds),
            rooms=RoomDoor(
                self._desk,
                place.key,
                monotonic=clock.monotonic,
                tell=self._tell,
                hello_seconds=place.hello_seconds,
            ),
        )

    @property
    def link(self) -> str:
        scheme = "http" if self._place.certificate is None else "https"
        return f"{scheme}://{with_brackets(self._place.loaded.settings.staff.address)}:{self.port}/"

    @property
    def connections(self) -> int:
        """Those of pages, and of whoever has not yet said what it wants."""
        return self._served.connections

    def wait(self, seconds: float) -> bool:
        """Whether it has ended by then."""
        return self._served.wait(seconds)

    def close(self) -> None:
        """Serve no more; what was not yet written is written. Raises StaffFolderUnusable."""
        self._served.soon(self._pages.close)
        self._served.close()
        if self._unwritten:
            self._file.write(self._book.all)

    # In the server's loop

    def _changed(self, haste: Haste) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # it is not served yet: all of it is shown first of all
        if haste is Haste.NOW:
            self._publish()
        elif self._gathering is None:
            self._gathering = loop.call_later(GATHER_SECONDS, self._publish)

    def _publish(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
        self._pages.publish()

    def _keep(self, _calls: tuple[KeptCall, ...]) -> None:
        self._unwritten = True
        self._start(self._write_calls())

    async def _write_calls(self) -> None:
        async with self._writing:
            if not self._unwritten:
                return
            self._unwritten = False
            try:
                await asyncio.to_thread(self._file.write, self._book.all)
            except StaffFolderUnusable as fault:
                self._unwritten = True
                told = self._wording.not_kept.format(why=str(fault))
                self._faults.set(DeskPart.CALLS, told)
            else:
                self._faults.set(DeskPart.CALLS, "")

    async def _ticking(self) -> None:
        while True:
            await asyncio.sleep(self._place.tick_seconds)
            self._desk.tick()

    async def _looking_after_folder(self) -> None:
        """By itself: a disk that hangs keeps no page from being told how the rooms are."""
        while True:
            await asyncio.sleep(self._place.tick_seconds)
            if self._unwritten:
                await self._write_calls()
            await self._look_who_is_staff()

    async def _look_who_is_staff(self) -> None:
        try:
            self._sittings.keep_only(await asyncio.to_thread(self._pins.names))
        except StaffFolderUnusable:
            return  # whoever signs in next is told

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _tell(self, line: str) -> None:
        if self._line_pace.allows():
            self._place.tell(line)
