"""Whoever goes on speaking after an answer: it is more of the answer, or the answer was none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.person import utterance
from tests.english import english_sentences
from voice_rom.content.settings_file import load_settings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.continuation import Answered
from voice_rom.core.dialogue.interpretation import Fate, Interpretation, Situation, interpret
from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.dialogue.turn import Hold
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.slots import AskedFor
from voice_rom.core.language.understanding import Reason

M = Meaning
ENGLISH = english_sentences()
SIDES = frozenset({M.LEFT, M.RIGHT, M.BOTH, M.NEITHER, M.UNSURE})
YES_OR_NO = frozenset({M.YES, M.NO, M.UNSURE})
SAID_AT, SAID_UNTIL = 1.0, 1.4
ASKED_FOR = AskedFor(
    kind="difference",
    about="difference",
    finding=M.YES,
    nothing=M.NO,
    sides=frozenset({M.LEFT, M.RIGHT}),
)


def after(answer: str) -> Situation:
    """Whether it is easier to one side was answered, and the voice asks for the side."""
    answered = Answered(
        utterance=utterance(answer, start=SAID_AT, seconds=SAID_UNTIL - SAID_AT),
        expected=YES_OR_NO,
        asked=ASKED_FOR,
        settings=load_settings(None).hearing,
    )
    voice = VoiceOutput(
        lines=(Line("a.text", "Which side is easier?"),), course=None, past=0.1, confidence=0.6
    )
    return Situation(expected=SIDES, answered=answered, over_voice=True, voice=voice)


def said(
    words: str,
    situation: Situation,
    *,
    pause: float = 0.5,
    seconds: float = 0.8,
    level: float = -25,
) -> Interpretation:
    more = utterance(
        words, start=SAID_UNTIL + pause, seconds=seconds, level_dbfs=level, during_voice=True
    )
    return interpret(more, situation, ENGLISH)


@pytest.mark.parametrize(
    ("answer", "more", "meaning", "side"),
    [
        ("yes", "the left one", M.YES, M.LEFT),
        ("yes", "it's easier to the right", M.YES, M.RIGHT),
        ("yes", "i think so", M.YES, None),
        ("no", "they're about the same", M.NO, None),
        ("no", "not really", M.NO, None),
    ],
)
def test_what_follows_an_answer_is_more_of_it(
    answer: str, more: str, meaning: Meaning, side: Meaning | None
) -> None:
    heard = said(more, after(answer))
    assert (heard.fate, heard.meaning) == (Fate.CORRECTION, meaning)
    assert heard.understanding.slots is not None
    assert heard.understanding.slots.side is side


@pytest.mark.parametrize(
    ("answer", "more"),
    [("yes", "it's very pretty"), ("no", "[unk] [unk]"), ("yes", "[unk] was all right this time")],
)
def test_an_answer_that_was_the_beginning_of_something_else_is_taken_back(
    answer: str, more: str
) -> None:
    heard = said(more, after(answer))
    assert heard.fate is Fate.CORRECTION
    assert (heard.understanding.meaning, heard.understanding.reason) == (None, Reason.UNCERTAIN)


@pytest.mark.parametrize(
    ("more", "fate"),
    [
        ("stop", Fate.TAKEN),
        ("ow that hurts", Fate.TAKEN),
        ("uh", Fate.NOTHING),
        ("", Fate.NOTHING),
        ("skip", Fate.NOTHING),
        ("easier", Fate.NOTHING),
    ],
)
def test_what_means_something_by_itself_or_is_no_word_takes_nothing_back(
    more: str, fate: Fate
) -> None:
    assert said(more, after("yes")).fate is fate


@pytest.mark.parametrize(
    ("pause", "seconds", "level", "goes_on"),
    [
        (0.01, 0.41, -31.0, True),
        (0.99, 5.0, -5.0, True),
        (1.01, 0.8, -25.0, False),
        (-0.01, 0.8, -25.0, False),
        (0.5, 0.39, -25.0, False),
        (0.5, 0.8, -31.1, False),
    ],
)
def test_only_the_same_voice_soon_after_it_and_for_a_while_goes_on(
    pause: float, seconds: float, level: float, *, goes_on: bool
) -> None:
    heard = said("[unk] [unk]", after("yes"), pause=pause, seconds=seconds, level=level)
    assert (heard.fate is Fate.CORRECTION) == goes_on


def test_the_voices_own_words_are_no_more_of_an_answer() -> None:
    assert said("which side", after("yes")).fate is Fate.NOTHING


def test_after_wait_only_another_answer_counts() -> None:
    held = replace(after("yes"), hold=Hold.MAY_PAUSE)
    assert said("[unk] [unk]", held).fate is Fate.NOTHING


WORDS = st.lists(st.sampled_from(["yes", "left", "stop", "[unk]", "uh", "the", "wait", "hurts"]))


@given(first=WORDS, more=WORDS.map(" ".join), pause=st.floats(0.0, 2.0))
def test_stop_counts_whatever_it_goes_on_with(first: list[str], more: str, pause: float) -> None:
    """Whatever was answered: what would stop by itself does so after an answer, too."""
    situation = after(" ".join(first) or "yes")
    alone = said(more, replace(situation, answered=None), pause=pause)
    if alone.understanding.meaning is M.STOP:
        assert said(more, situation, pause=pause).understanding.meaning is M.STOP
