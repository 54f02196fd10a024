"""Small values of the core's types for tests; every field can be given another value."""

from collections.abc import Mapping
from dataclasses import replace

from voice_rom.core.assessment.content import (
    Advice,
    Assessment,
    Lines,
    Message,
    Posture,
    Prompt,
    Question,
    QuestionKind,
    Side,
    Step,
    Test,
    Way,
)
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.language.understanding import Reason, Understanding
from voice_rom.core.language.utterance import Utterance, Word
from voice_rom.core.outcome.report import Report, ReportedScreening, build_report


def message(*lines: str) -> Message:
    return Message(say=lines)


def prompt(*lines: str) -> Prompt:
    return Prompt(say=lines, short=lines[-1:], help=("Say what is true for you.",))


def step(step_id: str, *lines: str, seconds: float = 10.0) -> Step:
    return Step(id=step_id, say=lines, short=lines[-1:], help=("Take your time.",), seconds=seconds)


def way(way_id: str, line: str, *, to: str, start: tuple[str, ...] = ()) -> Way:
    help_lines = ("Take your time.",)
    return Way(
        id=way_id, to=to, start=start, say=(line,), short=(line,), help=help_lines, seconds=10.0
    )


def question(  # noqa: PLR0913 - each is one field that a test may want to be different
    question_id: str = "pain",
    *,
    say: Lines = ("Did it hurt?",),
    kind: QuestionKind = QuestionKind.YES_NO,
    concern: Meant = Meaning.YES,
    sign: str = "pain",
    choices: tuple[NamedChoice, ...] = (),
    counts_as: Mapping[Meant, Meant] | None = None,
    asks_side: bool = True,
    confirm: Mapping[Meant, Lines] | None = None,
    noted: Mapping[Meant, Lines] | None = None,
    finding: Mapping[str, Lines] | None = None,
) -> Question:
    """A question about pain that asks for the side."""
    return Question(
        id=question_id,
        say=say,
        short=say[-1:],
        help=("Say yes, no, or not sure.",),
        kind=kind,
        choices=choices,
        concern=(concern,),
        counts_as={} if counts_as is None else counts_as,
        sign=sign,
        confirm={concern: ("So it hurt.",)} if confirm is None else confirm,
        noted={Meaning.NO: ("No pain.",)} if noted is None else noted,
        side=prompt("On which side, left or right?") if asks_side else None,
        finding=findings() if finding is None else finding,
    )


def findings(what: str = "It hurt") -> dict[str, Lines]:
    return {
        Side.LEFT: (f"{what} on the left.",),
        Side.RIGHT: (f"{what} on the right.",),
        Side.BOTH: (f"{what} on both sides.",),
        Side.UNKNOWN: (f"{what}.",),
    }


def bending_question() -> Question:
    """An inverted question: "no" is the finding, and no side is asked for."""
    return question(
        "bending",
        say=("Can you lift your leg without bending your knee at all?",),
        concern=Meaning.NO,
        sign="bending",
        asks_side=False,
        confirm={Meaning.NO: ("So your knee bends.",)},
        noted={Meaning.YES: ("Your knee stays straight.",)},
        finding={Side.UNKNOWN: ("Your knee bent.",)},
    )


def angling_question() -> Question:
    return question(
        "angling",
        say=("Did your legs go straight up, or angle?",),
        kind=QuestionKind.CHOICE,
        choices=(NamedChoice("straight"), NamedChoice("angled")),
        concern=NamedChoice("angled"),
        sign="angling",
        confirm={NamedChoice("angled"): ("So they angle.",)},
        noted={NamedChoice("straight"): ("Straight up.",)},
        finding=findings("It angled"),
    )


def chair_test() -> Test:
    """A test on the chair: one step, one question about a difference."""
    easier = question(
        "easier",
        say=("Is it easier to turn to one side?",),
        sign="difference",
        confirm={Meaning.YES: ("So one side is easier.",)},
        noted={Meaning.NO: ("Both sides are alike.",)},
        finding=findings("It was easier to turn"),
    )
    return Test(
        id="turn",
        name="trunk rotation",
        posture="chair",
        intro=("The first test is trunk rotation.",),
        steps=(step("rotate", "Slowly turn to one side, then to the other."),),
        questions=(easier,),
        nothing_noticed=("You noticed nothing in this test.",),
        something_noticed=("This is what you noticed.",),
    )


def floor_test() -> Test:
    """A test on the floor: one step, three kinds of question."""
    return Test(
        id="lift",
        name="leg lift",
        posture="floor",
        intro=("The next test is the leg lift.",),
        steps=(step("raise", "Slowly raise one leg.", "Then the other."),),
        questions=(angling_question(), bending_question(), question()),
        nothing_noticed=("You noticed nothing in this test.",),
        something_noticed=("This is what you noticed.",),
    )


