"""From blocks to utterances, with a detector of level and a recogniser that follows a script."""

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
    saying,
    sound,
    tone,
)
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.protocol.events import UtteranceBegan
from voice_rom.hearing.echo import NoEchoCanceller
from voice_rom.hearing.levelling import loudest_dbfs
from voice_rom.hearing.listener import BlockListener
from voice_rom.ports import HearingBegan, HearingSignal, RecognisedWord, RoomLevel, SecondLook
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS, Block

VOCABULARY = english_sentences()
SAID = sound(nothing(1.0), tone(0.3), nothing(2.0))
SLACK = 0.06
"""Seconds: a chunk and a block, the grain of what the listener sees."""


def listener(recogniser: ScriptedRecogniser, *, opened: bool = True) -> BlockListener:
    made = BlockListener(SETTINGS, VOCABULARY, recogniser, LevelDetector(), NoEchoCanceller())
    if opened:
        made.open(not_before=0.0, during_voice=False)
    return made


def utterances(signals: list[HearingSignal]) -> list[Utterance]:
    return [signal for signal in signals if isinstance(signal, Utterance)]


def test_nothing_is_heard_before_it_is_opened() -> None:
    closed = listener(saying("yes"), opened=False)
    assert hear(closed, sound(nothing(0.5), tone(0.5), nothing(2.0))) == []


def test_hearing_begins_with_the_first_block_that_counts() -> None:
    ear = listener(saying("yes"), opened=False)
    ear.open(not_before=1.0, during_voice=False)
    assert hear(ear, nothing(1.0)) == []
    assert hear(ear, nothing(0.02), start=1.0) == [HearingBegan()]


def test_an_utterance_is_told_with_words_and_times_on_the_clock_of_the_room() -> None:
    ear = listener(saying("yes"))
    signals = hear(ear, sound(nothing(1.0), tone(0.3), nothing(2.0)), start=0.0)
    (said,) = utterances(signals)
    assert said.text == "yes"
    assert said.start == pytest.approx(1.0, abs=SLACK)
    assert said.end == pytest.approx(1.3, abs=SLACK)
    assert said.decided == pytest.approx(1.3 + SETTINGS.end_after_answer, abs=SLACK)
    assert said.level_dbfs == pytest.approx(-20.0, abs=0.5)
    assert not said.too_long
    assert not said.during_voice


