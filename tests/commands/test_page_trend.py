"""The trend of all saved sessions, as the page offers it at the end of one."""

from pathlib import Path

import pytest

from tests.commands.kept_history import TRUNK, History, given
from voice_rom.commands.page_trend import offer_trend
from voice_rom.content.settings_file import load_with_sources
from voice_rom.core.assessment.content import Side
from voice_rom.core.language.meanings import Meaning


class Page:
    def __init__(self) -> None:
        self.offered: list[str] = []

    def offer_trend(self, html: str) -> None:
        self.offered.append(html)


def offered(folder: Path, **others: object) -> list[str]:
    page = Page()
    given_settings = {"storage.keep": True, "storage.folder": str(folder), **others}
    offer_trend(page, load_with_sources(None, given_settings))
    return page.offered


def test_the_answers_of_several_sessions_are_offered_over_their_dates(history: History) -> None:
    history.lead(given(TRUNK, side=Side.LEFT))
    history.lead(given(TRUNK, Meaning.NO))
    (html,) = offered(history.folder)
    assert html.count("<svg") >= 2
    assert "Trunk rotation" in html


def test_one_session_alone_is_no_trend(history: History) -> None:
    history.lead(given(TRUNK, side=Side.LEFT))
    assert offered(history.folder) == []


@pytest.mark.parametrize(
    "others",
    [{"storage.keep": False}, {"storage.url": "postgresql://room@db.example.org/voice_rom"}],
    ids=["nothing is saved", "many people's"],
)
def test_it_is_offered_of_ones_own_saved_answers_alone(
    history: History, others: dict[str, object]
) -> None:
    for _ in range(2):
        history.lead(given(TRUNK, side=Side.LEFT))
    assert offered(history.folder, **others) == []


def test_a_file_that_cannot_be_read_offers_nothing_and_breaks_nothing(history: History) -> None:
    for _ in range(2):
        history.lead(given(TRUNK, side=Side.LEFT))
    for file in history.folder.iterdir():
        file.write_bytes(b"no database")
    assert offered(history.folder) == []
