"""Moments have the shortest plain name, and every text of a moment leads to it."""

import pytest

from tests.builders import tiny_assessment
from voice_rom.content.load import load_content
from voice_rom.simulation.moments import MomentKind, is_said_at, kinds_of, moment_among, moment_of


@pytest.mark.parametrize(
    ("text_id", "moment"),
    [
        ("tests.leg-lift.questions.pain.say", "leg-lift.pain"),
        ("tests.leg-lift.questions.pain.short", "leg-lift.pain"),
        ("tests.leg-lift.questions.pain.confirm.yes", "leg-lift.pain.confirm"),
        ("tests.leg-lift.questions.pain.side.say", "leg-lift.pain.side"),
        ("tests.leg-lift.questions.pain.noted.no", None),
        ("tests.leg-lift.questions.pain.finding.left", None),
        ("tests.leg-lift.steps.lie-flat.help", "leg-lift.lie-flat"),
        ("tests.leg-lift.intro", None),
        ("tests.leg-lift.nothing_noticed", "leg-lift.noticed"),
        ("to_floor.say", "to_floor"),
        ("sound_check.short", "sound_check"),
        ("phrases.stopped.say", "stopped"),
        ("phrases.summary_closing.say", "summary"),
        ("phrases.microphone_lost", "device_lost"),
        ("phrases.slower", None),
        ("advice.next_step.say", None),
    ],
)
def test_a_text_belongs_to_its_moment(text_id: str, moment: str | None) -> None:
    assert moment_of(text_id) == moment


def test_every_moment_that_a_text_belongs_to_is_known() -> None:
    content = load_content("en")
    known = kinds_of(content.assessment, content.safety)
    found = {moment_of(text_id) for text_id in content.texts} - {None}
    assert found <= set(known)


def test_every_moment_is_said_by_some_text() -> None:
    content = load_content("en")
    found = {moment_of(text_id) for text_id in content.texts}
    assert set(kinds_of(content.assessment, content.safety)) <= found


def test_a_question_without_a_side_has_no_such_moment() -> None:
    kinds = kinds_of(tiny_assessment())
    assert kinds["lift.bending"] is MomentKind.QUESTION
    assert "lift.bending.side" not in kinds
    assert kinds["lift.pain.side"] is MomentKind.SIDE


def test_the_last_text_with_a_moment_decides() -> None:
    texts = (
        "tests.leg-lift.questions.higher.noted.no",
        "tests.leg-lift.questions.angling.say",
    )
    assert moment_among(texts, "leg-lift.higher") == "leg-lift.angling"
    assert moment_among(("phrases.slower",), "leg-lift.angling") == "leg-lift.angling"


def test_open_questions_at_the_end_of_a_test_are_that_moment() -> None:
    assert moment_among(("advice.open_questions.say",), "leg-lift.pain") == "leg-lift.noticed"


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        ("tests.leg-lift.questions.pain.say", True),
        ("tests.leg-lift", True),
        ("leg-lift.pain", True),
        ("tests.leg", False),
        ("leg-lift", False),
    ],
)
def test_a_name_stands_for_a_text_its_beginning_or_its_moment(name: str, *, is_it: bool) -> None:
    assert is_said_at("tests.leg-lift.questions.pain.say", name) == is_it
