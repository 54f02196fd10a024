"""A mistake in a settings file, or in a flag, is refused with its place and what is wrong."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.content.given_settings import load_settings_with_tests, refusal
from voice_rom.commands.flags import FLAGS
from voice_rom.content.load import load_content
from voice_rom.content.settings_file import (
    load_settings,
    load_with_sources,
)
from voice_rom.content.settings_rules import refuse_unknown_tests
from voice_rom.errors import SettingsError, UnknownVoice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# mine\n[voice]\nrat = 3\n",
            "settings.toml:3: voice.rat: is not a key here; did you mean rate? "
            "Write, for example: rate = 150",
            id="misspelt key",
        ),
        pytest.param(
            "[kiosk]\ngreeting = 'Hello'\n",
            "settings.toml:2: kiosk.greeting: does not end in a full stop or a question mark",
            id="greeting that cannot be said",
        ),
        pytest.param(
            "[kiosk]\nlanguages = ['en', 'tlh']\n",
            "settings.toml:2: kiosk.languages: there are no texts for 'tlh'; choose from: en",
            id="language without texts",
        ),
        pytest.param(
            "[kiosk]\nlanguages = ['en', 'en']\n",
            "settings.toml:2: kiosk.languages: 'en' is listed twice; list it once",
            id="language listed twice",
        ),
        pytest.param(
            "[page]\ncolours = 'pink'\n",
            "settings.toml:2: page.colours: 'pink' is not one of system, light, dark, "
            'high_contrast; write, for example: colours = "system"',
            id="colours that there are not",
        ),
        pytest.param(
            "\n[voise]\nrate = 3\n",
            "settings.toml:2: voise: is not a section; write: [voice]",
            id="misspelt table",
        ),
        pytest.param(
            "[[voice]]\nrate = 3\n",
            "settings.toml:1: voice: must be keys with values, not a list",
            id="list of tables",
        ),
        pytest.param(
            "voice = 3\n",
            "settings.toml:1: voice: must be keys with values, not 3",
            id="number for table",
        ),
        pytest.param(
            "[voice]\nrate = 'fast'\n",
            "settings.toml:2: voice.rate: must be a whole number, not 'fast'; "
            "write, for example: rate = 150",
            id="text for number",
        ),
        pytest.param(
            "[voice]\nrate = '150'\n",
            "settings.toml:2: voice.rate: must be a whole number, not '150'; write: rate = 150",
            id="number as text",
        ),
        pytest.param(
            "voice.rate = true\n",
            "settings.toml:1: voice.rate: must be a whole number, not True; "
            "write, for example: voice.rate = 150",
            id="truth for number",
        ),
        pytest.param(
            "[session]\nautomatic_wait = 'yes'\n",
            "settings.toml:2: session.automatic_wait: must be true or false, not 'yes'; "
            "write: automatic_wait = true",
            id="text for truth",
        ),
        pytest.param(
            "[session]\nlanguage = 3\n",
            "settings.toml:2: session.language: must be a text, not 3; "
            'write, for example: language = "en"',
            id="number for text",
        ),
        pytest.param(
            "[session]\ntests = 'leg-lift'\n",
            "settings.toml:2: session.tests: must be a list, not 'leg-lift'; "
            'write: tests = ["leg-lift"]',
            id="text for list",
        ),
        pytest.param(
            "[voice]\nrate = 1979-05-27\n",
            "settings.toml:2: voice.rate: must be a whole number, not '1979-05-27'; "
            "write, for example: rate = 150",
            id="day for number",
        ),
        pytest.param(
            "[voice]\ngain_db = nan\n",
            "settings.toml:2: voice.gain_db: must be a finite number, not nan",
            id="no number",
        ),
        pytest.param(
            "[voice]\nrate = 155\n",
            "settings.toml:2: voice.rate: 155 is not one of the rates: 110, 130, 150, 170, 200",
            id="rate between the rates",
        ),
        pytest.param(
            "[voice]\nrates = [200, 220]\n",
            "settings.toml:1: voice.rate: 150 is not one of the rates: 200, 220",
            id="rates without the usual rate",
        ),
        pytest.param(
            "[voice]\nrates = [200, 150]\n",
            "settings.toml:2: voice.rates: must be in ascending order, without repeats",
            id="rates that fall",
        ),
        pytest.param(
            "[voice]\nrates = []\n", "settings.toml:2: voice.rates: is empty", id="no rates"
        ),
        pytest.param(
            "[voice]\nrates = [150, 900]\n",
            "settings.toml:2: voice.rates: 900 is too much; it must be 500 or less",
            id="nobody speaks so fast",
        ),
        pytest.param(
            "[voice]\ngains_db = [-3.0, 3.0]\n",
            "settings.toml:1: voice.gain_db: 0.0 is not one of the gains_db: -3.0, 3.0",
            id="gains without the usual gain",
        ),
        pytest.param(
            "[voice]\ngains_db = [-12.0, 0.0, 1e300]\n",
            "settings.toml:2: voice.gains_db: 1e+300 is too much; it must be 200 or less",
            id="louder than anything",
        ),
        pytest.param(
            "[voice]\nlevel_dbfs = 3.0\n",
            "settings.toml:2: voice.level_dbfs: 3 is too much; it must be 0 or less",
            id="over full scale",
        ),
        pytest.param(
            "[voice]\ngap_seconds = -1\n",
            "settings.toml:2: voice.gap_seconds: -1 is too small; it must be 0 or more",
            id="negative gap",
        ),
        pytest.param(
            "[timing]\nno_speech_first = -8.0\n",
            "settings.toml:2: timing.no_speech_first: -8 is too small; it must be more than 0",
            id="negative time",
        ),
        pytest.param(
            "[timing]\npause_limit = 0.0\n",
            "settings.toml:2: timing.pause_limit: 0 is too small; it must be more than 0",
            id="no time",
        ),
        pytest.param(
            "[timing]\ntries = 0\n",
            "settings.toml:2: timing.tries: 0 is too small; it must be 1 or more",
            id="no tries",
        ),
        pytest.param(
            '[session]\nbarge_in = "everythin"\n',
            "settings.toml:2: session.barge_in: 'everythin' is not one of stop, everything; "
            "did you mean everything? "
            'Write: barge_in = "everything"',
            id="no way to barge in",
        ),
        pytest.param(
            "[timing]\nrevision_seconds = 0\n",
            "settings.toml:2: timing.revision_seconds: 0 is too small; it must be more than 0",
            id="no time to correct",
        ),
        pytest.param(
            "[voice\n",
            "settings.toml:1: a section's name goes in brackets, on a line of its own; "
            "write: [voice]",
            id="bracket that is not closed",
        ),
        pytest.param(
            "[voice]\nrate = 150\nrate = 170\n",
            "settings.toml:3: voice.rate: appears here a second time; the first is on line 2; "
            "keep only one of them",
            id="key twice",
        ),
        pytest.param(
            "[voice]\nrate = 150\n[session]\n[voice]\n",
            "settings.toml:4: voice: appears here a second time; the first is on line 1; "
            "put all the keys under the first one",
            id="section twice",
        ),
        pytest.param(
            "// rate\n",
            "settings.toml:1: is not a comment; comments begin with #, as in: # rate",
            id="comment of another language",
        ),
        pytest.param(
            "go slower\n",
            "settings.toml:1: is not TOML: Expected '=' after a key in a key/value pair; a line is "
            "a section such as [voice], or a key with its value such as rate = 150",
            id="a sentence",
        ),
        pytest.param("a = " + "[" * 50_000, "settings.toml:", id="deeply nested"),
        pytest.param("[voice]\nrate = " + "9" * 5000, "settings.toml:2: voice.rate: ", id="huge"),
    ],
)
def test_a_wrong_file_is_refused_with_line_key_and_what_is_wrong(
    file: Path, text: str, expected: str
) -> None:
    told = refusal(file, text)

    assert told.startswith(expected) if expected.endswith((": ", ":")) else told == expected


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"voice.rate": "fast"}, "voice.rate: must be a whole number, not 'fast'"),
        ({"voice.rat": 3}, "voice.rat: is not a key here; did you mean rate?"),
        ({"voise.rate": 3}, "voise.rate: is not a key here; did you mean voice?"),
        ({"timing.tries": 0}, "timing.tries: 0 is too small; it must be 1 or more"),
        (
            {"timing.pause_limit": 1e18},
            "timing.pause_limit: 1e+18 is too much; it must be 1000000 or less",
        ),
        (
            {"hearing.echo_filter_seconds": 0.0},
            "hearing.echo_filter_seconds: 0 is too small; it must be more than 0",
        ),
        (
            {"hearing.voice_begins": 1.5},
            "hearing.voice_begins: 1.5 is too much; it must be 1 or less",
        ),
    ],
)
def test_a_wrong_value_laid_over_the_file_is_refused_by_its_key(
    file: Path, overrides: Mapping[str, object], expected: str
) -> None:
    assert refusal(file, "[voice]\nrate = 170\n", overrides) == expected


@pytest.mark.parametrize("text", ["[voice]\nend_after_answer = 0.3\n", "[haering]\nlimit = 3\n"])
def test_nobody_is_advised_to_set_what_was_tuned_by_measurement(file: Path, text: str) -> None:
    assert "hearing" not in refusal(file, text)


def test_what_was_tuned_by_measurement_is_no_users_setting(file: Path) -> None:
    told = refusal(file, "[voice]\nrate = 130\n\n[hearing]\nend_after_answer = 0.1\n")
    assert told == "settings.toml:4: hearing: is no section for a settings file; take it out"
    assert load_settings(file, may_tune=True).hearing.end_after_answer == 0.1


@pytest.mark.parametrize("setting", sorted(FLAGS))
def test_whatever_is_wrong_with_a_flag_is_told_by_the_flag_that_was_typed(
    file: Path, setting: str
) -> None:
    file.write_text(f"{setting} = 1\n", encoding="utf-8")  # which the flag overrides
    impossible: dict[str, object] = {setting: {"a": "mapping"}}

    with pytest.raises(SettingsError) as refused:
        load_with_sources(file, impossible, FLAGS)

    assert str(refused.value).startswith(f"{FLAGS[setting]}: must be ")


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"voice.voice": "Anna"}, "--voice: there is none"),
        ({}, "settings.toml:2: voice.voice: there is none"),
    ],
)
def test_what_turns_out_wrong_later_is_told_of_where_it_was_given(
    file: Path, overrides: Mapping[str, object], expected: str
) -> None:
    file.write_text('[voice]\nvoice = "Anna"\n', encoding="utf-8")
    sources = load_with_sources(file, overrides, FLAGS).sources

    with pytest.raises(UnknownVoice) as refused, sources.named():
        raise UnknownVoice("voice.voice", "there is none")

    assert str(refused.value).removeprefix(f"{file.parent}{os.sep}") == expected


def test_a_country_whose_emergency_number_is_not_known_is_refused(file: Path) -> None:
    file.write_text('[safety]\ncountry = "ZZ"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r":2: safety.country: 'ZZ' is not a country"):
        load_settings(file)
    file.write_text('[safety]\ncountry = "ZZ"\nemergency_number = "1"\n', encoding="utf-8")
    assert load_settings(file).safety.country == "ZZ"
    file.write_text('[safety]\ncountry = "DE"\n', encoding="utf-8")
    assert load_settings(file).safety.country == "DE"


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        (
            "leg_lift",
            (
                "session.tests: there is no test 'leg_lift'; did you mean leg-lift? The tests are: "
                "trunk-rotation, leg-lift, hip-rotation"
            ),
        ),
        (
            "zzz",
            (
                "session.tests: there is no test 'zzz'; choose from: trunk-rotation, leg-lift, "
                "hip-rotation"
            ),
        ),
        ("leg-lift,leg-lift", "session.tests: 'leg-lift' is listed twice; list it once"),
    ],
)
def test_tests_that_cannot_be_led_through_are_refused(
    file: Path, tests: str, expected: str
) -> None:
    settings = load_settings_with_tests(file, tests)

    with pytest.raises(SettingsError) as refused:
        refuse_unknown_tests(settings, load_content("en").assessment)

    assert str(refused.value) == expected


_SCRAPS = st.sampled_from(
    [
        *"ab1.=[]{}'\"#-, :;/\n\r\u201c\u201d\u2212",
        *("[voice]\n", "[session]\n", "rate = ", "rates = ", "tests = ", "speed = ", "language = "),
        *("automatic_wait = ", "150\n", "8,5\n", "true\n", "True\n", "inf\n", "en\n", "leg-lift"),
    ]
)


@given(text=st.lists(_SCRAPS, max_size=30).map("".join) | st.text(max_size=100))
def test_no_text_raises_anything_but_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "scraps.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    told = ""
    try:
        load_settings(file)
    except SettingsError as refused:
        told = str(refused)

    assert told.isprintable()
