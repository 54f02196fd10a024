"""One person at the kiosk, in a process that begins before they come and ends after they leave.

The end of the process is the wipe: whatever it knew of them goes with its memory.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NoReturn

from voice_rom.app import (
    Keeping,
    Program,
    delivering,
    load_program,
    open_alarm,
    open_listener,
    open_store,
    open_voice,
    read_scenario,
    run_session,
)
from voice_rom.content.load import assessment_file, load_content
from voice_rom.content.settings_file import (
    PACKAGED,
    LoadedSettings,
    load_settings,
    load_with_sources,
    settings_path,
)
from voice_rom.content.surviving_settings import surviving_settings
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.report import Report
from voice_rom.display.displays import Displays
from voice_rom.display.keyboard import open_keyboard
from voice_rom.display.queued import QueuedDisplay
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.ending import run_to_its_end
from voice_rom.errors import EndedEarly, ReportsNotWritable, VoiceRomError, WrongSetting
from voice_rom.handover.folder import hand_over, require_reports_folder
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.idle import IdleRoom, no_watch
from voice_rom.kiosk.order import PIPE_VARIABLE, TRY_AGAIN, VisitOrder, end_with, read_order
from voice_rom.kiosk.page_of_one import page_of_one
from voice_rom.kiosk.printing import PRINT, Printing, SummaryPrinter
from voice_rom.kiosk.reception import (
    Arrival,
    Reception,
    RoomAfterWaiting,
    start_in,
    start_vocabulary,
)
from voice_rom.kiosk.staff_line import NoStaff, StaffLine, open_staff_line
from voice_rom.kiosk.start_offer import start_choices, start_texts
from voice_rom.kiosk.start_screen import StartScreen, show_trouble
from voice_rom.kiosk.surroundings import Surroundings
from voice_rom.kiosk.watchdog import Watchdog
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.page.opening import Kiosk, OpenPage
from voice_rom.page.server import Doorway
from voice_rom.page.wording import page_wording
from voice_rom.ports import Room
from voice_rom.simulation.pacing import PacedRoom, ViewingPace
from voice_rom.simulation.simulation import Simulation, prepare_simulation
from voice_rom.speaking.voice import RenderedVoice

MENDING_SECONDS: Final = 15.0
"""So long what is wrong is shown before it is tried again; changed settings are, at once."""

_TOLD_IN_TROUBLE: Final = ("staff", "storage", "kiosk", "clinic", "safety", "report", "voice")
"""The sections that the desk is told of, whatever is wrong elsewhere."""

SIMULATED_START: Final = 3.0
"""Seconds until a simulated person presses "start"."""


def main() -> NoReturn:
    """The process of one person, until its end."""
    pipe = os.fdopen(int(os.environ[PIPE_VARIABLE]), "rb")
    order = read_order(pipe)
    end_with(pipe)
    run_to_its_end(lambda: Visit(order, Watchdog.of().feed).run())


class Visit:
    """From the start screen to the wipe, once."""

    def __init__(self, order: VisitOrder, on_turn: Callable[[], None] = no_watch) -> None:
        """`on_turn` is called whenever the loop goes round, at least once a second."""
        self._order = order
        self._on_turn = on_turn
        self.door = Door()
        """Where it goes what is pressed, and that it is to end."""
        self._printer: SummaryPrinter | None = None
        self._staff: StaffLine = NoStaff()

    def run(self) -> int:
        """The exit code. Raises EndedEarly when the kiosk itself is asked to end."""
        with _signals_to(self.door):
            try:
                loaded = load_with_sources(
                    self._order.settings_path(), self._order.overrides, self._order.flags
                )
                with (
                    loaded.sources.named(),
                    open_staff_line(loaded.settings, self._order.room_id, self.door) as staff,
                ):
                    self._staff = staff
                    self._lead(loaded)
            except EndedEarly:
                raise
            except VoiceRomError as wrong:
                return self._tell(wrong)
        return 0

    # When nobody can start

    def _tell(self, wrong: VoiceRomError) -> int:
        """Show what is wrong, until it may have been mended."""
        plain = load_settings(PACKAGED)
        language = plain.session.language
        file = self._order.settings_path() or settings_path()
        before = _changed_at(file)
        sys.stderr.write(f"voice-rom: {wrong}\n")
        with self._line_in_trouble() as staff, self._page(plain) as page:
            staff.trouble(wrong)
            show_trouble(page, kiosk_wording(language), str(wrong))
            waited = 0.0
            while waited < MENDING_SECONDS and _changed_at(file) == before:
                self.door.wait(1.0, self._on_turn)
                waited += 1.0
                if self.door.asked_to_end:
                    raise EndedEarly("Ended at your request.")
        return TRY_AGAIN

    @contextmanager
    def _line_in_trouble(self) -> Iterator[StaffLine]:
        """The line to the staff, as far as it does not depend on what is wrong."""
        order = self._order
        left = surviving_settings(order.settings_path(), order.overrides, _TOLD_IN_TROUBLE)
        with ExitStack() as stack:
            line: StaffLine = NoStaff()
            with suppress(WrongSetting):
                line = stack.enter_context(open_staff_line(left, order.room_id, self.door))
            yield line

    # From the start to the end

    def _lead(self, loaded: LoadedSettings) -> None:
        settings, simulation = loaded.settings, self._simulated(loaded.settings)
        if simulation is not None:
            settings = _as_simulated(settings, simulation)
        require_reports_folder(settings.storage)
        languages = settings.kiosk.languages or (settings.session.language,)
        programs = {language: self._program(settings, language) for language in languages}
        first = programs[languages[0]]
        with ExitStack() as stack:
            voice = stack.enter_context(_voice(first))
            around = self._surroundings(settings, simulation)
            stack.callback(around.room.close)
            stack.enter_context(self._keyboard(first))
            with self._page(first.settings, languages) as page:
                self._staff.waits(first, around.room, voice)
                arrival = self._receive(first, page, around, languages)
                self._staff.arrived()
                program = programs[arrival.language]
                if program is first:
                    self._accompany(Meeting(program, voice, page, around, arrival))
                    return
            voice = stack.enter_context(_voice(program))
            with self._page(program.settings) as page:
                self._accompany(Meeting(program, voice, page, around, arrival))

    def _program(self, settings: Settings, language: str) -> Program:
        """Nobody is asked whether to go on with a session: it was somebody else's."""
        spoken = replace(
            settings,
            session=replace(settings.session, language=language),
            storage=replace(settings.storage, resume_within=0.0),
        )
        model = Path(self._order.model) if self._order.model else None
        return load_program(spoken, model, keys_alone=True)

    def _simulated(self, settings: Settings) -> Simulation | None:
        if not self._order.scenario:
            return None
        plan = read_scenario(Path(self._order.scenario), settings.session.language)
        simulation = prepare_simulation(plan)
        simulation.room.press(SIMULATED_START, Meaning.READY)
        return simulation

    def _surroundings(self, settings: Settings, simulation: Simulation | None) -> Surroundings:
        if simulation is not None:
            room: Room = simulation.room
            if self._order.speed:
                room = PacedRoom(room, ViewingPace(self._order.speed))
            return Surroundings(room, (simulation.recorder, simulation.participant), virtual=True)
        from voice_rom.devices.live_room import LiveRoom  # noqa: PLC0415 - it loads PortAudio

        alarm = open_alarm(settings)  # what is wrong with it is told before anybody needs it
        live = LiveRoom(settings.devices)
        return Surroundings(live, alarm=alarm, loudspeaker=lambda: live.loudspeaker)

    @contextmanager
    def _page(self, settings: Settings, languages: Sequence[str] = ()) -> Iterator[OpenPage]:
        """The page, in the language of these settings; `languages` can be chosen on it."""
        content = load_content(settings.session.language, None, assessment_file(settings))
        choices = (*map(start_in, languages), *([PRINT] if settings.report.printing else ()))
        kiosk = Kiosk(self.door.touch, choices, self._doorway())
        pace = self._order.speed or 1.0
        with page_of_one(content, settings, self._command, kiosk, pace=pace) as page:
            yield page

    def _command(self, meaning: Meant | None) -> None:
        """What is pressed on the page, in the server's thread."""
        printer = self._printer
        if meaning != PRINT:
            self.door.command(meaning)
        elif printer is not None:
            printer.ask()

    @contextmanager
    def _keyboard(self, program: Program) -> Iterator[None]:
        """Where there is a terminal, its keys start a session and answer, too."""
        language = program.settings.session.language
        keyboard = open_keyboard(self.door.command, language=language, named=program.content.named)
        try:
            yield
        finally:
            if keyboard is not None:
                keyboard.close()

    def _doorway(self) -> Doorway:
        """Where the page is served; whoever serves it there closes only their own handle."""
        return Doorway(socket.socket(fileno=os.dup(self._order.listening)), self._order.secrets)

    def _receive(
        self, program: Program, page: OpenPage, around: Surroundings, languages: Sequence[str]
    ) -> Arrival:
        """Wait for the next person. Raises EndedEarly when the kiosk is asked to end meanwhile."""
        language = program.settings.session.language
        vocabulary = start_vocabulary(program.vocabulary, kiosk_wording(language))
        waiting = replace(program, vocabulary=vocabulary)
        with (
            delivering(program),
            open_listener(waiting, virtual_time=around.virtual) as listener,
        ):
            self.door.lead_to(around.room.post)
            screen = StartScreen(
                page,
                start_texts(program),
                start_choices(languages),
                sentences=Sentences(display_wording(language)),
            )
            reception = Reception(
                around.room,
                listener,
                vocabulary,
                self._staff.start_display(screen, around.names),
                languages=languages,
                on_turn=self._on_turn,
                check=self._staff.check(),
            )
            arrival = reception.wait()
        if arrival is None:
            raise EndedEarly("Ended at your request.")
        return arrival

    def _accompany(self, meeting: "Meeting") -> None:
        """Lead the session, leave its summary to be read, and clear the screen."""
        settings, page = meeting.program.settings, meeting.page
        idle = IdleRoom(
            RoomAfterWaiting(meeting.around.room, meeting.arrival.lost),
            settings.kiosk,
            self._on_turn,
        )
        shown = QueuedDisplay(page.display)
        told = self._staff.displays(meeting.program)
        display = Displays([*meeting.around.witnesses, idle, *told, shown])
        with open_store(meeting.program) as keeping:
            report = run_session(
                meeting.program,
                idle,
                meeting.voice,
                display,
                alarm=self._staff.alarm(meeting.around.alarm),
                keeping=keeping,
                virtual_time=meeting.around.virtual,
                greeting=settings.kiosk.greeting,
            )
            _hand_over(report, meeting.program, keeping)
        self.door.lead_nowhere()
        display.close()
        if page.server.readers and not idle.ended_idle:
            self._leave_to_be_read(page, settings, report)
        if self.door.asked_to_end:
            raise EndedEarly("Ended at your request.")

    def _leave_to_be_read(self, page: OpenPage, settings: Settings, report: Report) -> None:
        wording = page_wording(settings.session.language)
        told = {
            Printing.STARTED: wording.printing,
            Printing.DONE: wording.printed,
            Printing.FAILED: wording.not_printed,
        }
        self._printer = printer = SummaryPrinter(
            settings.report, report, lambda printing: page.display.tell_printing(told[printing])
        )

        def on_turn() -> None:
            self._on_turn()
            printer.look()

        self.door.wait(settings.kiosk.reading_seconds, on_turn)
        self._printer = None
        printer.finish(self._on_turn)


