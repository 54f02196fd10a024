"""The only place that builds the real parts and joins them."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from voice_rom import model_store
from voice_rom.content.load import load_content, load_vocabulary
from voice_rom.content.settings_rules import refuse_unknown_tests
from voice_rom.core.assessment import Content
from voice_rom.core.dialogue import Dialogue
from voice_rom.core.report import Report
from voice_rom.core.settings import Settings
from voice_rom.core.vocabulary import Vocabulary
from voice_rom.data_files import fixtures_folder
from voice_rom.display.displays import Displays
from voice_rom.hearing.echo import echo_canceller
from voice_rom.hearing.grammar import grammars_of
from voice_rom.hearing.listener import BlockListener
from voice_rom.hearing.loading import LoadingRecogniser
from voice_rom.hearing.voice_detector import SileroDetector, VoiceDetector
from voice_rom.hearing.vosk_recogniser import VoskRecogniser
from voice_rom.ports import Display, Recogniser, Room
from voice_rom.session import Session
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.reading import read_plan
from voice_rom.simulation.recordings import Recordings
from voice_rom.simulation.stage import Stage, set_stage
from voice_rom.simulation.verdict import Outcome
from voice_rom.speaking.voice import RenderedVoice
from voice_rom.store import MemoryStore


@dataclass(frozen=True)
class Program:
    """What every kind of session is made from, read and checked."""

    settings: Settings
    content: Content
    vocabulary: Vocabulary
    model: Path


def load_program(settings: Settings, model: Path | None = None) -> Program:
    """Read the content and find the speech model, before anything sounds.

    Raises ContentError, SettingsError, ModelMissing and ModelDamaged.
    """
    content = load_content(settings.session.language)
    refuse_unknown_tests(settings, content.assessment)
    return Program(
        settings=settings,
        content=content,
        vocabulary=load_vocabulary(settings.session.language),
        model=model_store.find(model, settings.session.language),
    )


def open_voice(settings: Settings) -> RenderedVoice:
    """The voice, with the user's own cache of what it has said before."""
    folder = platformdirs.user_cache_path("voice_rom", appauthor=False) / "speech"
    return RenderedVoice(settings.voice, settings.session.language, folder)


def load_recogniser(program: Program) -> VoskRecogniser:
    """Takes half a second. Raises ModelMissing, ModelDamaged and ContentError."""
    return VoskRecogniser.load(program.model, grammars_of(program.vocabulary))


def new_listener(
    program: Program, recogniser: Recogniser, detector: VoiceDetector
) -> BlockListener:
    """A listener that has heard nothing yet, of no room."""
    hearing = program.settings.hearing
    echo = echo_canceller(
        filter_seconds=hearing.echo_filter_seconds, tail_seconds=hearing.echo_tail_seconds
    )
    return BlockListener(hearing, program.vocabulary, recogniser, detector, echo)


@contextmanager
def open_listener(program: Program) -> Iterator[BlockListener]:
    """A listener whose model loads in the background: the first word does not wait for it."""
    recogniser = LoadingRecogniser(lambda: load_recogniser(program))
    listener = new_listener(program, recogniser, SileroDetector())
    try:
        yield listener
    finally:
        listener.close()
        recogniser.close()


def run_session(program: Program, room: Room, voice: RenderedVoice, display: Display) -> Report:
    """Lead one session in `room`, to its report; the room is closed afterwards."""
    with ExitStack() as stack:
        stack.callback(room.close)
        listener = stack.enter_context(open_listener(program))
        session = Session(
            Dialogue(program.content, program.vocabulary, program.settings),
            room=room,
            listener=listener,
            voice=voice,
            display=display,
            store=MemoryStore(),
            room_echo_seconds=program.settings.hearing.room_echo_seconds,
        )
        return session.run()


@dataclass(frozen=True, eq=False)
class Performance:
    """A simulated session that was played."""

    stage: Stage
    outcome: Outcome
    wall_seconds: float

    @property
    def times_real(self) -> float:
        """How many times faster than real time it went."""
        return self.outcome.seconds / self.wall_seconds


def read_scenario(path: Path, language: str) -> Plan:
    """A scenario with all that it names. Raises ScenarioError with file, line and key."""
    return read_plan(path, load_content(language), Recordings(fixtures_folder()))


def perform(
    plan: Plan,
    *,
    voice: RenderedVoice,
    model: Path | None,
    display: Display,
    record: Path | None = None,
) -> Performance:
    """Play a scenario: the real voice, the real recogniser, the real loop, in a simulated room."""
    stage = set_stage(plan, record)
    displays = Displays([stage.witness, stage.participant, display])
    begin = time.perf_counter()
    report = run_session(load_program(plan.settings, model), stage.room, voice, displays)
    wall_seconds = time.perf_counter() - begin
    for dropped, error in displays.dropped:
        if dropped is not display:  # whoever watched may leave; the play itself may not break
            raise error
    return Performance(stage, stage.outcome(report), wall_seconds)
