"""The assessment as data: its tests, their steps and questions, and every text that is said.

The dataclasses here are the schema of `prompts/<language>/*.yaml`; `voice_rom.content` reads them.
A text is a tuple of lines, one sentence each, because each sentence is rendered and kept by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from voice_rom.core.assessment.dialogue_texts import Phrases
    from voice_rom.core.assessment.safety import Safety

Lines = tuple[str, ...]

NO_TEXT: Final = {"text": False}
"""Metadata of a field that holds words or names: they are never said."""

JOINED: Final = {"joined": True}
"""Metadata of a field whose texts are said from where `named_answers.py` puts them."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    UNKNOWN = "unknown"


class BodyPart(StrEnum):
    """A part of the body that a question can be about: where the report marks a finding."""

    HEAD = "head"
    NECK = "neck"
    SHOULDER = "shoulder"
    ARM = "arm"
    ELBOW = "elbow"
    HAND = "hand"
    TRUNK = "trunk"
    HIP = "hip"
    LEG = "leg"
    KNEE = "knee"
    FOOT = "foot"


class QuestionKind(StrEnum):
    """What a question asks for; "not sure" is always possible beside it."""

    YES_NO = "yes_no"
    SIDE = "side"
    CHOICE = "choice"
    """One of the answers that the assessment names."""
    SCALE = "scale"
    """A number from one to five."""


OWN_ANSWERS: Final[Mapping[QuestionKind, tuple[Meant, ...]]] = {
    QuestionKind.YES_NO: (Meaning.YES, Meaning.NO),
    QuestionKind.SIDE: (Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER),
}
"""The answers that the program has itself, in the order in which they are offered."""


@dataclass(frozen=True, kw_only=True)
class NamedAnswer:
    """What there is to an answer that the content names: a choice, a number."""

    words: tuple[str, ...] = field(metadata=NO_TEXT)
    """What people say for it, as the recogniser writes it."""
    shown: str
    """How the screen and the report write it."""
    key: str
    """The key that stands for it."""
    instead: Lines
    """It takes the place of another answer: "Straight, then."."""
    heard_as: Lines = ()
    """ "You said straight."; not needed where it is always said back by its meaning."""


NamedAnswers = Mapping[NamedChoice, NamedAnswer]

NO_NAMED: Final[NamedAnswers] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Posture:
    """How a person is during a test: on a chair, on the floor, standing."""

    lying: bool = False
    """At the end the person is told how to sit up."""


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
class Way(Step):
    """What is said before a test, to whoever has to get into its posture first."""

    to: str
    start: tuple[str, ...] = field(default=(), metadata=NO_TEXT)
    """The postures that it leads from; empty: all, and the beginning of a session too."""

    @property
    def text_id(self) -> str:
        """The first part of the ids of its texts: `to_floor`."""
        return self.id.replace("-", "_")

    def leads(self, before: str | None, after: str) -> bool:
        """Whether it is the way from one posture, or from the beginning (None), to another."""
        return self.to == after and (not self.start or before in self.start)


@dataclass(frozen=True, kw_only=True)
class Question(Prompt):
    id: str
    kind: QuestionKind = QuestionKind.YES_NO
    choices: tuple[NamedChoice, ...] = field(default=(), metadata=NO_TEXT)
    """The answers, in the order in which they are offered, where the content names them."""
    concern: tuple[Meant, ...] = field(metadata=NO_TEXT)
    """The answers that count as a finding."""
    counts_as: Mapping[Meant, Meant] = field(default_factory=dict)
    """What else answers it: "the same" is a "no" where a difference is asked for."""
    sign: str
    """What a finding is a sign of: one of the assessment's `signs`."""
    part: BodyPart | None = None
    """Where the report's body figure marks a finding; None: it is told in words alone."""
    confirm: Mapping[Meant, Lines]
    """The answer said back by its meaning, then asked about: "So your knee bends. Is that right?".
    An answer without an entry is not confirmed; a concerning one must have one."""
    noted: Mapping[Meant, Lines]
    """What is said when an answer that needs no confirmation is taken: "No pain. Good."."""
    side: Prompt | None = None
    """The follow-up: on which side."""
    finding: Mapping[str, Lines]
    """The finding in a sentence: for each side, where it is asked for; else for each answer of
    concern, or one for all of them under `unknown`."""

    @property
    def answers(self) -> tuple[Meant, ...]:
        """What is asked for, in the order in which it is offered."""
        return OWN_ANSWERS.get(self.kind, self.choices)

    @property
    def inverted(self) -> bool:
        """Whether "no" is the finding."""
        return Meaning.NO in self.concern


@dataclass(frozen=True, kw_only=True)
class ScreeningQuestion(Question):
    """Asked before the first test. Only the plain answer is none of concern: not "not sure"."""

    only_for: tuple[str, ...] = field(default=(), metadata=NO_TEXT)
    """The postures that it is about: not asked when no chosen test needs one. Empty: any."""
    advice: Lines
    """What the answer of concern means for today."""


@dataclass(frozen=True, kw_only=True)
class Screening:
    """What is asked before the first test: is it safe today?

    It looks for reasons to be careful, and never says what they are a sign of.
    """

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
    keeps: tuple[str, ...] = field(metadata=NO_TEXT)
    """The postures of the tests that somebody with a reason to be careful may choose to do."""
    choice_id: str
    """Under which name the choice is kept, beside the answers to the questions."""
    left_out: Lines
    """The tests in other postures are left out today."""
    choice: Prompt
    """What is kept, or the end?"""
    nothing_left: Lines
    """Every chosen test would be left out, so the session ends."""
    going_on: Lines
    """To who chose to do what is kept."""
    end_chosen: Lines
    ask_first: Lines
    """Advice, before what else is said at the end."""


@dataclass(frozen=True, kw_only=True)
class Test:
    """One test: movements, and the questions about them."""

    __test__ = False  # not a test of pytest's

    id: str
    name: str
    """As it is spoken inside a sentence: "trunk rotation"."""
    posture: str
    """One of the assessment's `postures`."""
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
    """In place of `professional` when the settings name a clinic: {clinic}, {contact},
    {professional}."""
    limits: Message


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """`prompts/<language>/range_of_motion.yaml`."""

    language: str
    title: str
    welcome: Message
    sound_check: Prompt
    signs: Mapping[str, str] = field(metadata=NO_TEXT)
    """What a finding can be a sign of, in the assessment's own terms, for programs that read it;
    each with a word for the questions about it, which `voice-rom understand` takes."""
    answers: NamedAnswers = field(default_factory=dict, metadata=JOINED)
    """Answers beside those that the program has itself, for questions of the kind `choice`."""
    postures: Mapping[str, Posture]
    ways: tuple[Way, ...] = field(default=(), metadata=JOINED)
    """From one posture to another; where there is none, nothing needs to be said."""
    screening: Screening | None = field(default=None, metadata=JOINED)
    tests: tuple[Test, ...]
    advice: Advice
    sit_up: Message | None = None
    """How to sit up safely: said at the end, when the last posture was lying."""
    goodbye: Message


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that one language holds, for one assessment."""

    assessment: Assessment
    phrases: "Phrases"
    safety: "Safety"
    vocabulary: Vocabulary
    named: NamedAnswers = field(default_factory=dict)
    """The answers of this assessment's questions that the program does not have itself."""
    emergency_numbers: Mapping[str, str] = field(default_factory=dict)
    """What to call in an emergency, by country (ISO 3166, two letters)."""
    texts: Mapping[str, Lines] = field(default_factory=dict)
    """Every text by its dotted id (`texts_of`)."""
