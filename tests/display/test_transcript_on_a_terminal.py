"""The transcript on a terminal: below it stands the level, which is written over in place."""

import re

import pytest

from tests.builders import answer, tiny_report, understanding
from tests.display.screens import lines_on_screen, terminal
from tests.display.telling import LEVEL, MUTED, QUESTION, listening_terminal, say
from voice_rom.core.assessment.content import Side
from voice_rom.core.protocol.effects import (
    Effect,
    Finish,
    ShowUnderstood,
    StopListening,
)
from voice_rom.core.protocol.events import (
    Device,
    DeviceLost,
    ListeningBegan,
    UtteranceBegan,
)
from voice_rom.display.transcript import Transcript


def test_on_a_terminal_the_level_stands_below_in_words_and_signs() -> None:
    file, transcript = listening_terminal()
    transcript.level(1.0, LEVEL)
    assert lines_on_screen(file.getvalue())[-1] == "Level 4 of 10  ####......"


def test_the_level_is_written_over_in_place() -> None:
    file, transcript = listening_terminal()
    transcript.level(1.0, LEVEL)
    above = lines_on_screen(file.getvalue())[:-1]
    transcript.level(2.0, MUTED)
    assert lines_on_screen(file.getvalue()) == [
        *above,
        "Level 0 of 10: is the microphone muted?",
    ]


def test_the_same_level_again_writes_nothing() -> None:
    file, transcript = listening_terminal()
    transcript.level(1.0, LEVEL)
    before = file.getvalue()
    transcript.level(2.0, LEVEL)
    assert file.getvalue() == before


@pytest.mark.parametrize(
    "after",
    [ShowUnderstood(understanding()), StopListening(), say("Thank you."), Finish(tiny_report())],
)
def test_nothing_is_left_of_the_level_when_something_else_comes(after: Effect) -> None:
    file, transcript = listening_terminal()
    transcript.level(1.0, LEVEL)
    transcript.effect(2.0, after)
    assert not any("Level" in line for line in lines_on_screen(file.getvalue()))


def test_nothing_is_left_of_the_level_at_the_end() -> None:
    file, transcript = listening_terminal()
    transcript.level(1.0, LEVEL)
    transcript.close()
    assert lines_on_screen(file.getvalue())[-1] == ""


def test_there_is_no_level_while_it_does_not_listen() -> None:
    file, transcript = listening_terminal()
    transcript.effect(0.5, StopListening())
    before = file.getvalue()
    transcript.level(1.0, LEVEL)
    assert file.getvalue() == before


def test_somebody_who_speaks_is_noticed_on_a_terminal() -> None:
    file, transcript = listening_terminal()
    transcript.event(1.0, UtteranceBegan(0.9))
    assert lines_on_screen(file.getvalue())[-1] == "Someone is speaking"


def test_for_a_screen_reader_nothing_is_written_over() -> None:
    file, console = terminal()
    transcript = Transcript(console, steady=True)
    transcript.event(0.0, ListeningBegan("USB Audio"))
    transcript.level(1.0, LEVEL)
    transcript.event(2.0, UtteranceBegan(1.9))
    transcript.close()
    assert "\r" not in file.getvalue()
    assert "Level" not in file.getvalue()


def test_a_terminal_that_can_write_nothing_over_gets_no_level() -> None:
    file, console = terminal(kind="dumb")
    transcript = Transcript(console)
    transcript.event(0.0, ListeningBegan("USB Audio"))
    transcript.level(1.0, LEVEL)
    assert "Level" not in file.getvalue()


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    file, transcript = listening_terminal(columns)
    transcript.level(1.0, MUTED)
    transcript.effect(2.0, say(QUESTION, "Yes."))
    transcript.effect(3.0, ShowUnderstood(understanding(None, "a dog in the kitchen barks")))
    transcript.effect(4.0, Finish(tiny_report(answer(side=Side.LEFT, confirmed=True))))
    lines = lines_on_screen(file.getvalue())
    assert max(len(line) for line in lines) <= columns
    assert " ".join(QUESTION.split()) in " ".join(" ".join(lines).split())


@pytest.mark.parametrize("variable", ["NO_COLOR", "COLORTERM", "FORCE_COLOR"])
def test_contrast_is_the_terminals_own_because_no_colour_is_used(variable: str) -> None:
    file, console = terminal(variable=variable)
    transcript = Transcript(console)
    transcript.effect(1.0, say("Sit tall."))
    transcript.event(2.0, DeviceLost(Device.MICROPHONE))
    transcript.effect(3.0, Finish(tiny_report()))
    styles = set(re.findall(r"\x1b\[([0-9;]*)m", file.getvalue()))
    assert styles == {"0", "1"}
