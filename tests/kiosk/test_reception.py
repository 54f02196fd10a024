"""Before a session: "start", a key or a touch begins one, and nothing that is heard is kept."""

from collections.abc import Sequence

from tests.core.person import utterance
from tests.fake_ports import FakeListener, FakeRoom, block
from voice_rom.content.load import load_vocabulary
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    QuitAsked,
    SomebodyThere,
)
from voice_rom.kiosk.reception import (
    Arrival,
    Reception,
    RoomAfterWaiting,
    start_in,
    start_vocabulary,
)
from voice_rom.kiosk.wording import kiosk_wording
from voice_rom.ports import RoomLevel, Signal, TimeReached

VOCABULARY = start_vocabulary(load_vocabulary("en"), kiosk_wording("en"))
GONE = DeviceLost(Device.MICROPHONE, "it was unplugged")


class FakeScreen:
    def __init__(self) -> None:
        self.shown: list[tuple[bool, tuple[DeviceLost, ...]]] = []

    def waiting(self, *, listens: bool, lost: Sequence[DeviceLost]) -> None:
        self.shown.append((listens, tuple(lost)))

    def level(self, level: RoomLevel) -> None:
        """Nobody looks at it."""


class Waiting:
    """A start screen that everything happens to, one after the other; then the kiosk ends."""

    def __init__(self, *happens: str | Signal, languages: Sequence[str] = ("en",)) -> None:
        signals = [block() if isinstance(each, str) else each for each in happens]
        heard = [utterance(each) for each in happens if isinstance(each, str)]
        self.screen, self.turns = FakeScreen(), 0
        self.room = FakeRoom([*signals, QuitAsked()])
        self.listener = FakeListener(heard)
        self.arrival = Reception(
            self.room,
            self.listener,
            VOCABULARY,
            self.screen,
            languages=languages,
            on_turn=self._turn,
        ).wait()

    def _turn(self) -> None:
        self.turns += 1


def test_start_said_alone_begins() -> None:
    for words in kiosk_wording("en").start_words:
        assert Waiting(words).arrival == Arrival("en"), words


def test_what_people_say_to_each_other_begins_nothing() -> None:
    waiting = Waiting("yes", "ready", "stop", "when does it start", "start with the left one", "no")
    assert waiting.arrival is None


def test_any_key_and_any_touch_begins() -> None:
    for signal in (Commanded(Meaning.YES), Commanded(None), SomebodyThere()):
        assert Waiting(signal).arrival == Arrival("en")


def test_where_there_are_languages_a_button_chooses_and_a_touch_beside_it_does_not() -> None:
    both = ("en", "de")
    assert Waiting(Commanded(start_in("de")), languages=both).arrival == Arrival("de")
    assert Waiting(Commanded(Meaning.READY), languages=both).arrival == Arrival("en")
    assert Waiting("start", languages=both).arrival == Arrival("en")
    assert Waiting(SomebodyThere(), languages=both).arrival is None


def test_a_device_that_is_gone_is_shown_and_the_session_is_told_first() -> None:
    waiting = Waiting(GONE, Commanded(None))
    assert waiting.screen.shown[-1] == (False, (GONE,))
    assert waiting.arrival == Arrival("en", (GONE,))
    room = RoomAfterWaiting(FakeRoom(), waiting.arrival.lost)
    assert room.next(1.0) == GONE
    assert room.next(1.0) == TimeReached()


def test_a_device_that_is_back_is_forgotten() -> None:
    waiting = Waiting(GONE, DeviceBack(Device.MICROPHONE), Commanded(None))
    assert waiting.screen.shown[-1] == (False, ())
    assert waiting.arrival == Arrival("en")


def test_the_loop_is_seen_to_go_round_while_nobody_comes() -> None:
    assert Waiting(TimeReached(), TimeReached(), TimeReached()).turns == 4
