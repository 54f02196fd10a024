"""The only place that builds the real parts and joins them."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import platformdirs

from voice_rom import __version__, model_store
from voice_rom.alarm import NoAlarm, OwnersProgram
from voice_rom.audio_monitor import AudioMonitor
from voice_rom.content.load import assessment_file, load_content, load_vocabulary
from voice_rom.content.settings_rules import refuse_unknown_tests
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import chosen_tests
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.outcome.report import Report
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.data_files import fixtures_folder
from voice_rom.display.displays import Displays
from voice_rom.earcons import Earcons
from voice_rom.errors import (
    ModelDamaged,
    ModelMissing,
    StorageUnavailable,
    WrongSetting,
)
from voice_rom.hearing.deaf import DeafRecogniser
from voice_rom.hearing.echo import echo_canceller
from voice_rom.hearing.grammar import grammars_of
from voice_rom.hearing.listener import BlockListener
from voice_rom.hearing.loading import LoadingRecogniser
from voice_rom.hearing.recogniser_process import RecogniserProcess
from voice_rom.hearing.restarting import RestartingListener
from voice_rom.hearing.voice_detector import SileroDetector, VoiceDetector
from voice_rom.hearing.vosk_recogniser import VoskRecogniser
from voice_rom.ports import Alarm, Display, Recogniser, Room, Store, Voice
from voice_rom.session import Session
from voice_rom.simulation.keys_for_words import KeysForWords
from voice_rom.simulation.pacing import PacedRoom, ViewingPace
from voice_rom.simulation.plan import Plan
from voice_rom.simulation.reading import read_plan
from voice_rom.simulation.recordings import Recordings
from voice_rom.simulation.simulation import Simulation, prepare_simulation
from voice_rom.simulation.verdict import SimulationOutcome
from voice_rom.speaking.espeak_program import EspeakProgram
from voice_rom.speaking.on_demand import OnDemandVoice
from voice_rom.speaking.voice import RenderedVoice
from voice_rom.storage.central_driver import require_driver
from voice_rom.store import LostStore, MemoryStore
from voice_rom.waking_room import WakingRoom

RECORDED: Final = "en"
"""The language of the recorded people, and of the words in a scenario."""


@dataclass(frozen=True)
class Program:
    """What every kind of session is made from, read and checked."""

    settings: Settings
    content: Content
    vocabulary: Vocabulary
    model: Path | None
    """None: there is none for the language. Nothing is understood, and keys answer."""


def load_program(
    settings: Settings,
    model: Path | None = None,
    prompts: Path | None = None,
    *,
    keys_alone: bool = False,
) -> Program:
    """Read the content and find the speech model, before anything sounds.

    With `keys_alone` it goes without a model where none is known. Raises ContentError,
    SettingsError, ModelMissing and ModelDamaged.
    """
    # Imported here: who only wants a voice need not wait for what reads templates (0.1 s).
    from voice_rom.content.sentences import with_sentences  # noqa: PLC0415

    language = settings.session.language
    content = load_content(language, prompts, assessment_file(settings))
    can_hear = model is not None or not keys_alone or model_store.is_known(language)
    refuse_unknown_tests(settings, content.assessment)
    found = model_store.find(model, language) if can_hear else None
    return Program(
        settings=settings,
        content=content,
        vocabulary=with_sentences(content.vocabulary, prompts),  # last: it takes the longest
        model=found,
    )


def open_voice(settings: Settings) -> RenderedVoice:
    """The voice, with the user's own cache of what it has said before."""
    folder = platformdirs.user_cache_path("voice_rom", appauthor=False) / "speech"
    language = settings.session.language
    return RenderedVoice(settings.voice, language, folder, stand_in=EspeakProgram(language))


def open_alarm(settings: Settings) -> Alarm:
    """What tells somebody elsewhere: the owner's own program, if the settings name one.

    Raises WrongSetting when there is no such program: when help is needed it is too late to learn.
    """
    safety = settings.safety
    if safety.on_no_answer and shutil.which(safety.on_no_answer[0]) is None:
        raise WrongSetting(
            "safety.on_no_answer",
            f"there is no program {safety.on_no_answer[0]!r} to start; give its full path.",
        )
    return OwnersProgram(safety.on_no_answer, safety.on_no_answer_seconds)


