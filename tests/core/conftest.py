"""The English content, read once: the dialogue is tested with the very texts that it says."""

from collections.abc import Callable

import pytest

from tests.core.person import Person
from tests.english import english_content, english_vocabulary
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.vocabulary import Vocabulary

MakePerson = Callable[..., Person]


@pytest.fixture(scope="session")
def content() -> Content:
    return english_content()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return english_vocabulary()


@pytest.fixture
def person(content: Content, vocabulary: Vocabulary) -> MakePerson:
    """Make a person before a new dialogue without a screening; settings by dotted key."""

    def make(**settings: object) -> Person:
        overrides: dict[str, object] = {"safety.screening": False}
        overrides |= {key.replace("__", "."): value for key, value in settings.items()}
        return Person(Dialogue(content, vocabulary, load_settings(PACKAGED, overrides)))

    return make


def after_side(person: MakePerson, words: str, **changed: object) -> Person:
    """Somebody whose side was taken, and who says `words` over the voice right after it."""
    anna = person(**changed)
    anna.go_to(State.SIDE)
    anna.say("left")
    anna.correct(words)
    return anna
