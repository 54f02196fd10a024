"""What must be seen from across the room, by whoever comes in."""

from typing import Final

from voice_rom.core.protocol.events import Device, DeviceLost, LoudspeakerMuted
from voice_rom.display.sentences import Fault, Sentences
from voice_rom.reporting.page import Page

_TIMES: Final = 3
"""Large letters do not exist on a terminal, and a box of signs is read out sign by sign: capitals,
space around them, and the same again are what is left."""


def show_fault(fault: Fault, sentences: Sentences, page: Page) -> None:
    """Show what does not work; large, and with the terminal's bell, where nothing can be said."""
    text, reason = sentences.fault(fault), sentences.reason(fault)
    lost = isinstance(fault, DeviceLost) and fault.device is Device.LOUDSPEAKER
    if lost or isinstance(fault, LoudspeakerMuted):
        if page.console.is_terminal:
            page.console.bell()
        show_alert(text, page)
    else:
        page.line(text, style="bold", hanging=2)
    if reason:
        page.line(reason, hanging=2)


def show_alert(text: str, page: Page) -> None:
    """Show `text` as large as a terminal, a pipe and a screen reader allow."""
    page.blank()
    for _ in range(_TIMES):
        page.line(text, style="bold", hanging=2)
        page.blank()
