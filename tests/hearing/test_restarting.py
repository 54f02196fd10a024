"""The listener that outlives its recogniser, with another recogniser behind it."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from tests.english import english_vocabulary
from tests.hearing.parts import (
    SETTINGS,
    LevelDetector,
    ScriptedRecogniser,
    hear,
    nothing,
    saying,
    sound,
    tone,
)
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.protocol.events import Device, DeviceBack, DeviceLost
from voice_rom.errors import ContentError, ModelMissing, VoiceRomError
from voice_rom.hearing.echo import echo_canceller
from voice_rom.hearing.listener import BlockListener
from voice_rom.hearing.loading import LoadingRecogniser
from voice_rom.hearing.restarting import RestartingListener
from voice_rom.ports import HearingBegan, HearingSignal

RETRY_AFTER = 3.0
ONE_WORD = sound(nothing(1.0), tone(0.4), nothing(1.0))
GONE = ModelMissing("There is no model. Get it again.")

Next = ScriptedRecogniser | VoiceRomError


class Scene:
    """A listener in virtual time; `following`: what loading gives, one after the other."""

    def __init__(self, *following: Next, virtual_time: bool = True) -> None:
        self.loads = list(following)
        self.may_load = Event()
        self.may_load.set()
        self.recogniser = LoadingRecogniser(self._load)
        self.listener = RestartingListener(
            BlockListener(
                SETTINGS,
                english_vocabulary(),
                self.recogniser,
                LevelDetector(),
                echo_canceller(filter_seconds=0.2, tail_seconds=0.4),
            ),
            self.recogniser,
            retry_after=RETRY_AFTER,
            virtual_time=virtual_time,
        )
        self.now = 0.0

    def _load(self) -> ScriptedRecogniser:
        self.may_load.wait()
        loaded = self.loads.pop(0)
        if isinstance(loaded, VoiceRomError):
            raise loaded
        return loaded

    def open(self, *, during_voice: bool = False) -> None:
        self.listener.open(not_before=self.now, during_voice=during_voice)

    def hear_word(self) -> list[HearingSignal]:
        """A second of silence, a word, a second of silence."""
        heard = hear(self.listener, ONE_WORD, self.now)
        self.now += len(ONE_WORD) / 16_000
        return heard

    def wait(self, seconds: float) -> list[HearingSignal]:
        heard = hear(self.listener, nothing(seconds), self.now)
        self.now += seconds
        return heard


MakeScene = Callable[..., Scene]


@pytest.fixture
def scene() -> Iterator[MakeScene]:
    made: list[Scene] = []

    def make(*following: Next, virtual_time: bool = True) -> Scene:
        made.append(Scene(*following, virtual_time=virtual_time))
        return made[-1]

    yield make
    for one in made:
        one.listener.close()
        one.recogniser.close()


def words(signals: list[HearingSignal]) -> list[str]:
    return [signal.text for signal in signals if isinstance(signal, Utterance)]


def changes(signals: list[HearingSignal]) -> list[HearingSignal]:
    return [signal for signal in signals if isinstance(signal, DeviceLost | DeviceBack)]


def failing() -> ScriptedRecogniser:
    recogniser = saying("yes")
    recogniser.fails = True
    return recogniser


def test_as_long_as_nothing_fails_it_hears_what_the_other_hears(scene: MakeScene) -> None:
    talk = scene(saying("yes"))
    talk.open()
    heard = talk.hear_word()
    assert words(heard) == ["yes"]
    assert changes(heard) == []


def test_a_failure_is_told_and_the_next_word_is_understood_again(scene: MakeScene) -> None:
    talk = scene(failing(), saying("no"))
    talk.open()
    heard = talk.hear_word()
    assert words(heard) == []
    assert changes(heard) == [
        DeviceLost(Device.RECOGNISER, "It was told to fail."),
        DeviceBack(Device.RECOGNISER),
    ]
    assert words(talk.hear_word()) == ["no"]


def test_one_that_has_ended_is_noticed_with_the_next_block_though_nobody_speaks(
    scene: MakeScene,
) -> None:
    first = saying("yes")
    talk = scene(first, saying("no"))
    talk.open()
    talk.wait(1.0)
    first.alive = False
    assert changes(talk.wait(0.02)) == [
        DeviceLost(Device.RECOGNISER, "The recogniser ended unexpectedly.")
    ]
    assert changes(talk.wait(0.02)) == [DeviceBack(Device.RECOGNISER)]


def test_what_is_no_model_is_told_though_nobody_speaks(scene: MakeScene) -> None:
    talk = scene(GONE)
    with pytest.raises(ModelMissing):
        talk.recogniser.wait()
    with pytest.raises(ModelMissing, match="no model"):
        talk.wait(0.02)


def test_one_that_has_ended_is_noticed_though_nothing_is_listened_for(scene: MakeScene) -> None:
    first = saying("yes")
    talk = scene(first, saying("no"))
    talk.recogniser.wait()
    first.alive = False
    assert len(changes(talk.wait(0.1))) == 2


def test_while_it_is_lost_nothing_is_told_but_that(scene: MakeScene) -> None:
    talk = scene(failing(), GONE)
    talk.open()
    lost = talk.hear_word()
    talk.open()
    assert HearingBegan() not in talk.wait(2.0)
    assert changes(lost) == [
        DeviceLost(Device.RECOGNISER, "It was told to fail."),
        DeviceLost(Device.RECOGNISER, str(GONE)),
    ]


def test_a_model_that_is_gone_is_looked_for_again_and_again(scene: MakeScene) -> None:
    """And the same reason is told once."""
    talk = scene(failing(), GONE, GONE, GONE, saying("no"))
    talk.open()
    talk.hear_word()
    assert changes(talk.wait(3 * RETRY_AFTER - 2.0)) == []
    assert len(talk.loads) == 1
    assert changes(talk.wait(2.0)) == [DeviceBack(Device.RECOGNISER)]
    assert words(talk.hear_word()) == ["no"]


def test_it_is_told_to_be_back_only_when_the_voice_has_ended(scene: MakeScene) -> None:
    talk = scene(failing(), saying("no"))
    talk.open()
    talk.listener.open(not_before=0.0, during_voice=True)
    heard = talk.hear_word()
    assert changes(heard) == [DeviceLost(Device.RECOGNISER, "It was told to fail.")]
    talk.open()
    assert changes(talk.wait(0.02)) == [DeviceBack(Device.RECOGNISER)]
    assert words(talk.hear_word()) == ["no"]


def test_one_that_ends_again_while_the_voice_still_speaks_is_started_again(
    scene: MakeScene,
) -> None:
    second = saying("no")
    talk = scene(failing(), second, saying("left"))
    talk.open(during_voice=True)
    talk.hear_word()
    second.alive = False
    talk.wait(RETRY_AFTER + 0.1)
    talk.open()
    assert changes(talk.wait(0.1)) == [DeviceBack(Device.RECOGNISER)]
    assert words(talk.hear_word()) == ["left"]


def test_in_real_time_nothing_waits_for_it(scene: MakeScene) -> None:
    talk = scene(failing(), saying("no"), virtual_time=False)
    talk.recogniser.wait()
    talk.may_load.clear()
    talk.open()
    assert changes(talk.hear_word()) == [DeviceLost(Device.RECOGNISER, "It was told to fail.")]
    assert talk.wait(2 * RETRY_AFTER) == []
    talk.may_load.set()
    talk.recogniser.wait()
    assert changes(talk.wait(0.02)) == [DeviceBack(Device.RECOGNISER)]


def test_after_shutting_it_stays_shut_when_it_is_back(scene: MakeScene) -> None:
    first = saying("yes")
    talk = scene(first, saying("no"))
    talk.open()
    talk.wait(0.1)
    talk.listener.shut()
    first.alive = False
    assert len(changes(talk.wait(0.1))) == 2
    assert talk.hear_word() == []


def test_what_was_wrong_from_the_start_is_raised(scene: MakeScene) -> None:
    """A start that cannot succeed is no fault that passes."""
    talk = scene(ContentError("The model does not know: xyzzy."))
    talk.open()
    with pytest.raises(ContentError, match="xyzzy"):
        talk.hear_word()