@dataclass(frozen=True, eq=False)
class Meeting:
    """All that a session with one person is made from."""

    program: Program
    voice: RenderedVoice
    page: OpenPage
    around: Surroundings
    arrival: Arrival


def _as_simulated(settings: Settings, simulation: Simulation) -> Settings:
    """Those of the scenario, at the clinic of these."""
    plan = simulation.plan.settings
    return replace(
        plan,
        kiosk=settings.kiosk,
        clinic=settings.clinic,
        page=settings.page,
        report=settings.report,
        staff=settings.staff,
    )


def _hand_over(report: Report, program: Program, keeping: Keeping) -> None:
    """For the clinic's own system, if it is wanted. A fault of its folder ends nobody's summary."""
    try:
        hand_over(
            report, program.content, program.settings.storage, session_id=keeping.session_id()
        )
    except ReportsNotWritable as wrong:  # before the next person it is shown on the page, too
        sys.stderr.write(f"voice-rom: {wrong}\n")


@contextmanager
def _voice(program: Program) -> Iterator[RenderedVoice]:
    voice = open_voice(program.settings)
    try:
        voice.require()
        yield voice
    finally:
        voice.close()


@contextmanager
def _signals_to(door: Door) -> Iterator[None]:
    """Ctrl-C or a polite request end the session aloud, and a second Ctrl-C at once."""

    def ask(number: int, _frame: object) -> None:
        if number == signal.SIGINT and door.asked_to_end:
            raise KeyboardInterrupt
        door.quit()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _changed_at(file: Path) -> float | None:
    try:
        return file.stat().st_mtime
    except OSError:
        return None
