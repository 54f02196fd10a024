"""One speaker's whole session: the program itself, in a simulated room, in virtual time."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.app import Performance, open_voice, perform
from voice_rom.content.load import assessment_file, load_content
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import Place, chosen_tests
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meant
from voice_rom.display.displays import Displays
from voice_rom.errors import ScenarioNotMet
from voice_rom.evaluation.answering_person import AnsweringPerson, OwnWords
from voice_rom.evaluation.candidate import Candidate
from voice_rom.evaluation.chosen_answers import SIDE_MEANINGS, ChosenAnswer, choose_answers
from voice_rom.evaluation.conditions import Conditions, RoomSound
from voice_rom.evaluation.mixing import hiss, noise_at_ratio, recorded, seed_of, stretch
from voice_rom.evaluation.session_listener import SessionListener
from voice_rom.evaluation.session_outcome import (
    SessionOutcome,
    asked_again,
    false_reactions,
    kept_answers,
)
from voice_rom.evaluation.speakers import RecordedSpeaker
from voice_rom.simulation.acoustics import DIRECT_TO_TAIL_DB, Acoustics, RoomAcoustics
from voice_rom.simulation.moments import kinds_of
from voice_rom.simulation.plan import Plan, Sound
from voice_rom.simulation.room import RoomSetup
from voice_rom.simulation.scenario import Expect, Participant, RoomSpec
from voice_rom.simulation.track import as_samples, as_wave
from voice_rom.sound import SAMPLE_RATE, Samples

ECHO_DB: Final = RoomSpec().echo_db
"""The voice in the microphone when nothing else is asked for: a laptop's loudspeaker."""

MOVEMENT_SECONDS: Final = 10.0
"""How long each movement takes: so long the room alone is listened to. Most people need more."""

LIMIT_SECONDS: Final = 1_800.0
"""Then the person gives up: a session in which all goes well takes less than half of it."""

_LONGEST: Final = LIMIT_SECONDS + 300.0
"""By then it must have said goodbye."""

_BACKGROUND_SECONDS: Final = 120.0
"""The room's noise begins anew after so long."""


@dataclass(frozen=True)
class SessionSetup:
    """How it sounds there. `echo_db`: the voice at the microphone against what was played."""

    conditions: Conditions
    settings: Settings
    model: Path | None
    echo_db: float = ECHO_DB


def run_whole_session(
    setup: SessionSetup, speaker: RecordedSpeaker, candidate: Candidate
) -> SessionOutcome:
    """Play it to its end, and compare what was kept with what was meant.

    Chance is seeded by the speaker's name. Raises FolderNotEvaluable when a recording cannot be
    read, VoiceUnavailable, SettingsError, and TypeError for a candidate that can only hear.
    """
    if not isinstance(candidate, SessionListener):
        raise TypeError("only the program itself can lead a session")
    settings = setup.settings
    content = load_content(settings.session.language, None, assessment_file(settings))
    places = _places(content, settings)
    chosen = choose_answers(places, speaker.words, speaker.name)
    plan = _plan(setup, speaker, content, chosen)
    by_voice = {at: one for at, one in chosen.items() if _is_said(one, speaker.words)}
    with closing(open_voice(settings)) as voice:
        try:
            performance = perform(
                plan,
                voice=voice,
                model=setup.model,
                display=Displays([]),
                opening=candidate.lend,
            )
        except ScenarioNotMet:
            answers = tuple(kept_answers(None, by_voice, ()))
            return SessionOutcome(
                speaker=speaker.name,
                answers=answers,
                asked_again=(),
                finished=False,
                seconds=_LONGEST,
            )
    return _outcome(speaker, performance, plan, by_voice)


