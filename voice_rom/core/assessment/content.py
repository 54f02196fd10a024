"""The assessment as data: its tests, their steps and questions, and every text that is said.

The dataclasses here are the schema of `prompts/<language>/*.yaml`; `voice_rom.content` reads them.
A text is a tuple of lines, one sentence each, because each sentence is rendered and kept by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from voice_rom.core.language.meanings import Meaning

if TYPE_CHECKING:
    from voice_rom.core.assessment.safety import Safety

Lines = tuple[str, ...]


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    UNKNOWN = "unknown"


class QuestionKind(StrEnum):
    """Which pair of answers a question asks for ("not sure" is always a third)."""

    YES_NO = "yes_no"
    STRAIGHT_OR_ANGLED = "straight_or_angled"

    @property
    def answers(self) -> tuple[Meaning, Meaning]:
        if self is QuestionKind.YES_NO:
            return (Meaning.YES, Meaning.NO)
        return (Meaning.STRAIGHT, Meaning.ANGLED)


class Sign(StrEnum):
    """What a finding is a sign of, in the leaflet's own terms."""

    DIFFERENCE = "difference"
    PULLING = "pulling"
    ANGLING = "angling"
    BENDING = "bending"
    PAIN = "pain"
    CAUTION = "caution"
    """Not the leaflet's: a reason to be careful, from the screening."""


class Posture(StrEnum):
    CHAIR = "chair"
    FLOOR = "floor"


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A thing to say that asks for something: the text, and its other forms."""

    say: Lines
    short: Lines
    """The second time, and after something was not understood: shorter, and says what to say."""
    help: Lines
    more: Lines = ()
    """The longer text, on request."""
    leaflet: tuple[int, ...] = ()
    """Numbers of the leaflet's points that this prompt carries (docs/LEAFLET.md)."""


@dataclass(frozen=True, kw_only=True)
class Step(Prompt):
    """One spoken instruction, one movement."""

    id: str
    seconds: float
    """How long the movement takes most people; used only when an automatic wait is chosen."""


@dataclass(frozen=True, kw_only=True)
class Question(Prompt):
    id: str
    kind: QuestionKind = QuestionKind.YES_NO
    concern: Meaning
    """The answer that counts as a finding."""
    sign: Sign
    confirm: Mapping[Meaning, Lines]
    """The answer said back by its meaning, then asked about: "So your knee bends. Is that right?".
    An answer without an entry is not confirmed; a concerning one must have one."""
    noted: Mapping[Meaning, Lines]
    """What is said when an answer that needs no confirmation is taken: "No pain. Good."."""
    side: Prompt | None = None
    """The follow-up: on which side."""
    finding: Mapping[Side, Lines]
    """The finding in a sentence, for each side; `unknown` always."""

    @property
    def inverted(self) -> bool:
        """Whether "no" is the finding."""
        return self.concern is Meaning.NO


