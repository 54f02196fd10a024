"""Puts the page's parts together."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import chosen_tests
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meant, NamedChoice
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.page.display import PageDisplay
from voice_rom.page.figures import Drawings
from voice_rom.page.rendering import PageRenderer
from voice_rom.page.server import Doorway, PageServer
from voice_rom.page.story import PageStory
from voice_rom.page.where import WhereInTheWhole
from voice_rom.page.wording import page_wording


@dataclass(frozen=True, eq=False)
class OpenPage:
    """A page that is served, and the display that tells it of the session."""

    server: PageServer
    display: PageDisplay
    renderer: PageRenderer


@dataclass(frozen=True, eq=False)
class Kiosk:
    """What a page has at a kiosk, besides what it always has."""

    here: Callable[[], None]
    """Told of a touch that means nothing else, in the server's thread."""
    choices: tuple[NamedChoice, ...] = ()
    """What can be chosen before a session begins."""
    doorway: Doorway | None = None


def _nobody() -> None:
    """Only at a kiosk it is asked whether anyone is there."""


def open_page(  # noqa: PLR0913 - each is another part, or another folder
    content: Content,
    settings: Settings,
    post: Callable[[Meant | None], None],
    *,
    port: int = 0,
    pace: float = 1.0,
    prompts: Path | None = None,
    kiosk: Kiosk | None = None,
) -> OpenPage:
    """Serve the page from now on. `post` and `pace`: see `PageServer`. Raises PageNotServed.

    Its words are those of the folder `prompts` (default: the program's own). `kiosk`: it is shown
    to one person after another.
    """
    language = settings.session.language
    wording = page_wording(language, prompts)
    tests = chosen_tests(content.assessment, settings.session.tests)
    programme = Programme(content, tests, screening=settings.safety.screening)
    where = WhereInTheWhole(content, wording, programme.tests, programme.screening)
    renderer = PageRenderer(
        language,
        Drawings(wording.figure),
        where,
        announce=settings.page.announce,
        colours=settings.page.colours,
        kiosk=kiosk is not None,
        qr_code=kiosk is not None and settings.report.qr_code,
        prints=kiosk is not None and settings.report.printing,
        prompts=prompts,
        named=content.named,
    )
    server = PageServer(
        renderer,
        post,
        address=settings.page.address,
        port=port,
        pace=pace,
        named=(*content.named, *(() if kiosk is None else kiosk.choices)),
        here=_nobody if kiosk is None else kiosk.here,
        doorway=None if kiosk is None else kiosk.doorway,
    )
    story = PageStory(
        Sentences(display_wording(language, prompts).with_answers(content.named)), where.name
    )
    display = PageDisplay(story, renderer, server, stays=kiosk is not None)
    return OpenPage(server, display, renderer)
