"""Sees and hears a whole session, and can be asked about it afterwards."""

from dataclasses import dataclass, field

from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.meanings import Meant
from voice_rom.core.language.understanding import Understanding
from voice_rom.core.protocol.effects import Effect, Listen, Say, ShowUnderstood, Silence
from voice_rom.core.protocol.events import Commanded, Event, ListeningBegan, SpeechFinished
from voice_rom.ports import RoomLevel
from voice_rom.simulation.moments import is_text
from voice_rom.simulation.participant import SpokenAnswer


@dataclass(frozen=True)
class RecordedLine:
    """A line, with the time (s) at which its speech began."""

    at: float
    line: Line
    moment: str | None
    """None where it comes before what the moment itself says."""

    def is_said_at(self, name: str) -> bool:
        """Whether `name` stands for its text, the beginning of that, or its moment."""
        return name == self.moment or is_text(self.line.text_id, name)


@dataclass(frozen=True)
class RecordedUnderstanding:
    """What was understood when (s). By a key when there is no understanding of an utterance."""

    at: float
    meaning: Meant | None
    understanding: Understanding | None


@dataclass(frozen=True)
class RecordedAsking:
    """When (s) it began to listen, and at which moment."""

    at: float
    moment: str


@dataclass
class Recorder:
    """Implements `ports.Display`."""

    said: list[RecordedLine] = field(default_factory=list)
    understood: list[RecordedUnderstanding] = field(default_factory=list)
    until_listening: list[float] = field(default_factory=list)
    """Seconds from each end of the voice until it listened."""
    asked: list[RecordedAsking] = field(default_factory=list)
    """Each time that it listened because it had said something to its end."""
    _moment: str | None = None
    """Of what is being said, until it is cut off or listened after."""
    _voice_ended: float | None = None

    def event(self, at: float, event: Event) -> None:
        match event:
            case Commanded(meaning):
                self.understood.append(RecordedUnderstanding(at, meaning, None))
            case SpeechFinished():
                self._voice_ended = at
            case ListeningBegan() if self._voice_ended is not None:
                self.until_listening.append(at - self._voice_ended)
                self._voice_ended = None
            case _:
                pass

    def effect(self, at: float, effect: Effect) -> None:
        match effect:
            case Say(lines=lines, moment=moment, before=before):
                self.said.extend(
                    RecordedLine(at, line, moment if number >= before else None)
                    for number, line in enumerate(lines)
                )
                self._voice_ended = None
                self._moment = moment
            case Silence():
                self._moment = None
            case Listen() if self._moment is not None:
                self.asked.append(RecordedAsking(at, self._moment))
                self._moment = None
            case ShowUnderstood(understanding):
                self.understood.append(
                    RecordedUnderstanding(at, understanding.meaning, understanding)
                )
            case _:
                pass

    def level(self, at: float, level: RoomLevel) -> None:
        """Nothing is asked about levels."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """Nothing is held."""

    def answer_delays(self, spoken: list[SpokenAnswer]) -> list[float]:
        """Seconds from the end of each thing spoken to its being understood, where it was."""
        delays: list[float] = []
        for index, words in enumerate(spoken):
            following = spoken[index + 1].start if index + 1 < len(spoken) else float("inf")
            for understood in self.understood:
                by_voice = understood.understanding is not None and understood.meaning is not None
                if by_voice and words.start < understood.at < following:
                    delays.append(understood.at - words.end)
                    break
        return delays
