"""The commonest mistakes in a settings file: each is told with the line to write instead."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voice_rom.content.meant import as_toml
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.content.settings_keys import meant_key
from voice_rom.errors import SettingsError

_QUOTE = '"'

_ADVICE = re.compile(
    r"rite(, for example)?: (?P<line>.*?)(, under the line \[(?P<section>\w+)\])?$"
)

OWN: dict[str, dict[str, Any]] = tomllib.loads(PACKAGED.read_text(encoding="utf-8"))

KEYS = [(section, key, value) for section, values in OWN.items() for key, value in values.items()]

OF_EVERY_KIND = {(section, type(value)): (section, key, value) for section, key, value in KEYS}
"""One of each kind in each section: all of them take a minute."""


def refusal(folder: Path, text: str) -> str:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(file)
    return str(refused.value).removeprefix(f"{file}:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[timing]\nno_speech_first = 8,5",
            "must be a number, not 8,5; write: no_speech_first = 8.5",
        ),
        (
            "[session]\nlanguage = en",
            'must be a text in straight quotes, not en; write: language = "en"',
        ),
        (
            "[session]\nautomatic_wait = True",
            "must be true or false, not True; write: automatic_wait = true",
        ),
        (
            "[voice]\nvoice = \u201cen-us\u201d # hers",
            'must be a text in straight quotes, not \u201cen-us\u201d; write: voice = "en-us"',
        ),
        (
            "# mine\nrate = 130",
            ("belongs in the section [voice]. "
            "Write: rate = 130, under the line [voice]"),
        ),
        (
            "[session]\nkeep = true",
            ("belongs in the section [storage]. "
            "Write: keep = true, under the line [storage]"),
        ),
        ("[voice]\nspeed = 130", "is not a key here; did you mean rate? Write: rate = 130"),
        ("\nvoice.speed = 130", "is not a key here; did you mean rate? Write: voice.rate = 130"),
        (
            "[voice]\nspeed = 133",
            "is not a key here; did you mean rate? Write, for example: rate = 150",
        ),
        (
            "[session]\nmic = 'USB'",
            ('is not a key here; did you mean microphone in [devices]? Write: microphone = "USB", '
            "under the line [devices]"),
        ),
        (
            '[session]\ntests = "leg-lift, hip-rotation"',
            ("must be a list, not 'leg-lift, hip-rotation'; "
            'write: tests = ["leg-lift", "hip-rotation"]'),
        ),
        (
            "[session]\ntests = leg-lift hip-rotation",
            ("must be a list of texts in straight quotes, not leg-lift hip-rotation; "
            'write: tests = ["leg-lift", "hip-rotation"]'),
        ),
        (
            '[safety]\non_no_answer = "/home/me/send message"',
            ("must be a list, not '/home/me/send message'; "
            'write: on_no_answer = ["/home/me/send message"]'),
        ),
        ("[voice]\nrate: 130", "a key and its value must be joined by =; write: rate = 130"),
        ("[voice]\nrate =", "has no value; write, for example: rate = 150"),
        ("[voice]\nrate = 130 wpm", "must be a whole number, not 130 wpm; write: rate = 130"),
        ("[voice]\ngain_db = \u22124.0", "must be a number, not \u22124.0; write: gain_db = -4.0"),
        (
            "[timing]\npause_limit = 1,500",
            "must be a number, not 1,500; write, for example: pause_limit = 900.0",
        ),
        (
            '[storage]\nfolder = "C:\\Users\\me"',
            "cannot be read as it is written; write: folder = 'C:\\Users\\me'",
        ),
    ],
)  # fmt: skip
def test_the_line_says_what_is_wrong_and_what_to_write_instead(
    tmp_path: Path, text: str, expected: str
) -> None:
    told = refusal(tmp_path, f"{text}\n[clinic]\nname = 'Ours'\n")

    line, _, rest = told.partition(": ")
    key = re.findall(r"\w+", text.splitlines()[1])[0]
    assert line == "2"
    assert rest.partition(": ")[2] == expected
    assert key in rest.partition(": ")[0]


def test_what_is_not_closed_is_told_on_its_own_line(tmp_path: Path) -> None:
    told = refusal(tmp_path, "[voice]\nrates = [110, 150\nrate = 150\n")
    assert told.startswith("2: voice.rates: ")
    assert told.endswith("write: rates = [110, 150]")
    assert refusal(tmp_path, '[voice]\nvoice = "Anna\nrate = 150\n').startswith("2: voice.voice: ")


def test_only_the_wrong_item_of_a_list_over_several_lines_is_not_enough(tmp_path: Path) -> None:
    told = refusal(tmp_path, "[voice]\nrates = [\n  110,\n  150;\n]\n")
    assert told.startswith("2: voice.rates: must be a list of whole numbers")


Value = bool | int | float | str | list[object]

Spoiling = Callable[[str, str, Value], str]


def _curly(section: str, key: str, value: object) -> str:
    return f"[{section}]\n{key} = \u201c{_bare(value)}\u201d\n"


def _bare(value: object) -> str:
    return ", ".join(map(_bare, value)) if isinstance(value, list) else as_toml(value).strip(_QUOTE)


SPOILINGS: dict[str, Spoiling] = {
    "curly quotes": _curly,
    "no quotes": lambda section, key, value: f"[{section}]\n{key} = {_bare(value)} ,\n",
    "a capital": lambda section, key, value: f"[{section}]\n{key} = {as_toml(value).title()};\n",
    "a comma for a point": lambda section, key, value: (
        f"[{section}]\n{key} = {as_toml(value).replace('.', ',')},\n"
    ),
    "a colon": lambda section, key, value: f"[{section}]\n{key}: {as_toml(value)}\n",
    "no section": lambda _, key, value: f"{key} = {as_toml(value)}\n",
    "another section": lambda section, key, value: (
        f"[{'clinic' if section != 'clinic' else 'voice'}]\n{key} = {as_toml(value)}\n"
    ),
    "a capital key": lambda section, key, value: f"[{section}]\n{key.title()} = {as_toml(value)}\n",
    "everything in quotes": lambda section, key, value: (
        f"[{section}]\n{key} = {as_toml(as_toml(value).strip(_QUOTE))}\n"
    ),
}
"""Ways to write any setting wrong."""


@pytest.mark.slow
@pytest.mark.parametrize("how", SPOILINGS)
def test_what_is_advised_is_accepted_whatever_setting_is_spoiled(tmp_path: Path, how: str) -> None:
    file = tmp_path / "settings.toml"
    for section, key, value in OF_EVERY_KIND.values():
        text = SPOILINGS[how](section, key, value)
        file.write_text(text, encoding="utf-8")
        try:
            load_settings(file)
        except SettingsError as refused:
            told = str(refused)
        else:
            continue  # a text may hold nearly anything
        advice = _ADVICE.search(told)
        assert advice, told
        assert told.startswith(f"{file}:{text.count(chr(10))}: "), told
        below = advice["section"] or ("" if "." in advice["line"].split("=")[0] else section)
        file.write_text(f"[{below}]\n{advice['line']}\n" if below else advice["line"], "utf-8")
        load_settings(file)


def test_people_call_no_setting_by_the_name_of_another() -> None:
    for section, key, _ in KEYS:
        assert meant_key(section, key) == (section, key)
