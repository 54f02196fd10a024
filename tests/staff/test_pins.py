"""Who may sign in: names, PINs that nobody tries first, and hashes that nobody else reads."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.staff.serving import QUICK_HASHER
from voice_rom.errors import StaffFolderUnusable, StaffRefused
from voice_rom.staff.folder import only_writer_of
from voice_rom.staff.pin_rules import require_name, require_pin
from voice_rom.staff.pins import FILE_NAME, StaffPins, usual_hasher


@pytest.fixture
def pins(tmp_path: Path) -> StaffPins:
    return StaffPins(tmp_path, QUICK_HASHER)


@pytest.mark.parametrize(
    "pin", ["", "12345", "abcdef", "1" * 33, "60481\uff17", "6048 17", "-604817", "६०४८१७"]
)
def test_a_pin_is_digits_and_enough_of_them(pin: str) -> None:
    with pytest.raises(StaffRefused, match="6 to 32 digits"):
        require_pin(pin)


@pytest.mark.parametrize("pin", ["111111", "121212", "123123", "604604604", "00000000"])
def test_a_pin_that_repeats_itself_is_refused(pin: str) -> None:
    with pytest.raises(StaffRefused, match="repeats itself"):
        require_pin(pin)


@pytest.mark.parametrize("pin", ["123456", "654321", "012345", "890123", "135791", "246802"])
def test_a_pin_that_counts_is_refused(pin: str) -> None:
    with pytest.raises(StaffRefused, match="counts up or down"):
        require_pin(pin)


@pytest.mark.parametrize(
    "name", ["", " ", "a" * 41, "a\nb", "<b>", "a  b", " a", "-a", "a/b", "\0"]
)
def test_a_name_that_could_not_be_told_from_others_is_refused(name: str) -> None:
    with pytest.raises(StaffRefused, match="cannot be a name"):
        require_name(name)


@pytest.mark.parametrize("name", ["Weber", "Dr. Anne-Marie O'Neill", "M", "José", "李", "Anna 2"])
def test_names_as_people_have_them_are_taken(pins: StaffPins, name: str) -> None:
    pins.add(name, "604817")

    assert pins.names() == (name,)


def test_the_right_pin_is_right_and_no_other(pins: StaffPins) -> None:
    pins.add("Weber", "604817")

    assert pins.is_right("Weber", "604817")
    assert pins.is_right(" weber ", "604817")
    assert not pins.is_right("Weber", "604818")
    assert not pins.is_right("Weber", "")
    assert not pins.is_right("Nobody", "604817")
    assert not pins.is_right("Weber", "6" * 100_000)


def test_two_of_one_name_are_refused_in_any_case(pins: StaffPins) -> None:
    pins.add("Weber", "604817")

    with pytest.raises(StaffRefused, match="is there already"):
        pins.add("WEBER", "718293")
    assert pins.is_right("Weber", "604817")


def test_who_is_removed_can_sign_in_no_more(pins: StaffPins) -> None:
    pins.add("Weber", "604817")

    assert pins.remove("weber") == "Weber"

    assert not pins.is_right("Weber", "604817")
    with pytest.raises(StaffRefused, match="There is no Weber"):
        pins.remove("Weber")


def test_of_those_who_are_added_and_removed_at_once_none_is_lost(
    pins: StaffPins, tmp_path: Path
) -> None:
    names = [f"Weber {number}" for number in range(20)]
    pins.add("Leaving", "604817")

    with ThreadPoolExecutor(len(names)) as together:
        adding = [
            together.submit(StaffPins(tmp_path, QUICK_HASHER).add, name, "604817") for name in names
        ]
        pins.remove("Leaving")
    for each in adding:
        each.result()

    assert sorted(pins.names()) == sorted(names)


def test_whoever_cannot_be_added_because_another_is_not_done_is_told(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    with only_writer_of(file):
        again = only_writer_of(file, patience=0.0)
        with pytest.raises(StaffFolderUnusable, match="another program is changing it"), again:
            pass
    with only_writer_of(file, patience=0.0):
        pass


def test_no_pin_stands_in_the_file_and_only_its_owner_reads_it(
    pins: StaffPins, tmp_path: Path
) -> None:
    pins.add("Weber", "604817")
    file = tmp_path / FILE_NAME

    assert "604817" not in file.read_text(encoding="utf-8")
    assert "$argon2id$" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_hash_costs_what_rfc_9106_says() -> None:
    hasher = usual_hasher()

    assert (hasher.memory_cost, hasher.time_cost) == (65536, 3)
    assert hasher.verify(hasher.hash("604817"), "604817")


@pytest.mark.parametrize("content", [b"", b"[]", b'{"Weber": 5}', b"\xff"])
def test_a_damaged_file_is_told_and_lets_nobody_in(
    pins: StaffPins, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)

    with pytest.raises(StaffFolderUnusable, match="it is damaged"):
        pins.is_right("Weber", "604817")


def test_a_hash_that_is_none_fits_no_pin(pins: StaffPins, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"Weber": "604817"}', encoding="utf-8")

    assert not pins.is_right("Weber", "604817")
