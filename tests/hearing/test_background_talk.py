"""A television, or people who talk to each other, softer than the person who takes part."""

import numpy as np
import pytest

from tests.english import english_sentences
from tests.hearing.parts import (
    SETTINGS,
    LevelDetector,
    ScriptedRecogniser,
    hear,
    hiss,
    nothing,
    sound,
    tone,
)
from voice_rom.core.language.utterance import Utterance
from voice_rom.hearing.echo import NoEchoCanceller
from voice_rom.hearing.listener import BlockListener
from voice_rom.ports import HearingSignal, RecognisedWord, RoomLevel
from voice_rom.sound import SAMPLE_RATE, Samples

SLACK = 0.06
"""Seconds: a chunk and a block, the grain of what the listener sees."""
PERSON_DBFS = -20.0
TELEVISION_DBFS = -33.0
"""13 dB softer than the person, who speaks in tones."""
BEGIN = 0.8
"""How long the first "yes" and the silence after it last: the person is known from then on."""
YES, OTHER = (RecognisedWord(word, 0.5, 0.8, 1.0) for word in ("yes", "oh"))


class TellsTonesFromHiss(ScriptedRecogniser):
    """Hears "yes" in a tone, and something else in all other sound."""

    def __init__(self) -> None:
        super().__init__(lambda _: ())

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        power = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
        loudest = int(power.argmax())
        is_tone = power[max(0, loudest - 3) : loudest + 4].sum() > 0.5 * power.sum()
        return (YES,) if is_tone else (OTHER,)


def television(seconds: float) -> Samples:
    """Voices with short gaps, at two levels."""
    loud, soft = hiss(0.3, TELEVISION_DBFS), hiss(0.3, TELEVISION_DBFS - 4.0)
    return sound(*[loud, soft, nothing(0.15)] * round(seconds / 0.75))


def over(background: Samples, voice: Samples, at: float) -> Samples:
    mixed = background.copy()
    begin = round(at * SAMPLE_RATE)
    mixed[begin : begin + len(voice)] += voice
    return mixed


@pytest.fixture
def ear() -> BlockListener:
    made = BlockListener(
        SETTINGS, english_sentences(), TellsTonesFromHiss(), LevelDetector(), NoEchoCanceller()
    )
    made.open(not_before=0.0, during_voice=False)
    return made


def say_yes(ear: BlockListener) -> None:
    assert utterances(hear(ear, sound(tone(0.3), nothing(0.5)))) == ["yes"]


def decided(signals: list[HearingSignal]) -> list[Utterance]:
    return [signal for signal in signals if isinstance(signal, Utterance)]


def utterances(signals: list[HearingSignal], since: float = 0.0) -> list[str]:
    return [said.text for said in decided(signals) if said.decided >= since]


def test_a_television_opens_no_turn_once_it_has_gone_on_for_long(ear: BlockListener) -> None:
    say_yes(ear)
    heard = hear(ear, television(24.0), start=BEGIN)
    assert utterances(heard, since=BEGIN + SETTINGS.talk_window_seconds) == []


def test_the_person_is_heard_over_it_as_soon_as_without_it(ear: BlockListener) -> None:
    say_yes(ear)
    heard = hear(ear, over(television(24.0), tone(0.3), at=15.0), start=BEGIN)
    *_, said = decided(heard)
    assert said.text == "yes"
    assert said.decided == pytest.approx(BEGIN + 15.3 + SETTINGS.end_after_answer, abs=SLACK)


FAINT_DBFS = -40.0
"""20 dB softer than the person."""


def faint_television(seconds: float, dbfs: float = FAINT_DBFS) -> Samples:
    return sound(*[hiss(0.3, dbfs), nothing(0.15)] * round(seconds / 0.45))


@pytest.mark.parametrize(("softer_db", "heard"), [(9.0, ["yes"]), (12.0, [])])
def test_over_it_nothing_much_softer_than_the_person_counts(
    ear: BlockListener, softer_db: float, heard: list[str]
) -> None:
    """A television's loudest words, far louder than the rest of it, are still softer than that."""
    say_yes(ear)
    softer = over(faint_television(24.0), tone(0.3, PERSON_DBFS - softer_db), at=15.0)
    assert utterances(hear(ear, softer, start=BEGIN), since=BEGIN + 15.0) == heard


