"""A damaged file: set aside, never overwritten, and a new one begun."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import answer
from tests.storage.kept import open_in, place_of, sessions_of, store_in, with_an_answer
from tests.tiers import at_most
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.database import open_database


def garbage(file: Path) -> None:
    file.write_bytes(b"this is no database " * 100)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5000])


def cut_to_a_stump(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def overwritten_within(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:8192] = bytes(range(256)) * 16
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [garbage, cut_short, cut_to_a_stump, overwritten_within])
def test_a_damaged_file_is_set_aside_with_the_date_and_a_fresh_one_begun(
    tmp_path: Path, damage: object
) -> None:
    file = with_an_answer(tmp_path)
    assert callable(damage)
    damage(file)
    found = file.read_bytes()
    database = open_database(place_of(tmp_path), lambda: datetime(2026, 11, 23, 9, 5, tzinfo=UTC))
    aside = tmp_path / "history.db.damaged-2026-11-23T09-05-00Z"
    assert database.set_aside == aside
    assert aside.read_bytes() == found
    assert aside.name in database.notices[0]
    assert "a new one created" in database.notices[0]
    database.close()
    assert sessions_of(tmp_path) == ()
    begin_anew = store_in(tmp_path)
    begin_anew.begin()
    begin_anew.record(answer())
    begin_anew.close()
    assert len(sessions_of(tmp_path)) == 1


def test_what_was_set_aside_is_never_overwritten(tmp_path: Path) -> None:
    def same_second() -> datetime:
        return datetime(2026, 11, 23, 9, 5, tzinfo=UTC)

    for content in (b"first " * 1000, b"second " * 1000, b"third " * 1000):
        (tmp_path / "history.db").write_bytes(content)
        open_database(place_of(tmp_path), same_second).close()
    kept = [file.read_bytes()[:5] for file in sorted(tmp_path.glob("*.damaged-*"))]
    assert kept == [b"first", b"secon", b"third"]


def test_what_lies_beside_a_damaged_file_goes_aside_with_it(tmp_path: Path) -> None:
    garbage(tmp_path / "history.db")
    (tmp_path / "history.db-wal").write_bytes(b"what was written last")
    open_in(tmp_path).close()
    (aside,) = tmp_path.glob("*.damaged-*-wal")
    assert aside.read_bytes() == b"what was written last"


def test_an_empty_file_is_a_file_to_begin_with(tmp_path: Path) -> None:
    (tmp_path / "history.db").touch()
    database = open_in(tmp_path)
    assert database.set_aside is None
    database.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_an_answer(tmp_path_factory.mktemp("whole"))


@given(
    changes=st.lists(st.tuples(st.integers(0, 2**16), st.binary(min_size=1, max_size=40))),
    length=st.integers(0, 2**16),
)
@settings(max_examples=at_most(60))
def test_a_file_of_any_bytes_is_opened_set_aside_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    whole: Path,
    changes: list[tuple[int, bytes]],
    length: int,
) -> None:
    """And nothing of it is lost: it lies there as it was, or under its new name, or it is read."""
    content = bytearray(whole.read_bytes()[:length])
    for where, new in changes:
        at = where % (len(content) + 1)
        content[at : at + len(new)] = new
    folder = tmp_path_factory.mktemp("any")
    file = folder / "history.db"
    file.write_bytes(content)
    try:
        store = store_in(folder)
    except StorageUnavailable:
        return  # any other error ends the test
    try:
        store.offer()
        store.begin()
        store.resume(accepted=True)
        store.record(answer(question_id="bending"))
    except StorageUnavailable:
        return
    finally:
        store.close()
    notices = store.notices
    (aside,) = folder.glob("*.damaged-*[0-9]Z") if notices else (None,)
    if aside is not None:
        assert aside.read_bytes() == bytes(content)
    assert "bending" in [
        kept.answer.question_id for session in sessions_of(folder) for kept in session.answers
    ]
