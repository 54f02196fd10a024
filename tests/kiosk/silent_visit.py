"""The process of one person who walks away, without sound: the soak leads hundreds of them.

The kiosk's own loop, the page, the start screen, the session's loop, the dialogue and the idle
clock are real; room, ear and voice are not, so that hours take a moment. Each leaves in another
state. The order's settings file is the log: a line for each, with the state and the seconds of
virtual time.
"""

import os
import socket
from pathlib import Path
from typing import Final

from tests.fake_ports import FakeListener, FakeRoom
from tests.kiosk.walking_away import LEFT_IN, lead
from tests.page.telling import content, settings
from voice_rom.app import Program
from voice_rom.child_process import command_of
from voice_rom.content.load import load_vocabulary
from voice_rom.core.assessment.state import State
from voice_rom.core.protocol.events import Commanded
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.kiosk.door import Door
from voice_rom.kiosk.order import PIPE_VARIABLE, VisitOrder, end_with, read_order
from voice_rom.kiosk.page_of_one import page_of_one
from voice_rom.kiosk.reception import Reception, start_in, start_vocabulary
from voice_rom.kiosk.start_offer import start_choices, start_texts
from voice_rom.kiosk.start_screen import StartScreen
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.page.opening import Kiosk
from voice_rom.page.server import Doorway

_ROOT: Final = str(Path(__file__).parents[2])

SILENT_VISIT: Final = (
    *command_of("tests.kiosk.silent_visit")[:-1],
    f"import sys; sys.path.insert(0, {_ROOT!r}); from tests.kiosk.silent_visit import main; main()",
)


def main() -> None:
    pipe = os.fdopen(int(os.environ[PIPE_VARIABLE]), "rb")
    order = read_order(pipe)
    end_with(pipe)
    log = Path(order.settings_file)
    number = len(log.read_text().splitlines()) if log.exists() else 0
    state = LEFT_IN[number % len(LEFT_IN)]
    seconds = _visit(order, state)
    with log.open("a") as lines:
        lines.write(f"{state} {seconds:.0f}\n")


def _visit(order: VisitOrder, state: State) -> float:
    """From the start screen to the wipe; seconds of virtual time."""
    program = Program(settings(), content(), load_vocabulary("en"), Path())
    doorway = Doorway(socket.socket(fileno=os.dup(order.listening)), order.secrets)
    door = Door()
    kiosk = Kiosk(door.touch, (start_in("en"),), doorway)
    with page_of_one(program.content, program.settings, door.command, kiosk) as page:
        screen = StartScreen(
            page,
            start_texts(program),
            start_choices(["en"]),
            sentences=Sentences(display_wording("en")),
        )
        vocabulary = start_vocabulary(program.vocabulary, kiosk_wording("en"))
        room = FakeRoom([Commanded(None)])
        Reception(room, FakeListener(), vocabulary, screen, languages=["en"]).wait()
        left = lead(state, screening=state is State.SCREENED, shown=[page.display])
        return left.seconds
