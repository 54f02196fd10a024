"""What must come of a session, checked while it is only text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from voice_rom.content.key_path import KeyPath
from voice_rom.content.yaml_file import Document
from voice_rom.core.assessment.content import Content, NamedAnswers, Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.language.meanings import Meaning, Meant, meant
from voice_rom.simulation.moments import is_known, nearest_to
from voice_rom.simulation.scenario import Scenario

CONFIRMED: Final = "confirmed"
_MOST_WORDS: Final = 3


@dataclass(frozen=True)
class ExpectedAnswer:
    """None: it may be anything."""

    status: Status
    meaning: Meant | None = None
    side: Side | None = None
    confirmed: bool | None = None


def parse_answer(text: str) -> ExpectedAnswer:
    """Read "yes left", "no confirmed", "unsure", "skipped", or an answer that the content names.

    Raises ValueError that says what is wrong with it.
    """
    words = text.split()
    confirmed = True if CONFIRMED in words else None
    words = [word for word in words if word != CONFIRMED]
    if len(words) == 1 and words[0] in set(Status):
        return ExpectedAnswer(Status(words[0]), confirmed=confirmed)
    meaning = _meant(words[0]) if 0 < len(words) < _MOST_WORDS else None
    if meaning is None:
        statuses = ", ".join(status for status in Status if status is not Status.ANSWERED)
        raise ValueError(f'"{text}" must be an answer and a side, like "yes left", or {statuses}')
    if len(words) > 1 and words[1] not in set(Side):
        raise ValueError(f"{words[1]} is not one of {', '.join(Side)}")
    side = Side(words[1]) if len(words) > 1 else None
    return ExpectedAnswer(Status.ANSWERED, meaning, side, confirmed)


def check_expectations(
    document: Document[Scenario], kinds: Mapping[str, MomentKind], content: Content
) -> None:
    """Raise ScenarioError for an expectation that no session could meet."""
    _Check(document, kinds, tuple(content.texts), content.named).all()


def _meant(name: str) -> Meant | None:
    try:
        return meant(name)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Check:
    document: Document[Scenario]
    kinds: Mapping[str, MomentKind]
    texts: tuple[str, ...]
    named: NamedAnswers

    def all(self) -> None:
        expect = self.document.value.expect
        for question, answer in expect.answers.items():
            self._answer(question, answer)
        for key, questions in (("findings", expect.findings), ("open", expect.open)):
            for index, question in enumerate(questions or ()):
                self._question(question, ("expect", key, index))
        for index, name in enumerate(expect.said):
            self._said(name, ("expect", "said", index))
        for index, name in enumerate(expect.never):
            if name not in {*Meaning, *self.named}:
                self._said(name, ("expect", "never", index))

    def _answer(self, question: str, answer: str) -> None:
        at = ("expect", "answers", question)
        self._question(question, at)
        try:
            parsed = parse_answer(answer)
        except ValueError as wrong:
            raise self.document.mistake(at, str(wrong)) from None
        if parsed.meaning is not None and parsed.meaning not in {*Meaning, *self.named}:
            near = nearest_to(parsed.meaning, (*Meaning, *self.named))
            raise self.document.mistake(at, f"{parsed.meaning} is no answer{near}")

    def _question(self, name: str, at: KeyPath) -> None:
        questions = [moment for moment, kind in self.kinds.items() if kind is MomentKind.QUESTION]
        if name not in questions:
            raise self.document.mistake(at, f"{name} is no question{nearest_to(name, questions)}")

    def _said(self, name: str, at: KeyPath) -> None:
        if is_known(name, self.kinds, self.texts):
            return
        near = nearest_to(name, (*self.kinds, *self.texts))
        raise self.document.mistake(at, f"{name} is never said{near}")
