"""Waits for the next person: until somebody says "start", presses a key, or touches the screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.language.sentences import NoSentences
from voice_rom.core.language.understanding import understand
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    QuitAsked,
    SomebodyThere,
)
from voice_rom.kiosk.idle import TURN_SECONDS, no_watch
from voice_rom.kiosk.wording import KioskWording
from voice_rom.ports import HearingBegan, HearingSignal, Listener, Room, RoomLevel, Signal
from voice_rom.sound import Block, Clip

STARTS: Final = Meaning.READY
"""What "start" counts as, said or pressed."""


def start_in(language: str) -> NamedChoice:
    """The choice to start in this language."""
    return NamedChoice(f"start-{language.lower().replace('_', '-')}")


def start_vocabulary(vocabulary: Vocabulary, wording: KioskWording) -> Vocabulary:
    """The language's own, in which nothing means anything but the kiosk's words: to start.

    All its other words are still listened for, and the kiosk's decoys: else "stop" is heard as
    "start", which of all that is left sounds most like it.
    """
    words, decoys = wording.start_words, wording.start_decoys
    others = [phrase for phrases in vocabulary.phrases.values() for phrase in phrases]
    apart = [phrase for phrase in (*others, *decoys) if phrase not in words]
    return replace(
        vocabulary,
        phrases={STARTS: tuple(words)},
        decoys=tuple(dict.fromkeys((*vocabulary.decoys, *apart))),
        fillers=(),
        corrections=(),
        second_look=(),
        homophones={},
        sentences=NoSentences(),
    )


class StartDisplay(Protocol):
    """Shows the start screen."""

    def waiting(self, *, listens: bool, lost: Sequence[DeviceLost]) -> None:
        """What is true now: whether it listens, and which devices are gone."""

    def level(self, level: RoomLevel) -> None: ...


class CheckAtStart(Protocol):
    """A sound check that staff may ask for while nobody is there."""

    def begin(self) -> bool:
        """Begin with it, if one is asked for. Never waits."""

    def take(self, signal: Signal) -> bool:
        """What happens meanwhile; True when it is over."""

    def break_off(self) -> None:
        """Somebody came."""


class NoCheck:
    """Implements `CheckAtStart` where there are no staff."""

    def begin(self) -> bool:
        return False

    def take(self, signal: Signal) -> bool:  # noqa: ARG002
        return True

    def break_off(self) -> None:
        """None was begun."""


@dataclass(frozen=True)
class Arrival:
    """Somebody wants to start."""

    language: str
    lost: tuple[DeviceLost, ...] = ()
    """The devices that are gone: the session has to know."""


class Reception:
    """Holds nothing of what it hears longer than it takes to see that it is not "start"."""

    def __init__(  # noqa: PLR0913 - its ports, each once
        self,
        room: Room,
        listener: Listener,
        vocabulary: Vocabulary,
        display: StartDisplay,
        *,
        languages: Sequence[str],
        on_turn: Callable[[], None] = no_watch,
        check: CheckAtStart | None = None,
    ) -> None:
        """`vocabulary`: see `start_vocabulary`; it is that of the first of `languages`.

        `on_turn` is called whenever the loop goes round: at least once a second of its clock.
        """
        self._room = room
        self._listener = listener
        self._vocabulary = vocabulary
        self._display = display
        self._languages = tuple(languages)
        self._choices = {start_in(language): language for language in languages}
        self._on_turn = on_turn
        self._check = check or NoCheck()
        self._checks = False
        """The sound is being checked: the voice that is heard is the program's own."""
        self._lost: dict[Device, DeviceLost] = {}
        self._listens = False

    def wait(self) -> Arrival | None:
        """Return who arrived; None when the kiosk is asked to end."""
        self._listen()
        self._show()
        while True:
            self._on_turn()
            self._begin_check()
            signal = self._room.next(self._room.now() + TURN_SECONDS)
            if isinstance(signal, QuitAsked):
                return None
            language = self._asked_for(signal)
            if language is not None:
                self._break_off_check()
                self._listener.shut()
                return Arrival(language, tuple(self._lost.values()))
            self._go_on_checking(signal)

    def _listen(self) -> None:
        self._listener.open(not_before=self._room.now(), during_voice=False)

    def _begin_check(self) -> None:
        if not self._checks and self._check.begin():
            self._checks = True
            self._listener.shut()

    def _go_on_checking(self, signal: Signal) -> None:
        if self._checks and self._check.take(signal):
            self._checks = False
            self._listen()

    def _break_off_check(self) -> None:
        if self._checks:
            self._room.silence()
            self._check.break_off()

    def _asked_for(self, signal: Signal) -> str | None:
        """The language to start in, if this starts anything."""
        match signal:
            case Block():
                started = [self._says_start(heard) for heard in self._listener.feed(signal)]
                return self._languages[0] if any(started) else None
            case Commanded(meaning):
                return self._chosen(meaning)
            case SomebodyThere():
                # Where there is a choice, a touch beside the buttons makes none.
                return self._languages[0] if len(self._languages) == 1 else None
            case DeviceLost() | DeviceBack():
                self._note(signal)
            case _:
                pass
        return None

    def _chosen(self, meaning: Meant | None) -> str:
        if isinstance(meaning, NamedChoice):
            return self._choices.get(meaning, self._languages[0])
        return self._languages[0]

    def _says_start(self, heard: HearingSignal) -> bool:
        match heard:
            case Utterance():
                return understand(heard, self._vocabulary, {STARTS}).meaning is STARTS
            case HearingBegan():
                self._listens = True
                self._show()
            case RoomLevel():
                self._display.level(heard)
            case DeviceLost() | DeviceBack():
                self._note(heard)
            case _:
                pass
        return False

    def _note(self, signal: DeviceLost | DeviceBack) -> None:
        if isinstance(signal, DeviceLost):
            self._lost[signal.device] = signal
        else:
            self._lost.pop(signal.device, None)
        self._listens = self._listens and not self._lost
        self._show()

    def _show(self) -> None:
        self._display.waiting(listens=self._listens, lost=tuple(self._lost.values()))


class RoomAfterWaiting:
    """Implements `ports.Room`: the same room for the session, which is told first what is gone."""

    def __init__(self, inner: Room, lost: Sequence[DeviceLost]) -> None:
        self._inner = inner
        self._lost = [each for each in lost if each.device is not Device.RECOGNISER]

    @property
    def microphone(self) -> str:
        return self._inner.microphone

    def now(self) -> float:
        return self._inner.now()

    def next(self, until: float | None) -> Signal:
        return self._lost.pop(0) if self._lost else self._inner.next(until)

    def post(self, posted: Commanded | QuitAsked | SomebodyThere) -> None:
        self._inner.post(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        self._inner.play(clips)

    def silence(self) -> None:
        self._inner.silence()

    def close(self) -> None:
        self._inner.close()
