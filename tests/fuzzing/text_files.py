"""The text files that the program reads: prompts, settings, scenarios, lists of files."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzzing.target import Seed, Target
from voice_rom.content.load import load_content, load_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.content.understood import broken_cases, load_understood
from voice_rom.core.assessment.content import Content
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import Effect, Finish, Say, StartTimer
from voice_rom.core.protocol.events import (
    Commanded,
    Event,
    QuitAsked,
    SpeechFinished,
    Started,
    TimerFired,
)
from voice_rom.data_files import fixtures_folder, prompts_folder
from voice_rom.model_store.manifest import read_manifest
from voice_rom.reporting.html_report import to_html
from voice_rom.simulation.reading import read_plan
from voice_rom.simulation.recordings import Recordings

_EVENTS: Final = 150
"""So many things happen in a session with texts that were spoiled and accepted all the same."""


def _good_files(folder: Path, pattern: str) -> tuple[Seed, ...]:
    files = sorted(folder.glob(pattern))
    return tuple(Seed(str(file.relative_to(folder)), file.read_bytes()) for file in files)


# Prompts


@cache
def _prompts() -> tuple[Seed, ...]:
    return _good_files(prompts_folder(), "**/*.yaml")


def _read_prompts(folder: Path) -> None:
    content, vocabulary = load_content("en", folder), load_vocabulary("en", folder)
    cases = load_understood("en", folder)
    for line in broken_cases(cases[::20], vocabulary):
        assert "\n" not in line
    to_html(_led_through(content, vocabulary))


def _led_through(content: Content, vocabulary: Vocabulary) -> Report:
    """What was accepted must be fit to be said: somebody presses keys all through a session."""
    random = Random(0)  # noqa: S311 - the same session each time
    dialogue = Dialogue(content, vocabulary, load_settings(PACKAGED))
    effects: list[Effect] = [*dialogue.handle(Started())]
    for _ in range(_EVENTS):
        effects.extend(dialogue.handle(random.choice(tuple(_what_can_happen(effects, random)))))
    effects.extend(dialogue.handle(QuitAsked()))
    while not isinstance(effects[-1], Finish):
        said = [effect for effect in effects if isinstance(effect, Say)]
        effects.extend(dialogue.handle(SpeechFinished(said[-1].speech)))
    return effects[-1].report


def _what_can_happen(effects: list[Effect], random: Random) -> Iterator[Event]:
    yield Commanded(random.choice((*Meaning, None)))
    for effect in reversed(effects):
        if isinstance(effect, Say):
            yield SpeechFinished(effect.speech)
            return
        if isinstance(effect, StartTimer):
            yield TimerFired(effect.timer)
            return


# Settings


@cache
def _settings() -> tuple[Seed, ...]:
    return (Seed("settings.toml", PACKAGED.read_bytes()),)


def _read_settings(folder: Path) -> None:
    load_settings(folder / "settings.toml")


# Scenarios


@cache
def _scenarios() -> tuple[Seed, ...]:
    found = _good_files(fixtures_folder() / "scenarios", "*.yaml")
    return tuple(Seed("scenario.yaml", seed.content) for seed in found)


@cache
def _content() -> Content:
    return load_content("en")


@cache
def _recordings() -> Recordings:
    return Recordings(fixtures_folder())


def _read_scenario(folder: Path) -> None:
    read_plan(folder / "scenario.yaml", _content(), _recordings())


# Lists of files


@cache
def _models() -> tuple[Seed, ...]:
    return _good_files(Path(__file__).parents[2] / "models", "manifest.toml")


def _read_models(folder: Path) -> None:
    read_manifest(folder / "manifest.toml")


@cache
def _recordings_list() -> tuple[Seed, ...]:
    return _good_files(fixtures_folder(), "manifest.yaml")


def _read_recordings_list(folder: Path) -> None:
    recordings = Recordings(folder)
    for name in recordings.names[:3]:
        recordings.samples(name)


TARGETS: Final = (
    Target("prompts", _prompts, _read_prompts),
    Target("settings", _settings, _read_settings),
    Target("scenarios", _scenarios, _read_scenario),
    Target("models", _models, _read_models),
    Target("recordings-list", _recordings_list, _read_recordings_list),
)
