"""The sentences that are to be recorded for the case that no voice works."""

from pathlib import Path

from voice_rom.content.load import load_content
from voice_rom.core.assessment.texts import Texts
from voice_rom.speaking.emergency_recordings import EmergencyRecordings


def sentences(language: str, prompts: Path | None = None) -> list[str]:
    """Each once, without the number to call, as it is another in each country."""
    content = load_content(language, prompts)
    texts = Texts(content.texts)
    recordings = EmergencyRecordings(language, prompts)
    recorded = recordings.texts
    assert recorded is not None
    lines = [
        line.text
        for text_id in recorded.recorded
        for line in texts.lines(text_id, emergency=recordings.number)
    ]
    return list(dict.fromkeys([recorded.failed, *lines]))
