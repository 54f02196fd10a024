"""A display that is stuck for the whole session: the ear and the voice do not notice."""

from collections.abc import Sequence

import pytest

from tests.core.person import utterance
from tests.display.slow import PATIENCE, SlowDisplay
from tests.english import english_content, english_vocabulary
from tests.fake_ports import (
    FakeAlarm,
    FakeDisplay,
    FakeListener,
    FakeRoom,
    FakeStore,
    FakeVoice,
    block,
)
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import Finish
from voice_rom.core.protocol.events import Commanded, Device, DeviceLost, QuitAsked, Started
from voice_rom.display.backlog import Backlog
from voice_rom.display.displays import Displays
from voice_rom.display.queued import QueuedDisplay
from voice_rom.ports import RoomLevel, Signal
from voice_rom.session import Session

ANSWERS = ["yes", *(["ready"] * 5), "no", "no", "no", "done"]

LEVEL = RoomLevel(-55.0, -30.0, -40.0, zeros=False)


class Scene:
    """A session with a display that is stuck, and one that is not."""

    def __init__(
        self,
        signals: Sequence[Signal] = (),
        heard: Sequence[Utterance | RoomLevel] = (),
        *,
        most_waiting: int = 1000,
    ) -> None:
        self.room, self.voice = FakeRoom(signals), FakeVoice()
        self.store = FakeStore(self.voice)
        self.slow, self.noted = SlowDisplay(), FakeDisplay()
        self.queued = QueuedDisplay(self.slow, backlog=Backlog(most_waiting))
        self.displays = Displays([self.queued, self.noted])
        settings = load_settings(
            PACKAGED, {"session.tests": ["trunk-rotation"], "safety.screening": False}
        )
        self.session = Session(
            Dialogue(english_content(), english_vocabulary(), settings),
            room=self.room,
            listener=FakeListener(heard),
            voice=self.voice,
            display=self.displays,
            store=self.store,
            alarm=FakeAlarm(),
            room_echo_seconds=0.25,
        )

    def run(self) -> Report:
        """The whole session; the display is stuck when it begins, and still when it is over."""
        self.queued.level(0.0, LEVEL)
        assert self.slow.stuck.wait(PATIENCE)
        report = self.session.run()
        assert self.slow.told == []
        return report

    def let_go(self) -> list[object]:
        """All that the slow display is told of the session after all."""
        self.slow.gate.set()
        self.displays.close()
        assert self.displays.dropped == ()
        return self.slow.told[1:]

    @property
    def count(self) -> int:
        """How much there was to tell."""
        return len(self.noted.events) + len(self.noted.effects) + len(self.noted.levels)


def test_every_answer_counts_while_a_display_is_stuck() -> None:
    scene = Scene([block() for _ in ANSWERS], [utterance(word) for word in ANSWERS])
    assert scene.run().complete
    assert len(scene.store.records) == 3
    told = scene.let_go()
    assert told[0] == Started()
    assert len(told) == scene.count


def test_stop_said_over_the_voice_silences_it_while_a_display_is_stuck() -> None:
    scene = Scene(heard=[utterance("stop", during_voice=True)])
    scene.room.over_voice.append(block())
    scene.run()
    assert scene.room.silenced[0] == 0.0
    assert "phrases.stopped.say" in {line.text_id for line in scene.voice.spoken}
    scene.let_go()


@pytest.mark.parametrize("speech", range(4))
def test_a_stop_key_silences_the_voice_at_its_moment_while_a_display_is_stuck(speech: int) -> None:
    scene = Scene([Commanded(Meaning.YES), *[Commanded(Meaning.READY)] * 3])
    scene.room.over_speech = speech
    scene.room.over_voice.append(Commanded(Meaning.STOP))
    scene.run()
    pressed = next(at for at, event in scene.noted.events if event == Commanded(Meaning.STOP))
    assert scene.room.silenced[0] == pressed
    assert Commanded(Meaning.STOP) in scene.let_go()


def test_a_key_that_is_posted_is_taken_while_a_display_is_stuck() -> None:
    scene = Scene()
    scene.room.post(QuitAsked())
    scene.run()
    assert scene.room.silenced[0] == 0.0
    assert scene.voice.spoken[-1].text_id == "goodbye.say"
    scene.let_go()


def test_what_it_missed_is_told_and_nothing_that_must_be_seen_is_missing() -> None:
    lost = DeviceLost(Device.LOUDSPEAKER, "unplugged")
    scene = Scene(
        [*[block() for _ in ANSWERS], lost, QuitAsked()],
        [*[utterance(word) for word in ANSWERS[:-1]], LEVEL],
        most_waiting=12,
    )
    scene.run()
    told = scene.let_go()
    gaps = [each for each in told if isinstance(each, int)]
    assert len(told) - len(gaps) == 12
    assert sum(gaps) == scene.count - 12
    assert DeviceLost(Device.LOUDSPEAKER, "unplugged") in told
    assert isinstance(told[-1], Finish)
