"""What a frame may hold, and what it may not: above all no text of anybody's."""

import json
from contextlib import suppress
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intercom.room_settings import SETTINGS
from voice_rom.intercom.messages import (
    MOST_BYTES,
    Activity,
    Done,
    FromDesk,
    FromRoom,
    Health,
    NotAMessageError,
    RoomSettings,
    RoomState,
    as_frame,
    read_from_desk,
    read_from_room,
)

KINDS = st.sampled_from(["hello", "state", "call", "order", "call_seen", "welcome", "health", ""])
HAND = "\N{WAVING HAND SIGN}"
"""Four bytes."""

NESTED = st.dictionaries(
    st.sampled_from(["kind", "call_id", "order", "order_id", "version", "activity", "room_id"]),
    st.one_of(KINDS, st.integers(), st.floats(), st.none(), st.text(), st.lists(st.integers())),
)
"""What looks like a message."""


def test_a_message_is_read_as_it_was_written() -> None:
    state = RoomState(activity=Activity.QUESTION, test="leg lift", number=1, of=3, quiet_for=1.5)
    assert read_from_room(as_frame(state)) == state


@pytest.mark.parametrize(
    "frame",
    [
        '{"kind":"state","activity":"question","answer":"left"}',
        '{"kind":"state","activity":"question","quiet_for":NaN}',
        '{"kind":"state","activity":"question","number":-1}',
        '{"kind":"call","call_id":"short","reason":"help"}',
        '{"kind":"call","call_id":"long-enough","reason":"because"}',
        f'{{"kind":"state","activity":"question","test":"{"x" * 81}"}}',
        "x" * (MOST_BYTES + 1),
    ],
)
def test_what_is_more_or_less_than_a_message_is_none(frame: str) -> None:
    with pytest.raises(NotAMessageError):
        read_from_room(frame)


@given(frame=st.one_of(st.text(), st.binary(), NESTED.map(json.dumps)))
def test_whatever_comes_is_a_message_or_told_to_be_none(frame: str | bytes) -> None:
    for read in (read_from_room, read_from_desk):
        with suppress(NotAMessageError):
            assert read(frame).kind


def test_the_longest_settings_fit_into_a_frame_in_any_script() -> None:
    longest = RoomSettings.model_validate(
        {
            **SETTINGS.model_dump(),
            "wrong": [HAND * 500],
            **dict.fromkeys(("greeting", "clinic", "contact", "professional"), HAND * 300),
            "emergency_number": HAND * 80,
            "tests": [HAND * 80] * 20,
            "languages": ["sgn-US"] * 20,
        }
    )
    assert len(as_frame(longest).encode()) < MOST_BYTES
    assert read_from_room(as_frame(longest)) == longest


def test_neither_side_takes_the_others_messages() -> None:
    with pytest.raises(NotAMessageError):
        read_from_desk(as_frame(Health()))
    with pytest.raises(NotAMessageError):
        read_from_room('{"kind":"welcome"}')
    assert not set(get_args(FromRoom)) & set(get_args(FromDesk))
    assert read_from_room(as_frame(Done(order_id="order-0001"))).kind == "done"