@dataclass(frozen=True)
class Keeping:
    """What keeps the answers, and what it kept of a session that broke off."""

    store: Store
    earlier: Earlier | None = None
    """To be asked whether to go on with it."""
    session_id: Callable[[], str | None] = lambda: None
    """Under which the answers are kept, once the session has begun; None: under none."""


@contextmanager
def open_store(program: Program) -> Iterator[Keeping]:
    """The owner's file, if it is wanted; where it cannot be opened, a store that tells why.

    Raises WrongSetting when the answers are to go to a database for which there is no driver.
    """
    if not program.settings.storage.keep:
        yield Keeping(MemoryStore())
        return
    if program.settings.storage.url:
        require_driver()
    # Imported here: who keeps nothing need not wait for a database.
    from voice_rom.storage.kept_sessions import About  # noqa: PLC0415
    from voice_rom.storage.timed_store import open_timed_store  # noqa: PLC0415

    tests = chosen_tests(program.content.assessment, program.settings.session.tests)
    about = About(
        language=program.settings.session.language,
        tests=tuple(test.id for test in tests),
        program_version=__version__,
    )
    try:
        store, earlier = open_timed_store(program.settings.storage, about)
    except StorageUnavailable as fault:
        yield Keeping(LostStore(fault))
        return
    try:
        yield Keeping(store, earlier, lambda: store.session)
    finally:
        store.close()


@contextmanager
def delivering(program: Program) -> Iterator[None]:
    """Meanwhile, what earlier sessions have left is brought to the database of all rooms.

    Raises WrongSetting as `open_store` does.
    """
    storage = program.settings.storage
    if not (storage.keep and storage.url):
        yield
        return
    require_driver()
    from voice_rom.storage.keeping import delivering_meanwhile  # noqa: PLC0415

    with delivering_meanwhile(storage):
        yield


def load_recogniser(program: Program) -> VoskRecogniser:
    """The recogniser in this process, where a crash of it costs nobody a session.

    Takes half a second. Raises ModelMissing, ModelDamaged and ContentError.
    """
    return VoskRecogniser.load(_model_of(program), grammars_of(program.vocabulary))


def _model_of(program: Program) -> Path:
    return program.model or model_store.find(language=program.settings.session.language)


def open_recogniser(program: Program) -> LoadingRecogniser:
    """The same one in a process of its own, which loads in the background."""
    model, language = program.model, program.settings.session.language
    if model is None:
        return LoadingRecogniser(DeafRecogniser)
    return LoadingRecogniser(
        lambda: RecogniserProcess.load(model, grammars_of(program.vocabulary)),
        lambda: _verify_model(model, language),
    )


def _verify_model(model: Path, language: str) -> None:
    """Read every byte of it (0.1 s). Raises ModelMissing and ModelDamaged."""
    if not model.is_dir():
        raise ModelMissing(
            f"The speech model is no longer in {model}. Put it back, or in another window type: "
            "voice-rom model get"
        )
    problems = model_store.verify(model, language)
    if problems:
        raise ModelDamaged(
            f"The speech model in {model} is damaged: {problems[0]}. In another window type: "
            "voice-rom model get"
        )


def new_listener(
    program: Program, recogniser: Recogniser, detector: VoiceDetector
) -> BlockListener:
    """A listener that has heard nothing yet, of no room."""
    hearing = program.settings.hearing
    echo = echo_canceller(
        filter_seconds=hearing.echo_filter_seconds, tail_seconds=hearing.echo_tail_seconds
    )
    return BlockListener(hearing, program.vocabulary, recogniser, detector, echo)


OpenRecogniser = Callable[[Program], LoadingRecogniser]


@contextmanager
def open_listener(
    program: Program,
    *,
    virtual_time: bool = False,
    opening: OpenRecogniser = open_recogniser,
) -> Iterator[RestartingListener]:
    """A listener whose model loads in the background: the first word does not wait for it.

    It outlives its recogniser; with `virtual_time`, it waits for a new one as for the first.
    `opening`: who plays one session after the other may lend each the same recogniser.
    """
    recogniser = opening(program)
    listener = RestartingListener(
        new_listener(program, recogniser, SileroDetector()),
        recogniser,
        retry_after=program.settings.devices.retry_after,
        virtual_time=virtual_time,
    )
    try:
        yield listener
    finally:
        listener.close()
        recogniser.close()


