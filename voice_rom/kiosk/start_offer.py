"""What the start screen offers: what this is, and which languages it can begin in."""

from collections.abc import Sequence

from voice_rom.app import Program
from voice_rom.core.assessment.places import chosen_tests
from voice_rom.kiosk.length import about_minutes
from voice_rom.kiosk.start_screen import StartChoice, StartTexts
from voice_rom.kiosk.wording import kiosk_wording


def start_texts(program: Program) -> StartTexts:
    """What the start screen says, in the language of the program."""
    settings = program.settings
    wording = kiosk_wording(settings.session.language)
    tests = len(chosen_tests(program.content.assessment, settings.session.tests))
    about = wording.about_one if tests == 1 else wording.about
    return StartTexts(
        name=settings.clinic.name,
        greeting=settings.kiosk.greeting,
        about=about.format(tests=tests, minutes=about_minutes(program.content, settings)),
        how=wording.how_silently if program.model is None else wording.how,
    )


def start_choices(languages: Sequence[str]) -> list[StartChoice]:
    """A button for each language; with one alone there is no choice to name."""
    if len(languages) == 1:
        return [StartChoice(languages[0], kiosk_wording(languages[0]).start)]
    return [StartChoice(each, kiosk_wording(each).start_in) for each in languages]
