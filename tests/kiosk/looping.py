"""The kiosk's loop as a process of its own.

python -m tests.kiosk.looping WHAT FILE PEOPLE [BROWSER]
"""

import socket
import sys

from voice_rom.child_process import command_of
from voice_rom.ending import run_to_its_end
from voice_rom.kiosk.browser import KioskBrowser
from voice_rom.kiosk.loop import KioskLoop, Wiped
from voice_rom.kiosk.order import VisitOrder
from voice_rom.page.access import new_secrets

VISIT = (*command_of("tests.kiosk.visits")[:-1], "from tests.kiosk.visits import main; main()")


def main() -> int:
    what, came, people, *browser = sys.argv[1:]
    shown = KioskBrowser(browser[0], "http://127.0.0.1/?token=secret") if browser else None
    with socket.socket() as listening:
        order = VisitOrder(
            listening=listening.fileno(),
            secrets=new_secrets(many=True),
            settings_file=came,
            overrides={},
            flags={},
            model=what,
        )
        KioskLoop(order, browser=shown, command=VISIT, tell=_tell).run(int(people) or None)
    return 0


def _tell(wiped: Wiped) -> None:
    sys.stdout.write(f"left {wiped.number} {wiped.code}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run_to_its_end(main)
