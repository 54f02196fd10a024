"""PipeWire of the test's own, as most desktops run it: with what manages it, and PulseAudio's door.

It needs a session bus; that, too, is the test's own. Nothing of it touches a real sound card.
"""

from pathlib import Path
from typing import Final

from tests.sound_stack.pulse import SoundStack

NO_HARDWARE: Final = {
    # WirePlumber before 0.5 is told in Lua, later ones in a form of JSON.
    "main.lua.d/51-no-hardware.lua": (
        "alsa_monitor.enabled = false\nv4l2_monitor.enabled = false\n"
        "libcamera_monitor.enabled = false\n"
    ),
    "bluetooth.lua.d/51-no-hardware.lua": "bluez_monitor.enabled = false\n",
    "wireplumber.conf.d/51-no-hardware.conf": (
        "wireplumber.profiles = { main = { hardware.audio = disabled, "
        "hardware.bluetooth = disabled, hardware.video-capture = disabled } }\n"
    ),
}


class PipeWire(SoundStack):
    """PipeWire, WirePlumber and pipewire-pulse, with their own settings but for hardware."""

    name = "PipeWire"
    programs = ("dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse")
    packages = "dbus pipewire wireplumber pipewire-pulse"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._bus = home / "run" / "bus"
        self._socket = home / "run" / "pipewire-0"
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self._bus}"

    def _start_server(self) -> None:
        for name, text in NO_HARDWARE.items():
            file = self.home / ".config" / "wireplumber" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        # What was killed leaves its sockets, and they would count as those of its successor.
        for left_over in (self._bus, self._socket):
            left_over.unlink(missing_ok=True)
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        self._launch("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}")
        self._await(self._bus.exists)
        self._launch("pipewire")
        self._await(self._socket.exists)
        self._launch("wireplumber")
        self._launch("pipewire-pulse")
        self._await(lambda: self._does("info"))
