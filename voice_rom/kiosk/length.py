"""About how long a session takes: what the start screen promises."""

from collections.abc import Iterable
from typing import Final

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import chosen_tests
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings

ANSWERING_SECONDS: Final = 3.0
"""From the end of a question to the next: thinking, the answer, and what is said back."""

AROUND_SECONDS: Final = 45.0
"""The sound check, and the summary of what was noticed."""

MOVING: Final = 0.4
"""Of the time that is allowed for a movement, so much is taken: the built-in assessment then takes
about the eight minutes that its own welcome speaks of."""


def about_minutes(content: Content, settings: Settings) -> int:
    """Whole minutes, for somebody who answers everything at once."""
    assessment, rate = content.assessment, settings.voice.rate
    tests = chosen_tests(assessment, settings.session.tests)
    places = Programme(content, tests, screening=settings.safety.screening).places()
    words = [assessment.welcome.say, *(test.intro for test in tests)]
    seconds = AROUND_SECONDS
    for place in places:
        if place.step is not None:
            seconds += MOVING * place.step.seconds
            words.append(place.step.say)
        elif place.question is not None:
            seconds += ANSWERING_SECONDS
            words.append(place.question.say)
    return max(1, round((seconds + sum(map(_words, words)) * 60.0 / rate) / 60.0))


def _words(lines: Iterable[str]) -> int:
    return sum(len(line.split()) for line in lines)
