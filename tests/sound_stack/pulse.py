"""A sound server of the test's own: a loudspeaker that nobody hears and a room that nobody is in.

Never the developer's server: it has its own home, its own socket and its own settings, and the
programs under test are given an environment that leads nowhere else.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LOUDSPEAKER = "speaker"
"""The sink that programs play into; what they play can be heard at its monitor."""

ROOM = "room"
"""The sink that a participant plays into; programs hear its monitor as their microphone."""

CONTROL, RECORDER, PLAYER = "pactl", "parec", "paplay"
PACKAGES = "pulseaudio-utils libasound2-plugins libportaudio2"
PLUGIN = "alsa-lib/libasound_module_pcm_pulse.so"

SINK = ("rate=16000", "channels=1", "norewinds=1")
"""One that can rewind works up to 2 s ahead, and the first client waits for that."""

LOG = "server.log"

START_SECONDS = 20.0
CONTROL_SECONDS = 30.0
"""A server that hangs answers nothing at all, and whoever asks it would wait without end."""
POLL_SECONDS = 0.05
STOP_SECONDS = 3.0

ALSA_SETTINGS = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
"""
"""PortAudio knows ALSA only; this makes the sound server ALSA's default device."""

FOREIGN = ("PULSE_", "ALSA_", "PIPEWIRE_", "JACK_", "XDG_", "DBUS_", "DISPLAY", "WAYLAND_")


