"""Whole sessions in which somebody answers by chance: all that is said, and the report of it."""

import io
import re
from dataclasses import dataclass
from html import unescape
from random import Random
from typing import Final

from rich.console import Console

from tests.core.person import Person
from tests.honest_words.everything_told import CONTENT, LANGUAGE
from voice_rom.content.load import load_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import COMMANDS, COMPLAINTS, Meaning, Meant
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import Say
from voice_rom.core.protocol.events import QuitAsked
from voice_rom.reporting.html_report import to_html
from voice_rom.reporting.screen import show_report

_VOCABULARY: Final = load_vocabulary(LANGUAGE)

_LONGEST: Final = 400
"""Answers; who has not come to the end by then closes the window."""

_SELDOM: Final = (Meaning.SKIP, *sorted(COMPLAINTS))
_HOW_SELDOM: Final = 0.05


@dataclass(frozen=True)
class AnsweredSession:
    speeches: tuple[tuple[State, tuple[Line, ...]], ...]
    """Every speech, with the state in which it was said."""
    report: Report

    @property
    def summary(self) -> tuple[Line, ...]:
        """What was said first when the summary was reached; nothing when it never was."""
        return next((lines for state, lines in self.speeches if state is State.SUMMARY), ())

    @property
    def told(self) -> set[str]:
        """Every sentence that was said, and every line of the report: on the screen, as a page."""
        said = {line.text for _, lines in self.speeches for line in lines}
        return said | set(self.screen.splitlines()) | set(self.page.splitlines())

    @property
    def screen(self) -> str:
        written = io.StringIO()
        show_report(self.report, Console(file=written, width=200))
        return written.getvalue()

    @property
    def page(self) -> str:
        """The words of the HTML page, without its marks and its style."""
        without_style = re.sub(r"<style>.*?</style>", "", to_html(self.report), flags=re.DOTALL)
        return unescape(re.sub(r"<[^>]+>", "\n", without_style))


def answered_session(random: Random, **settings: object) -> AnsweredSession:
    """Lead a session to its end with answers by chance; `settings` by key, with "__" for "."."""
    overrides = {key.replace("__", "."): value for key, value in settings.items()}
    person = Person(Dialogue(CONTENT, _VOCABULARY, load_settings(PACKAGED, overrides)))
    speeches: list[tuple[State, tuple[Line, ...]]] = []
    for _ in range(_LONGEST):
        speeches.append((person.state, _listen(person)))
        if person.state is State.ENDED:
            break
        person.press(_chosen(person, random))
    if person.state is not State.ENDED:
        person.tell(QuitAsked())
        person.listen_to_the_end()
    return AnsweredSession(tuple(speeches), person.report)


def _listen(person: Person) -> tuple[Line, ...]:
    before = len(person.of(Say))
    person.listen_to_the_end()
    return tuple(line for say in person.of(Say)[max(0, before - 1) :] for line in say.lines)


def _chosen(person: Person, random: Random) -> Meant:
    if random.random() < _HOW_SELDOM:
        return random.choice(_SELDOM)
    answers = sorted(person.listens_for - COMMANDS - {Meaning.END})
    return random.choice(answers or [Meaning.CONTINUE])
