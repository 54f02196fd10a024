"""The body figure: what was noticed stands on it, by number, shape and side."""

import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from tests.english import english_content
from tests.reporting.every_part import full_report, usual_report
from voice_rom.core.assessment.content import BodyPart, Side
from voice_rom.core.outcome.report import Report
from voice_rom.reporting.body_figure import (
    HEIGHT,
    WIDTH,
    Mark,
    MarkShape,
    body_view,
    mark_symbol,
)
from voice_rom.reporting.html_report import to_html
from voice_rom.reporting.telling import ToldQuestion, tell

_MARK = re.compile(r'<g class="([^"]+)" data-mark="(\d+)" data-shape="(\w+)">.*?<text x="([^"]+)"')


def mark(
    part: BodyPart, side: Side | None, number: int = 1, shape: MarkShape = MarkShape.CIRCLE
) -> Mark:
    return Mark(number=number, shape=shape, part=part, side=side)


def places(drawn: Markup) -> list[tuple[int, float]]:
    """Each mark's number and how far it is to the right."""
    return [(int(number), float(x)) for _, number, _, x in _MARK.findall(drawn)]


@pytest.mark.parametrize("part", BodyPart)
def test_the_left_is_on_the_right_of_who_faces_you_and_on_the_left_of_who_turns_their_back(
    part: BodyPart,
) -> None:
    marks = [mark(part, Side.LEFT)]
    ((_, front),) = places(body_view(marks, back=False))
    ((_, back),) = places(body_view(marks, back=True))
    assert front > WIDTH / 2 > back
    assert front - WIDTH / 2 == WIDTH / 2 - back


@pytest.mark.parametrize("part", BodyPart)
def test_a_finding_on_both_sides_stands_twice_with_the_same_number(part: BodyPart) -> None:
    drawn = places(body_view([mark(part, Side.BOTH, 7)], back=False))
    assert [number for number, _ in drawn] == [7, 7]
    assert sum(x for _, x in drawn) == WIDTH


@pytest.mark.parametrize(("side", "kind"), [(Side.UNKNOWN, "mark unknown"), (None, "mark")])
def test_a_finding_without_a_side_stands_in_the_middle_dashed_where_one_was_asked_for(
    side: Side | None, kind: str
) -> None:
    drawn = body_view([mark(BodyPart.LEG, side)], back=False)
    ((found, *_),) = _MARK.findall(drawn)
    assert found == kind
    assert [x for _, x in places(drawn)] == [WIDTH / 2]


@pytest.mark.parametrize("side", [Side.LEFT, Side.UNKNOWN])
@pytest.mark.parametrize("part", BodyPart)
def test_marks_of_one_part_never_cover_each_other_or_leave_the_sheet(
    part: BodyPart, side: Side
) -> None:
    many = [mark(part, side, number) for number in range(1, 5)]
    drawn = body_view(many, back=False)
    at = [
        (float(x), float(y)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', str(drawn))
    ]
    assert len(at) == 4
    for index, (x, y) in enumerate(at):
        assert 15 < x < WIDTH - 15
        assert 15 < y < HEIGHT - 15
        for other_x, other_y in at[:index]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 >= 30


@pytest.mark.parametrize("shape", MarkShape)
def test_each_shape_is_another_drawing_and_bears_its_number(shape: MarkShape) -> None:
    outlines = {
        each: re.sub(r"^<g [^>]*>|<text.*", "", mark_symbol(mark(BodyPart.KNEE, None, 12, each)))
        for each in MarkShape
    }
    assert list(outlines.values()).count(outlines[shape]) == 1
    assert ">12</text>" in mark_symbol(mark(BodyPart.KNEE, None, 12, shape))


def told_questions(report: Report) -> list[ToldQuestion]:
    return [question for test in tell(report).tests for question in test.questions]


def test_findings_are_numbered_in_the_reports_order_and_the_same_number_stands_in_the_table() -> (
    None
):
    told = tell(usual_report())
    assert [each.mark and each.mark.number for each in told.noticed] == [1, 2, 3, 4, 5]
    in_table = [each.mark.number for each in told_questions(usual_report()) if each.mark]
    assert in_table == [1, 2, 3, 4, 5]


def test_each_mark_is_told_in_words_too() -> None:
    assert [each.place for each in tell(usual_report()).noticed] == [
        "Upper body, left",
        "Upper body, left",
        "Leg, right",
        "Knee, both sides",
        "Leg, left",
    ]


def test_a_sign_has_one_shape_and_another_sign_another() -> None:
    report = usual_report()
    signs = [question.sign for test in report.tests for question in test.questions]
    found = {
        sign: told.mark.shape
        for sign, told in zip(signs, told_questions(report), strict=True)
        if told.mark is not None
    }
    assert found == {
        "difference": MarkShape.CIRCLE,
        "bending": MarkShape.DIAMOND,
        "pain": MarkShape.STAR,
    }


def test_what_was_said_to_hurt_is_no_mark_because_nobody_asked_where() -> None:
    first, *others = tell(full_report()).noticed
    assert first.text == "Leg lift: You said you felt pain on your right side. The pain was sharp."
    assert first.mark is None
    assert first.place == ""
    assert all(each.mark for each in others)


def test_an_assessment_that_names_no_part_of_the_body_has_no_figure() -> None:
    report = usual_report()
    tests = tuple(
        replace(test, questions=tuple(replace(each, part=None) for each in test.questions))
        for test in report.tests
    )
    assert "<figure" in to_html(report)
    assert "<figure" not in to_html(replace(report, tests=tests))


def test_an_empty_figure_says_that_nothing_is_marked() -> None:
    report = replace(usual_report(), findings=())
    assert "Nothing is marked on the figure." in to_html(report)


def test_every_question_of_a_test_of_ours_has_a_part_of_the_body() -> None:
    for test in english_content().assessment.tests:
        assert all(question.part is not None for question in test.questions)