@dataclass(frozen=True, kw_only=True)
class Test:
    """One of the three tests."""

    __test__ = False  # not a test of pytest's

    id: str
    name: str
    """As it is spoken inside a sentence: "trunk rotation"."""
    posture: Posture
    intro: Lines
    intro_more: Lines = ()
    leaflet: tuple[int, ...] = ()
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]
    nothing_noticed: Lines
    something_noticed: Lines
    """What goes before the findings of this test."""
    after: Lines = ()
    """What the leaflet says about this test's result."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A thing to say that asks for nothing by itself."""

    say: Lines
    more: Lines = ()
    leaflet: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What the end of a session says, in this order."""

    something_noticed: Message
    nothing_noticed: Message
    open_questions: Message
    next_step: Message
    professional: Message
    """What an osteopath or physiotherapist can offer."""
    clinic: Message
    """In place of `professional` when the settings name a clinic: {clinic}, {contact}."""
    limits: Message


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """`prompts/<language>/range_of_motion.yaml`."""

    language: str
    title: str
    welcome: Message
    sound_check: Prompt
    to_floor: Step
    """Said before the first test that is done on the floor."""
    to_chair: Step
    """Said before the first test that is done on a chair, when it is not the first of all."""
    tests: tuple[Test, ...]
    advice: Advice
    sit_up: Message
    """How to sit up safely: said only when the last posture was the floor."""
    goodbye: Message


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What is said the first time that something happens in a turn, and shorter ever after."""

    first: Lines
    again: Lines


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """`prompts/<language>/dialogue.yaml`: what the dialogue says around the assessment.

    Lines with braces are completed by the dialogue: {test}, {number}, {of}, {microphone}.
    """

    # The sound check
    heard_you: Lines
    check_nothing: Lines
    check_muted: Lines
    check_too_quiet: Lines
    check_too_noisy: Lines
    check_other_word: Lines
    check_narrow: Lines
    """The microphone gives no more of a voice than a telephone."""
    check_only_a_key: Lines
    keys_alone: Lines
    check_keys: Lines

    # A session that broke off
    resume: Prompt
    """ "Would you like to carry on with our last session?" """
    resumed: Lines
    afresh: Lines

    # Misses
    not_heard: Remark
    not_understood: Remark
    too_quiet: Remark
    too_noisy: Remark
    two_answers: Lines
    too_long: Lines
    not_expected: Lines
    spoken_over: Lines
    """An answer came before the question had ended, and was not taken."""
    offer_keys: Lines
    welfare: Prompt
    """ "Are you all right? Say yes, or help." """
    welfare_yes: Lines
    help_called: Remark
    """What to do for whoever needs help, and that the voice stays: {emergency} is the number."""
    no_answer: Remark
    """Nobody answered, and the voice waits."""
    alarm_message: Lines
    """The owner's own program was started to tell others."""
    alarm_failed: Lines

    # Answers
    unsure: Lines
    side_noted: Mapping[Side, Lines]
    instead: Mapping[Meaning, Lines]
    """An answer that takes the place of one that was just taken: "Left, then."."""
    heard_as: Mapping[Meaning, Lines]
    """What an answer was heard as, where that may be wrong: "You said left."."""
    denied: Lines
    """After "no" to a confirmation: the question is asked again."""
    is_that_right: Prompt
    """The question behind every confirmation."""
    left_open: Lines
    """After a question was asked often enough in vain."""
    skipped: Lines
    answer_kept: Lines
    changed: Lines

    # Commands
    end_movement: Lines
    """Said before all else where a movement is broken off, and nowhere else."""
    stopped: Prompt
    """ "I have stopped. Say end, or go on." """
    go_on: Lines
    ending: Lines
    paused: Prompt
    nothing_to_continue: Lines
    back: Lines
    back_at_start: Lines
    slower: Lines
    faster: Lines
    slowest: Lines
    fastest: Lines
    louder: Lines
    quieter: Lines
    loudest: Lines
    quietest: Lines
    nothing_more: Lines
    commands: Lines
    """The words that always work, said after every help."""

    # Places
    where_start: Lines
    where_screening: Lines
    where_step: Lines
    where_between: Lines
    """On the way to the floor or to the chair: {test} comes next."""
    where_question: Lines
    where_end: Lines

    # Movements
    take_your_time: Lines
    automatic_wait: Lines

    # Storage
    storage_lost: Lines
    storage_renewed: Lines

    # The end
    summary_test: Lines
    """Goes before the findings of one test in the summary: {test}."""
    summary_closing: Prompt
    """ "Say repeat to hear this again, or done to finish." """
    interrupted_ending: Lines
    """Ctrl-C, a closed window: a last word."""
    no_microphone: Lines
    no_model: Lines
    """Why a session cannot start: said by the command, before there is a dialogue."""
    was_asleep: Lines
    device_back: Lines
    other_microphone: Lines
    """What took the place of the one that is gone: {microphone}."""
    other_loudspeaker: Lines
    """The same: {loudspeaker}."""
    microphone_lost: Lines
    microphone_muted: Lines
    microphone_crackles: Lines
    loudspeaker_lost: Lines
    recogniser_lost: Lines
    recogniser_back: Lines


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that one language holds."""

    assessment: Assessment
    phrases: Phrases
    safety: "Safety"
    emergency_numbers: Mapping[str, str] = field(default_factory=dict)
    """What to call in an emergency, by country (ISO 3166, two letters)."""
    texts: Mapping[str, Lines] = field(default_factory=dict)
    """Every text by its dotted id, for checks and for rendering ahead."""
