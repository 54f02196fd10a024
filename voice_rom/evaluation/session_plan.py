"""How a speaker's whole session is played: the room as it sounds, and the person in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meant
from voice_rom.evaluation.answering_person import AnsweringPerson, OwnWords
from voice_rom.evaluation.chosen_answers import ChosenAnswer
from voice_rom.evaluation.conditions import Conditions, RoomSound
from voice_rom.evaluation.mixing import hiss, noise_at_ratio, recorded, seed_of, stretch
from voice_rom.evaluation.speakers import RecordedSpeaker
from voice_rom.simulation.acoustics import DIRECT_TO_TAIL_DB, Acoustics, RoomAcoustics
from voice_rom.simulation.moments import kinds_of
from voice_rom.simulation.plan import Plan, Sound
from voice_rom.simulation.room import RoomSetup
from voice_rom.simulation.scenario import Expect, Participant, RoomSpec
from voice_rom.simulation.track import Wave, as_samples, as_wave
from voice_rom.sound import SAMPLE_RATE, Samples

ECHO_DB: Final = RoomSpec().echo_db
"""The voice in the microphone when nothing else is asked for: a laptop's loudspeaker."""

MOVEMENT_SECONDS: Final = 10.0
"""How long each movement takes: so long the room alone is listened to. Most people need more."""

LIMIT_SECONDS: Final = 1_800.0
"""Then the person gives up: a session in which all goes well takes less than half of it."""

LONGEST_SECONDS: Final = LIMIT_SECONDS + 300.0
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


def session_plan(
    setup: SessionSetup,
    speaker: RecordedSpeaker,
    content: Content,
    places: Sequence[Place],
    chosen: Mapping[str, ChosenAnswer],
) -> Plan:
    """A session at these places, to be answered as `chosen`. Chance is seeded by the speaker.

    Raises FolderNotEvaluable when a recording cannot be read.
    """
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
            longest=LONGEST_SECONDS,
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
        person=AnsweringPerson(OwnWords(sounds), chosen, places, kinds),
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


def _energy(wave: Wave) -> float:
    return float(np.sum(wave.astype(np.float64) ** 2))


def _background(conditions: Conditions, name: str, spoken: Iterable[Samples]) -> Samples:
    """Hiss, and noise at the ratio to all that this person says together."""
    length = round(_BACKGROUND_SECONDS * SAMPLE_RATE)
    wave = hiss(length, conditions.hiss_dbfs, seed=seed_of(name, "hiss"))
    if conditions.snr_db is not None:
        noise = stretch(conditions.noise, length, seed=seed_of(name, "noise"))
        wave += noise_at_ratio(as_wave(np.concatenate(list(spoken))), noise, conditions.snr_db)
    return as_samples(wave)
