"""Every text that can be said or shown: no verdict, no medicine, plain, one step at a time."""

import pytest
import textstat  # type: ignore[import-untyped]

from tests.english import english_content
from tests.honest_words.everything_told import SPOKEN, everything_told, helps, shown
from tests.honest_words.instructions import instructions
from tests.honest_words.lexicon import lexicon
from voice_rom.content.wording import MOST_WORDS, banned_words
from voice_rom.reporting.wording import report_wording

AGE_ELEVEN = 6.0
"""The school grade (Flesch and Kincaid) of readers of about eleven years."""

WORDS = lexicon()

PARTS_OF_OTHER_ASSESSMENTS = {"Neck", "Elbow"}
"""Names of places on the body figure that are shown only when somebody's own assessment is about
them."""

MAY_TELL_OF_SAFETY = ("spoken: safety.", "shown: ")
"""A key and a question of the safety talk are shown as well."""


def grade(*lines: str) -> float:
    """A line that has no end gets one: the formula counts words a sentence."""
    ended = [line if line.rstrip().endswith((".", "?", "!")) else f"{line}." for line in lines]
    found: float = textstat.flesch_kincaid_grade(" ".join(ended))
    return found


def test_there_are_hundreds_of_texts_from_every_place() -> None:
    told = everything_told()
    assert len(told) > 400
    assert {name.partition(":")[0] for name in told} == {"spoken", "shown", "help", "message"}
    assert "message: cli.py" in told
    assert "help: voice-rom evaluate" in told


def test_no_text_sounds_like_a_verdict() -> None:
    technical = {(f"message: {file}", text) for file, text in WORDS.technical}
    found = {
        (name, line)
        for name, lines in everything_told().items()
        for line in lines
        if banned_words(line)
    }
    assert found <= technical


def test_no_text_names_what_the_leaflet_does_not_name() -> None:
    for name, lines in everything_told().items():
        if name.startswith("message: "):  # "The disk is full"
            continue
        allowed = WORDS.allowed | (
            WORDS.safety if name.startswith(MAY_TELL_OF_SAFETY) else frozenset()
        )
        for line in lines:
            if name == "shown: report" and line in PARTS_OF_OTHER_ASSESSMENTS:
                continue
            assert WORDS.medical_words(line) <= allowed, (name, line)


def test_our_own_assessment_marks_no_part_that_the_leaflet_does_not_name() -> None:
    for test in english_content().assessment.tests:
        for question in test.questions:
            assert question.part is not None
            assert report_wording("en").parts[question.part] not in PARTS_OF_OTHER_ASSESSMENTS


def test_no_text_promises_or_judges() -> None:
    found = [
        (name, line, WORDS.claims_in(line))
        for name, lines in everything_told().items()
        for line in lines
        if not line.endswith("?")
    ]
    assert [each for each in found if each[2]] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "You may have a hernia.",
        "This can be a sign of Sciatica.",
        "Stretch your hamstrings.",
        "Ask for physiotherapy.",
        "This is called spondylolisthosis.",
        "See a rheumatologist.",
    ],
)
def test_words_of_medicine_are_known(sentence: str) -> None:
    assert WORDS.medical_words(sentence) - WORDS.allowed - WORDS.safety


@pytest.mark.parametrize(
    "sentence",
    ["This cures it.", "You have an imbalance.", "You are healthy.", "There is a problem."],
)
def test_promises_and_verdicts_are_known(sentence: str) -> None:
    assert WORDS.claims_in(sentence)


def test_no_word_is_allowed_that_nobody_uses() -> None:
    every_line = [line for lines in everything_told().values() for line in lines]
    used = set().union(*map(WORDS.medical_words, every_line))
    assert (WORDS.allowed | WORDS.safety) - used == set()


@pytest.mark.parametrize("text_id", sorted(SPOKEN))
def test_a_child_of_eleven_can_follow_each_text(text_id: str) -> None:
    hard = grade(*everything_told()[f"spoken: {text_id}"]) > AGE_ELEVEN
    assert hard == (text_id in WORDS.harder)


@pytest.mark.parametrize(
    "name", ["shown: display", "shown: report", "shown: history", "shown: keys"]
)
def test_a_child_of_eleven_can_read_what_is_shown(name: str) -> None:
    assert grade(*shown()[name]) <= AGE_ELEVEN


@pytest.mark.parametrize("name", sorted(helps()))
def test_a_child_of_eleven_can_read_the_help(name: str) -> None:
    assert grade(*(line for line in helps()[name] if line.strip())) <= AGE_ELEVEN


def test_a_sentence_has_twenty_words_at_most() -> None:
    lines = [line for lines in SPOKEN.values() for line in lines]
    assert [line for line in lines if len(line.split()) > MOST_WORDS] == []


def test_a_sentence_gives_one_instruction() -> None:
    lines = {line for lines in SPOKEN.values() for line in lines}
    assert {line for line in lines if instructions(line) > 1} == WORDS.two_instructions


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Slowly lower your leg.", 1),
        ("Bend your knees, and roll onto one side.", 2),
        ("Sit up and then stand.", 2),
        ("Now turn left, then turn right.", 2),
        ("If it hurts, lower your leg and rest.", 1),
        ("Please come closer, or speak a little louder.", 1),
        ("Say yes, no, or not sure.", 1),
        ("With one knee straight, slowly raise that leg.", 1),
        ("The next test is done lying down.", 0),
        ("Do you feel any pain when you turn your legs?", 0),
    ],
)
def test_instructions_are_counted(sentence: str, number: int) -> None:
    assert instructions(sentence) == number
