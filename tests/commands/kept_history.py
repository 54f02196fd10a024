"""A folder with kept sessions, and `voice-rom history` on it."""

from pathlib import Path

from click.testing import CliRunner, Result

from tests.english import english_content
from tests.storage.kept import TimeOfDay, open_in
from voice_rom.cli import cli
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Answer, Source, Status
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.report import build_report
from voice_rom.storage.keeping import KeepingStore
from voice_rom.storage.kept_sessions import About

CONTENT = english_content()
TRUNK = "trunk-rotation"
LEG = "leg-lift"
TESTS = tuple(test.id for test in CONTENT.assessment.tests)

PLANTED = "a phrase that nobody else says"


def first_question(test_id: str) -> str:
    return next(test.questions[0].id for test in CONTENT.assessment.tests if test.id == test_id)


def given(
    test_id: str,
    meaning: Meant | None = Meaning.YES,
    side: Side | None = None,
    status: Status = Status.ANSWERED,
) -> Answer:
    return Answer(
        test_id=test_id,
        question_id=first_question(test_id),
        status=status,
        meaning=meaning,
        side=side,
        source=Source.KEY,
    )


class History:
    """A folder with kept sessions, and the command on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = TimeOfDay()

    def lead(
        self,
        *answers: Answer,
        complete: bool = True,
        breaks_off: bool = False,
        tests: tuple[str, ...] = TESTS,
    ) -> str:
        """Keep a session with these answers, a week after the one before; give its id."""
        self.clock.pass_by(7 * 86400)
        about = About(language="en", tests=tests, program_version="1.0")
        store = KeepingStore(
            open_in(self.folder, self.clock), about, resume_within=0.0, clock=self.clock
        )
        store.begin()
        for answer in answers:
            store.record(answer)
        session = store.session
        assert session is not None
        if not breaks_off:
            by_key = {(each.test_id, each.question_id): each for each in answers}
            assessment = CONTENT.assessment
            advice = (PLANTED,) if PLANTED in self.planted else ("Go on moving.",)
            store.finish(
                build_report(assessment, assessment.tests, by_key, complete=complete, advice=advice)
            )
        store.close()
        return session

    planted: tuple[str, ...] = ()

    def __call__(self, *arguments: str) -> Result:
        return self._invoke(*arguments, "--data", str(self.folder))

    def by_settings(self, *arguments: str, session: str = "", storage: str = "") -> Result:
        """The same, where a settings file names the folder, and says this beside it."""
        file = self.folder.with_name("settings.toml")
        told = f"[session]\n{session}\n[storage]\nfolder = '{self.folder}'\n{storage}\n"
        file.write_text(told, encoding="utf-8")
        return self._invoke(*arguments, "--settings", str(file))

    def _invoke(self, *arguments: str) -> Result:
        result = CliRunner().invoke(cli, ["history", *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result