@pytest.mark.parametrize("size", [20_000, 60_000])
def test_what_the_microphone_cuts_off_is_told(size: int) -> None:
    wave = size * np.sin(0.1 * np.arange(SAMPLE_RATE // 3))
    cut = np.clip(wave, -32_768, 32_767).astype(np.int16)
    (said,) = utterances(hear(listener(saying("yes")), sound(nothing(1.0), cut, nothing(1.0))))
    assert said.clipped == (0.0 if size < 32_767 else pytest.approx(0.35, abs=0.15))


def test_voice_activity_comes_when_somebody_begins() -> None:
    signals = hear(listener(saying("yes")), sound(nothing(1.0), tone(0.3), nothing(1.0)))
    (activity,) = [signal for signal in signals if isinstance(signal, UtteranceBegan)]
    assert activity.at == pytest.approx(1.0, abs=SLACK)
    assert signals.index(activity) < signals.index(utterances(signals)[0])


@pytest.mark.parametrize(
    ("text", "silence"),
    [
        ("stop", SETTINGS.end_after_interruption),
        ("hold on", SETTINGS.end_after_interruption),
        ("yes", SETTINGS.end_after_answer),
        ("my left leg", SETTINGS.end_after_answer),
        ("yes no wait no", SETTINGS.end_after_answer),
        ("uh", SETTINGS.end_after_filler),
        ("left sorry", SETTINGS.end_after_filler),
        ("the [unk] yes", SETTINGS.end_after_foreign),
        ("", SETTINGS.end_after_sound),
    ],
)
def test_patience_depends_on_what_was_said_so_far(text: str, silence: float) -> None:
    signals = hear(listener(saying(text)), sound(nothing(1.0), tone(0.4), nothing(3.0)))
    (said,) = utterances(signals)
    assert said.decided == pytest.approx(1.4 + silence, abs=SLACK)


def test_a_filler_and_the_answer_after_a_pause_are_one_utterance() -> None:
    filler = RecognisedWord("uh", 0.5, 0.8, 1.0)
    answer = RecognisedWord("yes", 1.8, 2.1, 1.0)
    recogniser = ScriptedRecogniser(lambda heard: [filler] if heard < 2.0 else [filler, answer])
    pieces = sound(nothing(1.0), tone(0.3), nothing(1.0), tone(0.3), nothing(2.0))
    (said,) = utterances(hear(listener(recogniser), pieces))
    assert said.text == "uh yes"
    assert said.decided == pytest.approx(2.6 + SETTINGS.end_after_answer, abs=SLACK)


def test_two_answers_with_quiet_between_are_two_utterances() -> None:
    pieces = sound(nothing(1.0), tone(0.3), nothing(1.0), tone(0.3), nothing(1.0))
    assert len(utterances(hear(listener(saying("yes")), pieces))) == 2


def test_the_recogniser_gets_what_came_before_the_voice_too() -> None:
    recogniser = saying("left")
    hear(listener(recogniser), sound(nothing(1.0), tone(0.3), nothing(1.0)))
    (given,) = recogniser.recognitions
    assert len(given) / SAMPLE_RATE == pytest.approx(
        SETTINGS.pre_roll_seconds + 0.3 + SETTINGS.end_after_interruption, abs=SLACK
    )


@pytest.mark.parametrize("dbfs", [-6.0, -20.0, -39.0])
def test_the_recogniser_gets_every_voice_at_one_level(dbfs: float) -> None:
    recogniser = saying("left")
    hear(listener(recogniser), sound(nothing(1.0), tone(0.3, dbfs), nothing(1.0)))
    (given,) = recogniser.recognitions
    assert loudest_dbfs(given) == pytest.approx(SETTINGS.speech_level_dbfs, abs=0.5)


def test_the_recogniser_rests_while_nobody_speaks() -> None:
    recogniser = saying("yes")
    hear(listener(recogniser), sound(nothing(2.0), hiss(5.0, -60.0)))
    assert recogniser.recognitions == []


def test_an_endless_noise_ends_as_too_long_once_and_is_not_heard_again_before_a_gap() -> None:
    """It is as loud as the person's own voice; test_background_talk.py has what is softer."""
    ear = listener(
        ScriptedRecogniser(lambda seconds: words_of("yes" if seconds < 1.2 else "[unk]"))
    )
    drumming = [tone(0.2), nothing(0.1)] * 60
    yes, said = utterances(hear(ear, sound(nothing(1.0), tone(0.3), nothing(1.0), *drumming)))
    assert yes.text == "yes"
    assert said.too_long
    assert said.decided == pytest.approx(2.3 + SETTINGS.limit_seconds, abs=SLACK)
    later = hear(ear, sound(nothing(1.0), tone(0.3), nothing(1.0)), start=19.0)
    assert [said.too_long for said in utterances(later)] == [False]


def test_in_noise_that_goes_on_an_answer_is_told_when_its_words_are_over() -> None:
    pieces = sound(nothing(1.0), tone(2.5))
    said, *_ = utterances(hear(listener(saying("yes")), pieces))
    assert said.text == "yes"
    assert said.end == pytest.approx(1.3, abs=SLACK)
    latest = said.end + SETTINGS.end_in_noise + SETTINGS.look_every
    assert said.end + SETTINGS.end_in_noise <= said.decided <= latest + SLACK


def test_in_noise_that_goes_on_nothing_else_is_told_before_it_is_over() -> None:
    pieces = sound(nothing(1.0), tone(2.5))
    for text in ("uh", "the [unk] yes", "yes no"):
        assert utterances(hear(listener(saying(text)), pieces)) == []


def test_a_noise_that_goes_on_without_a_word_is_forgotten() -> None:
    recogniser = saying("")
    hear(listener(recogniser), sound(nothing(1.0), tone(5.0)))
    longest = max(len(given) for given in recogniser.recognitions) / SAMPLE_RATE
    assert longest <= 2 * SETTINGS.word_seconds + SETTINGS.look_every + SLACK


def test_what_gave_no_answer_is_looked_at_again_for_few_words() -> None:
    recogniser = saying("leg")
    left = RecognisedWord("left", 0.5, 0.8, 1.0)
    recogniser.second_look = SecondLook((left,), gain=0.5)
    (said,) = utterances(hear(listener(recogniser), SAID))
    assert said.text == "left"
    assert said.decided == pytest.approx(1.3 + SETTINGS.end_after_answer, abs=SLACK)


def test_an_answer_with_another_word_before_it_is_looked_at_again() -> None:
    recogniser = saying("the left")
    recogniser.second_look = SecondLook((RecognisedWord("left", 0.5, 0.8, 1.0),), gain=0.5)
    recogniser.openly = (RecognisedWord("that", 0.5, 0.8, 1.0),)
    recogniser.sentences = (words_of("the left"),)
    (said,) = utterances(hear(listener(recogniser), SAID))
    assert said.text == "left"


@pytest.mark.parametrize("heard", ["ready", "back", "help"])
def test_a_command_that_is_not_sure_is_looked_at_again(heard: str) -> None:
    unsure = RecognisedWord(heard, 0.5, 0.8, SETTINGS.command_confidence - 0.05)
    recogniser = ScriptedRecogniser(lambda _: (unsure,))
    recogniser.second_look = SecondLook((RecognisedWord("right", 0.5, 0.8, 1.0),), gain=0.5)
    (said,) = utterances(hear(listener(recogniser), SAID))
    assert said.text == "right"


@pytest.mark.parametrize(
    ("first", "second", "gain"),
    [
        ("leg", "left", -2.0 * SETTINGS.second_look_loss),
        ("leg", "go", 0.5),
        ("leg", "left left", 0.5),
        ("stop", "left", 0.5),
        ("help", "no", 0.5),
        ("ready", "right", 0.5),
        ("maybe", "no", 0.5),
        ("the [unk] leg", "left", 0.5),
        ("not sure", "no", 0.5),
    ],
)
def test_a_second_look_counts_only_where_it_fits(first: str, second: str, gain: float) -> None:
    recogniser = saying(first)
    words = tuple(RecognisedWord(word, 0.5, 0.8, 1.0) for word in second.split())
    recogniser.second_look = SecondLook(words, gain)
    (said,) = utterances(hear(listener(recogniser), SAID))
    assert said.text == first


@pytest.mark.parametrize(("over_noise", "said"), [(-3.0, "leg"), (3.0, "left")])
def test_a_second_look_is_for_what_stands_out_from_the_room(over_noise: float, said: str) -> None:
    recogniser = saying("leg")
    recogniser.second_look = SecondLook((RecognisedWord("left", 0.5, 0.8, 1.0),), gain=0.5)
    room_dbfs = -40.0
    loud = tone(0.3, room_dbfs + SETTINGS.second_look_over_noise_db + over_noise)
    ear = listener(recogniser)
    heard = hear(ear, sound(hiss(4.0, room_dbfs), loud, hiss(1.0, room_dbfs)))
    assert [each.text for each in utterances(heard)] == [said]


def words_of(text: str) -> tuple[RecognisedWord, ...]:
    return tuple(RecognisedWord(word, 0.5, 0.8, 1.0) for word in text.split())


@pytest.mark.parametrize(
    ("sentences", "openly", "said"),
    [
        (["yes the left one"], "yes the left one", "yes the left one"),
        (["yes the left one"], "yes that left one", "yes the left one"),
        (["a walk", "they're equal"], "they're equal", "they're equal"),
        (["the left one"], "it hurts", "the left one"),
        (["yes the left one"], "yes that lift won", "[unk] left [unk]"),
        (["my left"], "mark lived", "mark lived"),
        (["a walk"], "a walk", "[unk] left [unk]"),
        ([], "yes the left one", "[unk] left [unk]"),
        (["yes the left one"], "", "[unk] left [unk]"),
    ],
)
def test_a_sentence_counts_when_it_is_about_what_is_heard_without_listening_for_any(
    sentences: list[str], openly: str, said: str
) -> None:
    recogniser = saying("[unk] left [unk]")
    recogniser.sentences = tuple(map(words_of, sentences))
    recogniser.openly = words_of(openly)
    (heard,) = utterances(hear(listener(recogniser), SAID))
    assert heard.text == said


@pytest.mark.parametrize(("sure", "said"), [(1.0, "of course"), (0.8, "a farce")])
def test_words_that_the_first_look_is_sure_of_stand_where_the_sentences_agree(
    sure: float, said: str
) -> None:
    first = [RecognisedWord(word, 0.5, 0.8, sure) for word in ("of", "course")]
    recogniser = ScriptedRecogniser(lambda _: first)
    recogniser.sentences = (words_of("a force"), words_of("of course"))
    recogniser.openly = words_of("a farce")
    (heard,) = utterances(hear(listener(recogniser), SAID))
    assert heard.text == said


def test_a_sentence_is_told_a_moment_later_than_a_word() -> None:
    recogniser = saying("[unk] left [unk]")
    recogniser.sentences = (words_of("yes the left one"),)
    recogniser.openly = recogniser.sentences[0]
    (heard,) = utterances(hear(listener(recogniser), SAID))
    assert heard.decided == pytest.approx(1.3 + SETTINGS.end_after_sentence, abs=SLACK)


@pytest.mark.parametrize("said", ["yes", "stop please", "wait a moment", "too slow", "no wait"])
def test_a_word_or_a_command_is_no_sentence_to_be_looked_for(said: str) -> None:
    recogniser = saying(said)
    recogniser.sentences = (words_of("no not really"),)
    recogniser.openly = words_of("no not really")
    (heard,) = utterances(hear(listener(recogniser), SAID))
    assert heard.text == said


def test_the_ear_for_interruptions_stays_open_until_listening_begins() -> None:
    ear = listener(saying("stop"), opened=False)
    ear.open(not_before=0.0, during_voice=True)
    hear(ear, nothing(1.0))
    ear.open(not_before=1.25, during_voice=False)
    heard = hear(ear, sound(nothing(0.1), tone(0.3), nothing(1.0)), start=1.0)
    (said,) = utterances(heard)
    assert said.during_voice
    assert said.start == pytest.approx(1.1, abs=SLACK)
    assert heard.index(HearingBegan()) < heard.index(said)


def test_who_begins_in_what_is_left_of_the_voice_and_goes_on_is_not_cut() -> None:
    leftover = RecognisedWord("yes", 2.0, 2.3, 1.0)
    ear = listener(ScriptedRecogniser(lambda _: [leftover]), opened=False)
    ear.open(not_before=0.0, during_voice=True)
    hear(ear, nothing(1.0))
    ear.open(not_before=1.25, during_voice=False)
    heard = hear(ear, sound(nothing(0.1), tone(2.0), nothing(1.0)), start=1.0)
    said, *_ = utterances(heard)
    assert said.start == pytest.approx(2.6, abs=0.1)
    assert not said.during_voice


def test_what_was_not_finished_is_forgotten_when_it_is_shut() -> None:
    ear = listener(saying("yes"))
    hear(ear, sound(nothing(1.0), tone(0.3)))
    ear.shut()
    ear.open(not_before=0.0, during_voice=False)
    assert utterances(hear(ear, nothing(2.0), start=1.3)) == []


def test_speech_from_before_listening_began_is_not_in_the_utterance() -> None:
    recogniser = saying("yes")
    ear = listener(recogniser, opened=False)
    ear.open(not_before=1.0, during_voice=False)
    hear(ear, sound(tone(1.0, -10.0), nothing(0.2), tone(0.3), nothing(1.0)))
    (given,) = recogniser.recognitions
    assert len(given) / SAMPLE_RATE == pytest.approx(
        0.5 + SETTINGS.end_after_interruption, abs=SLACK
    )


def test_the_noise_of_the_room_is_followed_while_it_does_not_listen() -> None:
    ear = listener(saying("yes"), opened=False)
    hear(ear, hiss(4.0, -50.0))
    ear.open(not_before=0.0, during_voice=False)
    (said,) = utterances(hear(ear, sound(tone(0.3), hiss(1.0, -50.0)), start=4.0))
    assert said.noise_dbfs == pytest.approx(-50.0, abs=2.0)


def test_the_level_is_reported_every_second() -> None:
    signals = hear(listener(saying("")), hiss(5.0, -50.0))
    levels = [signal for signal in signals if isinstance(signal, RoomLevel)]
    assert len(levels) == round(5.0 / SETTINGS.level_seconds)
    assert all(level.noise_dbfs == pytest.approx(-50.0, abs=2.0) for level in levels)
    assert not any(level.zeros for level in levels)


def test_a_muted_microphone_is_seen_by_its_zeros() -> None:
    signals = hear(listener(saying("")), nothing(2.0))
    levels = [signal for signal in signals if isinstance(signal, RoomLevel)]
    assert [(level.zeros, level.peak_dbfs) for level in levels] == [(True, SILENCE_DBFS)] * 2


def test_what_is_said_while_the_voice_plays_is_marked_so() -> None:
    ear = listener(saying("stop"), opened=False)
    ear.open(not_before=0.0, during_voice=True)
    (said,) = utterances(hear(ear, sound(nothing(1.0), tone(0.3), nothing(1.0))))
    assert said.during_voice


def test_what_the_canceller_leaves_far_under_the_echo_is_nobodys_voice() -> None:
    class Leaving:
        """Takes 20 dB away, as a canceller does that knows its room."""

        def cancel(self, block: Block) -> np.typing.NDArray[np.int16]:
            return (block.samples // 10).astype(np.int16)

    ear = BlockListener(SETTINGS, VOCABULARY, saying("stop"), LevelDetector(), Leaving())
    ear.open(not_before=0.0, during_voice=True)
    echo = tone(2.0, -15.0)
    signals: list[HearingSignal] = []
    for place in range(0, len(echo) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        samples = echo[place : place + BLOCK_SAMPLES]
        signals += ear.feed(Block(samples, place / SAMPLE_RATE, played=samples))
    assert not any(isinstance(signal, UtteranceBegan) for signal in signals)
