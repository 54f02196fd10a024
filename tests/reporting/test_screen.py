"""The report on the screen."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from tests.builders import answer, careful_report, nothing_noticed, tiny_report
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Source, Status
from voice_rom.core.language.meanings import Meaning, NamedChoice
from voice_rom.core.outcome.report import NoTests, Report
from voice_rom.reporting.screen import show_report


def shown(report: Report) -> str:
    file = io.StringIO()
    show_report(report, Console(file=file, force_terminal=False))
    return file.getvalue()


def section(report: Report, heading: str) -> list[str]:
    """The lines under a heading, up to the next empty line."""
    lines = shown(report).splitlines()
    begin = lines.index(heading) + 2
    return lines[begin : lines.index("", begin) if "" in lines[begin:] else None]


def test_findings_come_with_their_test_and_side() -> None:
    report = tiny_report(answer(side=Side.LEFT))
    assert section(report, "What you noticed") == ["- Leg lift: It hurt on the left."]


def test_with_every_question_answered_and_no_finding_it_says_that_nothing_was_noticed() -> None:
    report = tiny_report(*nothing_noticed())
    assert section(report, "What you noticed") == ["Nothing was noticed in these tests."]
    assert section(report, "Open questions") == ["None. Every question was answered."]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ANSWERED])
def test_with_a_question_open_it_never_says_that_nothing_was_noticed_in_the_tests(
    status: Status,
) -> None:
    report = tiny_report(*nothing_noticed()[:-1], answer(None, status=status))
    assert section(report, "What you noticed") == [
        "Nothing was noticed in the questions that were answered."
    ]
    opened, meaning = section(report, "Open questions")
    assert opened.startswith("- Leg lift: Did it hurt? ")
    assert meaning.startswith("An open question says nothing")


def test_with_no_question_answered_it_says_that_the_report_says_nothing() -> None:
    report = tiny_report(complete=False)
    assert section(report, "What you noticed") == [
        "No question was answered, so this report says nothing about your movement."
    ]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (Status.UNSURE, "Not sure"),
        (Status.SKIPPED, "Skipped"),
        (Status.NOT_HEARD, "Asked, but no answer was understood"),
        (Status.WITHDRAWN, "Answer taken back"),
        (Status.NOT_ASKED, "Not asked"),
    ],
)
def test_an_open_question_says_why_it_is_open(status: Status, why: str) -> None:
    report = tiny_report(answer(None, status=status))
    asked = answer(NamedChoice("straight"), question_id="angling", text="straight")
    report = tiny_report(asked, answer(None, status=status))
    assert f"- Leg lift: Did it hurt? {why}." in section(report, "Open questions")


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ANSWERED])
def test_an_open_question_is_told_once(status: Status) -> None:
    report = tiny_report(*nothing_noticed()[:-1], answer(None, status=status))
    assert shown(report).count("Did it hurt?") == 1
    assert shown(report).count("Can you lift your leg") == 1


def test_a_session_that_ended_at_once_is_told_in_few_lines() -> None:
    lines = shown(tiny_report(complete=False)).splitlines()
    assert section(tiny_report(complete=False), "Open questions")[:2] == [
        "- Trunk rotation: no questions were asked.",
        "- Leg lift: no questions were asked.",
    ]
    assert "Question by question" not in lines
    assert "Not asked" not in shown(tiny_report(complete=False))


def test_of_the_questions_before_the_tests_those_that_were_asked_are_told() -> None:
    report = careful_report()
    assert report.screening is not None
    (asked,) = report.screening.questions
    later = replace(asked, text="Are you well?", status=Status.NOT_ASKED, answer=None)
    screening = replace(report.screening, questions=(asked, later))
    told = shown(replace(report, screening=screening))
    assert asked.text in told
    assert "Are you well?" not in told


def test_a_question_has_its_answer_its_side_and_how_it_was_understood() -> None:
    report = tiny_report(
        answer(text="yeah", side=Side.LEFT, confirmed=True, side_text="the left one")
    )
    how = (
        'Heard "yeah". It was repeated back to you, and you agreed. '
        'For the side, heard "the left one".'
    )
    lines = shown(report).splitlines()
    begin = lines.index("  3. Did it hurt?")
    assert lines[begin + 1 : begin + 5] == [
        "     Answer: Yes.",
        "     Side: Left.",
        "     Noticed: It hurt on the left.",
        "     How it was understood: " + how,
    ]


def test_a_concerning_answer_that_was_not_agreed_to_says_so() -> None:
    assert "It was not confirmed." in shown(tiny_report(answer()))
    assert "It was not confirmed." not in shown(tiny_report(answer(confirmed=True)))


def test_levels_are_for_programs_and_not_for_people() -> None:
    assert not re.search(r"\bdB", shown(tiny_report(answer(side=Side.LEFT, side_text="left"))))


def test_an_answer_by_key_says_so() -> None:
    assert "Given with a key." in shown(tiny_report(answer(Meaning.NO, source=Source.KEY)))


def test_sounds_without_words_are_called_other_words() -> None:
    assert 'Heard "yes (other words)".' in shown(tiny_report(answer(text="yes [unk]")))


def test_how_long_it_took_is_told_when_it_is_known() -> None:
    report = tiny_report()
    assert "It took" not in shown(report)
    assert "It took 12 min 5 s." in shown(replace(report, seconds=725.2))
    assert "It took 40 s." in shown(replace(report, seconds=40.0))


def test_a_session_that_ended_early_says_so() -> None:
    early = "The session ended before the last question."
    assert early in shown(tiny_report(complete=False))
    assert early not in shown(tiny_report(complete=True))


def test_the_advice_stands_last_in_one_paragraph() -> None:
    report = tiny_report(advice=("Stretch.", "Rest."))
    assert shown(report).splitlines()[-1] == "Stretch. Rest."


def test_a_report_in_a_language_without_wording_is_told_in_english() -> None:
    report = replace(tiny_report(), language="xx")
    assert "What you noticed" in shown(report)


def test_text_in_square_brackets_stays_text() -> None:
    assert "[red]Rest.[/red]" in shown(tiny_report(advice=("[red]Rest.[/red]",)))


def test_what_is_urgent_stands_before_everything_else() -> None:
    lines = shown(replace(careful_report(), urgent=("Call 112.",))).splitlines()
    assert lines[1:6] == [
        "Report: Range of motion",
        "=======================",
        "",
        "Please read this first",
        "!!!!!!!!!!!!!!!!!!!!!!",
    ]
    assert lines[6] == "Call 112."


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("chair", "You chose to do only what is gentle enough for today."),
        (NoTests.END, "You chose to end here and ask someone first."),
        (NoTests.NONE, "You did not choose to go on, so the session ended."),
    ],
)
def test_the_screening_says_what_was_chosen(choice: str, told: str) -> None:
    outcome, *_ = section(careful_report(choice), "Before the tests")
    assert outcome.startswith(f"Something in your answers was a reason to be careful. {told}")


def test_a_screening_without_a_concern_says_so() -> None:
    report = careful_report()
    assert report.screening is not None
    clear = replace(report.screening, careful=False)
    first, *_ = section(replace(report, screening=clear), "Before the tests")
    assert first == "Nothing in your answers was a reason not to do the tests."


def test_a_screening_that_was_not_finished_says_so() -> None:
    report = careful_report()
    assert report.screening is not None
    (asked,) = report.screening.questions
    not_asked = replace(asked, status=Status.NOT_ASKED, answer=None)
    unfinished = replace(report.screening, careful=False, questions=(not_asked,))
    first, *_ = section(replace(report, screening=unfinished), "Before the tests")
    assert first == "Not all of these questions were asked."
