"""What the command line says of the page."""

import pytest
from click.testing import CliRunner

from voice_rom.cli import cli
from voice_rom.commands.page import PageFlags, read_page_flags
from voice_rom.commands.simulating import pace_of
from voice_rom.errors import UsageMistake

NO_PAGE = PageFlags(wanted=False, port=0, browser=True)


def test_a_page_is_opened_in_the_browser_on_any_free_port() -> None:
    assert read_page_flags({"page": True}) == PageFlags(wanted=True, port=0, browser=True)


def test_both_can_be_chosen() -> None:
    flags = {"page": True, "port": 8080, "no_browser": True}
    assert read_page_flags(flags) == PageFlags(wanted=True, port=8080, browser=False)


@pytest.mark.parametrize("flags", [{"port": 8080}, {"no_browser": True}])
def test_what_is_said_of_a_page_that_is_not_wanted_is_a_mistake(flags: dict[str, object]) -> None:
    with pytest.raises(UsageMistake, match="add --page"):
        read_page_flags(flags)


@pytest.mark.parametrize("command", ["start", "simulate"])
def test_the_help_tells_of_the_page(command: str) -> None:
    assert "--page" in CliRunner().invoke(cli, [command, "--help"]).output


@pytest.mark.parametrize("speed", [0.0, -1.0, 101.0, float("nan"), float("inf")])
def test_a_speed_at_which_nothing_can_be_seen_is_refused(speed: float) -> None:
    with pytest.raises(UsageMistake, match="must be between"):
        pace_of(speed, NO_PAGE)


def test_a_page_is_watched_in_real_time_unless_told_otherwise() -> None:
    watched = pace_of(None, read_page_flags({"page": True}))
    chosen = pace_of(4.0, NO_PAGE)
    assert watched is not None
    assert chosen is not None
    assert (watched.speed, chosen.speed) == (1.0, 4.0)
    assert pace_of(None, NO_PAGE) is None
