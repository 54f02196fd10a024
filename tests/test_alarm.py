"""The owner's own program: started, limited in time, and never in the session's way."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from voice_rom import time_limit
from voice_rom.alarm import NoAlarm, OwnersProgram
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import AlarmFault

pytestmark = pytest.mark.real

LONG = 60.0
"""Seconds that no program here needs."""

LONGEST_WAIT = 60.0
"""Seconds after which what does not come counts as lost; never waited for otherwise."""


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-I", "-c", code, *arguments]


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not what():
        assert time.monotonic() < deadline, "it never came"


def fault_of(alarm: OwnersProgram) -> AlarmFault:
    faults: list[AlarmFault] = []

    def came() -> bool:
        news = alarm.news()
        faults.extend([] if news is None else [news.why])
        return bool(faults)

    wait_for(came)
    return faults[0]


WRITE = """
import os, pathlib, sys
file = pathlib.Path(sys.argv[1])
file.with_suffix(".new").write_text("|".join([os.environ["VOICE_ROM_REASON"], *sys.argv[2:]]))
file.with_suffix(".new").rename(file)
"""


@pytest.mark.parametrize("reason", AlertReason)
def test_the_program_is_started_with_its_arguments_and_the_reason(
    tmp_path: Path, reason: AlertReason
) -> None:
    told = tmp_path / "told"
    alarm = OwnersProgram(python(WRITE, str(told), "two words", "$HOME; *"), LONG)
    before = children()
    alarm.alert(reason)
    wait_for(lambda: children() <= before)
    assert alarm.news() is None
    assert told.read_text(encoding="utf-8") == f"{reason}|two words|$HOME; *"


def children() -> set[psutil.Process]:
    """What this process started and what has not ended."""
    return {child for child in psutil.Process().children(recursive=True) if runs(child.pid)}


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (["/there/is/no/such/program"], AlarmFault.NOT_STARTED),
        (["a\0b"], AlarmFault.NOT_STARTED),
        ([""], AlarmFault.NOT_STARTED),
        (python("raise SystemExit(4)"), AlarmFault.FAILED),
        (python("raise RuntimeError"), AlarmFault.FAILED),
    ],
)
def test_a_program_that_does_not_do_its_work_is_a_fault_told_once(
    command: list[str], fault: AlarmFault
) -> None:
    alarm = OwnersProgram(command, LONG)
    alarm.alert(AlertReason.NO_ANSWER)
    assert fault_of(alarm) is fault
    assert alarm.news() is None


@pytest.mark.skipif(sys.platform == "win32", reason="process groups as on POSIX")
def test_a_program_that_takes_too_long_is_ended_with_what_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = 'sleep 600 & echo $! > "$1"; wait'
    alarm = OwnersProgram(["sh", "-c", code, "sh", str(started)], 2.0)
    alarm.alert(AlertReason.HELP)
    assert fault_of(alarm) is AlarmFault.TOO_SLOW
    number = int(started.read_text(encoding="utf-8"))
    wait_for(lambda: not runs(number))


def runs(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_what_the_program_prints_is_thrown_away(capfd: pytest.CaptureFixture[str]) -> None:
    alarm = OwnersProgram(python("import sys; print('x'); sys.exit('y')"), LONG)
    alarm.alert(AlertReason.HELP)
    fault_of(alarm)
    assert capfd.readouterr() == ("", "")


def test_the_program_reads_nothing_that_is_typed() -> None:
    alarm = OwnersProgram(python("import sys; sys.exit(sys.stdin.read() == '')"), LONG)
    alarm.alert(AlertReason.HELP)
    assert fault_of(alarm) is AlarmFault.FAILED  # an exit code of 1: it read an empty input


@pytest.mark.skipif(sys.platform == "win32", reason="process groups as on POSIX")
def test_it_runs_apart_so_that_a_closed_window_does_not_end_it(tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = f"import os\nos.environ['VOICE_ROM_REASON'] = str(os.getsid(0))\n{WRITE}"
    alarm = OwnersProgram(python(code, str(told)), LONG)
    before = children()
    alarm.alert(AlertReason.HELP)
    wait_for(lambda: children() <= before)
    assert alarm.news() is None
    assert int(told.read_text(encoding="utf-8")) != os.getsid(0)


def test_it_is_started_again_for_another_alert() -> None:
    alarm = OwnersProgram(python("raise SystemExit(1)"), LONG)
    alarm.alert(AlertReason.NO_ANSWER)
    alarm.alert(AlertReason.HELP)
    assert [fault_of(alarm), fault_of(alarm)] == [AlarmFault.FAILED] * 2


@pytest.mark.parametrize("alarm", [NoAlarm(), OwnersProgram((), LONG)])
def test_where_nobody_is_to_be_told_nothing_is_started(alarm: NoAlarm | OwnersProgram) -> None:
    before = children()
    alarm.alert(AlertReason.NO_ANSWER)
    assert children() == before
    assert alarm.news() is None


def test_the_limit_of_time_needs_nothing_of_this_project() -> None:
    source = Path(time_limit.__file__).read_text(encoding="utf-8")
    assert "voice_rom" not in source
