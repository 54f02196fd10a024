"""Wrong PINs: each makes the next wait longer, for the name and in all, over a restart too."""

from pathlib import Path

import pytest

from voice_rom.errors import StaffFolderUnusable
from voice_rom.staff.waits import FILE_NAME, PinWaits, wait_after


class Watch:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def waits(tmp_path: Path, watch: Watch) -> PinWaits:
    return PinWaits(tmp_path, watch)


def test_the_first_two_cost_nothing_and_then_it_doubles_up_to_a_quarter_of_an_hour() -> None:
    assert [wait_after(misses) for misses in range(8)] == [0, 0, 0, 1, 2, 4, 8, 16]
    assert wait_after(12) == 512
    assert wait_after(13) == 900
    assert wait_after(1_000_000) == 900


def test_a_wait_passes(waits: PinWaits, watch: Watch) -> None:
    for _ in range(4):
        waits.note_miss("Weber")

    assert waits.wait("Weber") == 2
    watch.now += 1.5
    assert waits.wait("weber") == 0.5
    watch.now += 0.5
    assert waits.wait("Weber") == 0


def test_it_is_one_names_wait_until_there_are_many(waits: PinWaits) -> None:
    for _ in range(6):
        waits.note_miss("Weber")
    assert waits.wait("Novak") == 0

    for number in range(8):
        waits.note_miss(f"nobody {number}")

    assert waits.wait("Novak") == 2  # 14 in all


def test_all_together_wait_a_minute_at_the_most(waits: PinWaits) -> None:
    for number in range(100):
        waits.note_miss(f"nobody {number}")

    assert waits.wait("Novak") == 60


def test_a_right_pin_forgets_the_misses_of_its_name_alone(waits: PinWaits) -> None:
    for _ in range(9):
        waits.note_miss("Weber")
    for _ in range(4):
        waits.note_miss("Novak")

    waits.note_right("Weber")

    assert waits.wait("Weber") == 0
    assert waits.wait("Novak") == 2


def test_waits_survive_a_restart(waits: PinWaits, tmp_path: Path, watch: Watch) -> None:
    for _ in range(10):
        waits.note_miss("Weber")
    watch.now += 100

    assert PinWaits(tmp_path, watch).wait("Weber") == 28


def test_a_clock_that_is_set_back_makes_no_wait_longer(waits: PinWaits, watch: Watch) -> None:
    for _ in range(5):
        waits.note_miss("Weber")
    watch.now -= 30 * 86400

    assert waits.wait("Weber") == 4


def test_all_together_begin_anew_after_a_quiet_hour(waits: PinWaits, watch: Watch) -> None:
    for number in range(20):
        waits.note_miss(f"nobody {number}")
    watch.now += 3601

    waits.note_miss("nobody")

    assert waits.wait("Novak") == 0


def test_a_name_that_is_nobodys_waits_as_others_do_and_is_not_written_down(
    waits: PinWaits, tmp_path: Path, watch: Watch
) -> None:
    for _ in range(4):
        waits.note_miss("604817", known=False)  # a PIN, in the wrong field

    assert waits.wait("604817") == 2
    assert "604817" not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert PinWaits(tmp_path, watch).wait("604817") == 0


def test_a_miss_without_a_name_counts_once(waits: PinWaits) -> None:
    for _ in range(13):
        waits.note_miss(" ", known=False)

    assert waits.wait("Weber") == 1


def test_names_that_are_nobodys_push_none_of_the_staffs_out(waits: PinWaits) -> None:
    for _ in range(12):
        waits.note_miss("Weber")
    for number in range(502):
        waits.note_miss(f"nobody {number}", known=False)

    assert waits.wait("Weber") == 512


def test_what_cannot_be_written_counts_nevertheless(waits: PinWaits, tmp_path: Path) -> None:
    waits.note_miss("Weber")
    waits.note_miss("Weber")
    (tmp_path / FILE_NAME).unlink()
    (tmp_path / FILE_NAME).mkdir()

    with pytest.raises(StaffFolderUnusable):
        waits.note_miss("Weber")

    assert waits.wait("Weber") == 1


def test_a_damaged_file_is_told(tmp_path: Path, watch: Watch) -> None:
    (tmp_path / FILE_NAME).write_text("{", encoding="utf-8")

    with pytest.raises(StaffFolderUnusable, match="it is damaged"):
        PinWaits(tmp_path, watch)
