"""Keys from a real (pseudo) terminal."""

import io
import os
import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

import pytest

from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.display.keyboard import ONE_PRESS_SECONDS, KeyPresses, open_keyboard
from voice_rom.display.keys import key_table

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import pty
import termios

LONGEST_WAIT = 30.0
"""Seconds after which a key that does not arrive counts as lost; never waited for otherwise."""


@dataclass
class Desk:
    """A terminal with somebody at its keyboard."""

    hands: int
    stdin: TextIO

    def press(self, characters: str) -> None:
        os.write(self.hands, characters.encode())

    def mode(self) -> list[Any]:
        return termios.tcgetattr(self.stdin.fileno())

    def shows_keys(self) -> bool:
        return bool(self.mode()[3] & termios.ECHO)


@contextmanager
def desk() -> Iterator[Desk]:
    hands, terminal = pty.openpty()
    with os.fdopen(terminal, "r", encoding="utf-8") as stdin:
        try:
            yield Desk(hands, stdin)
        finally:
            os.close(hands)


def pressed(characters: list[str], count: int) -> list[Meant | None]:
    """The first `count` meanings of keys pressed one group after the other."""
    posted: queue.Queue[Meant | None] = queue.Queue()
    with desk() as place:
        keyboard = open_keyboard(posted.put, stdin=place.stdin)
        assert keyboard is not None
        try:
            for group in characters:
                place.press(group)
            return [posted.get(timeout=LONGEST_WAIT) for _ in range(count)]
        finally:
            keyboard.close()


def test_a_key_posts_its_meaning_without_enter() -> None:
    assert pressed(["y"], 1) == [Meaning.YES]


def test_keys_come_in_their_order() -> None:
    assert pressed(["y", "n", " ", "l"], 4) == [
        Meaning.YES,
        Meaning.NO,
        Meaning.READY,
        Meaning.LEFT,
    ]


def test_enter_means_ready() -> None:
    assert pressed(["\r"], 1) == [Meaning.READY]


def test_escape_alone_means_stop() -> None:
    assert pressed(["\x1b"], 1) == [Meaning.STOP]


@pytest.mark.parametrize(
    "key", ["z", "\u00e4", "\u4e00", "7", "\t", "\x1b[A", "\x1b[15~", "\x1b[[A", "\x01", "\x04"]
)
def test_a_key_without_a_meaning_is_told_as_one(key: str) -> None:
    assert pressed([key, "y"], 2) == [None, Meaning.YES]


@pytest.mark.parametrize("control", ["\x1a", "\x13", "\x11", "\x16", "\x0f"])
def test_ctrl_z_and_ctrl_s_halt_nothing_but_are_keys_like_others(control: str) -> None:
    assert pressed([control, "y"], 2) == [None, Meaning.YES]


def test_a_hand_on_the_keyboard_counts_once() -> None:
    assert pressed(["zv\x1b[Adg7", "y"], 2) == [None, Meaning.YES]


@pytest.mark.parametrize("keys", ["zq", "qz"])
def test_a_hand_that_hits_stop_among_others_stops_once(keys: str) -> None:
    clock, posted = Clock(), list[Meant | None]()
    presses = KeyPresses(posted.append, key_table(), clock.now)
    for key in keys:
        presses.press(key)
        clock.seconds += 0.05
    assert len(posted) == 1


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds


def test_a_key_that_is_held_down_stops_once_however_long() -> None:
    clock, posted = Clock(), list[Meant | None]()
    presses = KeyPresses(posted.append, key_table(), clock.now)
    for _ in range(100):
        presses.press("z")
        clock.seconds += 0.1
    assert posted == [None]
    clock.seconds += ONE_PRESS_SECONDS
    presses.press("z")
    assert posted == [None, None]


@pytest.mark.parametrize("key", ["\x1b", " ", "\r", "z", "q"])
def test_a_key_that_is_held_down_leads_on_once_whatever_it_means(key: str) -> None:
    clock, posted = Clock(), list[Meant | None]()
    presses = KeyPresses(posted.append, key_table(), clock.now)
    for pause in (0.66, *[0.03] * 300):  # seconds, as a terminal repeats a key
        presses.press(key)
        clock.seconds += pause
    assert len(posted) == 1
    clock.seconds += ONE_PRESS_SECONDS
    presses.press(key)
    assert len(posted) == 2


def test_an_answer_can_be_given_again_at_once() -> None:
    clock, posted = Clock(), list[Meant | None]()
    presses = KeyPresses(posted.append, key_table(), clock.now)
    for _ in range(2):
        presses.press("y")
        clock.seconds += 0.3
    assert posted == [Meaning.YES, Meaning.YES]


def test_keys_are_not_printed_and_the_terminal_is_given_back_as_it_was() -> None:
    with desk() as place:
        before = place.mode()
        keyboard = open_keyboard(lambda _: None, stdin=place.stdin)
        assert keyboard is not None
        assert not place.shows_keys()
        keyboard.close()
        assert place.mode() == before


def test_ctrl_c_stays_what_it_is() -> None:
    with desk() as place:
        keyboard = open_keyboard(lambda _: None, stdin=place.stdin)
        assert keyboard is not None
        assert place.mode()[3] & termios.ISIG
        keyboard.close()


def test_closing_twice_does_no_harm() -> None:
    with desk() as place:
        keyboard = open_keyboard(lambda _: None, stdin=place.stdin)
        assert keyboard is not None
        keyboard.close()
        keyboard.close()
        assert place.shows_keys()


def test_a_terminal_that_goes_away_does_no_harm() -> None:
    hands, terminal = pty.openpty()
    with os.fdopen(terminal, "r", encoding="utf-8") as stdin:
        keyboard = open_keyboard(lambda _: None, stdin=stdin)
        assert keyboard is not None
        os.close(hands)
        keyboard.close()


PROGRAM = """
import sys
from voice_rom.display.keyboard import open_keyboard

keyboard = open_keyboard(lambda meaning: None)
assert keyboard is not None
import termios
assert not termios.tcgetattr(0)[3] & termios.ECHO
{end}
"""


@pytest.mark.real
@pytest.mark.parametrize(
    ("end", "code"),
    [("pass", 0), ("raise RuntimeError", 1), ("sys.exit(7)", 7), ("raise KeyboardInterrupt", -2)],
)
def test_the_terminal_is_given_back_however_the_program_ends(end: str, code: int) -> None:
    with desk() as place:
        before = place.mode()
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM.format(end=end)],
            stdin=place.stdin,
            capture_output=True,
            check=False,
        )
        assert ended.returncode == code
        assert place.mode() == before


def test_where_nobody_can_press_a_key_there_is_no_keyboard() -> None:
    assert open_keyboard(lambda _: None, stdin=io.StringIO()) is None


def test_a_closed_standard_input_has_no_keyboard() -> None:
    closed = io.StringIO()
    closed.close()
    assert open_keyboard(lambda _: None, stdin=closed) is None
