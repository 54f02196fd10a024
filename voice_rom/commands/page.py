"""`--page`: the page beside a session, its link, the browser, and the time after the last word."""

import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meant
from voice_rom.errors import UsageMistake
from voice_rom.ports import Display

if TYPE_CHECKING:
    from voice_rom.display.queued import QueuedDisplay
    from voice_rom.page.opening import OpenPage

LINGER_SECONDS: Final = 600.0
"""So long the report can be opened from the page after the session, by whoever leaves it open."""

_LOOK_SECONDS: Final = 0.25
_GONE_SECONDS: Final = 3.0
"""A page that is only loaded again is back by then."""


@dataclass(frozen=True)
class PageFlags:
    wanted: bool
    port: int
    browser: bool


def read_page_flags(flags: Mapping[str, object]) -> PageFlags:
    """Raises UsageMistake for what makes no sense without a page."""
    port = flags.get("port")
    wanted, browser = bool(flags.get("page")), not flags.get("no_browser")
    if not wanted and (port is not None or not browser):
        flag = "--port" if port is not None else "--no-browser"
        raise UsageMistake(f"{flag} is for the page: add --page.")
    return PageFlags(wanted, port if isinstance(port, int) else 0, browser)


class SessionPage:
    """The page of one session, as the commands see it."""

    def __init__(self, opened: "OpenPage", display: "QueuedDisplay") -> None:
        """`display`: what the opened page is told through."""
        self.display: Display = display
        self._queued = display
        self._opened = opened
        self._server = opened.server

    def offer_trend(self, html: str) -> None:
        """Let the answers of all saved sessions be opened from the page, before it is closed."""
        self._server.keep_trend(html)
        self._queued.soon(self._opened.display.offer_trend)

    def linger(self, until: Callable[[], bool] = lambda: False) -> None:
        """Stay for whoever still reads: until their pages are closed, or `until` says so."""
        if self._server.readers == 0:
            return
        with suppress(OSError):
            click.echo("The page stays until you close it, or press Ctrl-C.", err=True)
        waiting, gone = 0.0, 0.0
        with suppress(KeyboardInterrupt):
            while waiting < LINGER_SECONDS and gone < _GONE_SECONDS and not until():
                threading.Event().wait(_LOOK_SECONDS)
                waiting += _LOOK_SECONDS
                gone = 0.0 if self._server.readers else gone + _LOOK_SECONDS


@contextmanager
def session_page(
    flags: PageFlags,
    settings: Settings,
    post: Callable[[Meant | None], None],
    *,
    prompts: Path | None = None,
    pace: float = 1.0,
) -> Iterator[SessionPage | None]:
    """Serve the page of a session, if it is wanted; None if it is not. Raises PageNotServed."""
    if not flags.wanted:
        yield None
        return
    from voice_rom.content.load import assessment_file, load_content
    from voice_rom.display.queued import QueuedDisplay
    from voice_rom.page.opening import open_page

    content = load_content(settings.session.language, prompts, assessment_file(settings))
    opened = open_page(content, settings, post, port=flags.port, pace=pace, prompts=prompts)
    try:
        click.echo(f"The page: {opened.server.link}", err=True)
        if flags.browser:
            _open_browser(opened.server.link)
        yield SessionPage(opened, QueuedDisplay(opened.display))
    finally:
        opened.server.close()


def _open_browser(link: str) -> None:
    """In a thread of its own: some browsers stay with whoever starts them."""
    threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
