"""A state of the page as HTML, region by region: the same for a whole page and for what changes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from voice_rom.core.assessment.content import NO_NAMED, NamedAnswers
from voice_rom.core.assessment.settings import Colours
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant
from voice_rom.core.outcome.report import Report
from voice_rom.display.keys import key_table
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import DisplayWording, display_wording
from voice_rom.page.figures import Drawings
from voice_rom.page.state import ListeningSign, PageState
from voice_rom.page.where import WhereInTheWhole
from voice_rom.page.wording import PageWording, page_wording
from voice_rom.reporting.html_report import to_html
from voice_rom.reporting.telling import ToldReport, tell

REGIONS: Final = (
    "place",
    "sign",
    "notice",
    "talk",
    "figure",
    "heard",
    "answers",
    "commands",
    "summary",
)

_FIRST_COMMANDS: Final = (
    Meaning.STOP,
    Meaning.PAUSE,
    Meaning.REPEAT,
    Meaning.BACK,
    Meaning.SKIP,
    Meaning.PAIN,
    Meaning.HELP_ME,
)
_OTHER_COMMANDS: Final = tuple(
    command for command in Meaning if command in COMMANDS - {*_FIRST_COMMANDS, Meaning.CONTINUE}
)
"""All others; to continue is offered where there is something to continue."""


@dataclass(frozen=True)
class PageButton:
    """A button: what it means, what stands on it, and the key that does the same."""

    meaning: Meant
    name: str
    key: str


@dataclass(frozen=True)
class RenderedPage:
    """The regions of a state, and the turn that its buttons answer."""

    regions: Mapping[str, str]
    turn: int


def _qr_code(told: ToldReport) -> Markup | None:
    from voice_rom.reporting.take_along import qr_code  # noqa: PLC0415 - few need it

    return qr_code(told)


class PageRenderer:
    """Every text is escaped; the drawings alone are taken as they are."""

    def __init__(  # noqa: PLR0913 - each is of another kind, and has its usual value
        self,
        language: str,
        figures: Drawings,
        where: WhereInTheWhole,
        *,
        announce: bool = False,
        colours: Colours = Colours.SYSTEM,
        kiosk: bool = False,
        qr_code: bool = False,
        prints: bool = False,
        prompts: Path | None = None,
        named: NamedAnswers = NO_NAMED,
    ) -> None:
        """`announce`: a screen reader is told each sentence, for who does not use the voice.

        `kiosk`: nothing leads away from this page, and it goes on to the next person. `qr_code`:
        the summary can be taken along. `prints`: the report can be printed.
        """
        self._language = language
        self._prompts = prompts
        self._wording: PageWording = page_wording(language, prompts)
        self._shown: DisplayWording = display_wording(language, prompts).with_answers(named)
        self._sentences = Sentences(self._shown)
        self._figures = figures
        self._where = where
        self._announce = announce
        self._colours = colours
        self._kiosk = kiosk
        self._qr_code = qr_code
        self._prints = prints
        self._environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._regions = self._template("regions.html.jinja")
        self._page = self._template("page.html.jinja")
        self._no_entry = self._template("no_entry.html.jinja")

    def regions(self, state: PageState) -> RenderedPage:
        told = None if state.report is None else tell(state.report, self._prompts)
        drawing, shows = self._figures.find(state.moment), self._where.drawn(state.moment)
        macros = self._regions.make_module(
            {
                "wording": self._wording,
                "signs": self._signs(),
                "alert": "" if state.alert is None else self._sentences.alert(state.alert),
                "kiosk": self._kiosk,
                "nobody": state.nobody
                and self._wording.nobody.format(seconds=f"{state.nobody:.0f}"),
                "drawing": None if drawing is None else Markup(drawing),  # noqa: S704 - our own
                "drawing_label": shows and self._wording.drawing.format(what=shows),
                "answer_choices": self._choices(state.offered),
                "first_commands": self._choices(_FIRST_COMMANDS, commands=True),
                "other_commands": self._choices(_OTHER_COMMANDS, commands=True),
                "told": told,
                "prints": self._prints,
                "qr_code": None if told is None or not self._qr_code else _qr_code(told),
            }
        )
        regions = {name: str(getattr(macros, name)(state)).strip() for name in REGIONS}
        return RenderedPage(regions, state.turn)

    def page(self, rendered: RenderedPage, *, seen: str, page: str) -> str:
        """The whole page. `seen`: the number of this state; `page`: a name for this one page."""
        return self._page.render(
            language=self._language,
            wording=self._wording,
            regions=rendered.regions,
            turn=rendered.turn,
            keys=json.dumps(key_table(self._language, self._prompts)),
            announce=self._announce,
            colours=self._colours,
            kiosk=self._kiosk,
            seen=seen,
            page=page,
        )

    def report(self, report: Report) -> str:
        """The whole report, as a page of its own."""
        return to_html(report, self._prompts)

    def no_entry(self) -> str:
        """For whoever comes without the link."""
        return self._no_entry.render(language=self._language, wording=self._wording)

    def _choices(
        self, meanings: Sequence[Meant], *, commands: bool = False
    ) -> tuple[PageButton, ...]:
        return tuple(
            PageButton(meaning, self._name(meaning, command=commands), self._key(meaning))
            for meaning in meanings
        )

    def _name(self, meaning: Meant, *, command: bool) -> str:
        # Where "help" is an answer, it calls for help.
        shown = Meaning.HELP_ME if meaning is Meaning.HELP and not command else meaning
        name = self._wording.buttons.get(shown) or self._shown.meanings[shown]
        return name[:1].upper() + name[1:]

    def _key(self, meaning: Meant) -> str:
        key = self._shown.keys[meaning][0]
        return self._shown.key_names.get(key, key.upper())

    def _signs(self) -> Mapping[ListeningSign, str]:
        return {
            ListeningSign.NONE: self._wording.not_listening,
            ListeningSign.SPEAKING: self._wording.speaking,
            ListeningSign.LISTENING: self._wording.listening,
            ListeningSign.SOMEONE_SPEAKS: self._wording.someone_speaks,
        }

    def _template(self, name: str) -> Template:
        source = files("voice_rom.page").joinpath(name).read_text(encoding="utf-8")
        return self._environment.from_string(source)
