"""Says one sentence on the loudspeaker, so that a person can tell how it sounds."""

from typing import TYPE_CHECKING, Final

import click

from voice_rom.core.assessment.settings import VoiceSettings
from voice_rom.core.assessment.texts import Line
from voice_rom.core.protocol.effects import Prosody
from voice_rom.core.protocol.events import Device
from voice_rom.speaking.voice import RenderedVoice

if TYPE_CHECKING:
    from voice_rom.devices.check import DeviceCheck

SAMPLE: Final = "This is the voice of voice rom, on this loudspeaker."


def say_sample(check: "DeviceCheck", voice: RenderedVoice, settings: VoiceSettings) -> None:
    """Print it with the loudspeaker's name, and say it at the settings' rate and gain."""
    click.echo(f"On {check.chosen(Device.LOUDSPEAKER).title}: {SAMPLE!r}")
    prosody = Prosody(settings.rate, settings.gain_db)
    for clip in voice.clips([Line("test", SAMPLE)], prosody):
        check.play(clip)
