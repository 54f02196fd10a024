"""Who can answer a whole session, and who is drawn."""

from collections.abc import Iterable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.english import english_vocabulary
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.evaluation.folder import ANSWER_WORDS, Recording, RecordingKind
from voice_rom.evaluation.speakers import RecordedSpeaker, drawn, speakers_in

PHRASES = english_vocabulary().phrases
WORDS = tuple(word.value for word in ANSWER_WORDS)


def recording(word: str, file: str) -> Recording:
    group = f"answers/{word}"
    kind = RecordingKind.ANSWER if word in WORDS else RecordingKind.OTHER_WORDS
    return Recording(f"{group}/{file}", Path(group, file), group, kind)


def all_words_by(*speakers: str) -> list[Recording]:
    return [recording(word, f"{speaker}_0.wav") for speaker in speakers for word in WORDS]


def names(speakers: Iterable[RecordedSpeaker]) -> list[str]:
    return [speaker.name for speaker in speakers]


def test_only_who_has_recorded_every_word_can_answer_everything() -> None:
    without_right = [each for each in all_words_by("b2") if each.group != "answers/right"]
    found = speakers_in([*without_right, *all_words_by("c3", "a1")], PHRASES)
    assert names(found) == ["a1", "c3"]


def test_a_speaker_has_all_their_recordings_of_a_word() -> None:
    recordings = [*all_words_by("a1"), recording("left", "a1_1.wav")]
    (speaker,) = speakers_in(recordings, PHRASES)
    assert [each.file.name for each in speaker.words[Meaning.LEFT]] == ["a1_0.wav", "a1_1.wav"]


def test_other_words_are_used_for_all_that_they_mean() -> None:
    further = [recording(word, "a1_0.wav") for word in ("done", "not_sure", "up", "bird")]
    (speaker,) = speakers_in([*all_words_by("a1"), *further], PHRASES)
    others = {Meaning.READY, Meaning.END, Meaning.UNSURE, NamedChoice("straight")}
    assert set(speaker.words) == {*ANSWER_WORDS, *others}


def test_a_right_that_was_asked_for_as_a_side_is_no_yes() -> None:
    (speaker,) = speakers_in(all_words_by("a1"), PHRASES)
    assert [each.group for each in speaker.words[Meaning.YES]] == ["answers/yes"]


@given(st.lists(st.text("abc123", min_size=1), unique=True), st.integers(1, 9), st.integers(0, 9))
def test_who_is_drawn_is_the_same_in_every_order_and_stays_when_more_are(
    speakers: list[str], number: int, more: int
) -> None:
    there = [RecordedSpeaker(name, {}) for name in speakers]
    one = drawn(there, number)
    assert len(one) == min(number, len(speakers))
    assert names(one) == names(drawn(reversed(there), number))
    assert names(drawn(there, number + more))[: len(one)] == names(one)
