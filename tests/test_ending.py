"""How commands end: a full disk, a reader that has left, a closed window, a request to end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.display.windows import Window
from tests.running_program import running
from voice_rom.errors import EndedEarly, OutputNotWritable
from voice_rom.outputs import CLOSED_PIPE_CODE

pytestmark = pytest.mark.real

if sys.platform == "win32":
    pytest.skip("needs POSIX signals and terminals", allow_module_level=True)

FULL = Path("/dev/full")

full_disk = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full, as Linux has it")

COMMANDS = [
    ("--help",),
    ("--version",),
    ("simulate", "--list"),
    ("simulate", "--help"),
    ("model", "where"),
    ("settings",),
]

LONG = "nobody-answers-any-more"
"""It listens soon, and then goes on for long."""

FULL_LINE = (
    "voice-rom: The output could not be written: the disk is full. "
    "Free some space, or send the output somewhere else.\n"
)

LEAVES_SOMETHING = """
import sys
from voice_rom.ending import run_to_its_end

def command():
    sys.stdout.write("not written out yet")
    return {code}

run_to_its_end(command)
"""


TIDIES_UP = """
import signal
from voice_rom.asked_to_end import EndAsked
from voice_rom.ending import run_to_its_end

broken_off = 0

def command():
    global broken_off
    for number in {numbers}:
        try:
            signal.raise_signal(number)
        except (EndAsked, KeyboardInterrupt):
            broken_off += 1
    print(broken_off)
    raise EndAsked

