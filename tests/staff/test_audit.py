"""The log of what staff did: on the disk, for its owner alone, kept as long as asked."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tests.staff.serving import MovedClock
from voice_rom.errors import StaffFolderUnusable
from voice_rom.staff.audit import AuditLog, Deed, LoggedDeed


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


def days(clock: MovedClock, count: float) -> None:
    clock.move(timedelta(days=count).total_seconds())


def test_a_deed_is_told_with_who_when_what_and_about_what(
    tmp_path: Path, clock: MovedClock
) -> None:
    log = AuditLog(tmp_path, clock.now, 0)

    log.write("Weber", Deed.ORDERED, "pause, Room 2")

    assert list(log.read()) == [
        LoggedDeed("2026-11-29T10:31:00Z", "Weber", "ordered", "pause, Room 2")
    ]


def test_only_its_owner_reads_it(tmp_path: Path, clock: MovedClock) -> None:
    AuditLog(tmp_path, clock.now, 0).write("Weber", Deed.SIGNED_IN)

    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_older_than_asked_goes_and_nothing_else(tmp_path: Path, clock: MovedClock) -> None:
    log = AuditLog(tmp_path, clock.now, 30)
    log.write("Weber", Deed.SIGNED_IN)
    days(clock, 1)
    log.write("Novak", Deed.SIGNED_IN)
    days(clock, 30)
    log.write("Weber", Deed.SIGNED_OUT)

    assert [deed.who for deed in log.read()] == ["Novak", "Weber"]


def test_with_zero_days_it_is_kept_for_ever(tmp_path: Path, clock: MovedClock) -> None:
    log = AuditLog(tmp_path, clock.now, 0)
    log.write("Weber", Deed.SIGNED_IN)
    days(clock, 4000)
    log.write("Novak", Deed.SIGNED_IN)

    assert [deed.who for deed in log.read()] == ["Weber", "Novak"]


def test_a_line_that_a_power_cut_tore_costs_no_other(tmp_path: Path, clock: MovedClock) -> None:
    log = AuditLog(tmp_path, clock.now, 0)
    log.write("Weber", Deed.SIGNED_IN)
    (file,) = tmp_path.iterdir()
    with file.open("ab") as opened:
        opened.write(b'{"at": "2026-11-')

    log.write("Novak", Deed.SIGNED_IN)

    assert [deed.who for deed in log.read()] == ["Weber", "Novak"]


def test_what_strangers_type_as_a_name_stays_one_short_line(
    tmp_path: Path, clock: MovedClock
) -> None:
    log = AuditLog(tmp_path, clock.now, 0)

    log.write('x\n{"who": "Weber"}' * 1000, Deed.SIGN_IN_REFUSED)

    (deed,) = log.read()
    assert deed.what == "sign-in refused"
    assert len(deed.who) == 200


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path, clock: MovedClock) -> None:
    log = AuditLog(tmp_path / "gone", clock.now, 0)

    with pytest.raises(StaffFolderUnusable, match="No such file or directory"):
        log.write("Weber", Deed.SIGNED_IN)
