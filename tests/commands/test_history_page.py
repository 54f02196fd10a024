"""`voice-rom history trend --report`: the trend as a page to print."""

import re
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import answer, tiny_report
from tests.commands.kept_history import CONTENT, LEG, TRUNK, History, given
from tests.reporting.browser import measured, open_page, running_browser
from tests.reporting.parsed_page import ParsedPage
from voice_rom.content.wording import banned_words
from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import Status
from voice_rom.core.language.meanings import Meaning
from voice_rom.errors import NoSuchSession, ReportNotWritable, UsageMistake
from voice_rom.history.question_outcome import Dated
from voice_rom.history.telling import date_of
from voice_rom.history.trend import courses
from voice_rom.history.trend_page import to_html
from voice_rom.history.wording import history_wording

PICTURES = Path(__file__).parents[2] / "build" / "report"

EVERY_ANSWER = (
    given(TRUNK, side=Side.LEFT),
    given(TRUNK, side=Side.RIGHT),
    given(TRUNK, side=Side.BOTH),
    given(TRUNK, side=Side.UNKNOWN),
    given(TRUNK, Meaning.NO),
    given(TRUNK, None, status=Status.UNSURE),
)


def page_of(history: History, *arguments: str) -> ParsedPage:
    file = history.folder.with_name("trend.html")
    told = history("trend", "--report", str(file), *arguments)
    assert str(file) in told.stderr
    return ParsedPage.of(file.read_text("utf-8"))


def marks_in_lanes(markup: str) -> list[list[str]]:
    """The marks of the first question on the page, a list of them for each session."""
    question = re.split(r'<section class="question">', markup)[1]
    columns: dict[str, list[str]] = {}
    for row, svg in enumerate(re.findall(r"<svg .*?</svg>", question, re.DOTALL)):
        for mark, x in re.findall(r'data-mark="(\w+)" transform="translate\(([\d.]+) ', svg):
            columns.setdefault(f"{row} {x}", []).append(mark)
    return list(columns.values())


def test_each_session_has_a_mark_in_the_lane_of_each_side(history: History) -> None:
    for each in EVERY_ANSWER:
        history.lead(each)
    history.lead(given(LEG), tests=(LEG,), breaks_off=True)
    page_of(history, "--test", TRUNK)
    assert marks_in_lanes(history.folder.with_name("trend.html").read_text("utf-8")) == [
        ["noticed", "not_named"],
        ["not_named", "noticed"],
        ["noticed", "noticed"],
        ["no_side", "no_side"],
        ["nothing", "nothing"],
        ["open", "open"],
        ["not_asked", "not_asked"],
    ]


def test_a_question_of_which_no_side_was_ever_named_has_one_lane(history: History) -> None:
    history.lead(given(TRUNK, Meaning.NO))
    history.lead(given(TRUNK, None, status=Status.SKIPPED))
    page_of(history)
    markup = history.folder.with_name("trend.html").read_text("utf-8")
    assert marks_in_lanes(markup) == [["nothing"], ["open"]]


def test_beside_each_picture_stand_the_words_of_the_terminal(history: History) -> None:
    for each in EVERY_ANSWER:
        history.lead(each)
    told = history("trend", "--test", TRUNK).stdout.splitlines()
    page = page_of(history, "--test", TRUNK)
    questions = CONTENT.assessment.tests[0].questions
    assert page.texts("h3") == [" ".join(each.say) for each in questions]
    said = [*page.texts("li"), *page.texts("p")]
    for line in (line for line in told if line.startswith("  ")):
        assert " ".join(line.split()) in said


def test_every_mark_has_its_word_below_it_and_every_session_its_date(history: History) -> None:
    history.lead(given(TRUNK, side=Side.LEFT))
    page = page_of(history, "--test", TRUNK)
    day, time = date_of(datetime(2026, 11, 30, 7, 30, tzinfo=UTC)).split(" ")
    assert page.texts("text")[1:7] == ["left", "right", "noticed", "not named", day, time]


