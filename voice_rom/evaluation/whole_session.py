"""One speaker's whole session: the program itself, in a simulated room, in virtual time."""

from collections.abc import Mapping
from contextlib import closing

from voice_rom.app import Performance, open_voice, perform
from voice_rom.content.load import assessment_file, load_content
from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.places import Place, chosen_tests
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.language.meanings import Meant
from voice_rom.display.displays import Displays
from voice_rom.errors import ScenarioNotMet
from voice_rom.evaluation.candidate import Candidate
from voice_rom.evaluation.chosen_answers import SIDE_MEANINGS, ChosenAnswer, choose_answers
from voice_rom.evaluation.session_listener import SessionListener
from voice_rom.evaluation.session_outcome import (
    SessionOutcome,
    asked_again,
    false_reactions,
    kept_answers,
)
from voice_rom.evaluation.session_plan import LONGEST_SECONDS, SessionSetup, session_plan
from voice_rom.evaluation.speakers import RecordedSpeaker
from voice_rom.simulation.plan import Plan


def run_whole_session(
    setup: SessionSetup, speaker: RecordedSpeaker, candidate: Candidate
) -> SessionOutcome:
    """Play it to its end, and compare what was kept with what was meant.

    Chance is seeded by the speaker's name. Raises FolderNotEvaluable when a recording cannot be
    read, VoiceUnavailable, SettingsError, and TypeError for a candidate that can only hear.
    """
    if not isinstance(candidate, SessionListener):
        raise TypeError("only the program itself can lead a session")
    settings = setup.settings
    content = load_content(settings.session.language, None, assessment_file(settings))
    places = _places(content, settings)
    chosen = choose_answers(places, speaker.words, speaker.name)
    plan = session_plan(setup, speaker, content, places, chosen)
    by_voice = {at: one for at, one in chosen.items() if _is_said(one, speaker.words)}
    with closing(open_voice(settings)) as voice:
        try:
            performance = perform(
                plan,
                voice=voice,
                model=setup.model,
                display=Displays([]),
                opening=candidate.lend,
            )
        except ScenarioNotMet:
            answers = tuple(kept_answers(None, by_voice, ()))
            return SessionOutcome(
                speaker=speaker.name,
                answers=answers,
                asked_again=(),
                finished=False,
                seconds=LONGEST_SECONDS,
            )
    return _outcome(speaker, performance, plan, by_voice)


def _outcome(
    speaker: RecordedSpeaker,
    performance: Performance,
    plan: Plan,
    by_voice: Mapping[str, ChosenAnswer],
) -> SessionOutcome:
    outcome, spoken = performance.outcome, performance.simulation.participant.spoken
    return SessionOutcome(
        speaker=speaker.name,
        answers=tuple(kept_answers(outcome.report, by_voice, spoken)),
        asked_again=tuple(asked_again(outcome.recorder, spoken, plan.kinds)),
        finished=outcome.report.complete and outcome.seconds <= plan.limit,
        seconds=outcome.seconds,
        false_reactions=tuple(false_reactions(outcome.recorder, spoken)),
    )


def _places(content: Content, settings: Settings) -> tuple[Place, ...]:
    tests = chosen_tests(content.assessment, settings.session.tests)
    return Programme(content, tests, screening=settings.safety.screening).places()


def _is_said(answer: ChosenAnswer, words: Mapping[Meant, object]) -> bool:
    """Whether all of it is said, and nothing pressed."""
    side = None if answer.side is None else SIDE_MEANINGS[answer.side]
    return answer.meaning in words and (side is None or side in words)
