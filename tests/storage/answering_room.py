"""A room in which somebody answers by keys whatever is asked."""

from collections.abc import Callable, Sequence
from random import Random

from tests.english import english_content, english_vocabulary
from tests.fake_ports import FakeAlarm, FakeDisplay, FakeListener, FakeVoice
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import Effect, Listen
from voice_rom.core.protocol.events import Commanded, QuitAsked
from voice_rom.ports import PlaybackEnded, Posted, Signal, Store
from voice_rom.session import Session
from voice_rom.sound import Clip

MOST_KEYS = 400
"""A whole session takes about sixty."""

CONTENT = english_content()
VOCABULARY = english_vocabulary()


Choose = Callable[[Sequence[Meant]], Meant]
"""Picks one of the answers that can be given now; there may be none."""


def at_random(chance: Random, *, backs: float = 0.1) -> Choose:
    """Whatever comes, and one back now and then."""

    def choose(answers: Sequence[Meant]) -> Meant:
        goes_back = not answers or chance.random() < backs
        return Meaning.BACK if goes_back else chance.choice(answers)

    return choose


def preferring(*preferred: Meant) -> Choose:
    """The first of these that can be given; else any."""

    def choose(answers: Sequence[Meant]) -> Meant:
        return next((each for each in (*preferred, *answers) if each in answers), Meaning.SKIP)

    return choose


class AnsweringRoom:
    """Presses one of the keys that are listened for."""

    microphone = "a fake microphone"

    def __init__(self, display: "Watching", choose: Choose) -> None:
        self._display = display
        self._choose = choose
        self._keys = 0
        self._playing = False
        self._time = 0.0

    def now(self) -> float:
        return self._time

    def next(self, until: float | None) -> Signal:  # noqa: ARG002 - nobody here is ever silent
        self._time += 1.0
        if self._playing:
            self._playing = False
            return PlaybackEnded()
        self._keys += 1
        if self._keys > MOST_KEYS:
            return QuitAsked()
        return Commanded(self._choose(sorted(self._display.expected - COMMANDS - {Meaning.END})))

    def post(self, posted: Posted) -> None:
        """Nobody else presses a key here."""

    def play(self, clips: Sequence[Clip]) -> None:
        assert clips
        self._playing = True

    def silence(self) -> None:
        self._playing = False

    def close(self) -> None:
        """Nothing is held."""


class Watching(FakeDisplay):
    """Knows what is listened for now."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: frozenset[Meant] = frozenset()

    def effect(self, at: float, effect: Effect) -> None:
        super().effect(at, effect)
        if isinstance(effect, Listen):
            self.expected = frozenset(effect.expected)


def answered_session(
    store: Store, choose: Choose, *, earlier: Earlier | None = None
) -> tuple[Session, Watching, FakeVoice]:
    """The real loop and the real dialogue, with everything else quick and simple."""
    display, voice = Watching(), FakeVoice()
    settings = load_settings(PACKAGED, {"safety.screening": False})
    session = Session(
        Dialogue(CONTENT, VOCABULARY, settings, earlier=earlier),
        room=AnsweringRoom(display, choose),
        listener=FakeListener(),
        voice=voice,
        display=display,
        store=store,
        alarm=FakeAlarm(),
        room_echo_seconds=0.25,
    )
    return session, display, voice
