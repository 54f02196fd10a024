"""The page as long as it belongs to one person: at the end it shows nothing of them any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meant
from voice_rom.kiosk.start_screen import show_clearing
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.page.opening import Kiosk, OpenPage, open_page


@contextmanager
def page_of_one(
    content: Content,
    settings: Settings,
    post: Callable[[Meant | None], None],
    kiosk: Kiosk,
    *,
    pace: float = 1.0,
) -> Iterator[OpenPage]:
    """Serve it, see `open_page`; however this ends, it is cleared before the server closes.

    A page whose stream ends asks at once for a new one, which this server may still answer.
    """
    page = open_page(content, settings, post, pace=pace, kiosk=kiosk)
    try:
        yield page
    finally:
        show_clearing(page, kiosk_wording(settings.session.language))
        page.server.close()
