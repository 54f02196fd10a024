"""A whole session with its page: the program's own loop, in a room at the pace of a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.english import english_vocabulary
from tests.fake_ports import FakeAlarm, FakeListener, FakeRoom, FakeStore, FakeVoice
from tests.page.telling import content, settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meant
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.events import Commanded, QuitAsked
from voice_rom.display.displays import Displays
from voice_rom.display.queued import QueuedDisplay
from voice_rom.page.opening import OpenPage, open_page
from voice_rom.session import Session
from voice_rom.simulation.pacing import PacedRoom, ViewingPace

SPEED = 10.0


@dataclass
class Played:
    page: OpenPage
    pace: ViewingPace
    reports: list[Report] = field(default_factory=list)


@contextmanager
def session_by_page(*tests: str) -> Iterator[Played]:
    """A session in which nobody speaks: whatever is to happen comes from the page."""
    chosen = settings(session__tests=list(tests))
    pace = ViewingPace(SPEED)

    def post(meaning: Meant | None) -> None:
        pace.post(Commanded(meaning))

    page = open_page(content(), chosen, post, pace=SPEED)
    queued = QueuedDisplay(page.display)
    voice = FakeVoice()
    session = Session(
        Dialogue(content(), english_vocabulary(), chosen),
        room=PacedRoom(FakeRoom(), pace),
        listener=FakeListener(),
        voice=voice,
        display=Displays([queued]),
        store=FakeStore(voice),
        alarm=FakeAlarm(),
        room_echo_seconds=0.25,
    )
    played = Played(page, pace)
    thread = threading.Thread(target=lambda: played.reports.append(session.run()))
    thread.start()
    try:
        yield played
    finally:
        while thread.is_alive():
            pace.post(QuitAsked())
            thread.join(0.2)
        queued.close()
        page.server.close()
