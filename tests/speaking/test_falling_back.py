"""The chain of speakers: who speaks when others fail, and when a better one is tried again."""

import pytest

from tests.speaking.fakes import FakeSpeaker
from voice_rom.core.protocol.events import VoiceKind
from voice_rom.errors import SettingsError, VoiceUnavailable
from voice_rom.speaking.falling_back import FallingBack
from voice_rom.speaking.prefetcher import Text

RETRY_AFTER = 3
BROKEN = VoiceUnavailable("It is broken.")
KINDS = (VoiceKind.OWN, VoiceKind.STAND_IN, VoiceKind.RECORDINGS)


def chain(*broken: VoiceKind) -> tuple[FallingBack, list[FakeSpeaker]]:
    speakers = [FakeSpeaker(kind, BROKEN if kind in broken else None) for kind in KINDS]
    return FallingBack(speakers, RETRY_AFTER), speakers


def say(voice: FallingBack, *words: str) -> None:
    for word in words:
        assert voice.speak(Text(word, 150)) is not None


def test_the_best_speaks_as_long_as_it_works() -> None:
    voice, (own, stand_in, _) = chain()
    say(voice, "a", "b")
    assert (own.asked, stand_in.asked) == (["a", "b"], [])
    assert voice.kind is VoiceKind.OWN
    assert voice.failure is None


@pytest.mark.parametrize("broken", [1, 2])
def test_the_first_that_works_speaks_the_very_sentence_that_failed_and_all_after_it(
    broken: int,
) -> None:
    voice, speakers = chain(*KINDS[:broken])
    say(voice, "a", "b")
    assert [it.asked for it in speakers[:broken]] == [["a"]] * broken
    assert speakers[broken].asked == ["a", "b"]
    assert voice.kind is KINDS[broken]
    assert voice.failure is BROKEN


def test_where_nobody_can_speak_there_is_nothing_and_no_error_however_often() -> None:
    voice, speakers = chain(*KINDS)
    assert [voice.speak(Text("a", 150)) for _ in range(9)] == [None] * 9
    assert [len(it.asked) for it in speakers] == [1, 1, 9]


@pytest.mark.parametrize("problem", [OSError("no process"), MemoryError(), KeyError("x")])
def test_whatever_a_speaker_raises_another_stands_in(problem: Exception) -> None:
    voice, (own, stand_in, _) = chain()
    own.problem = problem
    say(voice, "a")
    assert stand_in.asked == ["a"]


def test_a_mistake_in_the_settings_is_for_the_person() -> None:
    voice, (own, stand_in, _) = chain()
    own.problem = SettingsError("no such voice")
    for ask in (voice.speak, voice.prepare):
        with pytest.raises(SettingsError):
            ask(Text("a", 150))
    assert stand_in.asked == []


def test_one_that_failed_is_never_tried_again_by_who_waits_for_a_sentence() -> None:
    voice, (own, _, _) = chain(VoiceKind.OWN)
    say(voice, *"abcdefghijklmnop")
    assert own.asked == ["a"]
    assert own.tried_again == []


def test_it_is_tried_again_after_some_sentences_when_nobody_waits_and_comes_back() -> None:
    voice, (own, _, _) = chain(VoiceKind.OWN)
    say(voice, "a", "b")
    voice.prepare(Text("too early", 150))
    say(voice, "c")
    own.problem = None
    assert voice.may_be_better
    voice.prepare(Text("d", 150))
    assert own.tried_again == ["d"]
    assert voice.kind is VoiceKind.OWN
    assert voice.failure is None
    say(voice, "e")
    assert own.asked[-1] == "e"


def test_the_best_of_those_that_work_again_speaks() -> None:
    voice, (own, stand_in, recordings) = chain(VoiceKind.OWN, VoiceKind.STAND_IN)
    say(voice, *"abc")
    stand_in.problem = None
    voice.prepare(Text("d", 150))
    assert voice.kind is VoiceKind.STAND_IN
    say(voice, "e")
    assert (own.asked, stand_in.asked[-1], recordings.asked) == (["a"], "e", ["a", "b", "c"])


def test_it_is_tried_ever_less_often() -> None:
    voice, (own, _, _) = chain(VoiceKind.OWN)
    tried_after: list[int] = []
    for number in range(40):
        say(voice, f"{number}")
        voice.prepare(Text("ahead", 150))
        if len(own.tried_again) > len(tried_after):
            tried_after.append(number + 1)
    assert tried_after == [3, 9, 21]


def test_what_fails_while_nobody_waits_need_not_fail_again_for_who_does() -> None:
    voice, (own, stand_in, _) = chain(VoiceKind.OWN)
    with pytest.raises(VoiceUnavailable):
        voice.prepare(Text("ahead", 150))
    say(voice, "now")
    assert own.asked == ["ahead"]
    assert stand_in.asked == ["now"]


def test_closing_closes_them_all() -> None:
    voice, speakers = chain()
    voice.close()
    assert [it.closed for it in speakers] == [1, 1, 1]
