"""The voice as the session has it: real pyttsx3, and renderers that refuse, wait or count."""

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.speaking.builders import CALM, lines, log, scripted, voice_settings
from voice_rom.core.protocol.effects import Prosody
from voice_rom.errors import SettingsError, UnknownVoice, VoiceUnavailable
from voice_rom.ports import Voice
from voice_rom.sound import SAMPLE_RATE, Clip, Samples
from voice_rom.speaking.loudness import speech_level_dbfs
from voice_rom.speaking.protocol import DriverDescription, DriverEvidence, VoiceDescription
from voice_rom.speaking.renderer import RenderLimits, Speech, WorkerRenderer
from voice_rom.speaking.voice import RenderedVoice

SENTENCES = lines(
    "Lie on your back with both legs straight.",
    "Which side goes higher, left or right?",
    "Say ready.",
)
GAP = round(voice_settings().gap_seconds * SAMPLE_RATE)


class Refusing:
    """A renderer that does not work, and remembers how often its voices were asked for."""

    def __init__(self) -> None:
        self.described = 0

    def describe(self, driver: str) -> DriverDescription:
        self.described += 1
        raise VoiceUnavailable(f"asked about {driver}")

    def render(self, speech: Speech) -> Samples:
        raise VoiceUnavailable(f"asked for {speech.text}")

    def close(self) -> None:
        pass


