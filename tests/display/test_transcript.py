"""What a person sees while a session runs."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import answer, nothing_noticed, tiny_report, understanding, utterance
from tests.display.every_kind import ANY_MACHINE, EFFECTS, EVENTS
from tests.display.screens import lines_on_screen, pipe
from tests.display.telling import (
    COMMANDS_ALONE,
    LEVEL,
    LISTENING,
    QUESTION,
    YES_NO,
    listening_terminal,
    say,
    shown_in_pipe,
    tell,
)
from tests.english import english_vocabulary
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Source, Status
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.core.language.understanding import Reason, Understanding, understand
from voice_rom.core.protocol.effects import (
    AlertOwner,
    AlertReason,
    Effect,
    Finish,
    Listen,
    Record,
    ShowUnderstood,
    Silence,
    StartTimer,
)
from voice_rom.core.protocol.events import (
    AlarmFailed,
    AlarmFault,
    Commanded,
    Device,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Event,
    ListeningBegan,
    Loss,
    QuitAsked,
    RoomSounded,
    StaffAcknowledged,
    StaffNotReached,
    StaffTold,
    Timer,
    TimerFired,
    UtteranceBegan,
    WasAsleep,
)
from voice_rom.display.console import console_on
from voice_rom.display.transcript import Transcript


def test_every_line_that_the_voice_says_has_a_line_of_its_own() -> None:
    shown = shown_in_pipe(say("Sit tall.", "Cross your arms."))
    assert shown == ["", "Voice:", "    Sit tall.", "    Cross your arms.", ""]


def test_it_listens_only_once_blocks_arrive() -> None:
    assert shown_in_pipe(YES_NO) == []
    assert LISTENING in shown_in_pipe(YES_NO, ListeningBegan("USB Audio"))


def test_the_microphone_is_named_once() -> None:
    shown = shown_in_pipe(YES_NO, ListeningBegan("USB Audio"), YES_NO, ListeningBegan("USB Audio"))
    assert shown.count("Microphone: USB Audio.") == 1


def test_another_microphone_is_named_again() -> None:
    shown = shown_in_pipe(YES_NO, ListeningBegan("USB Audio"), YES_NO, ListeningBegan("Built-in"))
    assert "Microphone: Built-in." in shown


def test_where_only_commands_are_possible_it_says_so() -> None:
    shown = shown_in_pipe(COMMANDS_ALONE, ListeningBegan("USB Audio"))
    assert "Listening for a command (h lists them)." in shown


def test_the_line_that_says_what_can_be_said_names_the_keys_and_fits_a_terminal() -> None:
    file, transcript = listening_terminal(80)
    transcript.close()
    assert LISTENING in lines_on_screen(file.getvalue())


def test_where_no_key_can_be_pressed_none_is_named() -> None:
    file, console = pipe()
    transcript = Transcript(console, keys=False)
    tell(transcript, 0.0, YES_NO)
    tell(transcript, 0.1, ListeningBegan("USB Audio"))
    last = file.getvalue().splitlines()[-1]
    assert last == "Listening. Say yes, no or not sure, or a command."


def test_after_stop_the_screen_offers_what_the_voice_offers() -> None:
    stopped = Listen(COMMANDS | {Meaning.END}, (Meaning.CONTINUE, Meaning.END))
    shown = shown_in_pipe(stopped, ListeningBegan("USB Audio"))
    assert shown[-1] == ("Listening. Say continue (c) or end (e), or a command (h lists them).")


HELPED = (ShowUnderstood(understanding(Meaning.HELP, "help")), Commanded(Meaning.HELP))


@pytest.mark.parametrize("helped", HELPED, ids=["voice", "key"])
def test_who_asks_for_help_sees_the_keys_of_all_commands(helped: Event | Effect) -> None:
    shown = shown_in_pipe(YES_NO, helped, YES_NO, ListeningBegan("USB Audio"))
    keys = next(line for line in shown if line.startswith("Keys for commands:"))
    for command in ("stop (Escape)", "pause (p)", "skip (k)", "help me (x)", "it hurts (o)"):
        assert command in keys
    assert shown.index(keys) == shown.index(LISTENING) - 1
    assert sum("Keys for commands" in line for line in shown) == 1


@pytest.mark.parametrize("helped", HELPED, ids=["voice", "key"])
def test_who_calls_for_help_is_not_shown_a_list_of_keys(helped: Event | Effect) -> None:
    all_well = Listen(COMMANDS | {Meaning.YES}, (Meaning.YES, Meaning.HELP))
    shown = shown_in_pipe(all_well, helped, all_well, ListeningBegan("USB Audio"))
    assert shown[-1] == "Listening. Say yes (y) or help (h), or a command."
    assert not any("Keys" in line for line in shown)


@pytest.mark.parametrize(
    ("understood", "sentence"),
    [
        (understanding(Meaning.YES, "yeah"), 'I heard "yeah". Understood: yes.'),
        (understanding(None, "dog"), 'I heard "dog", but that is not an answer here.'),
        (understanding(None, "[unk]"), 'I heard "(other words)", but that is not an answer here.'),
        (understanding(None, "", reason=Reason.EMPTY), "I heard a sound, but no words."),
        (
            understanding(None, "uh", reason=Reason.FILLER),
            'I heard "uh". I am waiting for your answer.',
        ),
        (
            understanding(None, "my left", reason=Reason.NOT_EXPECTED, unexpected=Meaning.LEFT),
            'I heard "my left" (left), but that doesn\'t answer this question.',
        ),
        (
            understanding(None, "yes no", reason=Reason.TWO_ANSWERS),
            'I heard "yes no": two answers. Please say just one.',
        ),
        (
            understanding(None, "yes", reason=Reason.TOO_LONG),
            "I heard someone speaking for too long to be an answer.",
        ),
        (
            understanding(None, "left sorry", reason=Reason.UNCERTAIN),
            'I heard "left sorry": taken back, with no new answer.',
        ),
        (
            understanding(None, "yes", reason=Reason.TOO_EARLY, unexpected=Meaning.YES),
            'I heard "yes" while I was still speaking.',
        ),
    ],
)
def test_what_was_heard_is_shown_with_what_it_means_or_why_it_means_nothing(
    understood: Understanding, sentence: str
) -> None:
    assert shown_in_pipe(ShowUnderstood(understood)) == [sentence]


@pytest.mark.parametrize(("written", "meant"), [("know", "no"), ("write", "right")])
def test_what_was_heard_is_spelled_as_it_was_meant(written: str, meant: str) -> None:
    expected = frozenset({Meaning.NO, Meaning.RIGHT})
    heard = understand(utterance(written), english_vocabulary(), expected)
    assert shown_in_pipe(ShowUnderstood(heard)) == [f'I heard "{meant}". Understood: {meant}.']


def test_every_reason_has_a_sentence_of_its_own() -> None:
    sentences = {
        tuple(shown_in_pipe(ShowUnderstood(understanding(Meaning.YES, "x", reason=reason))))
        for reason in Reason
    }
    assert len(sentences) == len(Reason)


@pytest.mark.parametrize(
    ("happened", "sentence"),
    [
        (Record(answer(Meaning.NO)), "Noted: no."),
        (Record(answer(Meaning.YES, confirmed=True)), "Noted and confirmed: yes."),
        (Record(answer(Meaning.YES, side=Side.LEFT)), "Noted: yes, side: left."),
        (
            Record(answer(Meaning.YES, side=Side.UNKNOWN, confirmed=True)),
            "Noted and confirmed: yes, side: not known.",
        ),
        (Record(answer(None, status=Status.SKIPPED)), "Left open: skipped."),
        (
            Record(answer(None, status=Status.NOT_HEARD, source=Source.NONE)),
            "Left open: no answer was understood.",
        ),
        (
            Record(answer(Meaning.PAIN, question_id="pain_lift-leg")),
            "Noted: it hurts.",
        ),
        (
            Record(answer(None, question_id="pain_lift-leg", status=Status.WITHDRAWN)),
            "No longer noted: it hurts.",
        ),
        (
            Record(answer(None, question_id="numb-2_lift-leg", status=Status.WITHDRAWN)),
            "No longer noted: it is numb.",
        ),
        (
            Record(answer(None, question_id="pain", status=Status.WITHDRAWN)),
            "Left open: the answer was taken back.",
        ),
        (Commanded(Meaning.WHERE), "Key: where am I."),
        (Commanded(None), "That key has no meaning: it stops, but does not end the session."),
        (Silence(), "The voice is silent."),
        (TimerFired(Timer.NO_SPEECH), "Nothing heard."),
        (TimerFired(Timer.WELFARE), "No reply."),
        (QuitAsked(), "Ending now."),
        (
            DeviceLost(Device.MICROPHONE),
            "Trouble: the microphone is gone. Plug it back in; the session is waiting for it.",
        ),
        (
            DeviceLost(Device.MICROPHONE, loss=Loss.MUTED),
            "Trouble: no sound at all is coming from the microphone. It may be muted.",
        ),
        (
            DeviceBack(Device.MICROPHONE, "USB Audio"),
            "Listening with another microphone: USB Audio.",
        ),
        (
            DeviceBack(Device.LOUDSPEAKER, "USB Audio"),
            "Speaking through another loudspeaker: USB Audio.",
        ),
        (
            DeviceCrackles(Device.MICROPHONE),
            (
                "Trouble: there are gaps in the sound from the microphone. "
                "Check its plug, or close other programs."
            ),
        ),
        (
            DeviceCrackles(Device.LOUDSPEAKER),
            "Trouble: the loudspeaker crackles. Check its plug, or close other programs.",
        ),
        (
            AlarmFailed(AlarmFault.NOT_STARTED),
            "Trouble: the notification program could not be started.",
        ),
        (
            AlarmFailed(AlarmFault.FAILED),
            "Trouble: the notification program ended with an error.",
        ),
        (
            AlarmFailed(AlarmFault.TOO_SLOW),
            "Trouble: the notification program took too long, and was stopped.",
        ),
        (StaffTold(), "The staff have been told."),
        (StaffAcknowledged(), "The staff have seen the message."),
        (
            StaffNotReached(),
            "Trouble: the staff could not be told. It is tried again and again.",
        ),
        (DeviceBack(Device.MICROPHONE), "The microphone is back."),
        (
            WasAsleep(600.0),
            "The computer was asleep for a while. The session continues from the same place.",
        ),
        (DeviceBack(Device.LOUDSPEAKER), "The loudspeaker is back."),
        (
            DeviceLost(Device.RECOGNISER, "It ended."),
            "Trouble: words cannot be understood; they will be when it is fixed. It ended.",
        ),
        (DeviceBack(Device.RECOGNISER), "Words are understood again."),
    ],
)
def test_what_happens_is_told_in_one_sentence(happened: Event | Effect, sentence: str) -> None:
    assert shown_in_pipe(happened) == [sentence]


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (AlertReason.NO_ANSWER, "NO ANSWER. PLEASE CHECK ON THE PERSON HERE."),
        (AlertReason.HELP, "HELP IS NEEDED. PLEASE GO TO THE PERSON HERE."),
    ],
)
def test_that_somebody_is_needed_is_shown_large(reason: AlertReason, line: str) -> None:
    assert shown_in_pipe(AlertOwner(reason)) == ["", line, "", line, "", line, ""]


def test_the_alert_is_bold_and_no_wider_than_the_terminal() -> None:
    file, transcript = listening_terminal(40)
    transcript.level(1.0, LEVEL)
    transcript.effect(2.0, AlertOwner(AlertReason.HELP))
    assert "\x1b[1mHELP IS NEEDED." in file.getvalue()
    assert max(len(line) for line in lines_on_screen(file.getvalue())) <= 40
    assert "Level" not in lines_on_screen(file.getvalue())[-1]


def test_help_that_is_called_is_not_told_to_wait_without_hurry() -> None:
    assert shown_in_pipe(StartTimer(Timer.ALARM, 30.0), TimerFired(Timer.ALARM)) == []


def test_a_pause_is_told_once_however_often_its_reminder_comes() -> None:
    pause = StartTimer(Timer.PAUSE, 120.0)
    shown = shown_in_pipe(pause, TimerFired(Timer.PAUSE), pause)
    assert shown == ["Waiting. There is no hurry."]


def test_a_second_pause_is_told_again() -> None:
    pause = StartTimer(Timer.PAUSE, 120.0)
    shown = shown_in_pipe(pause, StartTimer(Timer.NO_SPEECH, 8.0), pause)
    assert shown.count("Waiting. There is no hurry.") == 2


def test_a_muted_microphone_is_told_once_and_again_after_it_gave_sound() -> None:
    zeros, sound = RoomSounded(-120.0, -120.0, zeros=True), RoomSounded(-55.0, -50.0, zeros=False)
    trouble = "Trouble: no sound at all is coming from the microphone. It may be muted."
    assert shown_in_pipe(zeros, zeros) == [trouble]
    assert shown_in_pipe(zeros, sound, zeros) == [trouble, trouble]


def test_it_ends_with_the_report() -> None:
    shown = shown_in_pipe(Finish(tiny_report(*nothing_noticed())))
    assert "Report: Range of motion" in shown
    assert shown[-1] == "An osteopath can help you further."


def test_in_a_pipe_each_line_is_there_at_once() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(io.BufferedWriter(raw, buffer_size=100_000), encoding="utf-8")
    Transcript(console_on(file)).effect(0.0, say("Sit tall."))
    assert raw.getvalue().decode().splitlines()[2] == "    Sit tall."


def test_in_a_pipe_a_long_line_stays_one_line() -> None:
    assert f"    {QUESTION * 5}" in shown_in_pipe(say(QUESTION * 5))


def test_in_a_pipe_there_is_no_level() -> None:
    file, console = pipe()
    transcript = Transcript(console)
    transcript.event(0.0, ListeningBegan("USB Audio"))
    before = file.getvalue()
    transcript.level(1.0, LEVEL)
    transcript.event(2.0, UtteranceBegan(1.9))
    assert file.getvalue() == before


def test_square_brackets_and_control_characters_are_only_text() -> None:
    shown = shown_in_pipe(say("[bold]Sit\x1b[31m tall.[/bold]"))
    assert "    [bold]Sit [31m tall.[/bold]" in shown


def test_an_output_that_knows_few_characters_gets_the_rest_as_question_marks() -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    Transcript(console_on(file)).effect(0.0, say("Café \u2013 sit."))
    file.seek(0)
    assert "    Caf? ? sit." in file.read().splitlines()


@ANY_MACHINE
@given(st.lists(EVENTS | EFFECTS, max_size=8))
def test_a_pipe_never_gets_a_control_code_whatever_happens(
    happened: list[Event | Effect],
) -> None:
    file, console = pipe()
    transcript = Transcript(console)
    for each in happened:
        tell(transcript, 1.0, each)
    transcript.close()
    assert all(char.isprintable() or char == "\n" for char in file.getvalue())


@pytest.mark.parametrize("count", [1, 40])
def test_where_something_is_missing_one_line_says_so(count: int) -> None:
    file, console = pipe()
    transcript = Transcript(console)
    transcript.missed(1.0, count)
    assert file.getvalue() == f"The screen could not keep up. Updates missing here: {count}.\n"
