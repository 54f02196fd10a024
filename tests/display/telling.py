"""What is told to a transcript, and what it shows of it."""

import io

from tests.display.screens import pipe, terminal
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.protocol.effects import (
    Effect,
    Listen,
    Prosody,
    Say,
)
from voice_rom.core.protocol.events import (
    Event,
    ListeningBegan,
)
from voice_rom.display.transcript import Transcript
from voice_rom.ports import RoomLevel

QUESTION = "Is it easier to turn to one side than to the other, or is it the same?"
YES_NO = Listen(
    frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE}) | COMMANDS,
    (Meaning.YES, Meaning.NO, Meaning.UNSURE),
)
COMMANDS_ALONE = Listen(COMMANDS)
LISTENING = "Listening. Say yes (y), no (n) or not sure (u), or a command (h lists them)."
LEVEL = RoomLevel(noise_dbfs=-55.0, peak_dbfs=-30.0, level_dbfs=-40.0, zeros=False)
MUTED = RoomLevel(noise_dbfs=-120.0, peak_dbfs=-120.0, level_dbfs=-120.0, zeros=True)


def say(*texts: str) -> Say:
    lines = tuple(Line(f"text.{number}", text) for number, text in enumerate(texts))
    return Say(1, lines, Prosody(rate=150, gain_db=0.0))


def shown_in_pipe(*happened: Event | Effect) -> list[str]:
    """The lines that a transcript in a pipe has after these events and effects."""
    file, console = pipe()
    transcript = Transcript(console)
    for number, each in enumerate(happened):
        tell(transcript, float(number), each)
    transcript.close()
    return file.getvalue().splitlines()


def tell(transcript: Transcript, at: float, happened: Event | Effect) -> None:
    if isinstance(happened, Event):
        transcript.event(at, happened)
    else:
        transcript.effect(at, happened)


def listening_terminal(columns: int = 80) -> tuple[io.StringIO, Transcript]:
    file, console = terminal(columns)
    transcript = Transcript(console)
    transcript.effect(0.0, YES_NO)
    transcript.event(0.1, ListeningBegan("USB Audio"))
    return file, transcript
