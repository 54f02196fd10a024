"""The summary that is taken along: its words, and the code that holds them."""

import re
from dataclasses import replace
from itertools import pairwise

import segno

from tests.reporting.every_part import full_report, usual_report
from voice_rom.reporting.take_along import MOST_BYTES, qr_code, summary_texts
from voice_rom.reporting.telling import tell


def test_it_holds_what_was_noticed_with_date_and_clinic_and_what_to_do_next() -> None:
    whole, *_ = summary_texts(tell(usual_report()))
    assert whole.startswith(
        "Report: Range of motion\nElm Street Clinic\nSunday, 1 March 2026, 09:05\n\n"
        "What you noticed\n"
        "- Trunk rotation: It is easier for you to turn to the left than to the right.\n"
    )
    assert "\n\nWhat to do next\nWhat you noticed may be a sign" in whole


def test_each_shorter_text_has_what_is_urgent_and_all_that_was_noticed() -> None:
    told = tell(full_report())
    texts = list(summary_texts(told))
    for text in texts:
        assert told.urgent in text
        assert all(f"- {finding}\n" in f"{text}\n" for finding in told.findings)
    assert all(len(longer) > len(shorter) for longer, shorter in pairwise([texts[0], *texts[-2:]]))


def test_there_is_no_address_in_it() -> None:
    assert not re.search(r"https?:|www\.", "".join(summary_texts(tell(full_report()))))


def squares(svg: str) -> int:
    """How many there are along a side, with the white ones around."""
    (size,) = re.findall(r'viewBox="0 0 (\d+) \1"', svg)
    return int(size)


def test_the_code_holds_as_much_as_fits() -> None:
    told = tell(usual_report())
    fitting = next(text for text in summary_texts(told) if len(text.encode()) <= MOST_BYTES)
    code = qr_code(told)
    assert code is not None
    expected = segno.make_qr(fitting, encoding="utf-8", error="l", boost_error=False)
    assert squares(code) == expected.symbol_size(border=4)[0]
    # A telephone's camera tells squares apart down to a third of a millimetre; the code is shown
    # at least 40 mm wide on the smallest page.
    assert squares(code) <= 125


def test_what_does_not_fit_at_all_is_not_shown_as_half_of_it() -> None:
    report = replace(usual_report(), findings=tuple(f"{n} {'x' * 90}" for n in range(30)))
    assert qr_code(tell(report)) is None


def test_the_drawing_is_black_on_white_with_nothing_else_in_it() -> None:
    code = qr_code(tell(usual_report()))
    assert code is not None
    assert re.findall(r"<(\w+)", code) == ["svg", "path", "path"]
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', code)) == {"#fff", "#000"}
