"""Session after session in one process leaves nothing behind: the short form of script/soak."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.simulation.pressing import lead
from tests.soak.census import kept, left_over, take_census
from tests.soak.curve import chart, growth
from tests.soak.soaking import every_scenario, scenario, soak
from voice_rom.core.protocol.events import SpeechFinished

SHORT = "quit-in-the-middle"

SESSIONS = (SHORT, "devices-lost-and-back")

GROWTH = 15.0
"""MB in both sessions, after both have been led once. What each heard and said has 2 to 5 MB;
the memory of a process goes up and down by as much (docs/PROOF.md): so objects are counted too."""


@pytest.mark.real
@pytest.mark.slow
def test_sessions_leave_no_object_no_thread_no_process_and_no_file_behind() -> None:
    done = list(soak(map(scenario, (*SESSIONS, *SESSIONS))))
    warm, last = done[len(SESSIONS) - 1].census, done[-1].census
    assert [each.scenario for each in done if not each.as_planned] == []
    assert left_over(warm, last) == []
    assert kept(warm, last) == []
    assert last.memory - warm.memory < GROWTH


@pytest.mark.slow
def test_a_session_led_by_keys_leaves_no_object_behind() -> None:
    lead({})
    before = take_census()
    lead({})
    assert kept(before, take_census()) == []


def test_the_long_form_goes_through_every_scenario() -> None:
    names = [path.stem for path in every_scenario()]
    assert len(names) >= 25
    assert set(SESSIONS) <= set(names)


# The census must see what it is to find


@pytest.mark.slow
def test_a_file_left_open_is_found_by_its_name(tmp_path: Path) -> None:
    before = take_census()
    with (tmp_path / "answers.txt").open("w"):
        found = left_over(before, take_census())
    assert len(found) == 1
    assert "handle" in found[0]
    assert left_over(before, take_census()) == []


@pytest.mark.slow
def test_a_thread_left_running_is_found() -> None:
    before, over = take_census(), threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    found = left_over(before, take_census())
    over.set()
    thread.join()
    assert found == ["1 threads"]


@pytest.mark.slow
def test_an_object_that_is_kept_is_found_by_its_class() -> None:
    before = take_census()
    session = [SpeechFinished(1)]
    found = kept(before, take_census())
    assert found == [f"{len(session)} more of voice_rom.core.protocol.events.SpeechFinished"]
    session.clear()
    assert kept(before, take_census()) == []


@pytest.mark.real
def test_a_process_left_running_is_found() -> None:
    before = take_census()
    program = "import sys; sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as left:
        found = left_over(before, take_census(ended=False))
        left.communicate()
    assert any(each.startswith("process ") for each in found)
    assert left_over(before, take_census()) == []


# The curve


def test_a_flat_curve_does_not_grow_and_a_leak_of_a_megabyte_a_session_does() -> None:
    assert growth([80.0, 120.0, *[150.0] * 20], warm_up=2) == 0.0
    assert growth([150.0 + number for number in range(20)], warm_up=5) == pytest.approx(100.0)


def test_what_is_filled_while_warming_up_is_no_growth() -> None:
    assert growth([10.0, 60.0, 100.0, 100.0, 100.0], warm_up=2) == pytest.approx(0.0)


def test_one_session_after_warming_up_tells_nothing() -> None:
    assert growth([10.0, 60.0], warm_up=1) == 0.0


def test_the_chart_has_a_line_for_each_part_of_many_sessions() -> None:
    lines = chart([100.0] * 90 + [200.0] * 10)
    assert len(lines) == 20
    assert lines[0].count("#") == 25
    assert lines[-1].count("#") == 50
    assert lines[-1].startswith("   96-100")
