"""The real worker process, from outside."""

import json
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.running_program import running
from voice_rom.speaking.renderer import WORKER_COMMAND

pytestmark = pytest.mark.real

COMMANDS = {
    "as the program starts it": list(WORKER_COMMAND),
    "as a module": [sys.executable, "-m", "voice_rom.speaking.worker"],
}


def render(path: Path, seconds: float = 20.0) -> str:
    request = {
        "kind": "Render",
        "number": 7,
        "driver": "espeak",
        "voice": "gmw/en-us",
        "rate": 150,
        "text": "Yes.",
        "path": str(path),
        "seconds": seconds,
    }
    return json.dumps(request) + "\n"


@pytest.mark.parametrize("how", COMMANDS)
def test_only_replies_come_out_though_pyttsx3_prints(tmp_path: Path, how: str) -> None:
    wav = tmp_path / "speech" / "spoken.wav"
    wav.parent.mkdir()
    asked = render(wav) * 2
    done = subprocess.run(COMMANDS[how], input=asked, capture_output=True, text=True, check=True)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert replies == [{"kind": "Rendered", "number": 7}] * 2


def test_lines_that_mean_nothing_are_passed_over(tmp_path: Path) -> None:
    asked = f'\nnonsense\n{{"kind": "Sing"}}\n[]\n{render(tmp_path / "spoken.wav")}'
    done = subprocess.run(WORKER_COMMAND, input=asked, capture_output=True, text=True, check=True)
    assert [json.loads(line)["kind"] for line in done.stdout.splitlines()] == ["Rendered"]


def test_a_driver_that_never_comes_back_is_ended_and_the_worker_goes_on(tmp_path: Path) -> None:
    nowhere = tmp_path / "no-such-folder" / "spoken.wav"
    asked = render(nowhere, seconds=0.5) + render(tmp_path / "spoken.wav")
    done = subprocess.run(WORKER_COMMAND, input=asked, capture_output=True, text=True, check=True)
    kinds = [json.loads(line)["kind"] for line in done.stdout.splitlines()]
    assert kinds == ["Refused", "Rendered"]


def test_it_removes_the_recording_that_a_killed_program_left(tmp_path: Path) -> None:
    wav = tmp_path / "speech" / "spoken.wav"
    wav.parent.mkdir()
    subprocess.run(WORKER_COMMAND, input=render(wav), capture_output=True, text=True, check=True)
    assert not wav.parent.exists()


def test_it_needs_neither_numpy_nor_the_sound_libraries() -> None:
    code = "import sys, voice_rom.speaking.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "soundfile", "soxr"} & set(done.stdout.split())


def test_it_ends_when_the_program_is_killed() -> None:
    code = (
        "import sys\n"
        "from voice_rom.speaking.renderer import Speech, WorkerRenderer\n"
        "voice = WorkerRenderer()\n"
        "voice.render(Speech('Yes.', 'espeak', 'gmw/en-us', 150))\n"
        "print(voice._worker.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with running(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        worker = psutil.Process(int(program.stdout.readline()))
        program.kill()
    gone, alive = psutil.wait_procs([worker], timeout=20)
    assert (gone, alive) == ([worker], [])


def test_a_module_in_the_folder_of_the_caller_is_not_taken_for_a_librarys(tmp_path: Path) -> None:
    (tmp_path / "wave.py").write_text("raise SystemExit(9)")
    wav = tmp_path / "spoken.wav"
    done = subprocess.run(
        WORKER_COMMAND,
        input=render(wav),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert json.loads(done.stdout)["kind"] == "Rendered"
