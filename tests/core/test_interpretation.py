"""Each utterance is interpreted once, into one value: what it is where it was said."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import voice_rom.core.dialogue
from tests.core.person import utterance
from tests.english import english_vocabulary
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.interpretation import (
    Correctable,
    Fate,
    Interpretation,
    Situation,
    interpret,
)
from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.dialogue.turn import Hold
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.language.understanding import Reason

M = Meaning
ENGLISH = english_vocabulary()
SIDES = frozenset({M.LEFT, M.RIGHT, M.BOTH, M.NEITHER, M.UNSURE})
YES_OR_NO = frozenset({M.YES, M.NO, M.UNSURE})

SIDE_BEFORE = Correctable(expected=SIDES, since=0.0, until=5.0, here=True)
"""A side was given just before, and can be taken back."""

ASKED = Situation(expected=YES_OR_NO)
JUST_ANSWERED = Situation(expected=YES_OR_NO, last=SIDE_BEFORE)
OVER_THE_VOICE = replace(
    JUST_ANSWERED,
    over_voice=True,
    voice=VoiceOutput(
        lines=(Line("a.text", "Any pain on the left?"),), course=None, past=0.1, confidence=0.6
    ),
)
AFTER_WAIT = replace(JUST_ANSWERED, hold=Hold.MAY_PAUSE)
TAKEN_BACK = Situation(expected=SIDES, hold=Hold.TAKEN_BACK)


def heard(words: str, situation: Situation) -> Interpretation:
    return interpret(utterance(words, start=1.0), situation, ENGLISH)


@pytest.mark.parametrize(
    ("words", "situation", "fate", "meaning"),
    [
        ("no", ASKED, Fate.TAKEN, M.NO),
        ("skip", ASKED, Fate.TAKEN, M.SKIP),
        ("left", ASKED, Fate.MISSED, None),
        ("seven", ASKED, Fate.MISSED, None),
        ("sorry right", JUST_ANSWERED, Fate.CORRECTION, M.RIGHT),
        ("no right", JUST_ANSWERED, Fate.CORRECTION, M.RIGHT),
        ("no", JUST_ANSWERED, Fate.TAKEN, M.NO),
        ("no wait", JUST_ANSWERED, Fate.CORRECTION, None),
        ("wait", JUST_ANSWERED, Fate.WAIT, None),
        ("wait", ASKED, Fate.TAKEN, M.PAUSE),
        ("sorry stop", JUST_ANSWERED, Fate.TAKEN, M.STOP),
        ("no", OVER_THE_VOICE, Fate.CORRECTION, None),
        ("yes", OVER_THE_VOICE, Fate.TOO_EARLY, None),
        ("sorry right", OVER_THE_VOICE, Fate.CORRECTION, M.RIGHT),
        ("stop", OVER_THE_VOICE, Fate.TAKEN, M.STOP),
        ("seven", OVER_THE_VOICE, Fate.NOTHING, None),
        ("right", AFTER_WAIT, Fate.CORRECTION, M.RIGHT),
        ("skip", AFTER_WAIT, Fate.TAKEN, M.SKIP),
        ("seven", AFTER_WAIT, Fate.NOTHING, None),
        ("no right", TAKEN_BACK, Fate.TAKEN, M.RIGHT),
        ("no", TAKEN_BACK, Fate.MISSED, None),
    ],
)
def test_what_an_utterance_is_depends_on_where_it_was_said(
    words: str, situation: Situation, fate: Fate, meaning: Meant | None
) -> None:
    interpretation = heard(words, situation)
    assert interpretation.fate is fate
    assert interpretation.understanding.meaning is meaning


def test_an_answer_in_the_voices_own_words_is_its_echo() -> None:
    asked_side = replace(OVER_THE_VOICE, expected=SIDES, last=None)
    assert heard("left", asked_side).fate is Fate.OWN_ECHO
    assert heard("right", asked_side).fate is Fate.TOO_EARLY


def test_with_headphones_an_answer_counts_over_the_voice_and_nothing_is_a_miss() -> None:
    everything = replace(ASKED, over_voice=True)
    assert heard("no", everything).fate is Fate.TAKEN
    assert heard("seven", everything).fate is Fate.NOTHING


@pytest.mark.parametrize("start", [0.0, 1.0, 5.0, 5.1])
def test_an_answer_can_be_corrected_only_for_so_long(start: float) -> None:
    said = utterance("sorry right", start=start)
    fate = interpret(said, JUST_ANSWERED, ENGLISH).fate
    assert (fate is Fate.CORRECTION) == (start <= SIDE_BEFORE.until)


def test_where_the_session_cannot_go_back_only_wait_is_left_of_a_correction() -> None:
    gone = replace(JUST_ANSWERED, last=replace(SIDE_BEFORE, here=False))
    assert heard("sorry left", gone).fate is Fate.MISSED
    assert heard("wait", gone).fate is Fate.WAIT


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("stop it hurts", M.PAIN),
        ("ouch", M.PAIN),
        ("it feels numb", M.NUMB),
        ("stop", None),
        ("yes", None),
    ],
)
def test_a_complaint_is_told_whatever_else_the_words_mean(
    words: str, complaint: Meant | None
) -> None:
    for situation in (ASKED, OVER_THE_VOICE, AFTER_WAIT):
        assert heard(words, situation).complaint is complaint


@pytest.mark.parametrize(
    ("words", "agrees"), [("yes", True), ("uh yes", True), ("no", False), ("stop", False)]
)
def test_a_yes_is_known_even_where_it_answers_nothing(words: str, *, agrees: bool) -> None:
    assert heard(words, Situation(expected=SIDES)).agrees is agrees


def test_what_means_nothing_has_no_meaning_to_act_on() -> None:
    with pytest.raises(LookupError, match="missed"):
        _ = heard("seven", ASKED).meaning


@given(
    words=st.lists(
        st.sampled_from(["yes", "no", "left", "wait", "sorry", "stop", "uh", "it hurts", "seven"]),
        max_size=4,
    ).map(" ".join),
    situation=st.sampled_from([ASKED, JUST_ANSWERED, OVER_THE_VOICE, AFTER_WAIT, TAKEN_BACK]),
)
def test_only_what_is_taken_or_corrected_has_a_meaning_and_all_has_its_evidence(
    words: str, situation: Situation
) -> None:
    said = utterance(words, start=1.0)
    interpretation = interpret(said, situation, ENGLISH)
    means = interpretation.understanding.meaning is not None
    assert means or interpretation.fate is not Fate.TAKEN
    assert not means or interpretation.fate in {Fate.TAKEN, Fate.CORRECTION}
    assert interpretation.utterance is said
    if interpretation.fate in {Fate.TOO_EARLY, Fate.WAIT}:
        assert interpretation.understanding.reason in {Reason.TOO_EARLY, Reason.UNCERTAIN}


# Once, and in one place

DIALOGUE = Path(voice_rom.core.dialogue.__file__).parent
INTERPRETING = {"understand", "parts_of", "parse"}


def names_used(module: Path) -> Iterator[str]:
    """Every name that a module imports, and every attribute that it takes of anything."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr


def modules_that_use(names: set[str]) -> set[str]:
    return {
        str(module.relative_to(DIALOGUE))
        for module in DIALOGUE.rglob("*.py")
        if names & set(names_used(module))
    }


def test_one_module_of_the_dialogue_asks_what_words_mean() -> None:
    assert modules_that_use(INTERPRETING) == {"interpretation.py"}


def test_and_one_has_it_interpreted() -> None:
    assert modules_that_use({"interpret"}) == {"dialogue.py"}
    calls = [
        node
        for node in ast.walk(ast.parse((DIALOGUE / "dialogue.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert [call.func.id for call in calls if isinstance(call.func, ast.Name)].count(
        "interpret"
    ) == 1
