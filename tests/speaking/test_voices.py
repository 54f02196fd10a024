import re

import pytest

from voice_rom.errors import UnknownVoice, VoiceUnavailable
from voice_rom.speaking.protocol import DriverDescription, VoiceDescription
from voice_rom.speaking.voices import choose_voice, list_voices


def driver(name: str, current: str, *voices: tuple[str, str, str]) -> DriverDescription:
    described = tuple(VoiceDescription(id_, name_, (lang,), "") for id_, name_, lang in voices)
    return DriverDescription(name, "1", current, described, ())


ESPEAK = driver(
    "espeak",
    "gmw/en",
    ("gmw/de", "German", "de"),
    ("gmw/en-029", "English (Caribbean)", "en-029"),
    ("gmw/en", "English (Great Britain)", "en-gb"),
    ("gmw/en-us", "English (America)", "en-us"),
    ("gmw/en-us-nyc", "English (America, New York City)", "en-us-nyc"),
    ("roa/es", "Spanish (Spain)", "es"),
    ("roa/es-419", "Spanish (Latin America)", "es-419"),
)
WINDOWS = driver(
    "sapi5",
    "HAZEL",
    ("ZIRA", "Microsoft Zira Desktop - English (United States)", "en-us"),
    ("HAZEL", "Microsoft Hazel Desktop - English (Great Britain)", "en-gb"),
    ("HEDDA", "Microsoft Hedda Desktop - German", "de-de"),
)


@pytest.mark.parametrize(
    ("language", "voice"),
    [("en", "gmw/en-us"), ("es", "roa/es"), ("de", "gmw/de"), ("en-GB", "gmw/en")],
)
def test_espeak_speaks_each_language_with_its_usual_voice(language: str, voice: str) -> None:
    assert choose_voice(ESPEAK, wanted="", language=language) == voice


@pytest.mark.parametrize(("language", "voice"), [("en", "HAZEL"), ("de", "HEDDA")])
def test_elsewhere_the_systems_own_choice_counts_if_it_speaks_the_language(
    language: str, voice: str
) -> None:
    assert choose_voice(WINDOWS, wanted="", language=language) == voice


@pytest.mark.parametrize(
    ("wanted", "voice"),
    [
        ("gmw/en-us", "gmw/en-us"),
        ("GMW/EN-US", "gmw/en-us"),
        ("en-us", "gmw/en-us"),
        ("English (America)", "gmw/en-us"),
        ("caribbean", "gmw/en-029"),
        ("new york", "gmw/en-us-nyc"),
        ("en-us+f2", "gmw/en-us+f2"),
    ],
)
def test_a_voice_is_found_by_id_name_or_part_of_it(wanted: str, voice: str) -> None:
    assert choose_voice(ESPEAK, wanted=wanted, language="de") == voice


def test_a_part_that_fits_several_voices_is_refused_with_some_of_them() -> None:
    with pytest.raises(UnknownVoice, match=r'"English" matches 4 voices.*"English \(America\)"'):
        choose_voice(ESPEAK, wanted="English", language="en")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("English (Amerika)", r'the nearest: "English \(America\)"'),
        ("en-uk", r'the nearest: "English \(America\)"'),
        ("Germany", r'the nearest: "German"'),
        ("Anna", r'for "en": "English \(America\)", "English \(Caribbean\)", "English'),
    ],
)
def test_an_unknown_voice_is_refused_with_the_nearest_or_those_of_the_language(
    wanted: str, told: str
) -> None:
    with pytest.raises(UnknownVoice, match=rf'no voice "{re.escape(wanted)}"; {told}'):
        choose_voice(ESPEAK, wanted=wanted, language="en")


def test_letters_within_a_word_are_no_part_of_a_name() -> None:
    with pytest.raises(UnknownVoice, match='no voice "Anna"'):
        choose_voice(
            driver("espeak", "", ("dra/kn", "Kannada", "kn")), wanted="Anna", language="en"
        )


def test_a_language_that_no_voice_speaks_makes_the_voice_unavailable() -> None:
    with pytest.raises(VoiceUnavailable, match='no voice for the language "fi"'):
        choose_voice(WINDOWS, wanted="", language="fi")


@pytest.mark.real
def test_pyttsx3_lists_its_voices_with_language_and_gender() -> None:
    voices = {voice.id: voice for voice in list_voices("espeak")}
    assert voices["gmw/en-us"] == VoiceDescription(
        "gmw/en-us", "English (America)", ("en-us",), "Male"
    )
    assert len(voices) > 50