class Counting:
    """A renderer of noise that remembers what it was asked for.

    What is not urgent takes 20 ms, until something urgent has been asked for.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.urgent = threading.Event()

    def describe(self, driver: str) -> DriverDescription:
        voice = VoiceDescription("gmw/en-us", "English (America)", ("en-us",), "")
        stat = Path(__file__).stat()
        here = DriverEvidence(__file__, stat.st_size, stat.st_mtime_ns)
        return DriverDescription(driver, "1", voice.id, (voice,), (here,))

    def render(self, speech: Speech) -> Samples:
        self.texts.append(speech.text)
        if speech.text.startswith("Urgent"):
            self.urgent.set()
        else:
            self.urgent.wait(0.02)
        noise = np.random.default_rng(len(speech.text)).normal(0.0, 3_000.0, SAMPLE_RATE)
        return noise.astype(np.int16)

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory, _real: None) -> Iterator[RenderedVoice]:
    voice = RenderedVoice(voice_settings(), "en", tmp_path_factory.mktemp("cache"))
    yield voice
    voice.close()


def joined(clips: list[Clip]) -> Samples:
    return np.concatenate([clip.samples for clip in clips])


def test_it_is_a_voice_as_the_session_wants_it(voice: RenderedVoice) -> None:
    port: Voice = voice
    assert len(port.clips(SENTENCES, CALM)) == len(SENTENCES)


def test_a_gap_parts_sentences_and_does_not_follow_the_last(voice: RenderedVoice) -> None:
    first, second, third = voice.clips(SENTENCES, CALM)
    alone = voice.clips(SENTENCES[:1], CALM)[0]
    assert first.samples[:-GAP].tolist() == alone.samples.tolist()
    assert not second.samples[-GAP:].any()
    assert third.samples[-GAP:].any()


def test_every_sentence_is_as_loud_as_the_settings_say(voice: RenderedVoice) -> None:
    for clip in voice.clips(SENTENCES, CALM):
        assert speech_level_dbfs(clip.samples) == pytest.approx(-23.0, abs=0.3)


def test_louder_is_louder_by_as_much_as_is_asked(voice: RenderedVoice) -> None:
    usual = joined(voice.clips(SENTENCES, CALM))
    louder = joined(voice.clips(SENTENCES, Prosody(150, 4.0)))
    quieter = joined(voice.clips(SENTENCES, Prosody(150, -2.0)))
    assert speech_level_dbfs(louder) - speech_level_dbfs(usual) == pytest.approx(4.0, abs=0.2)
    assert speech_level_dbfs(quieter) - speech_level_dbfs(usual) == pytest.approx(-2.0, abs=0.2)


def test_slower_takes_longer(voice: RenderedVoice) -> None:
    seconds = [
        voice.clips(SENTENCES[:1], Prosody(rate, 0.0))[0].seconds for rate in (110, 150, 200)
    ]
    assert seconds[0] > 1.2 * seconds[1] > 1.4 * seconds[2]


def test_numbers_and_abbreviations_are_spoken_out(voice: RenderedVoice) -> None:
    short, long = voice.clips(lines("Wait.", "Wait 3 min., e.g. 180 s."), CALM)
    assert long.seconds > 3 * short.seconds


def test_line_breaks_in_a_text_change_nothing(voice: RenderedVoice) -> None:
    broken = voice.clips(lines("Say\n  ready."), CALM)
    assert joined(broken).tolist() == joined(voice.clips(lines("Say ready."), CALM)).tolist()


def test_a_text_without_words_is_no_sound(tmp_path: Path) -> None:
    silent = RenderedVoice(voice_settings(), "en", tmp_path, Refusing())
    assert [clip.seconds for clip in silent.clips(lines(" … "), CALM)] == [0.0]


@pytest.mark.real
def test_what_is_in_the_cache_needs_no_worker_at_the_next_start(tmp_path: Path) -> None:
    first = RenderedVoice(voice_settings(), "en", tmp_path)
    spoken = joined(first.clips(SENTENCES, CALM))
    first.close()
    second = RenderedVoice(voice_settings(), "en", tmp_path, Refusing())
    assert joined(second.clips(SENTENCES, CALM)).tolist() == spoken.tolist()


@pytest.mark.real
def test_what_is_in_the_cache_needs_no_sound_library_and_no_pyttsx3(tmp_path: Path) -> None:
    first = speak_in_another_program(tmp_path)
    assert {"soundfile", "soxr"} <= set(first.split())
    again = speak_in_another_program(tmp_path)
    assert not {"soundfile", "soxr", "pyttsx3"} & set(again.split())


@pytest.mark.real
def test_another_voice_or_rate_is_not_served_from_the_cache(tmp_path: Path) -> None:
    first = RenderedVoice(voice_settings(), "en", tmp_path)
    first.clips(SENTENCES, CALM)
    first.close()
    faster = RenderedVoice(voice_settings(), "en", tmp_path, Refusing())
    with pytest.raises(VoiceUnavailable, match="asked for Lie on"):
        faster.clips(SENTENCES, Prosody(170, 0.0))
    british = RenderedVoice(voice_settings(voice="gmw/en"), "en", tmp_path, Refusing())
    with pytest.raises(VoiceUnavailable, match="asked about espeak"):
        british.clips(SENTENCES, CALM)


def test_after_an_update_of_the_driver_it_is_asked_again(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.write_text("old")

    class Updated(Counting):
        def describe(self, driver: str) -> DriverDescription:
            stat = library.stat()
            known = super().describe(driver)
            here = DriverEvidence(str(library), stat.st_size, stat.st_mtime_ns)
            version = library.read_text()
            return DriverDescription(known.name, version, "", known.voices, (here,))

    for text, rendered in (("old", 1), ("old", 0), ("newer", 1), ("newer", 0)):
        library.write_text(text) if library.read_text() != text else None
        renderer = Updated()
        RenderedVoice(voice_settings(), "en", tmp_path / "cache", renderer).clips(
            SENTENCES[:1], CALM
        )
        assert len(renderer.texts) == rendered


@pytest.mark.parametrize("damage", [b"", b"not speech", b"vromspk1" + bytes(40)])
def test_damaged_files_in_the_cache_are_made_anew(tmp_path: Path, damage: bytes) -> None:
    first = RenderedVoice(voice_settings(), "en", tmp_path, Counting())
    spoken = joined(first.clips(SENTENCES, CALM))
    first.close()
    for path in tmp_path.iterdir():
        path.write_bytes(damage)
    mending = Counting()
    second = RenderedVoice(voice_settings(), "en", tmp_path, mending)
    assert joined(second.clips(SENTENCES, CALM)).tolist() == spoken.tolist()
    assert len(mending.texts) == len(SENTENCES)
    RenderedVoice(voice_settings(), "en", tmp_path, Refusing()).clips(SENTENCES, CALM)


def test_a_cache_folder_that_cannot_be_used_does_not_keep_it_from_speaking(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    voice = RenderedVoice(voice_settings(), "en", tmp_path / "file", Counting())
    assert all(clip.seconds > 0.5 for clip in voice.clips(SENTENCES, CALM))
    voice.close()


@pytest.mark.real
def test_programs_can_share_a_cache_folder(tmp_path: Path) -> None:
    programs = [start_another_program(tmp_path / "cache") for _ in range(3)]
    spoken = [program.communicate()[0].split()[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0]
    assert len(set(spoken)) == 1
    alone = RenderedVoice(voice_settings(), "en", tmp_path / "cache", Refusing())
    assert digest(joined(alone.clips(SENTENCES, CALM))) == spoken[0]


@pytest.mark.real
def test_what_was_prepared_is_ready(tmp_path: Path) -> None:
    voice = RenderedVoice(voice_settings(), "en", tmp_path)
    voice.prepare(SENTENCES, CALM)
    assert voice.wait_until_prepared(60.0)
    voice.close()
    RenderedVoice(voice_settings(), "en", tmp_path, Refusing()).clips(SENTENCES, CALM)


def test_what_is_said_now_does_not_wait_for_what_is_prepared(tmp_path: Path) -> None:
    renderer = Counting()
    voice = RenderedVoice(voice_settings(), "en", tmp_path, renderer)
    voice.prepare(lines(*(f"Sentence {number}." for number in range(600))), CALM)
    voice.clips(lines("Urgent."), CALM)
    before_it = renderer.texts.index("Urgent.")
    voice.close()
    assert before_it < 300


def test_what_is_prepared_last_is_needed_first(tmp_path: Path) -> None:
    renderer = Counting()
    voice = RenderedVoice(voice_settings(), "en", tmp_path, renderer)
    voice.prepare(lines(*(f"Sentence {number}." for number in range(300))), CALM)
    voice.prepare(lines("Urgent, too.", "Sentence 299."), CALM)
    assert voice.wait_until_prepared(60.0)
    voice.close()
    urgent = renderer.texts.index("Urgent, too.")
    assert renderer.texts[urgent + 1] == "Sentence 299."
    assert urgent < 200
    assert len(renderer.texts) == len(set(renderer.texts)) == 301


def test_nothing_is_prepared_twice(tmp_path: Path) -> None:
    renderer = Counting()
    voice = RenderedVoice(voice_settings(), "en", tmp_path, renderer)
    for _ in range(2):
        voice.prepare(SENTENCES, CALM)
        assert voice.wait_until_prepared(60.0)
    voice.clips(SENTENCES, CALM)
    voice.close()
    assert renderer.texts == [line.text for line in SENTENCES]


@pytest.mark.real
def test_a_voice_that_fails_is_tried_neither_for_every_text_prepared_nor_for_the_next_one_said(
    tmp_path: Path,
) -> None:
    command = scripted(tmp_path, "crash")
    voice = RenderedVoice(voice_settings(), "en", tmp_path / "cache", WorkerRenderer(command))
    voice.prepare(lines(*(f"Sentence {number}." for number in range(50))), CALM)
    assert voice.wait_until_prepared(60.0)
    with pytest.raises(VoiceUnavailable, match="does not work"):
        voice.clips(SENTENCES, CALM)
    voice.close()
    assert log(tmp_path).count("start") == RenderLimits().tries


@pytest.mark.real
def test_closing_ends_the_preparation_even_of_a_text_that_hangs(tmp_path: Path) -> None:
    renderer = WorkerRenderer(scripted(tmp_path, "hang"), RenderLimits(text_seconds=600.0))
    voice = RenderedVoice(voice_settings(), "en", tmp_path / "cache", renderer)
    voice.prepare(SENTENCES, CALM)
    while SENTENCES[0].text not in log(tmp_path):
        voice.wait_until_prepared(0.01)
    voice.close()
    voice.close()
    assert "voice-ahead" not in {thread.name for thread in threading.enumerate()}


def test_nothing_is_prepared_by_a_voice_that_is_closed(tmp_path: Path) -> None:
    renderer = Counting()
    voice = RenderedVoice(voice_settings(), "en", tmp_path, renderer)
    voice.close()
    voice.prepare(SENTENCES, CALM)
    assert voice.wait_until_prepared(60.0)
    assert renderer.texts == []


@pytest.mark.real
def test_a_voice_that_there_is_not_is_a_mistake_in_the_settings(tmp_path: Path) -> None:
    voice = RenderedVoice(voice_settings(voice="English (Amerika)"), "en", tmp_path)
    with pytest.raises(SettingsError, match=r"English \(America\)"):
        voice.clips(SENTENCES, CALM)
    voice.close()


def test_a_variant_of_a_voice_sounds_different(voice: RenderedVoice, tmp_path: Path) -> None:
    woman = RenderedVoice(voice_settings(voice="en-us+f2"), "en", tmp_path)
    clips = woman.clips(SENTENCES, CALM)
    woman.close()
    assert joined(clips).tolist() != joined(voice.clips(SENTENCES, CALM)).tolist()


def digest(samples: Samples) -> str:
    return hashlib.sha256(samples.tobytes()).hexdigest()


def start_another_program(cache: Path) -> "subprocess.Popen[str]":
    """A program that says SENTENCES, and prints their digest and the names of all its modules."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.speaking.test_voice import CALM, SENTENCES, digest, joined, voice_settings\n"
        "from voice_rom.speaking.voice import RenderedVoice\n"
        f"voice = RenderedVoice(voice_settings(), 'en', Path({str(cache)!r}))\n"
        "clips = voice.clips(SENTENCES, CALM)\n"
        "voice.close()\n"
        "print(digest(joined(clips)), *sys.modules)\n"
    )
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True
    )


def speak_in_another_program(cache: Path) -> str:
    program = start_another_program(cache)
    printed, _ = program.communicate()
    assert program.returncode == 0
    return printed


@pytest.mark.real
@pytest.mark.parametrize("wanted", ["Anna", "en-us+nobody"])
def test_a_voice_that_there_is_not_is_refused_before_anything_is_said(
    tmp_path: Path, wanted: str
) -> None:
    voice = RenderedVoice(voice_settings(voice=wanted), "en", tmp_path)
    try:
        with pytest.raises(UnknownVoice):
            voice.require()
    finally:
        voice.close()


@pytest.mark.parametrize("wanted", ["", "English (America)"])
def test_a_voice_that_does_not_work_is_no_mistake_in_the_settings(
    tmp_path: Path, wanted: str
) -> None:
    renderer = Refusing()
    voice = RenderedVoice(voice_settings(voice=wanted), "en", tmp_path, renderer)
    voice.require()
    assert renderer.described == 1
    with pytest.raises(VoiceUnavailable, match="asked"):
        voice.clips(SENTENCES, CALM)
    voice.close()