def test_a_weak_voice_is_heard_over_a_faint_television(ear: BlockListener) -> None:
    say_yes(ear)
    weak = over(faint_television(24.0, -45.0), tone(0.3, PERSON_DBFS - 14.0), at=15.0)
    assert utterances(hear(ear, weak, start=BEGIN), since=BEGIN + 15.0) == ["yes"]


def test_who_has_moved_away_from_it_all_is_heard_again_after_a_while(ear: BlockListener) -> None:
    say_yes(ear)
    far = over(faint_television(60.0), tone(0.3, PERSON_DBFS - 12.0), at=50.0)
    assert utterances(hear(ear, far, start=BEGIN), since=BEGIN + 50.0) == ["yes"]


def test_it_is_known_before_the_person_has_said_anything(ear: BlockListener) -> None:
    heard = hear(ear, over(television(24.0), tone(0.3), at=15.0))
    assert utterances(heard, since=SETTINGS.talk_window_seconds) == ["yes"]


def test_what_is_heard_over_it_tells_how_loud_it_was(ear: BlockListener) -> None:
    """So that "too noisy" can be said where the room itself is quiet between two words."""
    (before,) = decided(hear(ear, sound(tone(0.3), nothing(0.5))))
    heard = hear(ear, over(television(24.0), tone(0.3), at=15.0), start=BEGIN)
    *_, said = decided(heard)
    assert before.noise_dbfs < TELEVISION_DBFS - 20.0
    assert said.noise_dbfs == pytest.approx(TELEVISION_DBFS, abs=1.0)


def test_the_room_is_as_loud_as_the_talk_in_it(ear: BlockListener) -> None:
    """Where nobody is heard over it, that is why."""
    levels = [each for each in hear(ear, television(24.0)) if isinstance(each, RoomLevel)]
    assert levels[0].noise_dbfs < TELEVISION_DBFS - 20.0
    assert levels[-1].noise_dbfs == pytest.approx(TELEVISION_DBFS, abs=1.0)


def test_it_is_still_known_in_the_next_turn(ear: BlockListener) -> None:
    say_yes(ear)
    hear(ear, television(12.0), start=BEGIN)
    ear.shut()
    ear.open(not_before=0.0, during_voice=False)
    assert utterances(hear(ear, television(12.0), start=BEGIN + 12.0)) == []


def test_after_it_has_ended_a_soft_voice_is_heard_again(ear: BlockListener) -> None:
    say_yes(ear)
    hear(ear, television(12.0), start=BEGIN)
    soft = sound(nothing(8.0), tone(0.3, TELEVISION_DBFS), nothing(1.0))
    assert utterances(hear(ear, soft, start=BEGIN + 12.0)) == ["yes"]


def test_the_person_s_own_long_talk_is_no_television(ear: BlockListener) -> None:
    say_yes(ear)
    talk = sound(*[tone(0.3), tone(0.3, -24.0), nothing(0.15)] * 16, nothing(1.0))
    after = sound(tone(0.3, -26.0), nothing(1.0))
    hear(ear, talk, start=BEGIN)
    assert utterances(hear(ear, after, start=BEGIN + 13.0)) == ["yes"]


def noise_levels(signals: list[HearingSignal]) -> list[float]:
    return [signal.noise_dbfs for signal in signals if isinstance(signal, RoomLevel)]


def test_talk_as_loud_as_the_person_counts_as_noise_when_it_has_no_end(ear: BlockListener) -> None:
    say_yes(ear)
    as_loud = sound(*[tone(0.3), tone(0.3, -24.0), nothing(0.15)] * 32)
    levels = noise_levels(hear(ear, as_loud, start=BEGIN))
    at_once = round(SETTINGS.loud_talk_share * SETTINGS.loud_talk_window_seconds)
    assert max(levels[: at_once - 1]) < TELEVISION_DBFS - 20.0
    assert min(levels[round(SETTINGS.loud_talk_window_seconds) :]) == pytest.approx(-20.0, abs=1.0)


def test_one_long_answer_makes_no_noisy_room(ear: BlockListener) -> None:
    say_yes(ear)
    answer = sound(*[tone(0.3), tone(0.3, -24.0), nothing(0.15)] * 8, nothing(8.0))
    assert max(noise_levels(hear(ear, answer, start=BEGIN))) < TELEVISION_DBFS - 20.0
