"""Stop as a word of its own stops, beside something else; as a part of a sentence it does not."""

import pytest

from tests.core.person import utterance
from tests.english import english_content, english_sentences
from voice_rom.content.asked_kinds import asked_kinds
from voice_rom.core.language.meanings import INTERRUPTIONS, Meaning, Meant
from voice_rom.core.language.understanding import understand

M = Meaning
KINDS = asked_kinds(english_content())

STOPS = [
    "stop stop i can't",
    "please stop it's too much",
    "i can't do this stop",
    "i didn't like that stop please",
    "stop my knee",
    "i can't stop",
    "no no stop stop",
    "i can't please stop",
    "i didn't i want to stop",
    "no i won't please stop it hurts",
    "but i can't do it stop",
    "i'm sorry i can't do it stop",
    "jesus my hip stop",
    "it does stop",
    "yes it did stop",
    "it hurts it does stop",
    "i can stop",
    "i think i could stop",
    "i do stop",
]
NONE = [
    "don't stop",
    "i didn't stop",
    "please don't stop now",
    "it never will stop",
    "the bus stop",
    "this is my stop",
    "stop it rex get down",
    "stop it doesn't matter",
    "we did stop",
    "where did they stop",
    "i didn't say stop",
    "i never said stop",
    "i did not mean stop",
]


def meant(kind: str, words: str) -> Meant | None:
    asked = KINDS[kind]
    heard = utterance(words)
    return understand(heard, english_sentences(), asked.expected, asked=asked.asked).meaning


@pytest.mark.parametrize("words", STOPS)
def test_stop_before_or_after_what_people_say_here_stops_whatever_was_asked(words: str) -> None:
    assert {kind: meant(kind, words) for kind in KINDS} == dict.fromkeys(KINDS, M.STOP)


@pytest.mark.parametrize("words", NONE)
def test_stop_within_another_sentence_stops_nothing_whatever_was_asked(words: str) -> None:
    assert {kind: meant(kind, words) for kind in KINDS} == dict.fromkeys(KINDS)


@pytest.mark.parametrize("words", STOPS)
def test_it_stops_over_the_programs_own_voice_too(words: str) -> None:
    asked = KINDS["step"].asked
    heard = utterance(words)
    understood = understand(heard, english_sentences(), INTERRUPTIONS, asked=asked)
    assert understood.meaning is M.STOP


@pytest.mark.parametrize(
    "words", ["stop stop my grandson is here", "my grandson is here stop stop"]
)
def test_stop_said_twice_stops_whatever_is_said_with_it(words: str) -> None:
    assert meant("step", words) is M.STOP


def test_stop_said_once_beside_what_is_told_to_somebody_else_stops_nothing() -> None:
    assert meant("step", "stop my grandson is here") is None


def test_a_way_to_go_is_told_to_somebody_else() -> None:
    assert meant("step", "stop there on the left") is None


def test_what_comes_before_stop_does_not_bind_it_unless_it_denies() -> None:
    assert meant("step", "that's as far as i can stop") is M.STOP


@pytest.mark.parametrize("words", ["it won't stop hurting", "it doesn't stop hurting"])
def test_what_does_not_stop_hurting_is_pain_and_no_stop(words: str) -> None:
    assert (meant("step", words), meant("pain", words)) == (M.PAIN, M.YES)


def test_stop_goes_before_a_pause_wherever_it_stands() -> None:
    assert meant("step", "i'm tired please stop") is M.STOP
