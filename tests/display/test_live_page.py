"""What stands on a terminal while the voice speaks, and after its window has another size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import answer, tiny_report
from tests.display.every_kind import ANY_MACHINE
from tests.display.screens import Screen, pipe, terminal
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.protocol.effects import Effect, Finish, Listen, Prosody, Record, Say, Silence
from voice_rom.core.protocol.events import (
    Commanded,
    Event,
    ListeningBegan,
    SentenceBegan,
    SpeechFinished,
)
from voice_rom.display.transcript import Transcript
from voice_rom.ports import RoomLevel

WELCOME = (
    "Welcome to three short movement tests.",
    "They can show where your muscles may be out of balance.",
    "It may help to have someone watch you and answer the questions with you.",
    "Say ready when you are sitting.",
)
YES_NO = Listen(
    frozenset({Meaning.YES, Meaning.NO}) | COMMANDS, (Meaning.YES, Meaning.NO, Meaning.UNSURE)
)
LEVEL = RoomLevel(noise_dbfs=-55.0, peak_dbfs=-30.0, level_dbfs=-40.0, zeros=False)


def say(*texts: str, speech: int = 1) -> Say:
    lines = tuple(Line(f"text.{number}", text) for number, text in enumerate(texts))
    return Say(speech, lines, Prosody(rate=150, gain_db=0.0))


class Room:
    """A terminal with a transcript on it, and a look at what stands there."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.file, self.console = terminal(columns)
        self.console.size = (columns, rows)
        self.screen = Screen(columns, rows)
        self.transcript = Transcript(self.console)

    def tell(self, *happened: Event | Effect | RoomLevel) -> "Room":
        for each in happened:
            if isinstance(each, RoomLevel):
                self.transcript.level(1.0, each)
            elif isinstance(each, Event):
                self.transcript.event(1.0, each)
            else:
                self.transcript.effect(1.0, each)
        return self

    def resize(self, columns: int) -> "Room":
        """What real terminals do, and then tell."""
        self.look()
        self.screen.resize(columns)
        self.console.size = (columns, self.screen.rows)
        self.transcript.resized()
        return self

    def look(self) -> list[str]:
        self.screen.show(self.file.getvalue())
        self.file.seek(0)
        self.file.truncate()
        return self.screen.visible

    @property
    def marked(self) -> list[str]:
        """The rows with the mark."""
        return [row for row in self.look() if row.lstrip().startswith("> ")]


def plain(rows: list[str]) -> list[str]:
    return [row.replace("> ", "  ", 1) if row.lstrip().startswith("> ") else row for row in rows]


@pytest.mark.parametrize("number", range(len(WELCOME)))
def test_the_sentence_that_is_being_spoken_is_marked_and_no_other(number: int) -> None:
    room = Room().tell(say(*WELCOME))
    before = room.look()[:]
    room.tell(*(SentenceBegan(1, each) for each in range(number + 1)))
    assert room.marked == [f"  > {WELCOME[number]}"]
    assert plain(room.look()) == before


@pytest.mark.parametrize("end", [SpeechFinished(1), Silence(), say("Stop.", speech=2)])
def test_when_nothing_is_spoken_any_more_nothing_is_marked(end: Event | Effect) -> None:
    room = Room().tell(say(*WELCOME), SentenceBegan(1, 1), end)
    assert room.marked == []
    assert f"    {WELCOME[1]}" in room.look()


def test_what_comes_below_meanwhile_stays_below() -> None:
    room = Room().tell(say(*WELCOME), SentenceBegan(1, 0), Commanded(Meaning.WHERE))
    room.tell(SentenceBegan(1, 1))
    assert room.marked == [f"  > {WELCOME[1]}"]
    assert [row for row in room.look() if row][-1] == "Key: where am I."


def test_the_sentence_is_marked_where_it_takes_several_rows() -> None:
    room = Room(columns=40).tell(say(*WELCOME), SentenceBegan(1, 2))
    assert room.marked == ["  > It may help to have someone watch"]


def test_a_speech_that_is_longer_than_the_screen_is_marked_where_it_can_be_seen() -> None:
    room = Room(rows=6).tell(say(*WELCOME * 3))
    before = room.look()[:]
    for number in range(12):
        room.tell(SentenceBegan(1, number))
        assert plain(room.look()) == before
    assert room.marked == [f"  > {WELCOME[3]}"]


