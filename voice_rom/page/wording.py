"""What the page says besides the other displays' words: a file of each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voice_rom.content.load import PAGE_FILE, load_words


@dataclass(frozen=True, kw_only=True)
class PageWording:
    """`page.yaml`; the fields are its keys."""

    title: str
    starting: str
    step: str
    question: str
    way: str
    test: str
    screening: str
    screening_question: str
    beginning: str
    ending: str
    speaking: str
    listening: str
    someone_speaks: str
    not_listening: str
    no_sound: str
    muted: str
    level: str
    talk: str
    heard: str
    answers: str
    commands: str
    more_commands: str
    key: str
    keys_on: str
    keys_off: str
    drawing: str
    lost: str
    late: str
    over: str
    nobody: str
    """At a kiosk, when for long there was no sign of life: {seconds} are left."""
    here: str
    clears: str
    """At a kiosk, below the summary: it will not stay."""
    finish: str
    print_report: str
    printing: str
    printed: str
    not_printed: str
    take_along: str
    qr_code: str
    """The code's name, for a screen reader."""
    noticed: str
    nothing_noticed: str
    still_open: str
    read_first: str
    next_step: str
    report: str
    trend: str
    no_entry_title: str
    no_entry: str
    buttons: Mapping[str, str]
    figure: Mapping[str, str]


@cache
def page_wording(language: str, prompts: Path | None = None) -> PageWording:
    """The wording of `language`; raises ContentError like `load_content`."""
    return load_words(language, PAGE_FILE, PageWording, prompts)