def test_the_questions_are_grouped_by_test(history: History) -> None:
    history.lead(given(TRUNK), given(LEG))
    names = ["Trunk rotation", "Leg lift", "Hip rotation"]
    assert page_of(history).texts("h2")[1:-1] == names
    assert page_of(history, "--test", LEG).texts("h2")[1:-1] == names[1:2]


def test_nothing_on_the_page_is_run_or_loaded(history: History) -> None:
    history.lead(given(TRUNK))
    page = page_of(history)
    (policy,) = [
        each.attributes["content"]
        for each in page.all("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not {each.tag for each in page.elements} & {"script", "img", "link", "iframe", "a"}
    assert not {name for each in page.elements for name in each.attributes} & {"src", "href"}


def test_the_page_says_how_to_delete_and_that_it_is_ones_own(history: History) -> None:
    history.lead(given(TRUNK))
    page = page_of(history)
    file, delete = page.texts("p")[-2:]
    assert "a file of your own" in file
    assert "voice-rom history delete --all" in delete
    assert "This page stays until you delete it too." in delete


def test_the_page_sounds_like_no_verdict_and_only_its_owner_can_read_it(history: History) -> None:
    for each in EVERY_ANSWER:
        history.lead(each)
    assert banned_words(page_of(history).texts("main")[0]) == []
    mode = history.folder.with_name("trend.html").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_what_others_wrote_is_shown_and_never_part_of_the_page() -> None:
    planted = "<script>alert(1)</script>'\""
    (test, *others) = tiny_report(answer(side=Side.LEFT)).tests
    question = replace(test.questions[0], text=planted)
    report = replace(tiny_report(), tests=(replace(test, questions=(question,)), *others))
    dated = [Dated(id="1", started_at=datetime(2026, 3, 2, tzinfo=UTC), report=report)]
    page = ParsedPage.of(to_html(courses(dated), dated, history_wording("en"), "en"))
    assert page.all("script") == []
    assert planted in page.texts("h3")


@pytest.mark.parametrize(
    ("file", "error", "said"),
    [
        ("trend.json", UsageMistake, r"written as HTML or PDF; the name must end in \.html or"),
        ("nowhere/trend.html", ReportNotWritable, "there is no folder"),
    ],
)
def test_a_page_that_cannot_be_written_is_told_before_anything_is_printed(
    history: History, tmp_path: Path, file: str, error: type[Exception], said: str
) -> None:
    history.lead(given(TRUNK))
    with pytest.raises(error, match=said):
        history("trend", "--report", str(tmp_path / file))
    assert not (tmp_path / file).exists()


def test_where_nothing_is_saved_no_page_is_written(history: History, tmp_path: Path) -> None:
    file = tmp_path / "trend.html"
    with pytest.raises(NoSuchSession, match="No sessions have been saved yet") as told:
        history.by_settings("trend", "--report", str(file))
    assert told.value.exit_code == 27
    assert not file.exists()


@pytest.mark.real
@pytest.mark.slow
def test_in_a_browser_the_page_is_whole_on_a_phone_at_a_desk_and_on_paper(history: History) -> None:
    for each in EVERY_ANSWER:
        history.lead(each)
    page_of(history)
    file, pdf = history.folder.with_name("trend.html"), history.folder.with_name("trend.pdf")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        for width, media in ((320, "screen"), (1000, "screen"), (690, "print")):
            with open_page(browser, file, width=width) as page:
                page.emulate_media(media=media)  # type: ignore[arg-type]
                found = measured(page)
                page.screenshot(path=PICTURES / f"trend-{media}-{width}px.png", full_page=True)
            assert found.words > 300
            assert (found.broken, found.cut, found.scrolled) == ([], [], [])
    history.by_settings("trend", "--report", str(pdf), storage="[report]\npaper = 'Letter'")
    assert b"/MediaBox [0 0 612 792]" in pdf.read_bytes()
