"""A session in which a phrase is planted as speech, as an answer and as a name.

    python -m tests.storage.planted_session PHRASE [--keep]

It is led as `voice-rom start` leads it, with the user's own settings and folders, but for the room,
the voice and the recogniser.
"""

import sys
from dataclasses import replace
from pathlib import Path

from tests.core.person import utterance
from tests.english import english_content, english_vocabulary
from tests.fake_ports import FakeAlarm, FakeDisplay, FakeListener, FakeRoom, FakeVoice, block
from voice_rom.app import Program, open_store
from voice_rom.content.settings_file import load_settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning
from voice_rom.session import Session

MOVEMENTS = 5


def main() -> None:
    phrase, keep = sys.argv[1], "--keep" in sys.argv
    settings = load_settings(
        None,
        {
            "storage.keep": keep,
            "session.tests": ["trunk-rotation"],
            "safety.screening": False,
            "clinic.name": phrase,
        },
    )
    vocabulary = english_vocabulary()
    phrases = {**vocabulary.phrases, Meaning.NO: (*vocabulary.phrases[Meaning.NO], phrase)}
    vocabulary = replace(vocabulary, phrases=phrases)
    program = Program(settings, english_content(), vocabulary, model=Path())
    words = ["yes", *(["ready"] * MOVEMENTS), *([phrase] * 3), f"well {phrase} then", "done"]
    with open_store(program) as keeping:
        session = Session(
            Dialogue(program.content, vocabulary, settings, earlier=keeping.earlier),
            room=FakeRoom([block() for _ in words]),
            listener=FakeListener([utterance(each) for each in words]),
            voice=FakeVoice(),
            display=FakeDisplay(),
            store=keeping.store,
            alarm=FakeAlarm(),
            room_echo_seconds=0.25,
        )
        report = session.run()
    heard = [question.heard for test in report.tests for question in test.questions]
    if not any(each is not None and phrase in each.words for each in heard):
        raise AssertionError("the phrase was never heard")
    if not keep and "sqlalchemy" in sys.modules:
        raise AssertionError("who keeps nothing has waited for a database")


if __name__ == "__main__":
    main()
