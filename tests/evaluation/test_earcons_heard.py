"""The three sounds in the simulated room, as loud at the microphone as they were played."""

from dataclasses import replace

import numpy as np
import pytest

from voice_rom.core.assessment.settings import Settings
from voice_rom.earcons import Earcon, Earcons
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.own_voice import SpokenText, VoiceSetup, VoiceTask, run_voice_task
from voice_rom.evaluation.session_listener import SessionListener
from voice_rom.sound import SAMPLE_RATE, Clip, Samples

pytestmark = [pytest.mark.real, pytest.mark.slow]


def sounds(settings: Settings, before: Earcon, level_dbfs: float, *, listening: bool) -> Samples:
    """The sounds of a speech at this level, without the speech: nothing hides them."""
    noise = np.random.default_rng(7).standard_normal(SAMPLE_RATE // 2)
    speech = Clip(np.round(noise * 10 ** (level_dbfs / 20) * 32768).astype(np.int16))
    loudest = Earcons(replace(settings.voice, earcons_below_db=0.0))
    ((whole,), delay) = loudest.around([speech], before=before, listening=listening)
    samples = whole.samples.copy()
    begins = round(delay * SAMPLE_RATE)
    samples[begins : begins + len(speech.samples)] = 0
    return samples


@pytest.mark.parametrize("listening", [False, True])
@pytest.mark.parametrize("before", Earcon)
@pytest.mark.parametrize("echo_db", [0.0, -12.0])
def test_no_sound_is_ever_taken_for_an_answer_or_a_command(
    settings: Settings,
    session_listener: SessionListener,
    before: Earcon,
    echo_db: float,
    *,
    listening: bool,
) -> None:
    setup = VoiceSetup(
        conditions=Conditions(),
        echo_db=echo_db,
        room_echo_seconds=settings.hearing.room_echo_seconds,
        voice_dbfs=settings.voice.level_dbfs,
        past_voice=settings.timing.early_answer_past_voice,
        confidence=settings.hearing.over_voice_confidence,
    )
    for level in (
        settings.voice.level_dbfs,
        settings.voice.level_dbfs + max(settings.voice.gains_db),
    ):
        samples = sounds(settings, before, level, listening=listening)
        assert samples.any()
        outcome = run_voice_task(
            setup, VoiceTask(SpokenText(before.name, samples), None), session_listener
        )
        assert (outcome.taken, outcome.everything) == ((), ()), outcome.words
