"""The kiosk and the screen's own program, which share a folder and nothing else."""

import stat
from pathlib import Path

import pytest

from voice_rom.kiosk.screen import (
    ORDER,
    SHOWN,
    Screen,
    ScreenElsewhere,
    ScreenOrder,
    read_order,
    write_order,
)

LINK = "http://127.0.0.1:1/?token=secret"


class Answering:
    """Stands for the time that the screen takes: it confirms the order after so many looks."""

    def __init__(self, folder: Path, after: int) -> None:
        self._folder = folder
        self._left = after
        self.looks = 0

    def __call__(self, seconds: float) -> None:
        assert seconds > 0
        self.looks += 1
        self._left -= 1
        if self._left == 0:
            order = read_order(self._folder / ORDER)
            assert order is not None
            write_order(self._folder / SHOWN, order)


def test_the_link_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    ScreenElsewhere(tmp_path, LINK).open()
    assert stat.S_IMODE((tmp_path / ORDER).stat().st_mode) == 0o600
    order = read_order(tmp_path / ORDER)
    assert order is not None
    assert order.link == LINK


def test_a_wipe_waits_until_the_screen_shows_nothing(tmp_path: Path) -> None:
    answering = Answering(tmp_path, after=3)
    elsewhere = ScreenElsewhere(tmp_path, LINK, answering)
    write_order(tmp_path / SHOWN, ScreenOrder(1, LINK))
    elsewhere.close()
    assert answering.looks == 3
    assert not elsewhere.runs


def test_a_screen_that_has_died_is_not_waited_for_without_end(tmp_path: Path) -> None:
    answering = Answering(tmp_path, after=-1)
    write_order(tmp_path / SHOWN, ScreenOrder(1, LINK))
    ScreenElsewhere(tmp_path, LINK, answering).close()
    assert 49 <= answering.looks <= 51  # five seconds


def test_no_two_orders_are_the_same_though_the_link_is(tmp_path: Path) -> None:
    elsewhere = ScreenElsewhere(tmp_path, LINK)
    elsewhere.open()
    first = read_order(tmp_path / ORDER)
    elsewhere.open()
    assert read_order(tmp_path / ORDER) != first


@pytest.mark.parametrize("text", ["", "{", "[]", '{"number": 1}', '{"other": 1}'])
def test_what_is_no_order_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ORDER).write_text(text, encoding="utf-8")
    assert read_order(tmp_path / ORDER) is None
    Screen(tmp_path, "/bin/true").follow()
    assert not (tmp_path / SHOWN).exists()


def test_an_order_to_show_nothing_is_confirmed(tmp_path: Path) -> None:
    order = ScreenOrder(7, "")
    write_order(tmp_path / ORDER, order)
    Screen(tmp_path, "/bin/true").follow()
    assert read_order(tmp_path / SHOWN) == order
