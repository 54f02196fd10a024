"""The answers of all saved sessions over their dates, as the page offers them at the end."""

from typing import Final, Protocol

from voice_rom.content.settings_file import LoadedSettings
from voice_rom.errors import StorageUnavailable, VoiceRomError

_FEWEST: Final = 2
"""Sessions: one alone shows no course of anything."""


class OffersTrend(Protocol):
    def offer_trend(self, html: str) -> None:
        """Let this be opened."""


def offer_trend(page: OffersTrend, loaded: LoadedSettings) -> None:
    """Offer it where answers are saved on this computer alone, in more than one session.

    The file must be closed: whoever keeps answers locks it. What goes wrong with it has been told
    by then, and is no reason to show nothing else; nor is a network share that hangs.
    """
    storage = loaded.settings.storage
    if not storage.keep or storage.url:  # in a database of many people it means nothing
        return
    from voice_rom.storage.patience import Patience
    from voice_rom.storage.timed_store import OPENING_SECONDS

    patience = Patience(OPENING_SECONDS, lambda: StorageUnavailable("It does not answer."))
    try:
        html = patience.take(lambda: _trend_of(loaded))
    except VoiceRomError:
        return
    if html is not None:
        page.offer_trend(html)


def _trend_of(loaded: LoadedSettings) -> str | None:
    from voice_rom.history.opening import Looking, opened_history
    from voice_rom.history.trend import courses
    from voice_rom.history.trend_page import to_html

    with opened_history(loaded, Looking(tell=lambda _line: None)) as kept:
        sessions = [kept.dated(session) for session in kept.sessions]
        found = courses(sessions)
        if len(sessions) < _FEWEST or not found:
            return None
        language = kept.settings.session.language
        return to_html(found, sessions, kept.wording, language, paper=kept.settings.report.paper)
