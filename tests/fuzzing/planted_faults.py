"""Readers that do what no reader may: what looks for faults must find these."""

import os
from pathlib import Path
from typing import Final

from tests.fuzzing.target import Seed, Target
from voice_rom.errors import SettingsError, VoiceRomError


class RamblingError(VoiceRomError):
    def __str__(self) -> str:
        return "word " * 10_000


def _seeds() -> tuple[Seed, ...]:
    return (Seed("one.txt", b"a good file of a few words\n"),)


def _raise(folder: Path) -> None:
    raise KeyError(folder.name)


def _hang(folder: Path) -> None:
    while folder.exists():
        pass


def _crash(_folder: Path) -> None:
    os.abort()


def _run_out_of_memory(_folder: Path) -> None:
    bytearray(1 << 40)


def _ramble(_folder: Path) -> None:
    raise RamblingError


def _say_nothing(_folder: Path) -> None:
    raise VoiceRomError


def _refuse(folder: Path) -> None:
    raise SettingsError(f"{folder.name}: is not what it should be")


def _accept(_folder: Path) -> None:
    """Nothing is wrong with it."""


def _crash_at_a_third(folder: Path) -> None:
    if len((folder / "one.txt").read_bytes()) % 3 == 0:
        os.abort()


TARGETS: Final = (
    Target("raises", _seeds, _raise),
    Target("hangs", _seeds, _hang),
    Target("crashes", _seeds, _crash),
    Target("memory", _seeds, _run_out_of_memory),
    Target("rambles", _seeds, _ramble),
    Target("says-nothing", _seeds, _say_nothing),
    Target("refuses", _seeds, _refuse),
    Target("accepts", _seeds, _accept),
    Target("crashes-at-times", _seeds, _crash_at_a_third),
)
