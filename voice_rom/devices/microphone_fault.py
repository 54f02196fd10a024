"""What is wrong with a microphone, by the levels that came from it."""

from voice_rom.core.assessment.settings import DeviceSettings
from voice_rom.errors import MicrophoneSilent
from voice_rom.level_meter import LevelReading


def fault(level: LevelReading, settings: DeviceSettings, name: str) -> MicrophoneSilent | None:
    """Say what is wrong with a microphone that gave this while somebody spoke; None: nothing."""
    if level.zeros:
        return MicrophoneSilent(
            f"The microphone ({name}) sends nothing but zeros: it is muted. "
            "Unmute it with its switch or in the system's sound settings."
        )
    if level.loudest_dbfs < settings.too_quiet_dbfs:
        return MicrophoneSilent(
            f"The microphone ({name}) is far too quiet: {level.loudest_dbfs:.0f} dB at its "
            "loudest. Turn it up in the system's sound settings, or choose another."
        )
    return None