def _outcome(
    speaker: RecordedSpeaker,
    performance: Performance,
    plan: Plan,
    by_voice: Mapping[str, ChosenAnswer],
) -> SessionOutcome:
    outcome, spoken = performance.outcome, performance.simulation.participant.spoken
    return SessionOutcome(
        speaker=speaker.name,
        answers=tuple(kept_answers(outcome.report, by_voice, spoken)),
        asked_again=tuple(asked_again(outcome.recorder, spoken, plan.kinds)),
        finished=outcome.report.complete and outcome.seconds <= plan.limit,
        seconds=outcome.seconds,
        false_reactions=tuple(false_reactions(outcome.recorder, spoken)),
    )


def _places(content: Content, settings: Settings) -> tuple[Place, ...]:
    tests = chosen_tests(content.assessment, settings.session.tests)
    return Programme(content, tests, screening=settings.safety.screening).places()


def _is_said(answer: ChosenAnswer, words: Mapping[Meant, object]) -> bool:
    """Whether all of it is said, and nothing pressed."""
    side = None if answer.side is None else SIDE_MEANINGS[answer.side]
    return answer.meaning in words and (side is None or side in words)


def _plan(
    setup: SessionSetup,
    speaker: RecordedSpeaker,
    content: Content,
    chosen: Mapping[str, ChosenAnswer],
) -> Plan:
    kinds = kinds_of(content.assessment)
    acoustics = _acoustics(setup)
    sounds = _sounds(setup.conditions, speaker, acoustics)
    spoken = [sound.samples for several in sounds.values() for sound in several]
    return Plan(
        title=speaker.name,
        settings=setup.settings,
        room=RoomSetup(
            microphone="simulated",
            acoustics=acoustics,
            background=_background(setup.conditions, speaker.name, spoken),
            seed=seed_of(speaker.name, "room"),
            longest=_LONGEST,
            idle_dbfs=setup.settings.devices.idle_dbfs,
        ),
        kinds=kinds,
        habits=(),
        usual={},
        cues=(),
        delay=Participant().delay,
        movement=MOVEMENT_SECONDS,
        limit=LIMIT_SECONDS,
        expect=Expect(),
        named=content.named,
        person=AnsweringPerson(OwnWords(sounds), chosen, _places(content, setup.settings), kinds),
    )


def _acoustics(setup: SessionSetup) -> Acoustics:
    """The loudspeaker is nearer to the microphone than the person is, whatever the room."""
    room = setup.conditions.room_sound or RoomSound()
    return room.acoustics(
        echo_db=setup.echo_db,
        echo_delay=RoomSpec().echo_delay,
        echo_direct_to_tail_db=DIRECT_TO_TAIL_DB,
    )


def _sounds(
    conditions: Conditions, speaker: RecordedSpeaker, acoustics: Acoustics
) -> dict[Meant, tuple[Sound, ...]]:
    """The recordings, each to have as much energy in the room as it has by itself."""
    air = RoomAcoustics(acoustics, seed_of(speaker.name, "room"))
    return {
        meaning: tuple(
            _at_its_own_energy(str(each.file), recorded(each, conditions.gain_db), air)
            for each in several
        )
        for meaning, several in speaker.words.items()
    }


def _at_its_own_energy(name: str, samples: Samples, air: RoomAcoustics) -> Sound:
    before, heard = _energy(as_wave(samples)), _energy(air.voice(samples))
    return Sound(name, samples, 10.0 * float(np.log10(before / heard)) if heard > 0.0 else 0.0)


def _energy(wave: np.ndarray) -> float:
    return float(np.sum(wave.astype(np.float64) ** 2))


def _background(conditions: Conditions, name: str, spoken: Iterable[Samples]) -> Samples:
    """Hiss, and noise at the ratio to all that this person says together."""
    length = round(_BACKGROUND_SECONDS * SAMPLE_RATE)
    wave = hiss(length, conditions.hiss_dbfs, seed=seed_of(name, "hiss"))
    if conditions.snr_db is not None:
        noise = stretch(conditions.noise, length, seed=seed_of(name, "noise"))
        wave += noise_at_ratio(as_wave(np.concatenate(list(spoken))), noise, conditions.snr_db)
    return as_samples(wave)
