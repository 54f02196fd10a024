"""What is said when something hurts, or is numb or weak: `prompts/<language>/safety.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass

from voice_rom.core.assessment.content import Lines, Prompt, Side


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What is said to pain, or to something numb or weak."""

    understood: Prompt
    """The movement ends first; then it is asked whether it was understood rightly."""
    finding: Mapping[Side, Lines]
    urgent: Lines
    """The advice that goes before everything else; {emergency} is the number to call."""


@dataclass(frozen=True, kw_only=True)
class Staff:
    """What is said of a clinic's staff to who waits for help: what is known, and never more."""

    told: Lines
    """The call stands on a page that they have open."""
    acknowledged: Lines
    """One of them has pressed the button that says so."""
    not_reached: Lines


@dataclass(frozen=True, kw_only=True)
class Safety:
    language: str
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
    staff: Staff
    your_emergency_number: str
    """In place of a number that is not known."""
