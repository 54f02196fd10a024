"""What a person takes along from a kiosk: the summary as a QR code. It holds the text itself.

No address stands in it and no server is asked: whoever's telephone reads it shows the words.
"""

from collections.abc import Iterator
from typing import Final

import segno
from markupsafe import Markup

from voice_rom.reporting.telling import ToldReport

MOST_BYTES: Final = 1_270
"""UTF-8. With more, the squares become smaller than a telephone sees from an arm's length."""

_QUIET_ZONE: Final = 4
"""Squares around it that stay white; the standard asks for so many."""


def summary_texts(told: ToldReport) -> Iterator[str]:
    """The summary in words, the whole first, then what is shorter: never half a sentence.

    What is urgent and what was noticed is in each of them.
    """
    head = "\n".join(filter(None, (told.title, told.clinic, told.when)))
    noticed = _section(told.wording.findings, told.findings or (told.no_findings,))
    parts = [head, *([told.urgent] if told.urgent else []), noticed]
    advice = f"{told.wording.advice}\n{told.advice}"
    if told.open_questions:
        open_questions = _section(told.wording.open, told.open_questions)
        yield "\n\n".join([*parts, open_questions, advice])
        yield "\n\n".join([*parts, open_questions])
    yield "\n\n".join([*parts, advice])
    yield "\n\n".join(parts)


def qr_code(told: ToldReport) -> Markup | None:
    """As much of the summary as fits, as an SVG; None when not even what was noticed does."""
    fitting = (text for text in summary_texts(told) if len(text.encode()) <= MOST_BYTES)
    text = next(fitting, None)
    if text is None:
        return None
    code = segno.make_qr(text, encoding="utf-8", error="l", boost_error=False)
    # Dark on light whatever the page's colours are: not every telephone reads it the other way.
    drawn = code.svg_inline(
        border=_QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - squares alone


def _section(heading: str, lines: tuple[str, ...]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)])
