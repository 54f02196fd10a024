"""Says one sentence on the loudspeaker, so that a person can tell how it sounds."""

from typing import TYPE_CHECKING

import click

from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.core.protocol.events import Device
from voice_rom.speaking.voice import RenderedVoice
from voice_rom.speaking.wording import voice_wording

if TYPE_CHECKING:
    from voice_rom.devices.check import DeviceCheck


def say_sample(check: "DeviceCheck", voice: RenderedVoice, settings: Settings) -> None:
    """Print it with the loudspeaker's name, and say it at the settings' rate and gain."""
    sample = voice_wording(settings.session.language).sample
    click.echo(f"On {check.chosen(Device.LOUDSPEAKER).title}: {sample!r}")
    prosody = Prosody(settings.voice.rate, settings.voice.gain_db)
    for clip in voice.clips([Line("test", sample)], prosody):
        check.play(clip)
