"""What the screen says can be said is what the voice says can be said."""

import re
from collections.abc import Iterator

import pytest

from tests.core.everywhere import Place, Somebody, places
from tests.english import english_vocabulary
from voice_rom.core.assessment.state import State
from voice_rom.core.language.meanings import COMMANDS, Meaning, Meant
from voice_rom.core.protocol.effects import Listen, Record, Say
from voice_rom.core.protocol.events import Commanded

LISTENING = [place for place in places() if not place.speaking]

VOCABULARY = english_vocabulary()

SAY = re.compile(r"^(?:Please say|Or say|Say) (.+)\.$")

COMMAND_HINTS = {Meaning.BACK, Meaning.PAUSE, Meaning.SKIP}
"""The voice names these beside what can be answered."""


def named(sentence: str) -> Iterator[set[Meant]]:
    """What each word means that a sentence such as "Say yes, no, or not sure." offers."""
    said = SAY.match(sentence)
    words = said[1].partition(" if ")[0] if said else ""
    for offer in re.split(r", or |, | or ", words):
        words = offer.split()
        for length in range(len(words), 0, -1):
            phrase = " ".join(words[:length])
            meant = {each for each, group in VOCABULARY.phrases.items() if phrase in group}
            if meant:
                yield meant
                break


def asked(somebody: Somebody) -> tuple[Listen, list[set[Meant]]]:
    """What was offered last on the screen, and by the voice before that."""
    effects = somebody.person.effects
    at = max(index for index, effect in enumerate(effects) if isinstance(effect, Listen))
    listen = effects[at]
    say = next(each for each in reversed(effects[:at]) if isinstance(each, Say))
    assert isinstance(listen, Listen)
    return listen, [meant for line in say.lines for meant in named(line.text)]


@pytest.mark.parametrize("place", LISTENING, ids=str)
def test_every_word_that_the_voice_offers_is_offered_on_the_screen(place: Place) -> None:
    somebody = place.go()
    for _ in range(6):  # asked in every form: the shorter, and with its help
        if somebody.state is not place.state:
            return
        listen, offers = asked(somebody)
        for meant in offers:
            assert meant & {*listen.offered, *COMMAND_HINTS}, somebody.person.said
        somebody.wait()
        somebody.wait()


@pytest.mark.parametrize("place", LISTENING, ids=str)
def test_nothing_is_offered_on_the_screen_that_cannot_be_said(place: Place) -> None:
    listen, _ = asked(place.go())
    assert set(listen.offered) <= listen.expected
    assert len(set(listen.offered)) == len(listen.offered)


def test_the_voice_s_offers_are_found_in_its_sentences() -> None:
    assert list(named("Say yes, no, or not sure.")) == [
        {Meaning.YES},
        {Meaning.NO},
        {Meaning.UNSURE},
    ]
    assert list(named("Say continue to go on, or end to finish.")) == [
        {Meaning.CONTINUE},
        {Meaning.END},
    ]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.STOPPED, (Meaning.CONTINUE, Meaning.END)),
        (State.PAUSED, (Meaning.CONTINUE, Meaning.STOP, Meaning.END)),
        (State.WELFARE, (Meaning.YES, Meaning.HELP)),
        (State.QUESTION, (Meaning.YES, Meaning.NO, Meaning.UNSURE)),
        (State.SIDE, (Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.UNSURE)),
        (State.STEP, (Meaning.READY,)),
    ],
)
def test_it_is_offered_in_the_order_in_which_it_is_said(
    state: State, offered: tuple[Meant, ...]
) -> None:
    place = next(place for place in LISTENING if place.state is state)
    assert asked(place.go())[0].offered == offered


@pytest.mark.parametrize("place", LISTENING, ids=str)
def test_every_answer_that_is_understood_can_be_given_with_a_button_too(place: Place) -> None:
    somebody = place.go()
    listen, _ = asked(somebody)
    buttons = {*listen.offered, *COMMANDS}
    done = {_done(place, button) for button in buttons}
    for answer in sorted(set(listen.expected) - buttons):
        assert _done(place, answer) in done, answer


def _done(place: Place, meaning: Meant) -> tuple[State, tuple[str, ...], str]:
    """What pressing this leads to: where, what is said, and what is noted."""
    somebody = place.go()
    effects = somebody.meet(Commanded(meaning))
    said = tuple(
        line.text_id
        for effect in effects
        if isinstance(effect, Say)
        for line in effect.lines[effect.before :]
    )
    noted = [
        (effect.answer.status, effect.answer.meaning, effect.answer.side)
        for effect in effects
        if isinstance(effect, Record)
    ]
    return somebody.state, said, str(noted)
