"""What is asked and said for the person's safety, as data: `prompts/<language>/safety.yaml`.

None of it comes from the leaflet. It looks for reasons to be careful, and never says what they are
a sign of.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voice_rom.core.assessment.content import Lines, Prompt, Question, Side


@dataclass(frozen=True, kw_only=True)
class ScreeningQuestion(Question):
    """Asked before the first test. Only the plain answer is none of concern: not "not sure"."""

    only_for_floor: bool = False
    """It is about lying down and getting up: not asked when no chosen test needs the floor."""
    advice: Lines
    """What the answer of concern means for today."""


@dataclass(frozen=True, kw_only=True)
class Screening:
    intro: Lines
    questions: tuple[ScreeningQuestion, ...]
    clear: Lines
    """Nothing speaks against the tests."""
    caution: Lines
    """Goes before what was told."""
    left_open: Lines
    """A question has no plain answer: that is a reason to be careful too."""
    hurts_now: Lines
    """Pain, or something numb, was told of before the first test."""
    no_floor: Lines
    """The tests on the floor are left out today."""
    choice: Prompt
    """The chair test alone, or the end?"""
    only_floor: Lines
    """No test on a chair was chosen, so the session ends."""
    chair_chosen: Lines
    end_chosen: Lines
    ask_first: Lines
    """Advice, before what else is said at the end."""


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What is said to pain, or to something numb or weak."""

    understood: Prompt
    """The movement ends first; then it is asked whether it was understood rightly."""
    finding: Mapping[Side, Lines]
    urgent: Lines
    """The advice that goes before everything else; {emergency} is the number to call."""


@dataclass(frozen=True, kw_only=True)
class Safety:
    language: str
    screening: Screening
    pain: Complaint
    numb: Complaint
    sharp: Prompt
    sharp_finding: Lines
    sore_side: Prompt
    rest_first: Lines
    """After a sharp pain, before it is asked whether another test is wanted."""
    another_test: Prompt
    go_on_here: Prompt
    """In place of `another_test` before the first test."""
    no_other_test: Lines
    misheard: Lines
    """It did not hurt: back to where it was."""
    urgent_first: Lines
    """Goes before urgent advice."""
    your_emergency_number: str
    """In place of a number that is not known."""