run_to_its_end(command)
"""


def command_line(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "voice_rom", *arguments]


@full_disk
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_disk_ends_any_command_in_one_line_and_a_code_of_its_own(
    arguments: tuple[str, ...],
) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            command_line(*arguments), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (OutputNotWritable.exit_code, FULL_LINE)


@full_disk
@pytest.mark.parametrize("arguments", [("check",), ("begin",), ("simulate", "no-such-scenario")])
def test_where_nothing_at_all_can_be_written_the_exit_code_still_tells(
    arguments: tuple[str, ...],
) -> None:
    codes = {"check": OutputNotWritable.exit_code, "begin": 2, "simulate": 21}
    with FULL.open("w") as full:
        done = subprocess.run(command_line(*arguments), stdout=full, stderr=full, check=False)
    assert done.returncode == codes[arguments[0]]


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_reader_who_leaves_is_told_nothing(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        done = subprocess.run(
            command_line(*arguments), stdout=pipe, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (CLOSED_PIPE_CODE, "")


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_command_without_any_output_to_write_to_ends_well(arguments: tuple[str, ...]) -> None:
    shell = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh"]
    done = subprocess.run([*shell, *command_line(*arguments)], check=False)
    assert done.returncode == 0


@full_disk
@pytest.mark.parametrize(
    ("code", "ends"), [(0, OutputNotWritable.exit_code), (22, 22), (130, EndedEarly.exit_code)]
)
@pytest.mark.parametrize("streams", [("stdout",), ("stdout", "stderr")])
def test_what_is_written_out_only_at_the_very_end_changes_no_other_exit_code(
    code: int, ends: int, streams: tuple[str, ...]
) -> None:
    """Python alone would end with 120."""
    with FULL.open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", LEAVES_SOMETHING.format(code=code)],
            env={name: is_ for name, is_ in os.environ.items() if name != "PYTHONUNBUFFERED"},
            stdout=full,
            stderr=full if "stderr" in streams else subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == ends
    assert "Exception ignored" not in (ended.stderr or "")


@full_disk
@pytest.mark.slow
def test_a_simulated_session_that_nobody_can_see_still_leaves_its_report(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    with FULL.open("w") as full:
        done = subprocess.run(
            command_line("simulate", "sound-check-says-why", "--report", str(report)),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == OutputNotWritable.exit_code
    assert done.stderr.endswith(FULL_LINE)
    assert report.exists()


@full_disk
@pytest.mark.slow
def test_a_recording_for_which_there_is_no_room_is_refused_in_one_line(tmp_path: Path) -> None:
    link = tmp_path / "sound.wav"
    link.symlink_to(FULL)
    done = subprocess.run(
        command_line("simulate", "sound-check-says-why", "--quiet", "--record", str(link)),
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = done.stderr.splitlines()
    assert done.returncode == 20
    assert str(link) in line


def ask(program: "subprocess.Popen[str]", *numbers: int) -> None:
    """Send these signals once the simulated session goes on."""
    assert program.stdout is not None
    for line in program.stdout:
        if "Listening" in line:
            for number in numbers:
                program.send_signal(number)
            break
    program.stdout.read()


@pytest.mark.slow
@pytest.mark.parametrize(
    "numbers",
    [
        (signal.SIGTERM,),
        (signal.SIGHUP,),
        (signal.SIGINT,),
        (signal.SIGHUP, signal.SIGHUP, signal.SIGTERM, signal.SIGTERM),
        (signal.SIGINT,) * 50,
    ],
)
def test_a_simulated_session_ends_with_a_line_however_it_is_asked_to(
    numbers: tuple[int, ...],
) -> None:
    with running(
        command_line("simulate", LONG),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stderr is not None
        ask(program, *numbers)
        told = program.stderr.read()
        assert program.wait() == EndedEarly.exit_code
    assert told.splitlines()[-1] == "voice-rom: Ended."


@pytest.mark.parametrize(
    ("numbers", "times"),
    [
        ([signal.SIGINT] * 50, 2),
        ([signal.SIGTERM] * 50, 1),
        ([signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGINT, signal.SIGTERM], 2),
        ([signal.SIGINT, signal.SIGHUP, signal.SIGTERM], 1),
    ],
)
def test_however_often_it_is_asked_to_end_its_tidying_up_is_broken_off_once(
    numbers: list[int], times: int
) -> None:
    """The first one ends the command, and one Ctrl-C after it what it does as it ends."""
    program = TIDIES_UP.format(numbers=[int(number) for number in numbers])
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        EndedEarly.exit_code,
        f"{times}\n",
        "voice-rom: Ended.\n",
    )


@pytest.mark.slow
def test_a_simulated_session_whose_window_is_closed_has_been_ended() -> None:
    on_its_terminal = (
        "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    with (
        Window(80) as window,
        running(
            [sys.executable, "-c", on_its_terminal, *command_line("simulate")[1:]],
            stdin=window.inside,
            stdout=window.inside,
            stderr=window.inside,
            start_new_session=True,
        ) as program,
    ):
        os.close(window.inside)
        window.wait_until_written("Listening.", 1)
        window.close()
        assert program.wait() == EndedEarly.exit_code


LEAVES_A_DISPLAY_STUCK = """
import sys
from voice_rom.commands.flags import open_live_display, read_flags
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody, Say
from voice_rom.display.displays import Displays
from voice_rom.ending import run_to_its_end

LONG = "word " * 100_000  # more than any pipe takes

def command():
    with open_live_display(read_flags({"json_events": True}), keys=False) as display:
        displays = Displays([display])
        displays.effect(0.0, Say(1, (Line("a.text", LONG),), Prosody(150, 0.0)))
        print("the session goes on, and the report is written", file=sys.stderr, flush=True)
        displays.close()
    print("written to nobody")
    return 0

run_to_its_end(command)
"""


@pytest.mark.slow
def test_a_pipe_that_nobody_reads_holds_up_no_end_and_is_told() -> None:
    with running(
        [sys.executable, "-c", LEAVES_A_DISPLAY_STUCK],
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # only what is buffered can be waited for
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stderr is not None
        told = program.stderr.read()  # it ends with the program: nobody has read its output
        assert program.wait() == OutputNotWritable.exit_code
    assert told == (
        "the session goes on, and the report is written\n"
        "voice-rom: The output could not be written: what should take it has stopped. "
        "Let it read on, or send it somewhere else.\n"
    )