def tiny_assessment() -> Assessment:
    """Two tests, four questions: a difference, an either-or, an inverted one, and pain."""
    return Assessment(
        language="en",
        title="Range of motion",
        welcome=message("Welcome.", "This takes a few minutes."),
        sound_check=prompt("Say yes, so that I know I can hear you."),
        signs={name: name for name in ("difference", "angling", "bending", "pain")},
        postures={"chair": Posture(), "floor": Posture(lying=True)},
        ways=(
            way("to-floor", "Lie down on your back, slowly.", to="floor"),
            way("to-chair", "Sit down on your chair.", to="chair", start=("floor",)),
        ),
        tests=(chair_test(), floor_test()),
        advice=Advice(
            something_noticed=message("Many healthy people have such differences."),
            nothing_noticed=message("You noticed no difference."),
            open_questions=message("Some questions are open."),
            next_step=message("Try to even out the stress on your body."),
            professional=message("An osteopath can help you further."),
            clinic=message("{clinic} can help you further: {contact}."),
            limits=message("This is no medical advice."),
        ),
        sit_up=message("Roll onto your side, then sit up."),
        goodbye=message("Goodbye."),
    )


def utterance(  # noqa: PLR0913 - each is one field that a test may want to be different
    text: str = "yeah",
    *,
    start: float = 10.0,
    level_dbfs: float = -31.0,
    noise_dbfs: float = -55.0,
    confidence: float = 0.98,
    too_long: bool = False,
) -> Utterance:
    """Words of 0.3 s each, decided 0.3 s after the last."""
    words = tuple(
        Word(word, start + 0.3 * number, start + 0.3 * (number + 1), confidence)
        for number, word in enumerate(text.split())
    )
    end = words[-1].end if words else start + 0.3
    return Utterance(
        words=words,
        start=start,
        end=end,
        decided=end + 0.3,
        level_dbfs=level_dbfs,
        noise_dbfs=noise_dbfs,
        too_long=too_long,
    )


def understanding(
    meaning: Meant | None = Meaning.YES,
    text: str = "yeah",
    *,
    reason: Reason | None = None,
    unexpected: Meant | None = None,
) -> Understanding:
    """Understood when there is a meaning, foreign when there is none."""
    return Understanding(
        meaning=meaning,
        reason=reason or (Reason.UNDERSTOOD if meaning else Reason.FOREIGN),
        rule="the whole utterance",
        utterance=utterance(text),
        unexpected=unexpected,
    )


def answer(  # noqa: PLR0913 - each is one field that a test may want to be different
    meaning: Meant | None = Meaning.YES,
    *,
    test_id: str = "lift",
    question_id: str = "pain",
    status: Status = Status.ANSWERED,
    side: Side | None = None,
    source: Source = Source.VOICE,
    confirmed: bool = False,
    text: str = "yeah",
    side_text: str | None = None,
) -> Answer:
    """An answer by voice to the question about pain in the leg lift."""
    heard = understanding(meaning, text) if source is Source.VOICE else None
    return Answer(
        test_id=test_id,
        question_id=question_id,
        status=status,
        meaning=meaning,
        side=side,
        source=source,
        confirmed=confirmed,
        evidence=heard,
        side_evidence=None if side_text is None else understanding(Meaning.LEFT, side_text),
    )


def tiny_report(
    *answers: Answer, complete: bool = True, advice: Lines = ("An osteopath can help you further.",)
) -> Report:
    """The report on the tiny assessment with these answers; the other questions are open."""
    by_key = {(given.test_id, given.question_id): given for given in answers}
    assessment = tiny_assessment()
    return build_report(assessment, assessment.tests, by_key, complete=complete, advice=advice)


def careful_report(choice: str = "chair") -> Report:
    """The report of somebody who told of a reason to be careful, and noticed nothing else."""
    report = tiny_report(*nothing_noticed())
    (test, *_) = tiny_report(answer(test_id="turn", question_id="easier")).tests
    screening = ReportedScreening(
        questions=test.questions,
        careful=True,
        choice=choice,
        choice_heard=None,
        left_out=("Leg lift",),
    )
    return replace(report, screening=screening)


def nothing_noticed() -> tuple[Answer, ...]:
    """Every question of the tiny assessment answered, none with a concerning answer."""
    return (
        answer(Meaning.NO, test_id="turn", question_id="easier", text="no"),
        answer(NamedChoice("straight"), question_id="angling", text="straight"),
        answer(Meaning.YES, question_id="bending", text="yes"),
        answer(Meaning.NO, question_id="pain", text="no"),
    )