class SoundStack:
    """A running sound server with LOUDSPEAKER and ROOM.

    Kinds of it start other programs; whichever they are, they are told what to do with pactl.
    """

    name: str
    programs: tuple[str, ...]
    """What must be installed to start it."""
    packages: str
    """In which Debian packages that is."""

    def __init__(self, home: Path) -> None:
        """Everything it writes lies in `home`, whose path must be short: it holds a socket."""
        self.home = home
        self.environment = _environment(home)
        """For programs that shall play and hear here."""
        self._running: list[subprocess.Popen[bytes]] = []
        self._modules: dict[str, str] = {}

    def start(self) -> None:
        """Return when programs can connect."""
        (self.home / ".asoundrc").write_text(ALSA_SETTINGS)
        (self.home / "run").mkdir(mode=0o700, exist_ok=True)
        self._start_server()
        self.plug_in()

    def _start_server(self) -> None:
        """Start all that it consists of, and wait until it answers."""
        raise NotImplementedError

    def _launch(self, *command: str) -> None:
        with (self.home / LOG).open("ab") as log:
            self._running.append(
                subprocess.Popen(
                    [*_dies_with_the_test(), *command],
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
            )

    def _await(self, is_there: Callable[[], bool]) -> None:
        tick = threading.Event()
        for _ in range(round(START_SECONDS / POLL_SECONDS)):
            if is_there():
                return
            if any(process.poll() is not None for process in self._running):
                break
            tick.wait(POLL_SECONDS)
        pytest.fail(f"{self.name} did not start:\n{(self.home / LOG).read_text()}")

    def _does(self, *arguments: str) -> bool:
        asked = subprocess.run(
            [CONTROL, *arguments],
            env=self.environment,
            capture_output=True,
            check=False,
            timeout=CONTROL_SECONDS,
        )
        return asked.returncode == 0

    def control(self, *arguments: str) -> str:
        """Tell the server something with pactl; returns what it says."""
        done = subprocess.run(
            [CONTROL, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=CONTROL_SECONDS,
        )
        return done.stdout.strip()

    def plug_in(self) -> None:
        """Add the loudspeaker and the room, and make them the defaults."""
        for name in (LOUDSPEAKER, ROOM):
            self.add(name)
        self.choose(LOUDSPEAKER, ROOM)

    def unplug(self) -> None:
        """Take the loudspeaker and the room away; whoever uses them is cut off."""
        self.control("unload-module", "module-null-sink")

    def add(self, sink: str) -> None:
        """Plug in one more, which nobody uses yet."""
        described = f"sink_properties=device.description={sink}"
        number = self.control(
            "load-module", "module-null-sink", f"sink_name={sink}", described, *SINK
        )
        self._modules[sink] = number

    def remove(self, sink: str) -> None:
        """Take one away; whoever uses it is cut off."""
        self.control("unload-module", self._modules.pop(sink))

    def choose(self, loudspeaker: str, room: str) -> None:
        """Make these the defaults, for whoever comes from now on."""
        # PipeWire knows a new sink, and what a default is, a moment after it was started.
        self._await(lambda: {loudspeaker, room} <= self._sinks())
        self._await(lambda: self._does("set-default-sink", loudspeaker))
        self._await(lambda: self._does("set-default-source", f"{room}.monitor"))
        self._await(lambda: self.control("get-default-sink") == loudspeaker)
        self._await(lambda: self.control("get-default-source") == f"{room}.monitor")

    def _sinks(self) -> set[str]:
        return {line.split("\t")[1] for line in self.control("list", "short", "sinks").splitlines()}

    def turn(self, kind: str, name: str, volume: str) -> None:
        """Turn a "sink" or a "source" to this volume ("0%")."""
        self.control(f"set-{kind}-volume", name, volume)

    def mute(self, sink: str, *, muted: bool) -> None:
        """Let the sink's monitor give zeros, or what sounds there."""
        self.control("set-source-mute", f"{sink}.monitor", str(int(muted)))

    def die(self) -> None:
        """The server is killed, with everything that it had."""
        for process in self._running:
            process.kill()
            process.wait()
        self._running.clear()

    def fall_asleep(self, sink: str) -> None:
        """The sink's monitor gives nothing more, and nothing says so: a device that hangs."""
        self.control("suspend-sink", sink, "1")

    def wake_up(self, sink: str) -> None:
        self.control("suspend-sink", sink, "0")

    def stop(self) -> None:
        for process in reversed(self._running):
            end(process)
        self._running.clear()


class PulseAudio(SoundStack):
    """PulseAudio with nothing but what the test loads."""

    name = "PulseAudio"
    programs = ("pulseaudio",)
    packages = "pulseaudio"

    def _start_server(self) -> None:
        socket = self.environment["PULSE_SERVER"].removeprefix("unix:")
        self._launch(
            *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
            *("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"),
        )
        self._await(lambda: self._does("info"))


def recording(source: str) -> list[str]:
    """The command that writes 16 kHz mono int16 from a source to its stdout, without delay."""
    form = ["--rate=16000", "--channels=1", "--format=s16le", "--raw", "--latency-msec=10"]
    return [RECORDER, f"--device={source}", *form]


def end(process: subprocess.Popen[bytes]) -> None:
    """End this process for sure."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "PULSE_RUNTIME_PATH": str(home / "run"),
        "PULSE_SERVER": f"unix:{home / 'run' / 'native'}",
        "PULSE_COOKIE": str(home / "cookie"),
        "JACK_NO_START_SERVER": "1",
    }


def _dies_with_the_test() -> list[str]:
    """A prefix for commands: what is started ends even when the test is killed."""
    return ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []


def _require_programs(kind: type[SoundStack]) -> None:
    """Fail where the sound stack isn't installed: these tests are never left out in silence."""
    needed = (*kind.programs, CONTROL, RECORDER, PLAYER)
    missing = [program for program in needed if shutil.which(program) is None]
    plugin_there = any(
        next(folder.glob(f"**/{PLUGIN}"), None) is not None
        for folder in (Path("/usr/lib"), Path("/usr/lib64"))
        if folder.is_dir()
    )
    if not plugin_there:
        missing.append(PLUGIN)
    if missing:
        pytest.fail(
            f"Not installed: {', '.join(missing)}. On Debian or Ubuntu type: "
            f"sudo apt-get install {kind.packages} {PACKAGES}"
        )


@contextlib.contextmanager
def running_sound_stack(kind: type[SoundStack] = PulseAudio) -> Iterator[SoundStack]:
    """Start a sound server and stop it for sure."""
    _require_programs(kind)
    # A socket's path may have 107 characters, and pytest's own folders have long names.
    home = Path(tempfile.mkdtemp(prefix="voice-rom-"))
    stack = kind(home)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(home, ignore_errors=True)
