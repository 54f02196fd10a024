"""The story of the page without the page: a display that only keeps its state."""

from collections.abc import Callable

from tests.page.telling import ToldSession, content
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.protocol.effects import Effect
from voice_rom.core.protocol.events import Event
from voice_rom.display.sentences import Sentences
from voice_rom.display.wording import display_wording
from voice_rom.page.figures import Drawings
from voice_rom.page.rendering import PageRenderer
from voice_rom.page.state import PageState
from voice_rom.page.story import PageStory
from voice_rom.page.where import WhereInTheWhole
from voice_rom.page.wording import page_wording
from voice_rom.ports import RoomLevel


def where() -> WhereInTheWhole:
    programme = Programme(content(), content().assessment.tests, screening=True)
    return WhereInTheWhole(content(), page_wording("en"), programme.tests, programme.screening)


def renderer(*, announce: bool = False) -> PageRenderer:
    figures = Drawings(page_wording("en").figure)
    return PageRenderer("en", figures, where(), announce=announce, named=content().named)


class NotedStory:
    """Implements `ports.Display`."""

    session: ToldSession

    def __init__(self) -> None:
        self._story = PageStory(Sentences(display_wording("en")), where().name)

    @property
    def state(self) -> PageState:
        return self._story.state

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - a story has no times
        self._story.event(event)

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        self._story.effect(effect)

    def level(self, at: float, level: RoomLevel) -> None:
        """The level is shown apart from the story."""

    def missed(self, at: float, count: int) -> None:  # noqa: ARG002
        self._story.missed(count)

    def close(self) -> None:
        """Nothing is held."""


def told(scene: Callable[[ToldSession], None]) -> NotedStory:
    """The story of a session that was led to this scene; more can be told to its session."""
    story = NotedStory()
    story.session = ToldSession(story)
    scene(story.session)
    return story
