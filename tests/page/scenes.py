"""Every state of the page that looks different, each led to by the real dialogue."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.page.telling import ToldSession
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceLost,
    NobodyThere,
    Timer,
    TimerFired,
)

CLEAR: Final = ("yes", "no", "no", "no", "no", "yes", "yes")
"""The sound check, then nothing against the tests; the last one is confirmed."""

TRUNK: Final = ("ready",) * 5


def starting(session: ToldSession) -> None:
    """Nothing was told yet."""


def welcome(session: ToldSession) -> None:
    session.start()
    session.begin_sentence(2)


def sound_check(session: ToldSession) -> None:
    session.start()
    session.listen()


def screening(session: ToldSession) -> None:
    session.start()
    session.say("yes", "no", "no", "no")
    session.listen()


def step_is_said(session: ToldSession) -> None:
    session.start()
    session.say(*CLEAR)
    session.say("ready")
    session.begin_sentence(0)


def step(session: ToldSession) -> None:
    step_is_said(session)
    session.say("ready")
    session.listen()


def question(session: ToldSession) -> None:
    session.start()
    session.say(*CLEAR, *TRUNK)
    session.listen()


def confirmation(session: ToldSession) -> None:
    question(session)
    session.say("yes")
    session.listen()


def side(session: ToldSession) -> None:
    confirmation(session)
    session.say("yes")
    session.listen()


def not_understood(session: ToldSession) -> None:
    question(session)
    session.say("left")
    session.listen()


def longest_step(session: ToldSession) -> None:
    question(session)
    session.say("no", "no", "no", "ready", "ready")
    session.begin_sentence(0)


def angling(session: ToldSession) -> None:
    longest_step(session)
    session.say("ready", "ready", "ready", "ready", "no")
    session.listen()


def hip_step(session: ToldSession) -> None:
    angling(session)
    session.say("straight", "yes", "yes", "no", "ready", "ready")
    session.listen()


def paused(session: ToldSession) -> None:
    step(session)
    session.tell(Commanded(Meaning.PAUSE))
    session.listen()


def complaint(session: ToldSession) -> None:
    step(session)
    session.say("ouch")
    session.listen()


def help_called(session: ToldSession) -> None:
    step(session)
    session.say("help me")
    session.say("help")
    session.begin_sentence(0)


def help_awaited(session: ToldSession) -> None:
    help_called(session)
    session.listen()


def nobody_there(session: ToldSession) -> None:
    paused(session)
    session.tell(NobodyThere(60.0))
    session.begin_sentence(0)


def microphone_lost(session: ToldSession) -> None:
    step(session)
    session.tell(DeviceLost(Device.MICROPHONE, "it was unplugged"))
    session.begin_sentence(0)


def summary(session: ToldSession) -> None:
    side(session)
    session.say("left", "no", "no", "stop", "stop", "stop")
    while not session.over:
        session.listen()
        if not session.over:
            session.tell(TimerFired(Timer.NO_SPEECH))


SCENES: Final[Mapping[str, Callable[[ToldSession], None]]] = {
    scene.__name__.replace("_", "-"): scene
    for scene in (
        starting,
        welcome,
        sound_check,
        screening,
        step_is_said,
        step,
        question,
        confirmation,
        side,
        not_understood,
        longest_step,
        angling,
        hip_step,
        paused,
        complaint,
        help_called,
        help_awaited,
        nobody_there,
        microphone_lost,
        summary,
    )
}
