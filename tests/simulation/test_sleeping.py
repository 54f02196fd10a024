"""Loudspeakers that sleep: what they swallow, and that a session loses nothing to them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from voice_rom.app import OpenRecogniser, open_voice, perform, read_scenario
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.display.json_events import JsonEvents
from voice_rom.simulation.sleeping import LoudspeakerKind, SleepingLoudspeaker
from voice_rom.simulation.verdict import differences
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE
from voice_rom.speaking.voice import RenderedVoice

VOICE = np.full(BLOCK_SAMPLES, 1000, dtype=np.int16)
NOISE = np.full(BLOCK_SAMPLES, 3, dtype=np.int16)
ZEROS = np.zeros(BLOCK_SAMPLES, dtype=np.int16)


def swallowed(kind: LoudspeakerKind, *parts: tuple[float, str]) -> float:
    """Seconds of the voice that are lost of a stream of (seconds, "voice", "noise" or "zeros")."""
    loudspeaker = SleepingLoudspeaker(kind)
    for seconds, what in parts:
        for _ in range(round(seconds * SAMPLE_RATE / BLOCK_SAMPLES)):
            given = {"voice": VOICE, "noise": NOISE, "zeros": ZEROS}[what]
            loudspeaker.take(given, VOICE if what == "voice" else None)
    loudspeaker.end()
    return loudspeaker.swallowed / SAMPLE_RATE


@pytest.mark.parametrize(
    ("parts", "lost"),
    [
        ([(3.0, "voice")], 1.5),
        ([(1.5, "noise"), (3.0, "voice")], 0.0),
        ([(1.0, "noise"), (3.0, "voice")], 0.5),
        ([(3.0, "voice"), (4.9, "zeros"), (3.0, "voice")], 1.5),
        ([(3.0, "voice"), (5.0, "zeros"), (3.0, "voice")], 3.0),
        ([(2.0, "noise"), (3.0, "voice"), (9.0, "noise"), (3.0, "voice")], 0.0),
    ],
)
def test_one_that_sleeps_swallows_what_comes_while_it_wakes(
    parts: list[tuple[float, str]], lost: float
) -> None:
    assert swallowed(LoudspeakerKind.SLEEPS, *parts) == lost


@pytest.mark.parametrize(
    ("parts", "lost"),
    [
        ([(3.0, "voice"), (2.0, "zeros")], 0.5),
        ([(3.0, "voice")], 0.5),
        ([(3.0, "voice"), (0.3, "noise")], 0.2),
        ([(3.0, "voice"), (0.6, "noise")], 0.0),
        ([(3.0, "voice"), (0.4, "zeros"), (3.0, "voice"), (0.5, "noise")], 0.0),
        ([(3.0, "voice"), (2.0, "zeros"), (3.0, "voice"), (2.0, "zeros")], 1.0),
    ],
)
def test_one_that_switches_off_too_early_swallows_the_end(
    parts: list[tuple[float, str]], lost: float
) -> None:
    assert swallowed(LoudspeakerKind.CUTS_OFF, *parts) == pytest.approx(lost)


def test_a_plain_one_swallows_nothing() -> None:
    assert swallowed(LoudspeakerKind.PLAIN, (3.0, "voice"), (9.0, "zeros"), (3.0, "voice")) == 0.0


SHORT_SESSION = """\
title: A short session
settings: {{safety.screening: "false", session.tests: [trunk-rotation],
  session.short_welcome: "true", voice.rate: "200"{settings}}}
room: {{loudspeaker: {kind}}}
participant: {{voice: flite-slt, movement: 1}}
cues:
  - {{at: trunk-rotation.sit-tall, say: stop}}
  - {{at: stopped, say: stop}}
expect: {{complete: false}}
"""


@pytest.fixture(scope="module")
def voice(_real: None) -> Iterator[RenderedVoice]:
    opened = open_voice(load_settings(PACKAGED))
    yield opened
    opened.close()


Lost = Callable[[str, str], list[str]]


@pytest.fixture
def lost(voice: RenderedVoice, opening: OpenRecogniser, tmp_path: Path) -> Lost:
    """What goes otherwise than it should in a session with such a loudspeaker."""

    def lost(kind: str, settings: str) -> list[str]:
        return _lost(kind, settings, voice, opening, tmp_path)

    return lost


def _lost(
    kind: str, settings: str, voice: RenderedVoice, opening: OpenRecogniser, folder: Path
) -> list[str]:
    path = folder / "session.yaml"
    path.write_text(SHORT_SESSION.format(kind=kind, settings=settings), encoding="utf-8")
    plan = read_scenario(path, "en")
    with (folder / "events").open("w", encoding="utf-8") as events:
        played = perform(plan, voice=voice, model=None, display=JsonEvents(events), opening=opening)
    return differences(plan, played.outcome)


@pytest.mark.parametrize("kind", ["sleeps", "cuts_off"])
def test_a_session_loses_no_word_to_it(kind: str, lost: Lost) -> None:
    assert lost(kind, "") == []


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        ("sleeps", ', devices.lead_in_seconds: "0"'),
        ("sleeps", ', devices.idle_dbfs: "-120"'),
        ("cuts_off", ', devices.idle_dbfs: "-120"'),
        ("cuts_off", ', devices.tail_seconds: "0"'),
    ],
)
def test_without_its_settings_a_session_would(kind: str, without: str, lost: Lost) -> None:
    assert any("swallowed" in difference for difference in lost(kind, without))
