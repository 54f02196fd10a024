import json
import sys
from pathlib import Path

import pytest

from tests.devices.served import pactl_device
from voice_rom.core.protocol.events import Device
from voice_rom.devices.pactl import Pactl

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="the programs are scripts"),
]

LISTING = {
    "sinks": [pactl_device(1, "hdmi", "Bildschirm in der Küche")],
    "sources": [],
    "sink_inputs": [],
    "source_outputs": [],
}
INFO = {"default_sink_name": "hdmi", "default_source_name": None}


def program(folder: Path, text: str) -> str:
    file = folder / "pactl"
    file.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


def that_says(folder: Path, listing: object, info: object) -> str:
    said = {"list": json.dumps(listing), "info": json.dumps(info)}
    return program(folder, f"import sys\nprint({said!r}[sys.argv[-1]])\n")


def test_what_it_says_is_read(tmp_path: Path) -> None:
    state = Pactl(that_says(tmp_path, LISTING, INFO)).ask()

    assert state is not None
    [screen] = state.usable(Device.LOUDSPEAKER)
    assert (screen.description, screen.is_default) == ("Bildschirm in der Küche", True)


@pytest.mark.parametrize(
    "text",
    [
        "raise SystemExit(1)",
        "print('pactl: unrecognized option -f')",
        "print('[]')",
        "print('{}')",
        """print('{"sinks": [{"index": 1}], "sources": 5}')""",
        "import sys; sys.stdout.buffer.write(bytes([0xFF, 0xFE]))",
        "import time; time.sleep(60)",
    ],
    ids=["no server", "too old", "a list", "empty", "half", "no text", "hangs"],
)
def test_one_that_fails_or_says_something_else_or_hangs_tells_nothing(
    tmp_path: Path, text: str
) -> None:
    assert Pactl(program(tmp_path, text), answer_seconds=0.5).ask() is None


def test_where_it_is_not_installed_nothing_is_told(tmp_path: Path) -> None:
    missing = Pactl(str(tmp_path / "pactl"))

    assert missing.ask() is None
    assert missing.changes() is None


def test_changes_of_devices_are_told_and_not_that_somebody_asked(tmp_path: Path) -> None:
    lines = [
        "Event 'new' on client #7",
        "Event 'change' on sink #1",
        "Event 'remove' on client #7",
        "Event 'new' on source-output #3",
        "Event 'change' on server",
    ]
    changes = Pactl(program(tmp_path, f"print({chr(10).join(lines)!r})")).changes()
    assert changes is not None
    told: list[None] = []

    changes.follow(lambda: told.append(None))
    changes.close()

    assert len(told) == 3