def run_session(  # noqa: PLR0913 - these are the ports, each once
    program: Program,
    room: Room,
    voice: Voice,
    display: Display,
    *,
    alarm: Alarm | None = None,
    keeping: Keeping | None = None,
    virtual_time: bool = False,
    opening: OpenRecogniser = open_recogniser,
    greeting: str = "",
) -> Report:
    """Lead one session in `room`, to its report; the room is closed afterwards.

    Without `alarm` nobody elsewhere is told of anything, and without `keeping` nothing is kept: as
    fits a simulated person. `virtual_time`: the room's clock runs as fast as it is asked.
    `opening`: see `open_listener`.
    `greeting`: a sentence that is said first of all.
    """
    keeping = keeping or Keeping(MemoryStore())
    started_at = datetime.now(UTC).astimezone()
    with ExitStack() as stack:
        stack.callback(room.close)
        listener = stack.enter_context(
            open_listener(program, virtual_time=virtual_time, opening=opening)
        )
        waking = WakingRoom(room, program.settings.devices)
        session = Session(
            Dialogue(
                program.content,
                program.vocabulary,
                program.settings,
                earlier=keeping.earlier,
                greeting=greeting,
            ),
            room=AudioMonitor(waking, program.settings.devices),
            listener=listener,
            voice=voice,
            display=display,
            store=keeping.store,
            alarm=alarm or NoAlarm(),
            room_echo_seconds=program.settings.hearing.room_echo_seconds,
            earcons=Earcons(program.settings.voice) if program.settings.voice.earcons else None,
        )
        report = session.run()
        waking.ring_out()
        return replace(report, started_at=started_at)


@dataclass(frozen=True, eq=False)
class Performance:
    """A simulated session that was played."""

    simulation: Simulation
    outcome: SimulationOutcome
    wall_seconds: float

    @property
    def times_real(self) -> float:
        """How many times faster than real time it went."""
        return self.outcome.seconds / self.wall_seconds


def read_scenario(
    path: Path, language: str, prompts: Path | None = None, assessment: Path | None = None
) -> Plan:
    """A scenario with all that it names, for this assessment (None: the language's own).

    Raises ScenarioError with file, line and key.

    In a language that nobody was recorded in, the simulated person presses keys.
    """
    content = load_content(language, prompts, assessment)
    keys = None if language == RECORDED else KeysForWords(load_vocabulary(RECORDED), content.named)
    return read_plan(path, content, Recordings(fixtures_folder()), keys, assessment)


def perform(  # noqa: PLR0913 - each is another folder, or another part
    plan: Plan,
    *,
    voice: RenderedVoice,
    model: Path | None,
    display: Display,
    record: Path | None = None,
    prompts: Path | None = None,
    pace: ViewingPace | None = None,
    opening: OpenRecogniser = open_recogniser,
) -> Performance:
    """Play a scenario: the real voice, the real recogniser, the real loop, in a simulated room.

    As fast as it goes, or at `pace` for somebody who looks on. `opening`: see `open_listener`.
    """
    simulation = prepare_simulation(plan, record)
    room = simulation.room if pace is None else PacedRoom(simulation.room, pace)
    # No queue before any of them: the session waits for each, and so goes the same way every time.
    displays = Displays([simulation.recorder, simulation.participant, display])
    begin = time.perf_counter()
    program = load_program(plan.settings, model, prompts, keys_alone=plan.by_keys)
    # At a pace, somebody who looks on would wait for each sentence.
    speaking = OnDemandVoice(voice) if pace is None else voice
    report = run_session(program, room, speaking, displays, virtual_time=True, opening=opening)
    wall_seconds = time.perf_counter() - begin
    for dropped, error in displays.dropped:
        if dropped is not display:  # whoever watched may leave; the play itself may not break
            raise error
    return Performance(simulation, simulation.outcome(report), wall_seconds)
