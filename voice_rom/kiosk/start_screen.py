"""The start screen on the page: what this is, how long it takes, how to begin, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.protocol.events import DeviceLost
from voice_rom.display.meter import level_steps
from voice_rom.display.sentences import Sentences
from voice_rom.kiosk.reception import STARTS, start_in
from voice_rom.kiosk.wording import KioskWording
from voice_rom.page.opening import OpenPage
from voice_rom.page.state import Level, ListeningSign, PageState, Talk
from voice_rom.ports import RoomLevel


@dataclass(frozen=True)
class StartTexts:
    """What stands on it, in one language."""

    name: str
    """The clinic's; empty: none."""
    greeting: str
    about: str
    how: str


@dataclass(frozen=True)
class StartChoice:
    """A button: the language that it starts in, and what stands on it, in that language."""

    language: str
    name: str


class StartScreen:
    """Implements `reception.StartDisplay` on the page."""

    def __init__(
        self,
        page: OpenPage,
        texts: StartTexts,
        choices: Sequence[StartChoice],
        *,
        sentences: Sentences,
    ) -> None:
        self._page = page
        self._texts = texts
        self._choices = tuple(choices)
        self._sentences = sentences

    def waiting(self, *, listens: bool, lost: Sequence[DeviceLost]) -> None:
        texts = self._texts
        self._show(
            PageState(
                place=texts.name,
                talk=Talk(tuple(filter(None, (texts.about, texts.greeting, texts.how)))),
                sign=ListeningSign.LISTENING if listens else ListeningSign.NONE,
                fault=" ".join(self._sentences.fault(each) for each in lost),
                moment=MomentKind.WELCOME,
            ),
            self._choices,
        )

    def level(self, level: RoomLevel) -> None:
        self._page.server.show_level(Level(level_steps(level), level.zeros))

    def _show(self, state: PageState, choices: Sequence[StartChoice]) -> None:
        show(self._page, state, choices)


def show_trouble(page: OpenPage, wording: KioskWording, what: str) -> None:
    """Say on the page why nobody can start, and what happens then."""
    text = wording.trouble.format(what=what)
    show(page, PageState(talk=Talk((wording.trouble_ends,)), fault=text, over=False))


def show_clearing(page: OpenPage, wording: KioskWording) -> None:
    """Show nothing of the person any more."""
    show(page, PageState(talk=Talk((wording.clearing,)), moment="-"))


def show(page: OpenPage, state: PageState, choices: Sequence[StartChoice] = ()) -> None:
    """Show a state in which no session goes on: no commands, and these choices."""
    rendered = page.renderer.regions(state)
    several = len(choices) > 1
    buttons = "".join(_button(choice, named=several) for choice in choices)
    regions = {**rendered.regions, "answers": buttons, "commands": ""}
    if not choices:
        regions["sign"] = ""  # nobody is listened for
    page.server.show(replace(rendered, regions=regions))


def _button(choice: StartChoice, *, named: bool) -> str:
    meaning = start_in(choice.language) if named else STARTS
    button = Markup(
        '<button form="command" name="meaning" value="{}" class="answer is-start" lang="{}">'
        '<span class="name">{}</span></button>'
    )
    return button.format(str(meaning), choice.language, choice.name)
