"""The program espeak-ng, the real one and some that fail."""

import os
import threading
from pathlib import Path

import psutil
import pytest

from voice_rom.errors import VoiceUnavailable
from voice_rom.sound import SAMPLE_RATE
from voice_rom.speaking.espeak_program import EspeakProgram
from voice_rom.speaking.renderer import RenderLimits, Speech

pytestmark = pytest.mark.real

TEXT = "Which side goes higher?"
SHORT = RenderLimits(text_seconds=0.2, letter_seconds=0.0)


def speech(voice: str = "gmw/en-us", rate: int = 150) -> Speech:
    return Speech(TEXT, "espeak", voice, rate)


def program(folder: Path, *commands: str) -> EspeakProgram:
    """One that does this, in a shell, in place of speaking; `$1` is the folder."""
    path = folder / "espeak-ng"
    lines = [f"#!/bin/sh\nfolder='{folder}'", 'echo "$@" >> "$folder/log"', *commands]
    path.write_text("\n".join(lines))
    path.chmod(0o700)
    return EspeakProgram("en", str(path), SHORT)


def asked(folder: Path) -> list[str]:
    return (folder / "log").read_text().splitlines()


def test_it_speaks_the_text_at_the_rate_of_the_program() -> None:
    espeak = EspeakProgram("en")
    seconds = [len(espeak.render(speech(rate=rate))) / SAMPLE_RATE for rate in (110, 150, 200)]
    espeak.close()
    assert seconds[0] > 1.2 * seconds[1] > 1.4 * seconds[2] > 0.8


def test_it_speaks_with_the_voice_of_pyttsx3_and_its_variant() -> None:
    espeak = EspeakProgram("en")
    usual, woman, unnamed = (espeak.render(speech(it)) for it in ("gmw/en-us", "gmw/en-us+f2", ""))
    espeak.close()
    assert usual.tolist() == unnamed.tolist() != woman.tolist()


def test_where_it_does_not_have_the_voice_it_speaks_with_the_languages_usual_one() -> None:
    espeak = EspeakProgram("en")
    assert len(espeak.render(speech("HKEY_LOCAL_MACHINE/ZIRA"))) > SAMPLE_RATE
    espeak.close()


def test_a_program_that_is_not_there_makes_the_voice_unavailable(tmp_path: Path) -> None:
    espeak = EspeakProgram("en", str(tmp_path / "espeak-ng"))
    with pytest.raises(VoiceUnavailable, match="espeak-ng"):
        espeak.render(speech())
    espeak.close()


@pytest.mark.parametrize(
    "failure",
    [
        "exit 1",
        "exit 0",
        "kill -9 $$",
        "echo not a sound",
        "espeak-ng -v en-us --stdin --stdout | head -c 44",
        "espeak-ng -v en-us --stdin --stdout | head -c 20000",
        "espeak-ng -v en-us --stdin --stdout | head -c 40000",
        "exec sleep 600",
        "sleep 600",
    ],
)
def test_a_program_that_fails_is_asked_twice_and_given_up(tmp_path: Path, failure: str) -> None:
    others = set(psutil.Process().children())
    espeak = program(tmp_path, failure)
    with pytest.raises(VoiceUnavailable, match="espeak-ng does not speak"):
        espeak.render(speech())
    assert len(asked(tmp_path)) == 2
    assert set(psutil.Process().children()) <= others


def test_the_text_is_not_on_the_command_line_for_everybody_to_read(tmp_path: Path) -> None:
    with pytest.raises(VoiceUnavailable):
        program(tmp_path, "exit 1").render(speech())
    assert asked(tmp_path)[0] == "-v gmw/en-us -s 150 --stdin --stdout"


def test_closing_ends_a_sentence_under_way(tmp_path: Path) -> None:
    program(tmp_path, "exec sleep 600")
    espeak = EspeakProgram("en", str(tmp_path / "espeak-ng"), RenderLimits(text_seconds=600.0))
    told: list[str] = []

    def speak() -> None:
        with pytest.raises(VoiceUnavailable) as error:
            espeak.render(speech())
        told.append(str(error.value))

    speaker = threading.Thread(target=speak)
    speaker.start()
    while not (tmp_path / "log").exists():
        speaker.join(timeout=0.01)
    espeak.close()
    speaker.join()
    assert told == ["The voice has been closed."]


def test_it_is_found_where_the_system_keeps_programs() -> None:
    assert any((Path(folder) / "espeak-ng").exists() for folder in os.get_exec_path())
