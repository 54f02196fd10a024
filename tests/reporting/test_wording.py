"""Every text that the report and the displays bring with them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum

import pytest

from tests.builders import answer, nothing_noticed, tiny_report
from voice_rom.content.load import languages
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.display.keys import key_help
from voice_rom.display.wording import DisplayWording, display_wording
from voice_rom.reporting.html_report import to_html
from voice_rom.reporting.wording import ReportWording, report_wording

BANNED = re.compile(r"diagnos|detect|abnormal|\bfail|injury\s+risk", re.IGNORECASE)


REPORTS = [report_wording(language) for language in languages()]
DISPLAYS = [display_wording(language) for language in languages()]


def texts(wording: ReportWording | DisplayWording) -> Iterator[str]:
    for field in fields(wording):
        yield from _texts_in(getattr(wording, field.name))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _texts_in(item)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from value


def names(kind: type[StrEnum]) -> set[str]:
    return {member.value for member in kind}


@pytest.mark.parametrize("wording", [*REPORTS, *DISPLAYS])
def test_no_text_has_a_banned_word(wording: ReportWording | DisplayWording) -> None:
    found = [text for text in texts(wording) if BANNED.search(text)]
    assert found == []


@pytest.mark.parametrize("wording", [*REPORTS, *DISPLAYS])
def test_no_text_is_empty(wording: ReportWording | DisplayWording) -> None:
    assert all(text.strip() for text in texts(wording))


def test_no_page_and_no_help_has_a_banned_word() -> None:
    pages = [
        to_html(tiny_report()),
        to_html(tiny_report(*nothing_noticed())),
        to_html(tiny_report(answer(side=Side.BOTH), complete=False)),
    ]
    assert not any(BANNED.search(text) for text in (*pages, key_help()))


@pytest.mark.parametrize("wording", REPORTS)
def test_a_report_has_a_word_for_every_answer_side_and_status(wording: ReportWording) -> None:
    assert set(wording.status) == names(Status)
    assert set(wording.sides) == names(Side)
    assert set(wording.meanings) <= names(Meaning)
    answers = {Meaning.READY, Meaning.END} | COMMANDS
    assert set(wording.meanings) == names(Meaning) - {meaning.value for meaning in answers}


@pytest.mark.parametrize("wording", DISPLAYS)
def test_a_display_has_a_word_for_every_meaning_side_and_status(wording: DisplayWording) -> None:
    assert set(wording.meanings) == set(wording.keys) == names(Meaning)
    assert set(wording.sides) == names(Side)
    assert set(wording.status) == names(Status)


@pytest.mark.parametrize("wording", DISPLAYS)
def test_each_named_key_has_a_name_for_people(wording: DisplayWording) -> None:
    used = {key for keys in wording.keys.values() for key in keys}
    assert {key for key in used if len(key) > 1} == set(wording.key_names)
