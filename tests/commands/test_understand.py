"""`voice-rom understand`: what a sentence means, and why."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voice_rom.cli import cli
from voice_rom.errors import ContentError, UsageMistake, VoiceRomError


def understand(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["understand", *arguments])


def test_it_says_what_a_sentence_means_and_by_which_template() -> None:
    told = understand("--asked", "difference", "Yes,", "the", "left", "one.").stdout.splitlines()
    assert told[0] == "yes+left"
    assert told[1].startswith("  yes_and_side: ")


def test_without_a_question_it_is_a_command_in_a_movement() -> None:
    assert understand("can you say that again").stdout.startswith("repeat\n")
    assert understand("I'm there").stdout.startswith("ready\n")


def test_a_question_has_its_own_name_too() -> None:
    assert understand("--asked", "leg-lift.higher", "they're the same").stdout.startswith("no\n")


def test_it_says_why_a_sentence_means_nothing() -> None:
    done = understand("--asked", "difference", "there is no milk left")
    assert done.stdout.splitlines() == ["nothing", '  "there" is not part of any answer']


def test_it_tells_the_part_of_the_body_and_how_sure() -> None:
    told = understand("i think my left knee hurts a bit").stdout.splitlines()[0]
    assert told == "pain+left, part of the body: knee, not quite sure, or only a little"


def test_programs_get_every_slot_as_json() -> None:
    told = json.loads(understand("--json", "--asked", "knee", "only the left").stdout)
    assert told.pop("why")
    assert told == {
        "asked": "knee",
        "words": "only the left",
        "meaning": "no",
        "side": "right",
        "part": None,
        "hedged": False,
        "implied": True,
    }


def test_a_list_is_counted_with_a_line_for_each_miss(tmp_path: Path) -> None:
    file = tmp_path / "cases.tsv"
    file.write_text(
        "# kind\tsentence\tmeaning\n"
        "difference\tyes the left one\tyes+left\n"
        "any\tmy knee hurts\tpain\n"
        "side\tthe left one\tright\n"
        "difference\tbananas\tyes\n"
        "side\ton the table\tnothing\n",
        "utf-8",
    )
    done = understand("--cases", str(file))
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f'{file}:4: "the left one" after side should mean right, but means left',
        f'{file}:5: "bananas" after difference should mean yes, but means nothing',
        "right 3 of 5, something else 1",
    ]
    counted = json.loads(understand("--cases", str(file), "--json").stdout)
    assert (counted["n"], counted["right"], counted["something_else"]) == (5, 3, 1)
    assert [miss["means"] for miss in counted["misses"]] == ["left", "nothing"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("difference yes yes", "with a tab between them"),
        ("differenc\tyes\tyes", "'differenc' is no kind of question; did you mean difference?"),
        ("side\tleft\tlefft", "'lefft' is no meaning; did you mean left?"),
        ("# nothing at all", "there is no sentence in it"),
    ],
)
def test_a_wrong_list_is_refused_in_one_line(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "cases.tsv"
    file.write_text(f"{line}\n", "utf-8")
    assert_refused(understand("--cases", str(file)), ContentError, told)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say a sentence, or --cases FILE"),
        (("yes", "--cases", "x.tsv"), "say a sentence, or --cases FILE"),
        (("--cases", "x.tsv", "--asked", "side"), "cannot be combined"),
        (("--asked", "sied", "left"), "there is no question 'sied'; did you mean side?"),
    ],
)
def test_a_wrong_command_is_refused_in_one_line(arguments: tuple[str, ...], told: str) -> None:
    assert_refused(understand(*arguments), UsageMistake, told)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.tsv"
    assert_refused(understand("--cases", str(file)), ContentError, "there is no such file")


def assert_refused(done: Result, kind: type[VoiceRomError], told: str) -> None:
    assert isinstance(done.exception, kind)
    assert told in str(done.exception)
    assert str(done.exception).isprintable()