@ANY_MACHINE
@given(
    columns=st.integers(16, 200),
    rows=st.integers(2, 30),
    numbers=st.lists(st.integers(0, len(WELCOME) - 1), max_size=5),
)
def test_marking_changes_nothing_but_the_margin(
    columns: int, rows: int, numbers: list[int]
) -> None:
    room = Room(columns, rows).tell(say("Before.", speech=0), say(*WELCOME))
    before = room.look()[:]
    for number in numbers:
        room.tell(SentenceBegan(1, number))
        assert plain(room.look()) == before
    room.tell(SpeechFinished(1))
    assert room.look() == before


HAPPENED: list[Event | Effect | RoomLevel] = [
    say(*WELCOME),
    SentenceBegan(1, 1),
    SpeechFinished(1),
    YES_NO,
    ListeningBegan("the microphone of the computer in the kitchen"),
    LEVEL,
    Record(answer(Meaning.NO)),
    say("Both sides feel the same.", *WELCOME[1:], speech=2),
    SentenceBegan(2, 0),
    Finish(tiny_report(answer(confirmed=True))),
]

SIZES = (40, 80, 200)


@pytest.mark.parametrize("after", range(1, len(HAPPENED) + 1))
@pytest.mark.parametrize(
    ("before", "then"), [(one, other) for one in SIZES for other in SIZES if one != other]
)
def test_when_the_window_is_resized_the_screen_is_as_if_it_had_always_been_so(
    before: int, then: int, after: int
) -> None:
    room = Room(before, rows=50).tell(*HAPPENED[:after]).resize(then)
    always = Room(then, rows=50).tell(*HAPPENED[:after])
    without_meter = [row for row in always.look() if not row.startswith("Level ")]
    assert _shown(room.look()) == _shown(without_meter)
    room.tell(*HAPPENED[after:])
    always.tell(*HAPPENED[after:])
    assert _shown(room.look()) == _shown(always.look())


def _shown(rows: list[str]) -> list[str]:
    """Without the empty rows at the end, which nobody sees, and lines that are drawn."""
    return [row for row in rows if set(row) - set("=-")]


@pytest.mark.parametrize("columns", SIZES)
@pytest.mark.parametrize("others", [(), (80,), (200, 40)])
def test_no_word_is_broken_at_any_width(columns: int, others: tuple[int, ...]) -> None:
    room = Room(others[0] if others else columns, rows=200)
    for number, each in enumerate(HAPPENED):
        room.tell(each)
        if number < len(others):
            room.resize(others[number])
    room.resize(columns)
    words = {word for row in room.look() for word in row.split()}
    file, console = pipe()
    whole = Transcript(console)
    for each in HAPPENED:
        if isinstance(each, Event):
            whole.event(1.0, each)
        elif not isinstance(each, RoomLevel):
            whole.effect(1.0, each)
    drawn = {word for word in words if not set(word) - set("=->!")}
    assert words - drawn <= set(file.getvalue().split())
    assert max(len(row) for row in room.look()) <= columns


def test_no_sentence_is_marked_that_was_said_before_a_gap() -> None:
    room = Room().tell(say(*WELCOME), SentenceBegan(1, 0))
    assert room.marked
    room.transcript.missed(1.0, 5)
    room.tell(SentenceBegan(2, 1))
    assert room.marked == []


def test_a_higher_window_is_no_reason_to_write_anything() -> None:
    room = Room(80, 24).tell(say(*WELCOME))
    room.look()
    room.console.size = (80, 50)
    room.transcript.resized()
    assert room.file.getvalue() == ""


def test_the_meter_is_cut_between_words() -> None:
    muted = RoomLevel(noise_dbfs=-120.0, peak_dbfs=-120.0, level_dbfs=-120.0, zeros=True)
    room = Room(30).tell(YES_NO, ListeningBegan("USB Audio"), muted)
    assert room.look()[-1] == "Level 0 of 10: is the"


@pytest.mark.parametrize("steady", [True, False])
def test_where_nothing_can_be_written_over_no_sentence_is_marked(*, steady: bool) -> None:
    file, console = terminal() if steady else pipe()
    transcript = Transcript(console, steady=steady)
    transcript.effect(0.0, say(*WELCOME))
    before = file.getvalue()
    transcript.event(0.1, SentenceBegan(1, 1))
    transcript.event(0.2, SpeechFinished(1))
    transcript.resized()
    assert file.getvalue() == before
