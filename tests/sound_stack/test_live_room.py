"""LiveRoom in a process of its own, on a real sound server."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from tests.sound_stack.live_room_program import noise
from tests.sound_stack.participant import PAUSE_SECONDS, RATE, Ear, Participant, say
from tests.sound_stack.pulse import LOUDSPEAKER, ROOM, SoundStack
from tests.sound_stack.running_room import RunningRoom
from tests.sound_stack.servers import on_both
from voice_rom.sound import Samples

LOW_HZ = 2_000

pytestmark = [pytest.mark.real, pytest.mark.sound_stack]


@pytest.fixture
def room(sound_stack: SoundStack) -> Iterator[RunningRoom]:
    with RunningRoom(sound_stack) as running:
        running.answer(microphone=f"Monitor of {ROOM}")
        yield running


@pytest.fixture
def ear(sound_stack: SoundStack) -> Iterator[Ear]:
    with Ear(sound_stack.environment) as opened:
        yield opened


@on_both
def test_a_clip_comes_out_of_the_loudspeaker_whole(room: RunningRoom, ear: Ear) -> None:
    room.tell("play 1.0")
    room.answer(signal="PlaybackEnded")
    ear.wait_for_silence()

    heard = _low(ear.samples())
    pieces = np.array_split(_low(noise(1.0)), 20)
    found = [begin for piece in pieces if (begin := _found_in(heard, piece)) is not None]
    # A busy machine may tear the sound apart once or twice; what was torn is still all there.
    assert len(found) >= len(pieces) - 3
    assert found == sorted(found)
    assert room.quit() == ""


def _low(sound: Samples) -> npt.NDArray[np.float64]:
    """What is below LOW_HZ: a server that works at another rate shifts it by parts of a sample."""
    spectrum = np.fft.rfft(sound.astype(float))
    spectrum[round(LOW_HZ / RATE * len(sound)) :] = 0.0
    return np.fft.irfft(spectrum, len(sound))


def _found_in(heard: npt.NDArray[np.float64], piece: npt.NDArray[np.float64]) -> int | None:
    """Where `piece` stands in `heard`, the same but for its level; None: nowhere."""
    size = len(heard) + len(piece)
    likeness = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(piece, size)), size)
    begin = int(np.argmax(likeness[: len(heard) - len(piece)]))
    same = np.corrcoef(heard[begin : begin + len(piece)], piece)[0, 1]
    return begin if same > 0.9 else None


def test_what_sounds_in_the_room_is_heard(
    room: RunningRoom, sound_stack: SoundStack, tmp_path: Path
) -> None:
    room.answer(signal="FirstBlock")
    recording = tmp_path / "noise.flac"
    soundfile.write(recording, noise(0.5), RATE)

    say(sound_stack.environment, recording)

    assert room.answer(signal="Audible")["signal"] == "Audible"
    assert room.quit() == ""


@on_both
def test_what_is_silenced_never_comes_out(room: RunningRoom, ear: Ear) -> None:
    begin = ear.position
    room.tell("play 20.0")
    ear.wait_for_voice(begin)
    ear.wait_more(0.5)
    silenced = ear.position

    room.tell("silence")
    room.answer(done="silence")
    ear.wait_for_silence()

    ear.wait_more(1.0)
    after = np.flatnonzero(ear.samples(silenced))
    seconds = (after[-1] + 1) / RATE if len(after) else 0.0
    print(f"heard after silence was asked for: {seconds:.3f} s")  # noqa: T201
    assert np.any(ear.samples(begin)[: -len(ear.samples(silenced))])
    assert seconds < PAUSE_SECONDS
    assert room.quit() == ""


def test_a_block_that_hears_the_loudspeaker_knows_what_sounded_just_before(
    sound_stack: SoundStack,
) -> None:
    sound_stack.control("set-default-source", f"{LOUDSPEAKER}.monitor")
    with RunningRoom(sound_stack) as room:
        room.answer(signal="FirstBlock")
        room.tell("play 2.0")
        room.answer(signal="PlaybackEnded")
        room.tell("align")
        told = room.answer(told="lag")

        # The monitor hears the loudspeaker without any air between.
        print(f"the microphone is later than the reference by {told['samples']} samples")  # noqa: T201
        assert 0 < int(str(told["samples"])) < 0.1 * RATE


@on_both
def test_devices_that_go_away_and_come_back_are_told(
    room: RunningRoom, sound_stack: SoundStack, tmp_path: Path
) -> None:
    room.answer(signal="FirstBlock")

    sound_stack.unplug()
    room.answer(signal="DeviceLost", device="loudspeaker")
    room.answer(signal="DeviceLost", device="microphone")

    sound_stack.plug_in()
    room.answer(signal="DeviceBack")
    room.answer(signal="DeviceBack")

    recording = tmp_path / "noise.flac"
    soundfile.write(recording, noise(0.5), RATE)
    say(sound_stack.environment, recording)
    room.answer(signal="Audible")
    room.tell("play 0.5")
    with Ear(sound_stack.environment) as ear:
        ear.wait_for_voice(0)
    room.answer(signal="PlaybackEnded")
    assert room.quit() == ""


# A sink that is suspended hangs on PulseAudio alone; PipeWire wakes it up again.
def test_a_microphone_that_hangs_is_told_while_the_loudspeaker_goes_on(
    room: RunningRoom, sound_stack: SoundStack, ear: Ear
) -> None:
    room.answer(signal="FirstBlock")

    sound_stack.fall_asleep(ROOM)
    room.answer(signal="DeviceLost", device="microphone")
    begin = ear.position
    room.tell("play 0.5")
    ear.wait_for_voice(begin)
    room.answer(signal="PlaybackEnded")

    sound_stack.wake_up(ROOM)
    room.answer(signal="DeviceBack", device="microphone")
    assert room.quit() == ""


@on_both
def test_where_there_is_no_device_one_line_says_so(sound_stack: SoundStack) -> None:
    sound_stack.unplug()

    with RunningRoom(sound_stack) as room:
        told = room.answer(error="NoLoudspeaker")

        assert len(str(told["says"]).splitlines()) == 1
        assert "voice-rom devices" in str(told["says"])
        assert room.quit() == ""


def test_a_participant_answers_when_the_voice_has_fallen_silent(
    room: RunningRoom, sound_stack: SoundStack, tmp_path: Path
) -> None:
    recording = tmp_path / "noise.flac"
    soundfile.write(recording, noise(0.5), RATE)
    asked: list[str] = []

    def answers(text_id: str) -> Path:
        asked.append(text_id)
        return recording

    def events() -> Iterator[str]:
        yield '{"at": 0.0, "effect": "Say", "lines": [{"text_id": "a.say.1", "text": "Is it?"}]}'
        room.tell("play 1.0")
        room.answer(done="play")
        yield '{"at": 0.1, "effect": "Listen", "expected": ["yes", "no"]}'
        room.answer(signal="PlaybackEnded")
        room.answer(signal="Audible")

    participant = Participant(sound_stack.environment, answers)
    participant.take_part(events())

    assert asked == participant.said == ["a.say.1"]
    assert participant.first_word is not None
