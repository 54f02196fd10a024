"""While the voice speaks: is it deaf to itself, and not to somebody who says stop?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voice_rom.core.answers import Understanding
from voice_rom.core.effects import Line, Manner
from voice_rom.core.meanings import INTERRUPTIONS, Meaning
from voice_rom.core.utterance import Utterance
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.contestant import EXPECTED, Contestant
from voice_rom.evaluation.folder import Kind, Recording
from voice_rom.evaluation.mixing import recorded, seed_of
from voice_rom.ports import Listener, PlaybackEnded, TimeReached, Voice
from voice_rom.simulation.air import Acoustics
from voice_rom.simulation.background import white_noise
from voice_rom.simulation.room import RoomSetup, SimulatedRoom
from voice_rom.sound import SAMPLE_RATE, Block, Clip, Samples, level_dbfs

SECONDS_BEFORE: Final = 1.0
"""The room alone: a session has listened for a while before it speaks, but for its first words."""
STOP_SECONDS: Final = 1.5
"""When somebody says stop, from the first sample of the voice on."""
SECONDS_AFTER: Final = 3.0
"""How long what the voice left behind can still be taken for an answer."""

_ECHO_DELAY: Final = 0.06
"""Seconds from the program through loudspeaker and microphone and back, as in the scenarios."""
_RT60: Final = 0.3
"""Of the room when no other is named: furnished, as in the scenarios with a tail."""
_LONGEST: Final = 600.0


@dataclass(frozen=True)
class Spoken:
    """All that the voice says in one go. `samples`: shape (samples,)."""

    text_id: str
    samples: Samples

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True)
class VoiceTask:
    """The voice alone, or interrupted by a recording."""

    spoken: Spoken
    stop: Recording | None

    @property
    def name(self) -> str:
        """What chance is seeded by."""
        return self.spoken.text_id if self.stop is None else self.stop.name


@dataclass(frozen=True)
class VoiceSetup:
    """How it sounds. `echo_db`: the voice at the microphone against what was played."""

    conditions: Conditions
    echo_db: float
    room_echo_seconds: float
    voice_dbfs: float
    """A recording of stop is brought to this level, and then by `gain_db` up or down."""


@dataclass(frozen=True)
class VoiceOutcome:
    """What came of one task: what a session would have taken, and what it was deaf to."""

    task: VoiceTask
    taken: tuple[Meaning, ...]
    """Only stop and pause while the voice sounds, everything after it."""
    everything: tuple[Meaning, ...]
    """If everything counted all the time, as with headphones."""
    stop_latency: float | None
    """Seconds from the end of the word to the decision for stop; None when it was not taken."""
    words: str
    """All that was heard, its utterances parted by a stroke."""


def spoken_texts(
    texts: Mapping[str, Sequence[str]], voice: Voice, manner: Manner
) -> Iterator[Spoken]:
    """Every text, rendered. Raises VoiceUnavailable and SettingsError."""
    for text_id, lines in texts.items():
        filled = [Line(text_id, line.format_map(_Anything())) for line in lines]
        yield Spoken(text_id, _joined(voice.clips(filled, manner)))


def voice_tasks(spoken: Sequence[Spoken], recordings: Sequence[Recording]) -> list[VoiceTask]:
    """Each text alone, then each stop into a text that goes on long enough after it."""
    alone = [VoiceTask(text, None) for text in spoken if len(text.samples)]
    long = [text for text in spoken if text.seconds >= STOP_SECONDS + SECONDS_AFTER]
    stops = [each for each in recordings if each.kind is Kind.STOP] if long else []
    return [
        *alone,
        *(VoiceTask(long[seed_of(each.name, "text") % len(long)], each) for each in stops),
    ]


def run_voice_task(setup: VoiceSetup, task: VoiceTask, contestant: Contestant) -> VoiceOutcome:
    """Say the text twice, and listen as a session does meanwhile and afterwards.

    The first time the echo canceller does not know the room yet, as in the first seconds of a
    session; the second time it does. Whoever says stop does so the second time. Raises
    FolderNotEvaluable and RecogniserFailed.
    """
    room, listener = SimulatedRoom(_room(setup, task)), contestant.listener()
    _feed(room, listener, room.now() + SECONDS_BEFORE)
    first = list(_say(room, listener, task.spoken, setup.room_echo_seconds))
    if task.stop is None:
        second = _say(room, listener, task.spoken, setup.room_echo_seconds)
        return _alone(task, [*first, *second], contestant)
    samples = recorded(task.stop, 0.0)
    gain = setup.voice_dbfs + setup.conditions.gain_db - level_dbfs(samples)
    begins = room.now() + STOP_SECONDS
    room.add_sound(begins, samples, gain)
    second = _say(room, listener, task.spoken, setup.room_echo_seconds)
    return _interrupted(task, (each for each in second if each.decided > begins), contestant)


def _alone(task: VoiceTask, heard: Sequence[Utterance], contestant: Contestant) -> VoiceOutcome:
    return VoiceOutcome(
        task=task,
        taken=_meanings(contestant.understand(each, _possible(each)) for each in heard),
        everything=_meanings(contestant.understand(each, EXPECTED) for each in heard),
        stop_latency=None,
        words=" | ".join(each.text for each in heard),
    )


def _interrupted(
    task: VoiceTask, heard: Iterable[Utterance], contestant: Contestant
) -> VoiceOutcome:
    """Listen until stop is understood: the voice is silent from then on."""
    words: list[str] = []
    for utterance in heard:
        words.append(utterance.text)
        took = contestant.understand(utterance, _possible(utterance)).meaning
        if took is not None:
            right = took is Meaning.STOP
            latency = round(utterance.decided - utterance.end, 4) if right else None
            return VoiceOutcome(task, (took,), (took,), latency, " | ".join(words))
    return VoiceOutcome(task, (), (), None, " | ".join(words))


def _possible(utterance: Utterance) -> frozenset[Meaning]:
    return INTERRUPTIONS if utterance.during_voice else EXPECTED


def _say(
    room: SimulatedRoom, listener: Listener, spoken: Spoken, room_echo_seconds: float
) -> Iterator[Utterance]:
    """Open and open again as `Session` does, until the text is over for a while."""
    listener.open(not_before=room.now(), during_voice=True)
    room.play([Clip(spoken.samples)])
    until: float | None = None
    while not isinstance(signal := room.next(until), TimeReached):
        if isinstance(signal, Block):
            yield from (each for each in listener.feed(signal) if isinstance(each, Utterance))
        elif isinstance(signal, PlaybackEnded):
            until = room.now() + SECONDS_AFTER
            listener.open(not_before=room.now() + room_echo_seconds, during_voice=False)


def _feed(room: SimulatedRoom, listener: Listener, until: float) -> None:
    """Let the listener get to know the room's noise."""
    while not isinstance(signal := room.next(until), TimeReached):
        if isinstance(signal, Block):
            listener.feed(signal)


def _room(setup: VoiceSetup, task: VoiceTask) -> RoomSetup:
    sound = setup.conditions.room_sound
    return RoomSetup(
        microphone="simulated",
        acoustics=Acoustics(
            echo_db=setup.echo_db,
            echo_delay=_ECHO_DELAY,
            rt60=_RT60 if sound is None else sound.rt60,
        ),
        background=white_noise(setup.conditions.hiss_dbfs, seed_of(task.name, "hiss")),
        seed=seed_of(task.name, "room"),
        longest=_LONGEST,
    )


def _meanings(understandings: Iterable[Understanding]) -> tuple[Meaning, ...]:
    return tuple(each.meaning for each in understandings if each.meaning is not None)


def _joined(clips: Sequence[Clip]) -> Samples:
    if not clips:
        return np.zeros(0, dtype=np.int16)
    return np.concatenate([clip.samples for clip in clips])


class _Anything(dict[str, str]):
    """Fills a placeholder with its own name: "in the {test} test" needs some word there."""

    def __missing__(self, name: str) -> str:
        return name
