"""What the page says besides the other displays' words: one file a language, beside this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from voice_rom.data_files import wording


@dataclass(frozen=True, kw_only=True)
class PageWording:
    """`<language>.toml`; the fields are its keys."""

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
    noticed: str
    nothing_noticed: str
    still_open: str
    read_first: str
    next_step: str
    report: str
    no_entry_title: str
    no_entry: str
    buttons: Mapping[str, str]
    figure: Mapping[str, str]


@cache
def page_wording(language: str) -> PageWording:
    """The wording of `language`, or of English where there is none."""
    return PageWording(**wording("voice_rom.page", language))
