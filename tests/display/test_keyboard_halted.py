"""A program that is halted and goes on: keys work at once, and none typed meanwhile counts."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
import pytest

from tests.running_program import running as running_program

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import pty
import termios

pytestmark = pytest.mark.real

PROGRAM = """
import os, signal, sys, threading
from voice_rom.display.keyboard import open_keyboard

told = os.fdopen(int(sys.argv[1]), "w")
def post(meaning):
    print(meaning.value, file=told, flush=True)

signal.signal(signal.SIGTTOU, signal.SIG_DFL)
quit = threading.Event()
signal.signal(signal.SIGUSR1, lambda *_: quit.set())
keyboard = open_keyboard(post)
print("opened", file=told, flush=True)
while not quit.wait(0.25):
    pass
keyboard.close()
print("closed", file=told, flush=True)
"""

SHELL = """
import fcntl, os, signal, subprocess, sys, termios

signal.signal(signal.SIGTTOU, signal.SIG_IGN)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
told = int(sys.argv[2])
job = subprocess.Popen([sys.executable, "-c", *sys.argv[1:]], pass_fds=[told], process_group=0)
os.tcsetpgrp(0, job.pid)
print(job.pid, flush=True)
for line in os.fdopen(int(sys.argv[3])):
    if line == "halt\\n":
        os.kill(job.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, job.pid, os.WSTOPPED)
        os.tcsetpgrp(0, os.getpid())
    elif line == "bg\\n":
        os.kill(job.pid, signal.SIGCONT)
        os.waitid(os.P_PID, job.pid, os.WCONTINUED)
    elif line == "fg\\n":
        os.tcsetpgrp(0, job.pid)
    elif line == "quit\\n":
        break
    print(line, end="", flush=True)
job.kill()
"""
"""What a shell does to a job: "bg" lets it go on without the terminal, "fg" gives that back."""

HALTED_SECONDS = 0.6
"""A halt is real time: nothing in the program can pass it."""

MODE = slice(0, 4)
"""Of what termios tells; the rest are speeds and single characters."""


@dataclass
class Halted:
    """A program with a keyboard, somebody's hands on it, and what the keys meant."""

    process: "subprocess.Popen[bytes]"
    hands: int
    terminal: int
    told: Callable[[], str]

    def press(self, keys: bytes) -> None:
        os.write(self.hands, keys)

    def halt(self) -> None:
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED)

    def go_on(self) -> None:
        threading.Event().wait(HALTED_SECONDS)
        self.process.send_signal(signal.SIGCONT)

    def mode(self) -> list[Any]:
        return termios.tcgetattr(self.terminal)


def as_a_shell_has_it(terminal: int) -> None:
    """Lines, with what is typed shown: the mode in which a shell leaves a terminal to others."""
    mode = termios.tcgetattr(terminal)
    mode[3] |= termios.ECHO | termios.ICANON | termios.ISIG
    termios.tcsetattr(terminal, termios.TCSANOW, mode)


@contextmanager
def running() -> Iterator[Halted]:
    hands, terminal = pty.openpty()
    reader, writer = os.pipe()
    with (
        os.fdopen(reader, encoding="utf-8") as told,
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(writer)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=terminal,
            pass_fds=[writer],
            start_new_session=True,
        ) as process,
    ):
        os.close(writer)
        try:
            assert told.readline() == "opened\n"
            yield Halted(process, hands, terminal, lambda: told.readline().strip())
        finally:
            process.kill()
            os.close(hands)
            os.close(terminal)


@pytest.mark.parametrize("typed", [b"", b"nnn", b"n\n\n"])
def test_escape_works_at_once_and_what_was_typed_while_it_was_halted_means_nothing(
    typed: bytes,
) -> None:
    with running() as program:
        hidden = program.mode()
        program.halt()
        as_a_shell_has_it(program.terminal)
        program.press(typed)
        program.go_on()
        wait_for(program, hidden)
        program.press(b"\x1b")
        assert program.told() == "stop"


def wait_for(program: Halted, mode: list[Any]) -> None:
    """Until the terminal has this mode; the test's own time limit ends it."""
    while program.mode()[MODE] != mode[MODE]:
        pass


def test_keys_typed_while_it_was_halted_mean_nothing_where_no_shell_changed_the_mode() -> None:
    with running() as program:
        program.halt()
        program.press(b"nnn")
        assert select_readable(program.terminal)
        program.go_on()
        while select_readable(program.terminal):
            pass
        program.press(b"y")
        assert program.told() == "yes"


def select_readable(terminal: int) -> bool:
    """Whether somebody typed what nobody has taken yet."""
    return bool(select.select([terminal], [], [], 0)[0])


def test_it_can_be_halted_again_and_again() -> None:
    with running() as program:
        hidden = program.mode()
        for key, meaning in [(b"y", "yes"), (b"n", "no"), (b"l", "left")]:
            program.halt()
            as_a_shell_has_it(program.terminal)
            program.go_on()
            wait_for(program, hidden)
            program.press(key)
            assert program.told() == meaning


def test_the_terminal_is_given_back_as_it_was_before_all_that() -> None:
    with running() as program:
        program.halt()
        program.go_on()
        program.process.send_signal(signal.SIGUSR1)
        assert program.told() == "closed"
        assert program.mode()[3] & termios.ECHO
        assert program.process.wait() == 0


def test_in_the_background_it_takes_no_keys_and_is_not_halted_for_it() -> None:
    hands, terminal = pty.openpty()
    told_reader, told_writer = os.pipe()
    tell_reader, tell_writer = os.pipe()
    arguments = [PROGRAM, str(told_writer), str(tell_reader)]
    with (
        os.fdopen(told_reader, encoding="utf-8") as told,
        os.fdopen(tell_writer, "w", encoding="utf-8") as tell,
        running_program(
            [sys.executable, "-c", SHELL, *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=terminal,
            stdout=subprocess.PIPE,
            pass_fds=[told_writer, tell_reader],
            start_new_session=True,
        ) as shell,
    ):
        os.close(told_writer)
        assert shell.stdout is not None
        job = psutil.Process(int(shell.stdout.readline()))

        def order(command: str) -> None:
            print(command, file=tell, flush=True)
            assert shell.stdout is not None
            assert shell.stdout.readline() == f"{command}\n"

        assert told.readline() == "opened\n"
        hidden = termios.tcgetattr(terminal)
        order("halt")
        as_a_shell_has_it(terminal)
        order("bg")
        os.write(hands, b"nnn\n")
        threading.Event().wait(HALTED_SECONDS)
        assert job.status() != psutil.STATUS_STOPPED
        assert select_readable(terminal)
        order("fg")
        while termios.tcgetattr(terminal)[MODE] != hidden[MODE]:
            pass
        os.write(hands, b"y")
        assert told.readline() == "yes\n"
        print("quit", file=tell, flush=True)
    os.close(hands)
    os.close(terminal)
    os.close(tell_reader)
