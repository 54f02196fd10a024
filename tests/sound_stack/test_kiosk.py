"""A live kiosk on this computer's own sound stack: started by voice, handed over, ended."""

import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path

import pytest
import soundfile

from tests.intercom.fake_desk import KEY, fake_desk
from tests.page.serving import Client
from tests.page.telling import settings
from tests.running_program import running
from tests.sound_stack.hurried import SETTINGS, written
from tests.sound_stack.participant import say
from tests.sound_stack.pulse import LOUDSPEAKER, ROOM, SoundStack
from tests.sound_stack.test_left_alone import environment
from tests.sound_stack.test_page import PATIENCE, turn_of, wait_for
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.errors import EndedEarly
from voice_rom.intercom.messages import (
    Activity,
    Done,
    Health,
    OrderKind,
    SoundChecked,
    read_from_room,
)
from voice_rom.sound import SAMPLE_RATE
from voice_rom.speaking.voice import RenderedVoice

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.sound_stack]

GREETING = "Welcome to the Green Practice."

_COMMAND = (sys.executable, "-m", "voice_rom", "kiosk", "--no-browser")


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Somebody says "start"."""
    voice = RenderedVoice(settings().voice, "en", tmp_path)
    try:
        (clip,) = voice.clips([Line("test", "Start.")], Prosody(150, 0.0))
    finally:
        voice.close()
    file = tmp_path / "start.wav"
    soundfile.write(file, clip.samples, SAMPLE_RATE)
    return file


def test_start_said_aloud_begins_and_the_next_person_finds_the_start_screen(
    sound_stack: SoundStack, start: Path
) -> None:
    file = written(sound_stack, f'{SETTINGS}[kiosk]\ngreeting = "{GREETING}"\n')
    with running(
        [*_COMMAND, "--settings", str(file)],
        env=environment(sound_stack),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stderr is not None
        link = next(line for line in program.stderr if "http://" in line).split()[-1]
        client = Client.with_link(link)
        wait_for(client, "is-listening")
        _say_until_it_begins(client, sound_stack, start)
        html = wait_for(client, "The voice is speaking")
        client.command("stop", turn_of(html))
        html = wait_for(client, "We have stopped.")
        client.command("end", turn_of(html))
        wait_for(client, "What you noticed")
        _stop(client)
        html = wait_for(client, "Finish")
        assert client.command("end", turn_of(html))[0] == 204
        html = wait_for(client, "is-start")
        assert "What you noticed" not in html
        program.terminate()
        assert "Person 1 has left; everything is wiped." in program.stderr.read()
        assert program.wait() == EndedEarly.exit_code


def test_staff_check_the_sound_and_lead_a_session_from_their_desk(
    sound_stack: SoundStack, tmp_path: Path
) -> None:
    key = tmp_path / "staff.key"
    key.write_text(KEY)
    key.chmod(0o600)
    # The voice comes back into the room, as it does wherever there is air.
    heard = (f"source={LOUDSPEAKER}.monitor", f"sink={ROOM}", "latency_msec=20")
    sound_stack.control("load-module", "module-loopback", *heard)
    with fake_desk() as desk:
        staff = f'[staff]\nurl = "{desk.url}"\nkey_file = "{key}"\n'
        file = written(sound_stack, f"{SETTINGS}{staff}")
        with running(
            [*_COMMAND, "--settings", str(file)],
            env=environment(sound_stack),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as program:
            desk.wait_in(Activity.WAITING)
            desk.order(OrderKind.CHECK_SOUND)
            checked = desk.next(SoundChecked)
            assert checked.passed, checked.lines
            desk.order(OrderKind.START)
            desk.wait_in(Activity.BEGINNING)
            desk.order(OrderKind.PAUSE)
            desk.wait_in(Activity.PAUSED)
            desk.order(OrderKind.GO_ON)
            desk.wait_in(Activity.BEGINNING)
            desk.order(OrderKind.END)
            desk.wait_in(Activity.SUMMARY)
            desk.wait_in(Activity.WAITING)
            program.terminate()
    names = [each for each in map(read_from_room, desk.frames) if isinstance(each, Health)]
    assert all(names[-1].model_dump()[each] for each in ("microphone", "loudspeaker"))
    done = [each for each in map(read_from_room, desk.frames) if isinstance(each, Done)]
    assert len(done) == 5


def _stop(client: Client) -> None:
    """Press it once: a second time would end everything. Within a second nobody can press again."""
    deadline = time.monotonic() + PATIENCE
    while client.command("stop", turn_of(client.ask("/")[2].decode()))[0] != HTTPStatus.NO_CONTENT:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _say_until_it_begins(client: Client, stack: SoundStack, start: Path) -> None:
    """The recogniser may still be loading."""
    deadline = time.monotonic() + PATIENCE
    while "is-start" in client.ask("/")[2].decode():
        assert time.monotonic() < deadline
        say(stack.environment, start)
        time.sleep(1.0)
