"""The settings come from the program's own file, the user's and the flags, or are refused."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import get_type_hints

import pytest

from tests.content.given_settings import defaults, load_settings_with_tests
from voice_rom.content.load import load_content
from voice_rom.content.settings_file import (
    PACKAGED,
    TUNING,
    load_settings,
    write_default_settings,
)
from voice_rom.content.settings_keys import TUNED
from voice_rom.content.settings_rules import limits_of, refuse_unknown_tests
from voice_rom.core.assessment.settings import BargeInMode, Settings
from voice_rom.errors import SettingsError


def test_the_programs_own_file_and_the_dataclasses_hold_the_same_keys() -> None:
    written = tomllib.loads(PACKAGED.read_text(encoding="utf-8"))
    tuned = tomllib.loads(TUNING.read_text(encoding="utf-8"))
    assert tuned.keys() == TUNED
    assert written.keys() & TUNED == set()
    settings = load_settings(PACKAGED)

    in_file = {table: set(values) for table, values in (written | tuned).items()}
    in_classes = {
        table.name: {field.name for field in fields(getattr(settings, table.name))}
        for table in fields(Settings)
    }

    assert in_file == in_classes


@pytest.mark.parametrize("path", [PACKAGED, TUNING], ids=lambda path: path.name)
def test_every_setting_is_explained_by_a_comment(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    commented = False
    for line in lines:
        if line.startswith("#"):
            commented = True
        elif not line:
            commented = False
        elif not line.startswith("["):
            # A comment may speak for the keys that follow it without a gap.
            assert commented, line


def test_an_empty_file_leaves_everything_as_the_program_has_it(file: Path) -> None:
    assert defaults(file) == load_settings(PACKAGED)


def test_the_users_file_overrides_the_part_that_it_names(file: Path) -> None:
    usual = defaults(file)
    file.write_text('[voice]\nrate = 170\n[session]\ntests = ["leg-lift"]\n', encoding="utf-8")

    settings = load_settings(file)

    assert settings == replace(
        usual,
        voice=replace(usual.voice, rate=170),
        session=replace(usual.session, tests=("leg-lift",)),
    )


def test_flags_override_the_users_file(file: Path) -> None:
    file.write_text("[voice]\nrate = 170\n", encoding="utf-8")

    flags = {"voice.rate": 130, "session.automatic_wait": True, "voice.gain_db": None}
    settings = load_settings(file, flags)

    assert settings.voice.rate == 130
    assert settings.session.automatic_wait is True


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("voice.rate", "170", 170),
        ("voice.gain_db", "-4", -4.0),
        ("session.automatic_wait", "true", True),
        ("session.tests", "leg-lift, hip-rotation", ("leg-lift", "hip-rotation")),
        ("session.tests", "", ()),
        ("clinic.contact", "555 0100", "555 0100"),
        ("session.barge_in", "everything", BargeInMode.EVERYTHING),
    ],
)
def test_a_flag_may_be_given_as_text(file: Path, key: str, text: str, expected: object) -> None:
    file.write_text("", encoding="utf-8")
    table, _, name = key.partition(".")

    settings = load_settings(file, {key: text})

    assert getattr(getattr(settings, table), name) == expected


def test_a_whole_number_is_a_number(file: Path) -> None:
    file.write_text("[timing]\nno_speech_first = 9\n", encoding="utf-8")

    assert load_settings(file).timing.no_speech_first == 9.0


def test_a_file_that_is_named_must_be_there(file: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file"):
        load_settings(file)


def test_a_folder_for_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not a file"):
        load_settings(tmp_path)


def test_bytes_that_are_no_text_are_refused_with_their_line(file: Path) -> None:
    file.write_bytes(b"[voice]\nvoice = '\xff'\n")

    with pytest.raises(SettingsError, match=r"settings\.toml:2: is not UTF-8 text"):
        load_settings(file)


def test_the_default_file_is_written_with_its_comments(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "settings.toml"

    assert write_default_settings(target) == target

    assert target.read_text(encoding="utf-8") == PACKAGED.read_text(encoding="utf-8")
    assert load_settings(target) == load_settings(PACKAGED)


def test_a_file_that_is_there_is_never_overwritten(file: Path) -> None:
    file.write_text("# mine\n", encoding="utf-8")

    with pytest.raises(SettingsError, match="already exists, and has been left unchanged"):
        write_default_settings(file)

    assert file.read_text(encoding="utf-8") == "# mine\n"


def test_a_place_that_cannot_be_written_is_refused(file: Path) -> None:
    file.write_text("", encoding="utf-8")

    with pytest.raises(SettingsError, match="cannot be written"):
        write_default_settings(file / "settings.toml")


def test_tests_that_exist_are_taken(file: Path) -> None:
    settings = load_settings_with_tests(file, "leg-lift,trunk-rotation")
    assessment = load_content("en").assessment

    refuse_unknown_tests(settings, assessment)

    assert settings.session.tests == ("leg-lift", "trunk-rotation")
    without = replace(
        assessment, tests=tuple(test for test in assessment.tests if test.id != "leg-lift")
    )
    with pytest.raises(SettingsError, match="leg-lift"):
        refuse_unknown_tests(settings, without)


def test_every_number_of_the_settings_says_between_what_it_makes_sense(file: Path) -> None:
    settings = defaults(file)
    numbers = {
        (type(table).__name__, name): limits_of(kind)
        for table in (getattr(settings, section.name) for section in fields(settings))
        for name, kind in get_type_hints(type(table), include_extras=True).items()
        if get_type_hints(type(table))[name] in (int, float, tuple[int, ...], tuple[float, ...])
    }
    assert len(numbers) > 80
    assert [at for at, limits in numbers.items() if limits is None] == []
