"""While the voice speaks: is it deaf to itself, and not to somebody who says stop?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.own_voice import VoiceOutput
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.protocol.effects import Prosody
from voice_rom.core.protocol.events import SpeechBegan
from voice_rom.evaluation.candidate import EXPECTED, Candidate
from voice_rom.evaluation.conditions import Conditions, RoomSound
from voice_rom.evaluation.folder import Recording, RecordingKind
from voice_rom.evaluation.mixing import recorded, seed_of
from voice_rom.ports import Listener, PlaybackEnded, TimeReached, Voice
from voice_rom.simulation.acoustics import DIRECT_TO_TAIL_DB
from voice_rom.simulation.background import white_noise
from voice_rom.simulation.room import RoomSetup, SimulatedRoom
from voice_rom.sound import SAMPLE_RATE, Block, Clip, Samples, level_dbfs
from voice_rom.speech_timing import SpeechTiming, course_of

SECONDS_BEFORE: Final = 1.0
"""The room alone: a session has listened for a while before it speaks, but for its first words."""
STOP_SECONDS: Final = 1.5
"""When somebody says stop, from the first sample of the voice on."""
SECONDS_AFTER: Final = 3.0
"""How long what the voice left behind can still be taken for an answer."""

_ECHO_DELAY: Final = 0.06
"""Seconds from the program through loudspeaker and microphone and back, as in the scenarios."""
_FURNISHED: Final = RoomSound(rt60=0.3)
"""The room when no other is named, as in the scenarios with a tail."""
_LONGEST: Final = 600.0
_ANSWERS: Final = EXPECTED - COMMANDS


@dataclass(frozen=True)
class SpokenText:
    """All that the voice says in one go. `samples`: shape (samples,).

    Without its course nothing counts as an answer given in time.
    """

    text_id: str
    samples: Samples
    lines: tuple[Line, ...] = ()
    course: SpeechTiming | None = None

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True)
class VoiceTask:
    """The voice alone, or interrupted by a recording."""

    spoken: SpokenText
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
    past_voice: float
    """Seconds by which an answer outlasts the voice that it was given in time over."""
    confidence: float
    """From which on a command other than "stop" counts over the voice."""


@dataclass(frozen=True)
class VoiceOutcome:
    """What came of one task: what a session would have taken, and what it was deaf to."""

    task: VoiceTask
    taken: tuple[Meant, ...]
    """While the voice sounds stop, pause and answers given in time; everything after it."""
    everything: tuple[Meant, ...]
    """If everything counted all the time, as with headphones."""
    stop_latency: float | None
    """Seconds from the end of the word to the decision for stop; None when it was not taken."""
    words: str
    """All that was heard, its utterances parted by a stroke."""


def spoken_texts(
    texts: Mapping[str, Sequence[str]], voice: Voice, prosody: Prosody
) -> Iterator[SpokenText]:
    """Every text, rendered. Raises VoiceUnavailable and SettingsError."""
    for text_id, lines in texts.items():
        filled = tuple(Line(text_id, line.format_map(_Anything())) for line in lines)
        clips = voice.clips(filled, prosody)
        course = course_of(filled, clips) if clips else None
        yield SpokenText(text_id, _joined(clips), filled, course)


def voice_tasks(spoken: Sequence[SpokenText], recordings: Sequence[Recording]) -> list[VoiceTask]:
    """Each text alone, then each stop into a text that goes on long enough after it."""
    alone = [VoiceTask(text, None) for text in spoken if len(text.samples)]
    long = [text for text in spoken if text.seconds >= STOP_SECONDS + SECONDS_AFTER]
    stops = [each for each in recordings if each.kind is RecordingKind.STOP] if long else []
    return [
        *alone,
        *(VoiceTask(long[seed_of(each.name, "text") % len(long)], each) for each in stops),
    ]


def run_voice_task(setup: VoiceSetup, task: VoiceTask, candidate: Candidate) -> VoiceOutcome:
    """Say the text twice, and listen as a session does meanwhile and afterwards.

    The first time the echo canceller does not know the room yet, as in the first seconds of a
    session; the second time it does. Whoever says stop does so the second time. Raises
    FolderNotEvaluable and RecogniserFailed.
    """
    room, listener = SimulatedRoom(_room(setup, task)), candidate.listener()
    _feed(room, listener, room.now() + SECONDS_BEFORE)
    first = list(_say(room, listener, task.spoken, setup))
    if task.stop is None:
        second = _say(room, listener, task.spoken, setup)
        return _alone(task, [*first, *second], candidate)
    samples = recorded(task.stop, 0.0)
    gain = setup.voice_dbfs + setup.conditions.gain_db - level_dbfs(samples)
    begins = room.now() + STOP_SECONDS
    room.add_sound(begins, samples, gain)
    second = _say(room, listener, task.spoken, setup)
    return _interrupted(task, (e for e in second if e.utterance.decided > begins), candidate)


@dataclass(frozen=True)
class _Caught:
    """An utterance, and what the voice was saying when it was caught."""

    utterance: Utterance
    own: VoiceOutput

    def meaning(self, candidate: Candidate) -> Meant | None:
        """What a session would take it for."""
        if self.utterance.during_voice:
            return candidate.understand_over_voice(self.utterance, self.own, _ANSWERS).meaning
        return candidate.understand(self.utterance, EXPECTED).meaning


def _alone(task: VoiceTask, heard: Sequence[_Caught], candidate: Candidate) -> VoiceOutcome:
    utterances = [each.utterance for each in heard]
    return VoiceOutcome(
        task=task,
        taken=_told(each.meaning(candidate) for each in heard),
        everything=_told(candidate.understand(each, EXPECTED).meaning for each in utterances),
        stop_latency=None,
        words=" | ".join(each.text for each in utterances),
    )


def _interrupted(task: VoiceTask, heard: Iterable[_Caught], candidate: Candidate) -> VoiceOutcome:
    """Listen until stop is understood: the voice is silent from then on."""
    words: list[str] = []
    for caught in heard:
        utterance = caught.utterance
        words.append(utterance.text)
        took = caught.meaning(candidate)
        if took is not None:
            right = took is Meaning.STOP
            latency = round(utterance.decided - utterance.end, 4) if right else None
            return VoiceOutcome(task, (took,), (took,), latency, " | ".join(words))
    return VoiceOutcome(task, (), (), None, " | ".join(words))


def _say(
    room: SimulatedRoom, listener: Listener, spoken: SpokenText, setup: VoiceSetup
) -> Iterator[_Caught]:
    """Open and open again as `Session` does, until the text is over for a while."""
    said_at = room.now()
    own = VoiceOutput(
        lines=spoken.lines, course=None, past=setup.past_voice, confidence=setup.confidence
    )
    listener.open(not_before=said_at, during_voice=True)
    room.play([Clip(spoken.samples)])
    until: float | None = None
    while not isinstance(signal := room.next(until), TimeReached):
        if isinstance(signal, Block):
            if own.course is None and signal.played is not None and signal.end > said_at:
                own = replace(own, course=_sounding(spoken, max(signal.start, said_at)))
            for heard in listener.feed(signal):
                if isinstance(heard, Utterance):
                    yield _Caught(heard, own)
        elif isinstance(signal, PlaybackEnded):
            until = room.now() + SECONDS_AFTER
            listener.open(not_before=room.now() + setup.room_echo_seconds, during_voice=False)


def _sounding(spoken: SpokenText, begins: float) -> SpeechBegan | None:
    course = spoken.course
    if course is None:
        return None
    return SpeechBegan(0, begins + course.last_words, begins + course.ends)


def _feed(room: SimulatedRoom, listener: Listener, until: float) -> None:
    """Let the listener get to know the room's noise."""
    while not isinstance(signal := room.next(until), TimeReached):
        if isinstance(signal, Block):
            listener.feed(signal)


def _room(setup: VoiceSetup, task: VoiceTask) -> RoomSetup:
    # The loudspeaker is nearer to the microphone than a person is, whatever the room.
    sound = replace(setup.conditions.room_sound or _FURNISHED, direct_to_tail_db=DIRECT_TO_TAIL_DB)
    return RoomSetup(
        microphone="simulated",
        acoustics=sound.acoustics(echo_db=setup.echo_db, echo_delay=_ECHO_DELAY),
        background=white_noise(setup.conditions.hiss_dbfs, seed_of(task.name, "hiss")),
        seed=seed_of(task.name, "room"),
        longest=_LONGEST,
    )


def _told(meanings: Iterable[Meant | None]) -> tuple[Meant, ...]:
    return tuple(each for each in meanings if each is not None)


def _joined(clips: Sequence[Clip]) -> Samples:
    if not clips:
        return np.zeros(0, dtype=np.int16)
    return np.concatenate([clip.samples for clip in clips])


class _Anything(dict[str, str]):
    """Fills a placeholder with its own name: "in the {test} test" needs some word there."""

    def __missing__(self, name: str) -> str:
        return name
