"""A session for tests of the scripted person: it says lines and listens, and decides nothing."""

from pathlib import Path
from types import UnionType

from tests.english import english_vocabulary
from tests.simulation.plans import leg_lift_plan
from tests.simulation.rooms import clip
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.effects import Listen, Prosody, Say
from voice_rom.ports import PlaybackEnded, Signal, TimeReached
from voice_rom.simulation.keys_for_words import KeysForWords
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.simulation import Simulation, prepare_simulation
from voice_rom.sound import SAMPLE_RATE, Block, level_dbfs

PAIN = "tests.leg-lift.questions.pain.say"
PAIN_SHORT = "tests.leg-lift.questions.pain.short"
PAIN_SIDE = "tests.leg-lift.questions.pain.side.say"
PAIN_CONFIRM = ("tests.leg-lift.questions.pain.confirm.yes", "phrases.is_that_right.say")
ANGLING = "tests.leg-lift.questions.angling.say"
BENDING = "tests.leg-lift.questions.bending.say"
LIE_FLAT = "tests.leg-lift.steps.lie-flat.say"
SLOWER = "phrases.slower"

MOMENTS = {
    PAIN: "leg-lift.pain",
    PAIN_SHORT: "leg-lift.pain",
    PAIN_SIDE: "leg-lift.pain.side",
    **dict.fromkeys(PAIN_CONFIRM, "leg-lift.pain.confirm"),
    ANGLING: "leg-lift.angling",
    BENDING: "leg-lift.bending",
    LIE_FLAT: "leg-lift.lie-flat",
}
"""When each of these texts is said; others are said at any moment."""

LINE_SECONDS = 0.5


class FakeSession:
    """Says lines of half a second each, and listens: what a session does, without a dialogue."""

    def __init__(self, plan: Plan) -> None:
        self.simulation: Simulation = prepare_simulation(plan)
        self.signals: list[tuple[float, Signal]] = []
        self._blocks: list[Block] = []
        self._moment = "welcome"

    @property
    def now(self) -> float:
        return self.simulation.room.now()

    def say(self, *text_ids: str) -> None:
        """Begin to say these, at the moment of the last that has one."""
        lines = tuple(Line(text_id, "words") for text_id in text_ids)
        moments = [MOMENTS[text_id] for text_id in text_ids if text_id in MOMENTS]
        self._moment = moments[-1] if moments else self._moment
        say = Say(1, lines, Prosody(150, 0.0), self._moment, before=len(lines) - len(moments))
        self.simulation.participant.effect(self.now, say)
        self.simulation.room.play([clip(round(LINE_SECONDS * SAMPLE_RATE)) for _ in lines])

    def ask(self, *text_ids: str) -> None:
        """Say these to their end, and listen."""
        self.say(*text_ids)
        while not isinstance(self._next(None), PlaybackEnded):
            pass
        self.simulation.participant.effect(self.now, Listen(frozenset(Meaning)))

    def wait(self, seconds: float) -> None:
        until = self.now + seconds
        while not isinstance(self._next(until), TimeReached):
            pass

    @property
    def heard_at(self) -> list[float]:
        """When (s) the microphone began to hear each of the sounds, to a block."""
        loud = [(block.start, level_dbfs(block.samples) > -40.0) for block in self._blocks]
        before = [False, *(is_loud for _, is_loud in loud)]
        return [
            start
            for (start, is_loud), was_loud in zip(loud, before, strict=False)
            if is_loud and not was_loud
        ]

    def of(self, kind: type | UnionType) -> list[tuple[float, Signal]]:
        """The signals of this kind, with their times (s)."""
        return [(at, signal) for at, signal in self.signals if isinstance(signal, kind)]

    @property
    def spoken(self) -> list[str]:
        return [spoken.name for spoken in self.simulation.participant.spoken]

    def _next(self, until: float | None) -> Signal:
        signal = self.simulation.room.next(until)
        if isinstance(signal, Block):
            self._blocks.append(signal)
        else:
            self.signals.append((self.now, signal))
        return signal


HEADPHONES = "room: {headphones: true}"


def session(folder: Path, *lines: str) -> FakeSession:
    return FakeSession(leg_lift_plan(folder, HEADPHONES, *lines))


def session_by_keys(folder: Path, *lines: str) -> FakeSession:
    keys = KeysForWords(english_vocabulary())
    return FakeSession(leg_lift_plan(folder, HEADPHONES, *lines, keys=keys))
