"""What a fuzzing run needs to know of one kind of file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fuzzing.mutations import mutated


@dataclass(frozen=True)
class Seed:
    """A file; `place` is its path in the folder that the program reads."""

    place: str
    content: bytes

    def write(self, folder: Path) -> None:
        file = folder / self.place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.content)


@dataclass(frozen=True)
class Target:
    """A way in which the program reads files.

    `seeds` are the good files. `read` is given a folder with all of them, one of them spoiled, and
    reads it as the program does: it raises a VoiceRomError or nothing.
    """

    name: str
    seeds: Callable[[], Sequence[Seed]]
    read: Callable[[Path], None]
    afresh: bool = False
    """Reading leaves files behind: each spoiled file gets a folder of its own."""
    alone: bool = False
    """The spoiled file lies in a folder of its own, without the others."""


def spoiled(target: Target, number: int) -> Seed:
    """The input with this number: always the same, as long as the good files are the same."""
    random = Random(f"{target.name} {number}")  # noqa: S311 - no secret, but the same again
    seed = random.choice(target.seeds())
    return Seed(seed.place, mutated(seed.content, random))
