"""The command line with one more command: a session in which something breaks as somebody speaks.

Usage: python -m tests.privacy.crashing_session planted WHERE, where WHERE is one of BREAKS.
"""

import threading
from collections.abc import Callable
from typing import Final

import click

from tests.core.person import utterance
from tests.english import english_content, english_vocabulary
from tests.fake_ports import (
    FakeAlarm,
    FakeDisplay,
    FakeListener,
    FakeRoom,
    FakeStore,
    FakeVoice,
    block,
)
from voice_rom.cli import cli, main
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.protocol.events import Event, Heard
from voice_rom.session import Session

PLANTED: Final = "marigold seventeen"
"""What somebody says; it is to be found nowhere."""


class BrokenPartError(RuntimeError):
    """As careless as an error can be: it quotes what was worked on."""


def _in_the_loop(heard: str) -> None:
    raise BrokenPartError(heard)


def _for_another_reason(heard: str) -> None:
    try:
        {}[heard]  # type: ignore[index]
    except KeyError as reason:
        raise BrokenPartError(f"no rule for {heard}") from reason


def _in_a_thread(heard: str) -> None:
    thread = threading.Thread(target=_in_the_loop, args=(heard,))
    thread.start()
    thread.join()
    raise SystemExit(0)


def _as_it_is_thrown_away(heard: str) -> None:
    class Part:
        def __del__(self) -> None:
            raise BrokenPartError(heard)

    Part()
    raise SystemExit(0)


BREAKS: Final[dict[str, Callable[[str], None]]] = {
    "loop": _in_the_loop,
    "reason": _for_another_reason,
    "thread": _in_a_thread,
    "thrown-away": _as_it_is_thrown_away,
}


class BreakingDisplay(FakeDisplay):
    """Breaks when it is told that something was heard."""

    def __init__(self, how: Callable[[str], None]) -> None:
        super().__init__()
        self._break = how

    def event(self, at: float, event: Event) -> None:
        super().event(at, event)
        if isinstance(event, Heard):
            self._break(f"{event.utterance.text} {event!r}")


@cli.command()
@click.argument("where", type=click.Choice(tuple(BREAKS)))
def planted(where: str) -> None:
    """Lead a session to the first word that is heard."""
    voice = FakeVoice()
    Session(
        Dialogue(english_content(), english_vocabulary(), load_settings(PACKAGED)),
        room=FakeRoom([block(), block()]),
        listener=FakeListener([utterance(PLANTED)]),
        voice=voice,
        display=BreakingDisplay(BREAKS[where]),
        store=FakeStore(voice),
        alarm=FakeAlarm(),
        room_echo_seconds=0.0,
    ).run()


if __name__ == "__main__":
    main()
