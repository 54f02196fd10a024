"""Every moment that a scenario can name comes, and has the name by which the dialogue tells it."""

import pytest

from tests.builders import tiny_assessment
from tests.english import english_content
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.machine import SPECS
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.simulation.moments import is_known, is_text, kinds_of


def test_each_kind_of_moment_is_that_of_one_state_or_a_check() -> None:
    moments = [spec.moment for spec in SPECS.values() if spec.moment is not None]
    assert len(moments) == len(set(moments))
    assert set(moments) | {MomentKind.CHECKED} == set(MomentKind)


def test_only_before_the_first_word_and_after_the_last_is_there_no_moment() -> None:
    assert {state for state, spec in SPECS.items() if spec.moment is None} == {
        State.WAITING,
        State.ENDED,
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("leg-lift.pain", MomentKind.QUESTION),
        ("leg-lift.pain.confirm", MomentKind.CONFIRM),
        ("leg-lift.pain.side", MomentKind.SIDE),
        ("leg-lift.lie-flat", MomentKind.STEP),
        ("leg-lift.noticed", MomentKind.NOTICED),
        ("screening.fracture", MomentKind.QUESTION),
        ("screening.fracture.confirm", MomentKind.CONFIRM),
        ("screened", MomentKind.SCREENED),
        ("to_floor", MomentKind.STEP),
        ("to_chair", MomentKind.STEP),
        ("sound_check", MomentKind.SOUND_CHECK),
        ("checked", MomentKind.CHECKED),
        ("stopped", MomentKind.STOPPED),
        ("summary", MomentKind.SUMMARY),
        ("device_lost", MomentKind.DEVICE_LOST),
    ],
)
def test_a_moment_is_known_by_its_name(name: str, kind: MomentKind) -> None:
    content = english_content()
    assert kinds_of(content.assessment)[name] is kind


@pytest.mark.parametrize("name", ["waiting", "ended", "question", "confirm", "leg-lift", "step"])
def test_what_never_comes_is_no_moment(name: str) -> None:
    content = english_content()
    assert name not in kinds_of(content.assessment)


def test_a_question_without_a_side_has_no_such_moment() -> None:
    kinds = kinds_of(tiny_assessment())
    assert kinds["lift.bending"] is MomentKind.QUESTION
    assert "lift.bending.side" not in kinds
    assert kinds["lift.pain.side"] is MomentKind.SIDE


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        ("tests.leg-lift.questions.pain.say", True),
        ("tests.leg-lift", True),
        ("tests.leg", False),
        ("leg-lift", False),
    ],
)
def test_a_name_stands_for_a_text_or_its_beginning(name: str, *, is_it: bool) -> None:
    assert is_text("tests.leg-lift.questions.pain.say", name) == is_it


@pytest.mark.parametrize(
    ("name", "known"), [("stopped", True), ("phrases.slower", True), ("phrases.slow", False)]
)
def test_what_can_be_named_is_a_moment_or_a_text(name: str, *, known: bool) -> None:
    content = english_content()
    assert is_known(name, kinds_of(content.assessment), content.texts) == known
