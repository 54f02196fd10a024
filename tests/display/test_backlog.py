"""What waits for a display: how much at most, what is let go first, and that this is told."""

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_ports import FakeDisplay
from voice_rom.core.protocol.effects import AlertOwner, AlertReason, Finish, Record, Silence
from voice_rom.core.protocol.events import RoomSounded, SpeechFinished
from voice_rom.display.backlog import MOST_WAITING, Backlog, Gap, Told, Weight, weight_of
from voice_rom.display.sentences import Fault
from voice_rom.ports import RoomLevel

LEVEL = RoomLevel(-55.0, -30.0, -40.0, zeros=False)

EVENTS_MD = Path(__file__).parents[2] / "docs" / "EVENTS.md"

MUST_BE_SEEN: tuple[type, ...] = (*get_args(Fault), AlertOwner, Finish, Record)

WEIGHTS = {"p": Weight.PASSING, "u": Weight.USUAL, "K": Weight.KEPT}


def left(kinds: str, *, most: int, rescue: bool = False) -> str:
    """What is left of such things put in one after the other; "-3" stands where 3 are missing."""
    backlog = Backlog(most)
    for number, kind in enumerate(kinds):
        backlog.put(Told(float(number), WEIGHTS[kind], lambda _: None))
    if rescue:
        backlog.let_go_all_but_kept()
    shown = []
    while (item := backlog.take()) is not None:
        if isinstance(item, Gap):
            shown.append(f"-{item.count}")
        else:
            shown.append(f"{item.at:.0f}")
    return " ".join(shown)


def test_what_there_is_room_for_comes_out_in_its_order() -> None:
    assert left("upKu", most=4) == "0 1 2 3"


def test_the_oldest_makes_room_for_the_newest() -> None:
    assert left("uuuuu", most=3) == "-2 2 3 4"


def test_what_passes_anyway_goes_before_anything_else() -> None:
    assert left("uupupu", most=4) == "0 1 -1 3 -1 5"


def test_what_must_be_seen_is_kept_and_the_gap_stands_where_it_is() -> None:
    assert left("KuKuKuu", most=4) == "0 -1 2 -1 4 -1 6"


def test_gaps_beside_each_other_are_one() -> None:
    assert left("uuuuuuK", most=2) == "-5 5 6"


def test_the_newest_goes_where_all_else_must_be_seen() -> None:
    assert left("KKKu", most=3) == "0 1 2 -1"


def test_where_everything_must_be_seen_the_oldest_goes() -> None:
    assert left("KKKKK", most=3) == "-2 2 3 4"


def test_in_the_end_only_what_must_be_seen_is_left() -> None:
    assert left("uuKpuKu", most=9, rescue=True) == "-2 2 -2 5 -1"


@given(st.text("puK", max_size=40), st.integers(1, 8))
def test_it_is_never_longer_than_its_bound_and_nothing_goes_untold(kinds: str, most: int) -> None:
    backlog = Backlog(most)
    for number, kind in enumerate(kinds):
        backlog.put(Told(float(number), WEIGHTS[kind], lambda _: None))
    items = []
    while (item := backlog.take()) is not None:
        items.append(item)
    waiting = [item for item in items if isinstance(item, Told)]
    gaps = [item for item in items if isinstance(item, Gap)]
    assert len(waiting) == min(most, len(kinds))
    assert len(waiting) + sum(gap.count for gap in gaps) == len(kinds)
    assert [item.at for item in items] == sorted(item.at for item in items)


def test_a_gap_tells_since_when_and_how_many() -> None:
    display = FakeDisplay()
    Gap(3.5, 12).tell(display)
    assert display.gaps == [(3.5, 12)]


@pytest.mark.parametrize("kind", MUST_BE_SEEN)
def test_faults_calls_for_help_answers_and_the_report_must_be_seen(kind: type) -> None:
    blank: Any = object.__new__(kind)
    assert weight_of(blank) is Weight.KEPT


def test_the_documentation_names_the_bound_and_all_that_must_be_seen() -> None:
    about = EVENTS_MD.read_text(encoding="utf-8").split("## Events")[0]
    assert f"Up to {MOST_WAITING} of them wait" in about
    assert all(f"`{kind.__name__}`" in about for kind in MUST_BE_SEEN)


def test_how_the_room_sounds_passes() -> None:
    assert weight_of(LEVEL) is weight_of(RoomSounded(-55.0, -30.0, zeros=False)) is Weight.PASSING


def test_all_else_is_as_usual() -> None:
    assert weight_of(SpeechFinished(1)) is weight_of(Silence()) is Weight.USUAL
    assert weight_of(AlertOwner(AlertReason.HELP)) is Weight.KEPT
    assert weight_of(replace(LEVEL, zeros=True)) is Weight.PASSING
