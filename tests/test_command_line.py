"""The command line as a person meets it: what a clumsy user types, and what comes back."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from voice_rom.data_files import prompts_folder

pytestmark = pytest.mark.real

SETTINGS = 11
NO_MODEL = 12
OTHER_MODEL = 13
LANGUAGE = 28
VOICE = 29


class CommandLine:
    """Runs `voice-rom` with an empty home folder."""

    def __init__(self, home: Path, cache: Path) -> None:
        """`cache`: what the voice has said before may be in it."""
        self.home = home
        self.configuration = home / "config"
        self._environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(self.configuration),
            "XDG_CACHE_HOME": str(cache),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "PULSE_SERVER": f"unix:{home}/nothing-listens-here",
        }

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "voice_rom", *arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def translation(tmp_path: Path) -> Path:
    """A folder of texts: English, and a German that is begun."""
    folder = tmp_path / "prompts"
    shutil.copytree(prompts_folder() / "en", folder / "en")
    shutil.copytree(prompts_folder() / "en", folder / "de")
    for file in (folder / "de").rglob("*.yaml"):
        text = file.read_text("utf-8").replace("language: en", "language: de")
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all: every session renders all that it may say."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def voice_rom(tmp_path: Path, cache: Path) -> CommandLine:
    return CommandLine(tmp_path, cache)


def refused(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """One line on stderr that says so, the exit code, and no traceback."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("voice-rom: ")
    for word in words:
        assert word in lines[0]


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("start",),
        ("run",),
        ("kiosk",),
        ("kiosk", "install"),
        ("kiosk", "remove"),
        ("kiosk", "status"),
        ("simulate",),
        ("devices",),
        ("model",),
        ("model", "get"),
    ],
)
def test_every_command_has_its_help(voice_rom: CommandLine, command: tuple[str, ...]) -> None:
    done = voice_rom(*command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, voice_rom.cli; "
        "print([name for name in ('numpy', 'rich', 'pydantic', 'vosk', 'sounddevice', 'yaml') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_check_finds_content_and_settings_in_order(voice_rom: CommandLine) -> None:
    done = voice_rom("check")
    assert done.returncode == 0
    assert ": OK" in done.stdout


def test_a_missing_model_says_what_to_type(voice_rom: CommandLine, tmp_path: Path) -> None:
    done = voice_rom("start", "--model", str(tmp_path / "nowhere"))
    refused(done, NO_MODEL, "nowhere")


def test_a_model_of_another_kind_is_named_as_such(voice_rom: CommandLine, tmp_path: Path) -> None:
    refused(voice_rom("start", "--model", str(tmp_path)), OTHER_MODEL, "voice-rom model get")


def test_no_loudspeaker_is_told_before_anything_else(voice_rom: CommandLine) -> None:
    done = voice_rom("start")
    refused(done, 18, "loudspeaker", "voice-rom devices")


@pytest.mark.slow
def test_what_is_only_simulated_is_nobodys_report(voice_rom: CommandLine, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = voice_rom("run", "--quiet", "--report", str(report))
    assert done.returncode == 0, done.stderr
    assert "simulated" in done.stderr
    assert not report.exists()


@pytest.mark.slow
def test_a_simulated_session_says_what_is_played_and_writes_a_dated_report_that_was_asked_for(
    voice_rom: CommandLine, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    done = voice_rom("simulate", "stop-twice-ends", "--report", str(page))
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Stop said twice ends")
    (moment,) = re.findall(r'<time datetime="(.+?)">', page.read_text(encoding="utf-8"))
    assert datetime.fromisoformat(moment).tzinfo is not None


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1"])
def test_a_time_that_is_none_is_refused(voice_rom: CommandLine, seconds: str) -> None:
    refused(voice_rom("devices", "--seconds", seconds), 2, "--seconds")


def test_run_insists_on_devices_when_asked_to(voice_rom: CommandLine) -> None:
    refused(voice_rom("run", "--live"), 18, "loudspeaker")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--rate", "12"), SETTINGS, ("--rate: ", "12", "50")),
        (("--test", "arm-lift"), SETTINGS, ("--test: ", "arm-lift", "leg-lift")),
        (("--language", "fr"), LANGUAGE, ("--language: ", "fr", "en")),
        (("--voice", "Anna"), VOICE, ("--voice: ", "Anna", "English (America)")),
        (("--voice", "en-us+nobody"), VOICE, ("--voice: ", "en-us+nobody")),
        (("--settings", "/nowhere.toml"), SETTINGS, ("/nowhere.toml",)),
        (("--report", "/nowhere/report.json"), 20, ("/nowhere",)),
        (("--report", "report.txt"), 2, (".json", ".html")),
        (("--quiet", "--json-events"), 2, ("--quiet",)),
    ],
)
def test_a_wrong_flag_is_refused_before_the_session(
    voice_rom: CommandLine, arguments: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    refused(voice_rom("start", *arguments), code, *words)


def test_an_unknown_setting_is_refused_with_its_line_and_the_nearest_name(
    voice_rom: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[voice]\nrate = 130\ngain = 2.0\n", encoding="utf-8")
    done = voice_rom("check", "--settings", str(file))
    refused(done, SETTINGS, "mine.toml:3", "gain", "gain_db")


@pytest.mark.parametrize("command", ["check", "start"])
def test_a_program_that_is_to_tell_others_and_is_not_there_is_told_at_once(
    voice_rom: CommandLine, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[safety]\non_no_answer = ["/nowhere/tell-somebody"]\n', "utf-8")
    refused(voice_rom(command, "--settings", str(file)), SETTINGS, "/nowhere/tell-somebody")


@pytest.mark.parametrize("command", ["check", "start"])
def test_a_folder_for_reports_that_is_not_there_is_told_before_the_session(
    voice_rom: CommandLine, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[storage]\nreports = "/nowhere/reports"\n', "utf-8")
    done = voice_rom(command, "--settings", str(file))
    refused(done, 20, "mine.toml:2: storage.reports: ", "'/nowhere/reports'", "no such folder")


def test_a_key_for_the_staffs_desk_that_is_not_there_is_told_before_anybody_needs_it(
    voice_rom: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[staff]\nurl = "ws://127.0.0.1:8643"\nkey_file = "/nowhere/key"\n', "utf-8")
    done = voice_rom("check", "--settings", str(file))
    refused(done, 39, "mine.toml:3: staff.key_file: ", "/nowhere/key", "voice-rom staff key")


def test_the_settings_file_can_be_written_and_is_then_read(voice_rom: CommandLine) -> None:
    done = voice_rom("settings", "--write")
    assert done.returncode == 0
    written = voice_rom.configuration / "voice_rom" / "settings.toml"
    text = written.read_text(encoding="utf-8")
    written.write_text(text.replace("rate = 150", "rate = 151"), encoding="utf-8")
    refused(voice_rom("check"), SETTINGS, "settings.toml", "151")
    refused(voice_rom("settings", "--write"), SETTINGS, "left unchanged")


SHORT = """\
title: One test by keys
settings: {session.tests: [trunk-rotation], safety.screening: "false",
  session.short_welcome: "true", voice.rate: "200"}
answers: {trunk-rotation.easier: "yes", trunk-rotation.easier.side: right}
cues: [{at: trunk-rotation.farther, say: no wait}]
"""


@pytest.mark.slow
@pytest.mark.parametrize(("language", "no_voice"), [("de", 0), ("xx", 1)])
def test_a_translation_is_tried_by_keys_before_there_is_a_model_for_it(
    voice_rom: CommandLine, translation: Path, tmp_path: Path, language: str, no_voice: int
) -> None:
    begun = translation / language
    (translation / "de").rename(begun)
    for file in begun.rglob("*.yaml"):
        text = file.read_text("utf-8").replace("language: de", f"language: {language}")
        file.write_text(text.replace("until you face forward.", "Zur Mitte."), "utf-8")
    scenario, report = tmp_path / "short.yaml", tmp_path / "report.json"
    scenario.write_text(SHORT, "utf-8")
    flags = ("--language", language, "--prompts", str(translation), "--report", str(report))
    done = voice_rom("simulate", str(scenario), *flags)
    assert done.returncode == 0, done.stderr
    assert "Zur Mitte." in done.stdout
    assert f'no speech model for "{language}"' in done.stderr
    assert 'Left out of the scenario, because there is no key for it: "no wait".' in done.stderr
    assert done.stderr.count("No voice on this computer speaks") == no_voice
    written = json.loads(report.read_text("utf-8"))
    questions = written["tests"][0]["questions"]
    assert [question["source"] for question in questions] == ["key"] * len(questions)
    assert (questions[0]["answer"], questions[0]["side"]) == ("yes", "right")


def test_simulate_says_that_a_language_has_no_texts(voice_rom: CommandLine) -> None:
    refused(voice_rom("simulate", "--language", "fr"), LANGUAGE, "--language: ", "fr", "en")


def test_an_unknown_scenario_is_refused(voice_rom: CommandLine) -> None:
    refused(voice_rom("simulate", "whole-sesion"), 21, "whole-session")


def test_a_scenario_that_names_a_missing_recording_is_refused(
    voice_rom: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "title: Mine\ncues:\n  - at: question\n    play: noise/nothing-like-it\n", encoding="utf-8"
    )
    refused(voice_rom("simulate", str(file)), 21, "mine.yaml:4", "nothing-like-it")


def test_a_wrong_command_is_a_mistake_in_use(voice_rom: CommandLine) -> None:
    done = voice_rom("begin")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_scenarios_are_listed_with_their_titles(voice_rom: CommandLine) -> None:
    done = voice_rom("simulate", "--list")
    assert done.returncode == 0
    assert "whole-session" in done.stdout


def test_voices_of_the_sessions_language_are_listed_and_the_rest_when_asked_for(
    voice_rom: CommandLine,
) -> None:
    own, everything = voice_rom("voices"), voice_rom("voices", "--all")
    assert own.returncode == everything.returncode == 0
    assert own.stdout
    assert all("English" in line for line in own.stdout.splitlines())
    assert "voice-rom voices --all" in own.stderr
    assert everything.stdout.startswith(own.stdout)
    assert "German" in everything.stdout
    german = voice_rom("voices", "--language", "de").stdout.splitlines()
    assert german
    assert set(german) < set(everything.stdout.splitlines())


def test_a_language_that_no_voice_speaks_is_told(voice_rom: CommandLine) -> None:
    refused(voice_rom("voices", "--language", "xx"), 15, "xx", "voice-rom voices --all")


def test_an_unknown_voice_is_not_tried(voice_rom: CommandLine) -> None:
    refused(voice_rom("voices", "--try", "Anna"), VOICE, "--try: ", "Anna", "English (America)")


@pytest.mark.parametrize("command", ["check", "start"])
def test_an_unknown_voice_in_the_settings_is_told_with_its_line(
    voice_rom: CommandLine, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[voice]\nvoice = "Anna"\n', "utf-8")
    refused(voice_rom(command, "--settings", str(file)), VOICE, "mine.toml:2: voice.voice", "Anna")


def test_an_unknown_test_in_the_settings_is_told_with_its_line(
    voice_rom: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[session]\ntests = ["arm-lift"]\n', "utf-8")
    refused(voice_rom("check", "--settings", str(file)), SETTINGS, "mine.toml:2: session.tests")


def test_check_says_what_a_language_lacks(voice_rom: CommandLine, tmp_path: Path) -> None:
    done = voice_rom("check", "--language", "fr")
    refused(done, LANGUAGE, "--language: fr lacks", "vocabulary.yaml", "speech model")
    file = tmp_path / "mine.toml"
    file.write_text('[session]\nlanguage = "fr"\n', "utf-8")
    done = voice_rom("check", "--settings", str(file))
    refused(done, LANGUAGE, "mine.toml:2: session.language: fr lacks")


def test_check_calls_no_language_all_right_that_has_texts_and_no_model(
    voice_rom: CommandLine, translation: Path
) -> None:
    done = voice_rom("check", "--prompts", str(translation))
    refused(done, LANGUAGE, "--prompts: de lacks a speech model")
    german = next(line for line in done.stdout.splitlines() if line.startswith("de: 3 tests"))
    assert ": OK" not in german


def test_check_names_the_files_that_a_translation_still_lacks(
    voice_rom: CommandLine, translation: Path
) -> None:
    for file in ("safety.yaml", "report.yaml"):
        (translation / "de" / file).unlink()
    done = voice_rom("check", "--prompts", str(translation), "--language", "de")
    refused(done, LANGUAGE, "de lacks texts (safety.yaml, report.yaml in ", "speech model")
