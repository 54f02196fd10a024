"""Which number to call in an emergency."""

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.settings import SafetySettings


def emergency_number(content: Content, settings: SafetySettings) -> str:
    """The number to show: the owner's own, or the country's, or that it is the person's to know."""
    number = settings.emergency_number or content.emergency_numbers.get(settings.country, "")
    return number or content.safety.your_emergency_number


def spoken_number(number: str) -> str:
    """A number as it is said: digit by digit, as it is dialled. What is none stays as it is."""
    return " ".join(number) if number.isdigit() else number
