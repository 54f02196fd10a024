"""One supervisor for all processes that answer: what it asks, how long it waits, how it ends."""

import sys
import threading
from collections.abc import Callable, Iterator

import psutil
import pytest

from voice_rom.child_process import Child, ChildFailedError, EarlierReplyError

pytestmark = pytest.mark.real

ECHO = "import sys\nfor line in sys.stdin.buffer:\n    sys.stdout.buffer.write(line)\n"
FLUSH = "    sys.stdout.buffer.flush()\n"

PATIENT = 60.0
"""Seconds after which a test that would hang fails instead."""

Start = Callable[[str], Child]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process that runs a piece of Python."""
    started: list[Child] = []

    def run(code: str) -> Child:
        started.append(Child([sys.executable, "-c", code]))
        return started[-1]

    yield run
    for child in started:
        child.end()


def number(line: bytes) -> int:
    return int(line)


def not_the_first(line: bytes) -> int:
    if line == b"1\n":
        raise EarlierReplyError
    return int(line)


def test_each_message_gets_its_reply(start: Start) -> None:
    child = start(ECHO + FLUSH)
    asked = [child.ask(b"%d\n" % each, accepts=number, seconds=PATIENT) for each in range(3)]
    assert asked == [0, 1, 2]
    assert child.alive


def test_a_line_that_answers_another_message_is_passed_over(start: Start) -> None:
    child = start("print(1, flush=True); input(); print(2, flush=True); input()")
    assert child.ask(b"\n", accepts=not_the_first, seconds=PATIENT) == 2


def test_an_error_that_a_reply_stands_for_is_raised_and_the_process_lives_on(start: Start) -> None:
    def refuses(line: bytes) -> int:
        raise LookupError(line)

    child = start(ECHO + FLUSH)
    with pytest.raises(LookupError):
        child.ask(b"1\n", accepts=refuses, seconds=PATIENT)
    assert child.ask(b"2\n", accepts=number, seconds=PATIENT) == 2


def test_what_has_to_be_done_meanwhile_is_done_after_the_message_was_sent(start: Start) -> None:
    done = threading.Event()
    child = start(ECHO + FLUSH)
    child.ask(b"1\n", accepts=number, seconds=PATIENT, meanwhile=done.set)
    assert done.is_set()


FAILURES = {
    "it ends": ("raise SystemExit(7)", PATIENT, "ended unexpectedly with exit code 7"),
    "it answers nonsense": ("print('x', flush=True); input()", PATIENT, "cannot be understood"),
    "it does not answer": ("input(); input(); input()", 0.1, "did not answer for 0 seconds"),
}


@pytest.mark.parametrize("how", FAILURES)
def test_one_that_fails_says_why_and_is_ended(start: Start, how: str) -> None:
    code, seconds, told = FAILURES[how]
    child = start(code)
    with pytest.raises(ChildFailedError, match=told):
        child.ask(b"1\n", accepts=number, seconds=seconds)
    assert not child.alive


def test_a_message_that_the_process_does_not_read_is_given_up_too(start: Start) -> None:
    child = start("import threading; threading.Event().wait()")
    with pytest.raises(ChildFailedError, match="did not answer"):
        child.ask(bytes(10_000_000), accepts=number, seconds=0.2)
    assert not child.alive


def test_ending_it_from_another_thread_ends_the_question_too(start: Start) -> None:
    child = start("print(0, flush=True); import threading; threading.Event().wait()")
    child.ask(b"0\n", accepts=number, seconds=PATIENT)
    ending = threading.Thread(target=child.end)
    with pytest.raises(ChildFailedError, match="ended unexpectedly"):
        child.ask(b"1\n", accepts=number, seconds=PATIENT, meanwhile=ending.start)
    ending.join()


def test_after_its_end_there_is_no_process_and_no_thread_and_no_answer(start: Start) -> None:
    threads = set(threading.enumerate())
    child = start(ECHO + FLUSH)
    child.ask(b"1\n", accepts=number, seconds=PATIENT)
    child.end()
    child.end()
    assert set(threading.enumerate()) <= threads
    assert not psutil.pid_exists(child.pid)
    with pytest.raises(ChildFailedError, match="after it was closed"):
        child.ask(b"1\n", accepts=number, seconds=PATIENT)


def test_one_that_is_not_there_cannot_be_started() -> None:
    with pytest.raises(ChildFailedError, match="cannot be started"):
        Child(["/nothing/here"])
