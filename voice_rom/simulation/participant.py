"""The scripted person: knows what was said, and does what the plan says at that moment."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.protocol.effects import Effect, Listen, Say, Silence
from voice_rom.core.protocol.events import Device, Event
from voice_rom.ports import RoomLevel
from voice_rom.simulation.moments import is_text
from voice_rom.simulation.plan import (
    ANSWERING,
    Act,
    Answer,
    Fail,
    Noise,
    Nothing,
    Plan,
    PlannedCue,
    Play,
    Press,
    Quit,
    Sound,
    Utter,
)
from voice_rom.simulation.room import SimulatedRoom
from voice_rom.simulation.scenario import Fault
from voice_rom.simulation.track import Piece
from voice_rom.sound import SAMPLE_RATE

INTO_A_LINE: Final = 0.3
"""Seconds after a line began at which somebody who interrupts it begins to speak."""

OTHER_MICROPHONE: Final = "the other microphone"
OTHER_LOUDSPEAKER: Final = "the other loudspeaker"
"""What takes the place of one that is gone for good."""


@dataclass(frozen=True)
class SpokenAnswer:
    """The participant spoke. Seconds on the room's clock; the sound ends before the recording."""

    name: str
    start: float
    end: float


class ScriptedParticipant:
    """Implements `ports.Display`: witnesses the session, and acts in the simulated room."""

    def __init__(self, plan: Plan, room: SimulatedRoom) -> None:
        self._plan = plan
        self._room = room
        self._cues = list(plan.cues)
        self._said: tuple[Line, ...] = ()
        self._before = 0
        """How many of these lines come before those of the moment."""
        self._moment: str | None = None
        self._times: Counter[str] = Counter()
        """How often the usual answer was given at each moment."""
        self._interrupted = False
        """The voice was cut off by whoever speaks, and has asked nothing since."""
        self._take_back: Callable[[], bool] | None = None
        """Puts off the usual answer that is on its way, when the voice begins again before it."""
        self.spoken: list[SpokenAnswer] = []
        room.on_play = self._voice_begins
        room.quit(plan.limit)

    @property
    def unused(self) -> tuple[PlannedCue, ...]:
        """Cues whose moment never came."""
        return tuple(self._cues)

    # ports.Display

    def event(self, at: float, event: Event) -> None:
        """What the world told the dialogue is no news to somebody in the world."""

    def effect(self, at: float, effect: Effect) -> None:
        if isinstance(effect, Silence):
            self._interrupted = True
        elif isinstance(effect, Say):
            self._interrupted = False
            self._hold_back()
            self._said, self._before = effect.lines, effect.before
            self._moment = effect.moment
        elif isinstance(effect, Listen) and not self._interrupted:
            self._asked(at)

    def level(self, at: float, level: RoomLevel) -> None:
        """A person does not see it."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """Nothing is held."""

    # While the voice speaks

    def _voice_begins(self, starts: tuple[float, ...]) -> None:
        """Act on the cues for these lines; `starts`: when each of them begins (s)."""
        for number, (line, start) in enumerate(zip(self._said, starts, strict=False)):
            moment = self._moment if number >= self._before else None
            for cue in [cue for cue in self._cues if cue.during]:
                if self._names(cue.name, (line.text_id,), moment):
                    self._cues.remove(cue)
                    after = INTO_A_LINE if cue.after is None else cue.after
                    self._act(cue.act, start + after)
        self._object(starts)

    def _object(self, starts: tuple[float, ...]) -> None:
        """Say what the plan's person says into the voice: each where the next line begins.

        After the last line it is too late: that is what the listening is for.
        """
        if self._plan.person is None:
            return
        objections = self._plan.person.objections(self._said, self._before, self._moment)
        for number, sound in objections.items():
            if number + 1 < len(starts):
                self._speak(sound, starts[number + 1])

    # While it listens

    def _asked(self, now: float) -> None:
        """It listens: act on the cues for this moment, and answer if none of them does."""
        free = now
        for cue in self._due_cues():
            self._cues.remove(cue)
            after = self._usual_delay() if cue.after is None else cue.after
            free = max(free, self._act(cue.act, now + after))
            if isinstance(cue.act, ANSWERING):
                return
        self._answer(free + self._usual_delay())

    def _due_cues(self) -> list[PlannedCue]:
        """The cues for this moment in their order, up to the first that answers."""
        due: list[PlannedCue] = []
        text_ids = tuple(line.text_id for line in self._said)
        for cue in self._cues:
            if not cue.during and self._names(cue.name, text_ids, self._moment):
                due.append(cue)
                if isinstance(cue.act, ANSWERING):
                    break
        return due

    def _names(self, name: str, text_ids: tuple[str, ...], moment: str | None) -> bool:
        """Whether `name` stands for the moment, its kind, or a text among these."""
        if moment is not None and name in (moment, self._plan.kinds.get(moment)):
            return True
        return any(is_text(text_id, name) for text_id in text_ids)

    def _usual_delay(self) -> float:
        kind = None if self._moment is None else self._plan.kinds.get(self._moment)
        return self._plan.movement if kind is MomentKind.STEP else self._plan.delay

    def _answer(self, at: float) -> None:
        if self._moment is None:
            return
        answer = self._answer_at(self._moment)
        self._times[self._moment] += 1
        match answer:
            case Sound():
                self._take_back = partial(self._unsay, *self._speak(answer, at))
            case Press(meaning):
                self._take_back = partial(self._room.take_back_key, self._room.press(at, meaning))
            case None:
                pass

    def _answer_at(self, moment: str) -> Answer | None:
        if self._plan.person is not None:
            return self._plan.person.answer(moment)
        return self._plan.answer(moment, self._times[moment])

    def _hold_back(self) -> None:
        """Who is about to answer and hears the voice again waits for its end, and answers then."""
        take_back, self._take_back = self._take_back, None
        if take_back is not None and take_back() and self._moment is not None:
            self._times[self._moment] -= 1

    def _unsay(self, piece: Piece, spoken: SpokenAnswer) -> bool:
        if not self._room.take_back(piece):
            return False
        self.spoken.remove(spoken)
        return True

    # Acting

    def _act(self, act: Act, at: float) -> float:
        """Do it at `at` (s); return when the participant is free to speak again."""
        match act:
            case Utter(sound):
                self._speak(sound, at)
            case Play(sound):
                self._room.add_sound(at, sound.samples, sound.gain_db)
                return at + len(sound.samples) / SAMPLE_RATE
            case Noise(samples):
                self._room.add_noise(at, samples)
            case Press(meaning):
                self._room.press(at, meaning)
            case Fail(fault, seconds):
                self._fail(fault, at, at + seconds)
            case Quit():
                self._room.quit(at)
            case Nothing():
                pass
        return 0.0

    def _fail(self, fault: Fault, start: float, end: float) -> None:
        match fault:
            case Fault.MUTED:
                self._room.faults.mute(start, end)
            case Fault.MICROPHONE:
                self._room.faults.lose(Device.MICROPHONE, start, end)
            case Fault.LOUDSPEAKER:
                self._room.faults.lose(Device.LOUDSPEAKER, start, end)
            case Fault.SWITCHED:
                self._room.faults.switch(Device.MICROPHONE, start, OTHER_MICROPHONE)
            case Fault.SWITCHED_LOUDSPEAKER:
                self._room.faults.switch(Device.LOUDSPEAKER, start, OTHER_LOUDSPEAKER)
            case Fault.CRACKLES:
                self._room.faults.crackle(start, end)

    def _speak(self, sound: Sound, at: float) -> tuple[Piece, SpokenAnswer]:
        piece = self._room.add_sound(at, sound.samples, sound.gain_db)
        spoken = SpokenAnswer(sound.name, at, at + sound.audible_seconds)
        self.spoken.append(spoken)
        return piece, spoken
