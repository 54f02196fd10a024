"""A scenario is refused before anything starts, with file, line and key of what is wrong."""

from pathlib import Path

import pytest

from tests.simulation.plans import leg_lift_plan, plan_of
from voice_rom.core.language.meanings import Meaning
from voice_rom.errors import ScenarioError
from voice_rom.simulation.plan import Answer, Fail, Press, Sound, Utter
from voice_rom.simulation.scenario import Fault
from voice_rom.sound import level_dbfs

HEAD = "title: t\nparticipant: {voice: anna}\n"


def named(answer: Answer) -> str:
    assert isinstance(answer, Sound)
    return answer.name


def test_a_title_and_a_voice_are_enough(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, HEAD)
    assert plan.title == "t"
    assert named(plan.usual["leg-lift.pain"]) == "words/no/anna"
    assert named(plan.usual["leg-lift.bending"]) == "words/yes/anna"
    assert named(plan.usual["hip-rotation.pain.side"]) == "words/left/anna"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("participant: {voice: anna}\n", "1: title: is missing"),
        (f"{HEAD}cue: []\n", "3: cue: is not a key here; did you mean cues?"),
        (
            f"{HEAD}room:\n  ekko_db: 3\n",
            "4: room.ekko_db: is not a key here; did you mean echo_db?",
        ),
        (f"{HEAD}room:\n  echo_db: loud\n", "4: room.echo_db: must be a number, not 'loud'"),
        (
            f"{HEAD}settings:\n  voice.rat: 3\n",
            "4: settings.'voice.rat': is not a key here; did you mean rate?",
        ),
        (
            f"{HEAD}settings:\n  session.tests: [leg-left]\n",
            (
                "4: settings.'session.tests': there is no test 'leg-left'; "
                "choose from: trunk-rotation, leg-lift, hip-rotation"
            ),
        ),
        (
            f"{HEAD}settings:\n  timing.tries: many\n",
            "4: settings.'timing.tries': must be a whole number, not 'many'",
        ),
        (
            f"{HEAD}answers:\n  leg-lift.pains: 'yes'\n",
            "4: answers.'leg-lift.pains': never comes; did you mean leg-lift.pain?",
        ),
        (
            f"{HEAD}answers:\n  leg-lift.pain: strait\n",
            (
                "4: answers.'leg-lift.pain': there is no recording of \"strait\" by anna; "
                "did you mean straight?"
            ),
        ),
        (
            f"{HEAD}answers:\n  leg-lift.pain: []\n",
            "4: answers.'leg-lift.pain': is an empty list; to let the moment pass, leave it out",
        ),
        (
            f"{HEAD}cues:\n  - {{at: stopped, say: stop, voice: bert}}\n",
            '4: cues[0].say: there is no recording of "stop" by bert; there is one by anna',
        ),
        (
            f"{HEAD}cues:\n  - {{at: stopped, say: stop, voice: carl}}\n",
            '4: cues[0].say: there is no recording of "stop" by carl; there is one by anna',
        ),
        (
            f"{HEAD}cues:\n  - {{at: stopped, say: hello, voice: carl}}\n",
            '4: cues[0].say: there is no recording of "hello" by carl; the voices are anna, bert',
        ),
        (
            f"{HEAD}cues:\n  - at: leg-lift.lie-flatt\n    say: stop\n",
            "4: cues[0].at: leg-lift.lie-flatt never comes; did you mean leg-lift.lie-flat?",
        ),
        (
            f"{HEAD}cues:\n  - during: stop\n    say: stop\n",
            "4: cues[0].during: stop never comes; did you mean stopped?",
        ),
        (
            f"{HEAD}cues:\n  - say: stop\n",
            "4: cues[0]: needs either at or during, to say when it happens",
        ),
        (
            f"{HEAD}cues:\n  - {{at: stopped, during: stopped, say: stop}}\n",
            "4: cues[0]: needs either at or during, to say when it happens",
        ),
        (
            f"{HEAD}cues:\n  - at: stopped\n",
            (
                "4: cues[0]: needs exactly one of say, press, nothing, play, noise, fault, quit; "
                "it has none"
            ),
        ),
        (
            f"{HEAD}cues:\n  - {{at: stopped, say: stop, press: stop}}\n",
            (
                "4: cues[0]: needs exactly one of say, press, nothing, play, noise, fault, quit; "
                "it has say and press"
            ),
        ),
        (
            f"{HEAD}cues:\n  - {{at: stopped, press: stopp}}\n",
            "4: cues[0].press: 'stopp' is not one of",
        ),
        (
            f"{HEAD}cues:\n  - {{at: stopped, play: noise/coff}}\n",
            '4: cues[0].play: There is no recording "noise/coff".',
        ),
        (f"{HEAD}room:\n  noise: fen\n", '4: room.noise: There is no recording "noise/fen".'),
        (
            "title: t\nparticipant:\n  voice: carl\n",
            '3: participant.voice: there is no recording of "yes" by carl; there is one by',
        ),
        (
            f"{HEAD}expect:\n  answers:\n    leg-lift.lie-flat: 'yes'\n",
            "5: expect.answers.'leg-lift.lie-flat': leg-lift.lie-flat is no question",
        ),
        (
            f"{HEAD}expect:\n  answers:\n    leg-lift.pain: perhaps\n",
            "5: expect.answers.'leg-lift.pain': perhaps is no answer",
        ),
        (
            f"{HEAD}expect:\n  answers:\n    leg-lift.pain: yes up\n",
            "5: expect.answers.'leg-lift.pain': up is not one of left, right, both, unknown",
        ),
        (
            f"{HEAD}expect:\n  findings: [leg-lift.pane]\n",
            "4: expect.findings[0]: leg-lift.pane is no question; did you mean leg-lift.pain?",
        ),
        (
            f"{HEAD}expect:\n  said: [stoped]\n",
            "4: expect.said[0]: stoped is never said; did you mean stopped?",
        ),
        (
            f"{HEAD}expect:\n  never: [phrases.not_understod]\n",
            (
                "4: expect.never[0]: phrases.not_understod is never said; "
                "did you mean phrases.not_understood.first?"
            ),
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        plan_of(tmp_path, text)
    assert f"scenario.yaml:{message}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_voice_needs_no_words_that_the_scenario_replaces(tmp_path: Path) -> None:
    text = (
        "title: t\nparticipant: {voice: bert}\nsettings: {session.tests: [leg-lift]}\n"
        'answers: {"*": "yes"}\n'
    )
    assert plan_of(tmp_path, text).answer("leg-lift.pain", 0) is not None


def test_settings_are_the_programs_own_with_the_scenarios_over_them(tmp_path: Path) -> None:
    plan = leg_lift_plan(tmp_path)
    assert plan.settings.session.tests == ("leg-lift",)


def test_one_value_may_stand_for_each_kind_of_setting(tmp_path: Path) -> None:
    text = HEAD + (
        "settings:\n  session.automatic_wait: true\n"
        "  timing.tries: 2\n  timing.no_speech_first: 4\n"
    )
    settings = plan_of(tmp_path, text).settings
    assert settings.session.automatic_wait is True
    assert settings.timing.tries == 2
    assert settings.timing.no_speech_first == 4.0


def test_every_kind_of_cue_is_read(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        f"{HEAD}cues:\n"
        "  - {at: stopped, say: uh yes, level_db: -6}\n"
        "  - {at: stopped, press: end}\n"
        "  - {during: welcome, fault: muted, seconds: 3, after: 1}\n",
    )
    uttered, pressed, failed = (cue.act for cue in plan.cues)
    assert isinstance(uttered, Utter)
    assert uttered.sound.name == "phrases/uh_yes/anna"
    assert uttered.sound.gain_db == -6.0
    assert pressed == Press(Meaning.END)
    assert failed == Fail(Fault.MUTED, 3.0)
    assert [cue.during for cue in plan.cues] == [False, False, True]


def test_a_recording_as_background_gets_its_level(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, f"{HEAD}room: {{noise: fan, noise_dbfs: -40}}\n")
    assert level_dbfs(plan.room.background) == pytest.approx(-40.0, abs=0.5)


def test_the_closest_habit_wins(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path,
        HEAD + 'answers: {side: left, "*.pain.side": right, leg-lift.pain.side: not sure}\n',
    )
    names = [
        named(sound)
        for moment in ("leg-lift.higher.side", "hip-rotation.pain.side", "leg-lift.pain.side")
        if (sound := plan.answer(moment, 0)) is not None
    ]
    assert names == ["words/left/anna", "words/right/anna", "words/not_sure/anna"]
