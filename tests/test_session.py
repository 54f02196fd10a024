"""The loop between the dialogue and the world, with fakes of the world's ports."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.core.person import utterance
from tests.english import english_content, english_vocabulary
from tests.fake_ports import (
    CLIP_SAMPLES,
    SECONDS_A_SPEECH,
    FakeAlarm,
    FakeDisplay,
    FakeListener,
    FakeRoom,
    FakeStore,
    FakeVoice,
    block,
)
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import (
    AlarmFailed,
    AlarmFault,
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    ListeningBegan,
    LoudspeakerMuted,
    QuitAsked,
    RoomSounded,
    SentenceBegan,
    SpeechBegan,
    SpeechFinished,
    TimerFired,
)
from voice_rom.display.console import console_on
from voice_rom.display.quiet import Quiet
from voice_rom.display.transcript import Transcript
from voice_rom.earcons import Earcons
from voice_rom.ports import Display, RoomLevel, Signal
from voice_rom.session import Session
from voice_rom.sound import SAMPLE_RATE

ECHO = 0.25
PLAIN = ["yes", *(["ready"] * 5), "no", "no", "no", "done"]


@dataclass
class Stage:
    room: FakeRoom
    listener: FakeListener
    voice: FakeVoice
    display: FakeDisplay
    store: FakeStore
    alarm: FakeAlarm
    session: Session

    def run(self) -> Report:
        return self.session.run()

    @property
    def events(self) -> list[Event]:
        return [event for _, event in self.display.events]


def stage(
    signals: Sequence[Signal] = (),
    heard: Sequence[Utterance | RoomLevel] = (),
    *,
    display: Display | None = None,
    earcons: bool = False,
) -> Stage:
    room, listener, voice, noted = (
        FakeRoom(signals),
        FakeListener(heard),
        FakeVoice(),
        FakeDisplay(),
    )
    store, alarm = FakeStore(voice), FakeAlarm([AlarmFault.FAILED])
    settings = load_settings(
        PACKAGED, {"session.tests": ["trunk-rotation"], "safety.screening": False}
    )
    session = Session(
        Dialogue(english_content(), english_vocabulary(), settings),
        room=room,
        listener=listener,
        voice=voice,
        display=display or noted,
        store=store,
        alarm=alarm,
        room_echo_seconds=ECHO,
        earcons=Earcons(settings.voice) if earcons else None,
    )
    return Stage(room, listener, voice, noted, store, alarm, session)


def talk(*words: str, earcons: bool = False) -> Stage:
    heard = [utterance(word) for word in words]
    return stage([block() for _ in words], heard, earcons=earcons)


def test_a_session_runs_from_the_first_word_to_the_report() -> None:
    report = talk(*PLAIN).run()
    assert report.complete
    assert report.findings == ()


def test_the_report_says_how_long_it_took() -> None:
    scene = talk(*PLAIN)
    assert scene.run().seconds == scene.room.time


def test_listening_begins_after_the_voice_has_ended_and_its_echo_has_died() -> None:
    scene = talk(*PLAIN)
    scene.run()
    ends = {at for at, event in scene.display.events if isinstance(event, SpeechFinished)}
    answers = [not_before for not_before, during_voice in scene.listener.opened if not during_voice]
    assert answers
    assert all(not_before - ECHO in ends for not_before in answers)


def test_every_speech_is_listened_over_for_interruptions() -> None:
    scene = talk(*PLAIN)
    scene.run()
    over_voice = [opened for opened in scene.listener.opened if opened[1]]
    assert len(over_voice) == len(scene.room.played)


def test_an_answer_is_stored_before_the_next_thing_is_said() -> None:
    scene = talk(*PLAIN)
    scene.run()
    said = [spoken for _, spoken in scene.store.records]
    assert len(scene.store.records) == 3
    texts = [scene.voice.spoken[count].text_id for count in said]
    assert all(text.endswith("noted.no") for text in texts)


def test_that_it_listens_is_told_only_when_a_block_was_listened_to() -> None:
    scene = talk("yes")
    scene.run()
    assert ListeningBegan("a fake microphone") in scene.events


def test_that_the_voice_has_begun_is_told_once_when_it_really_sounds() -> None:
    scene = stage()
    scene.room.over_voice.extend(
        [block(0.0), block(0.02, sounding=True), block(0.04, sounding=True)]
    )
    scene.run()
    (began,) = [event for event in scene.events if isinstance(event, SpeechBegan)]
    lines = [line for line in scene.voice.spoken if line.text_id == "welcome.say"]
    seconds = len(lines) * CLIP_SAMPLES / SAMPLE_RATE
    assert began.speech == 1
    assert began.ends == pytest.approx(0.02 + seconds)
    assert began.ends - CLIP_SAMPLES / SAMPLE_RATE < began.last_words < began.ends


def test_the_display_is_told_when_each_sentence_begins_to_sound() -> None:
    scene = stage()
    blocks = [block(0.02 * number, sounding=number > 0) for number in range(1, 50)]
    scene.room.over_voice.extend([block(0.0), *blocks])
    scene.run()
    lines = [line for line in scene.voice.spoken if line.text_id == "welcome.say"]
    began = [event for event in scene.events if isinstance(event, SentenceBegan)]
    assert began == [SentenceBegan(1, number) for number in range(len(lines))]


def test_a_sentence_that_is_not_come_to_is_never_told_to_have_begun() -> None:
    scene = stage()
    scene.room.over_voice.extend(
        [block(0.0), block(0.02, sounding=True), Commanded(Meaning.STOP), block(2.0, sounding=True)]
    )
    scene.run()
    told = [event for event in scene.events if isinstance(event, SentenceBegan)]
    assert SentenceBegan(1, 0) in told
    assert all(event.number == 0 for event in told if event.speech == 1)


def test_a_speech_that_no_block_was_heard_with_is_never_told_to_have_begun() -> None:
    scene = talk(*PLAIN)
    scene.run()
    assert not any(isinstance(event, SpeechBegan) for event in scene.events)


@pytest.mark.parametrize("sounding", [True, False])
def test_what_is_said_over_the_last_words_counts_once_the_voice_is_known_to_sound(
    *, sounding: bool
) -> None:
    early = utterance("skip", start=5.0, during_voice=True)
    scene = stage([QuitAsked()], [early])
    scene.room.over_voice.append(block(sounding=sounding))
    scene.run()
    assert (0.0 in scene.room.silenced) is sounding


def test_levels_reach_the_display_and_the_dialogue_only_while_listening() -> None:
    level = RoomLevel(noise_dbfs=-60.0, peak_dbfs=-30.0, level_dbfs=-50.0, zeros=False)
    scene = stage([block()], [level])
    scene.run()
    assert [told for _, told in scene.display.levels] == [level]
    assert RoomSounded(-60.0, -30.0, zeros=False) in scene.events


def test_what_the_listener_tells_while_the_voice_plays_is_no_room_level() -> None:
    level = RoomLevel(noise_dbfs=-60.0, peak_dbfs=-30.0, level_dbfs=-50.0, zeros=False)
    scene = stage(heard=[level])
    scene.room.over_voice.append(block())
    scene.run()
    assert not scene.listener.utterances
    assert scene.display.levels == []


def test_stop_over_the_voice_stops_it() -> None:
    scene = stage(heard=[utterance("stop", during_voice=True)])
    scene.room.over_voice.append(block())
    scene.run()
    assert scene.room.silenced[0] == 0.0
    assert "phrases.stopped.say" in {line.text_id for line in scene.voice.spoken}


def test_silence_lets_the_timers_run_and_the_session_end() -> None:
    scene = stage()
    report = scene.run()
    assert not report.complete
    assert any(isinstance(event, TimerFired) for event in scene.events)


def test_when_nobody_answers_any_more_others_are_told_once_and_it_is_heard_that_it_failed() -> None:
    scene = talk("yes")
    scene.run()
    assert scene.alarm.alerts == [AlertReason.NO_ANSWER]
    assert scene.events.count(AlarmFailed(AlarmFault.FAILED)) == 1
    assert "phrases.alarm_failed" in {line.text_id for line in scene.voice.spoken}


@pytest.mark.parametrize("meaning", [Meaning.STOP, Meaning.PAUSE])
@pytest.mark.parametrize("speech", range(4))
def test_a_key_silences_the_voice_at_the_moment_it_is_pressed(
    speech: int, meaning: Meaning
) -> None:
    """In the welcome, the sound check, and the first two steps."""
    scene = stage([Commanded(Meaning.YES), *[Commanded(Meaning.READY)] * 3])
    scene.room.over_speech = speech
    scene.room.over_voice.append(Commanded(meaning))
    scene.run()
    pressed = next(at for at, event in scene.display.events if event == Commanded(meaning))
    assert scene.room.silenced[0] == pressed


def test_a_key_answers() -> None:
    sound_check = [Meaning.YES, Meaning.YES]
    keys = [*sound_check, *[Meaning.READY] * 5, *[Meaning.NO] * 3, Meaning.READY]
    scene = stage([Commanded(key) for key in keys])
    assert scene.run().complete


def test_a_closed_window_ends_with_a_last_word() -> None:
    scene = stage([QuitAsked()])
    scene.run()
    assert scene.voice.spoken[-1].text_id == "goodbye.say"


def test_a_lost_loudspeaker_does_not_stop_the_words_on_the_screen() -> None:
    lost: list[Signal] = [DeviceLost(Device.LOUDSPEAKER, "unplugged"), QuitAsked()]
    scene = stage(lost)
    scene.run()
    assert DeviceLost(Device.LOUDSPEAKER, "unplugged") in scene.events
    played = len(scene.room.played)
    assert scene.voice.spoken[-1].text_id == "sound_check.say"
    assert played == 2


@pytest.mark.parametrize("kind", [Transcript, Quiet])
@pytest.mark.parametrize("device", [Device.MICROPHONE, Device.LOUDSPEAKER])
def test_why_a_device_is_gone_stands_on_the_screen(
    device: Device, kind: type[Transcript | Quiet]
) -> None:
    file = io.StringIO()
    scene = stage(
        [DeviceLost(device, "the system ended its stream"), QuitAsked()],
        display=kind(console_on(file)),
    )
    scene.run()
    assert file.getvalue().splitlines().count("Reason: the system ended its stream.") == 1


def test_a_muted_loudspeaker_is_told_to_whoever_looks_and_changes_nothing_else() -> None:
    scene = stage([LoudspeakerMuted("USB Audio"), QuitAsked()])
    scene.run()
    assert LoudspeakerMuted("USB Audio") in scene.events
    assert not [event for event in scene.events if isinstance(event, DeviceLost)]
    assert scene.voice.spoken[-1].text_id == "goodbye.say"


def test_a_loudspeaker_that_comes_back_is_used_again() -> None:
    back: list[Signal] = [
        DeviceLost(Device.LOUDSPEAKER, "unplugged"),
        DeviceBack(Device.LOUDSPEAKER),
    ]
    scene = stage([*back, QuitAsked()])
    scene.run()
    assert DeviceBack(Device.LOUDSPEAKER) in scene.events
    assert scene.voice.spoken[-1].text_id == "goodbye.say"


def test_all_that_may_be_said_is_prepared_after_the_first_words() -> None:
    scene = talk("yes")
    scene.run()
    assert len(scene.voice.prepared) > 200
    assert scene.voice.spoken[0].text_id == "welcome.say"


@pytest.mark.parametrize("words", ["stop", "pause"])
def test_an_interruption_silences_the_room_at_once(words: str) -> None:
    scene = talk("yes", words)
    scene.run()
    assert scene.room.silenced[0] == pytest.approx(3 * SECONDS_A_SPEECH)


def lengths(scene: Stage, speech: int) -> list[int]:
    """How many samples each clip of a speech has."""
    return [len(clip.samples) for clip in scene.room.played[speech]]


def test_with_earcons_a_reply_begins_with_a_sound_and_a_question_ends_with_one() -> None:
    plain, sounding = talk(*PLAIN), talk(*PLAIN, earcons=True)
    plain.run()
    sounding.run()
    assert len(plain.room.played) == len(sounding.room.played)
    speeches = [
        (lengths(plain, speech), lengths(sounding, speech))
        for speech in range(len(plain.room.played))
    ]
    begin = [speech for speech, (bare, whole) in enumerate(speeches) if whole[0] > bare[0]]
    end = [speech for speech, (bare, whole) in enumerate(speeches) if whole[-1] > bare[-1]]
    # Nobody has answered before the welcome, nor between what was noticed and the summary.
    assert begin == [*range(1, 11), 12]
    # Nothing can be answered to the welcome, to what was noticed, and to the goodbye.
    assert end == [*range(1, 10), 11]


def test_whatever_sounds_the_session_says_and_takes_the_same() -> None:
    plain, sounding = talk(*PLAIN), talk(*PLAIN, earcons=True)
    assert plain.run() == sounding.run()
    assert plain.voice.spoken == sounding.voice.spoken
    assert plain.display.effects == sounding.display.effects
