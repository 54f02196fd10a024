"""A kiosk in whose first session a person speaks whose answer is looked for afterwards.

    python -m tests.kiosk.planted_kiosk SETTINGS BROWSER

It is the real loop, with real processes: a simulated person, the real voice and recogniser. Who
comes second takes long to press "start", so that there is time to look. Prints who left.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.soak.soaking import scenario
from voice_rom.child_process import command_of
from voice_rom.ending import run_to_its_end
from voice_rom.kiosk.browser import KioskBrowser
from voice_rom.kiosk.loop import KioskLoop, Wiped
from voice_rom.kiosk.order import PIPE_VARIABLE, VisitOrder, end_with, read_order
from voice_rom.kiosk.visit import Visit
from voice_rom.page.access import new_secrets
from voice_rom.page.listening import listen_at

SPEED: Final = 40.0
SLOWEST: Final = 0.05

_WAS_THERE: Final = "VOICE_ROM_TEST_WAS_THERE"


def visit() -> None:
    """The process of one person."""
    pipe = os.fdopen(int(os.environ[PIPE_VARIABLE]), "rb")
    order = read_order(pipe)
    end_with(pipe)
    mark = Path(os.environ[_WAS_THERE])
    if mark.exists():
        order = replace(order, speed=SLOWEST)
    mark.touch()
    run_to_its_end(lambda: Visit(order).run())


def kiosk() -> int:
    settings, browser = sys.argv[1:]
    with listen_at("127.0.0.1", 0) as listening:
        secrets = new_secrets(many=True)
        port = listening.getsockname()[1]
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=secrets,
            settings_file=settings,
            overrides={},
            flags={},
            scenario=str(scenario("first-look")),
            speed=SPEED,
        )
        shown = KioskBrowser(browser, f"http://127.0.0.1:{port}/?token={secrets.token}")
        KioskLoop(order, browser=shown, command=_VISIT, tell=_tell).run()
    return 0


def _tell(wiped: Wiped) -> None:
    sys.stdout.write(f"left {wiped.number} {wiped.code}\n")
    sys.stdout.flush()


_VISIT: Final = (
    *command_of("tests.kiosk.planted_kiosk")[:-1],
    "from tests.kiosk.planted_kiosk import visit; visit()",
)

if __name__ == "__main__":
    run_to_its_end(kiosk)
