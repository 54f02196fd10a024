"""What is let through of what pages ask: rows of the table in docs/PAGE.md."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.page.commands import (
    A_SECOND,
    ALWAYS,
    LONGEST_NUMBER,
    CommandGate,
    PageCommand,
    Refusal,
    read_command,
)

TURN = 3


class Hand:
    """Sends commands through a gate, at times of its own."""

    def __init__(self, pace: float = 1.0) -> None:
        self.posted: list[Meant | None] = []
        self.now = 100.0
        self.gate = CommandGate(self.posted.append, lambda: self.now, pace=pace)
        self._sent = 0

    def press(self, meaning: Meant | None, turn: int = TURN) -> Refusal | None:
        self._sent += 1
        return self.gate.take(PageCommand(meaning, turn, f"page-{self._sent}"), TURN)


def body(**fields: str) -> bytes:
    return urlencode({"meaning": "yes", "turn": "3", "number": "a-1", **fields}).encode()


def test_a_whole_command_is_read() -> None:
    assert read_command(body()) == PageCommand(Meaning.YES, 3, "a-1")
    assert read_command(body(meaning="")) == PageCommand(None, 3, "a-1")


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"\xff\xfe",
        b"meaning=yes",
        b"{}",
        body(meaning="quit"),
        body(meaning="YES"),
        body(turn="-1"),
        body(turn="1.5"),
        body(turn=""),
        body(number=""),
        body(number="n" * (LONGEST_NUMBER + 1)),
        body(more="1"),
        body() + b"&meaning=no",
        body() + b"&" * 50,
        b"meaning=%00&turn=3&number=a",
    ],
)
def test_whatever_is_no_command_is_refused(wrong: bytes) -> None:
    assert read_command(wrong) is None


@given(st.binary(max_size=200))
def test_no_body_is_too_odd(odd: bytes) -> None:
    assert read_command(odd) is None


def test_a_command_goes_through_once() -> None:
    hand = Hand()
    command = PageCommand(Meaning.YES, TURN, "page-1")
    assert hand.gate.take(command, TURN) is None
    hand.now += 60.0
    assert hand.gate.take(command, TURN) is Refusal.REPLAYED
    assert hand.posted == [Meaning.YES]


def test_an_answer_to_an_earlier_question_is_none_to_this_one() -> None:
    hand = Hand()
    assert hand.press(Meaning.YES, turn=TURN - 1) is Refusal.STALE
    assert hand.posted == []


@pytest.mark.parametrize("meaning", [*sorted(ALWAYS), None])
def test_what_stops_or_calls_for_help_counts_whatever_is_asked(meaning: Meant | None) -> None:
    hand = Hand()
    assert hand.press(meaning, turn=0) is None
    assert hand.posted == [meaning]


def test_a_flood_is_cut_off_and_stop_comes_through() -> None:
    hand = Hand()
    answers = [hand.press(Meaning.LOUDER) for _ in range(1000)]
    assert answers.count(Refusal.TOO_MANY) == 1000 - A_SECOND
    assert hand.press(Meaning.STOP) is None
    assert hand.posted[-1] is Meaning.STOP
    assert len(hand.posted) <= A_SECOND + 1


def test_a_flood_of_stops_is_one_stop_a_second() -> None:
    hand = Hand()
    for _ in range(3000):
        hand.press(Meaning.STOP)
        hand.now += 0.001
    assert hand.posted.count(Meaning.STOP) == 1


def test_after_a_second_it_goes_on() -> None:
    hand = Hand()
    for _ in range(100):
        hand.press(Meaning.LOUDER)
    hand.now += 1.0
    assert hand.press(Meaning.LOUDER) is None


def test_a_double_click_is_one_step() -> None:
    hand = Hand()
    hand.press(Meaning.READY)
    hand.now += 0.3
    hand.press(Meaning.READY)
    hand.now += 1.1
    hand.press(Meaning.READY)
    assert hand.posted == [Meaning.READY] * 2


def test_two_answers_at_once_are_one_whichever_they_are() -> None:
    hand = Hand()
    assert hand.press(Meaning.YES) is None
    assert hand.press(Meaning.YES) is Refusal.STALE
    assert hand.press(Meaning.NO) is Refusal.STALE
    hand.now += 1.0
    assert hand.press(Meaning.NO) is None
    assert hand.posted == [Meaning.YES, Meaning.NO]


def test_a_session_that_runs_faster_takes_steps_faster() -> None:
    hand = Hand(pace=10.0)
    hand.press(Meaning.READY)
    hand.now += 0.15
    hand.press(Meaning.READY)
    assert hand.posted == [Meaning.READY] * 2
