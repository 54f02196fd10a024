import os
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.model_store.archive_server import Behaviour, nobody_serving, serving
from tests.model_store.small_model import (
    ARCHIVE,
    CONTENTS,
    INNER,
    RememberingWatcher,
    http_source,
    is_whole,
    lay_out,
    maven_source,
    small_model,
    zipped,
)
from voice_rom.errors import DownloadFailed
from voice_rom.model_store.getting import Means, get_model, get_model_from_file
from voice_rom.model_store.manifest import MavenSource, Source

FIRST_PART, SECOND_PART = 294_912, 98_304
"""Bytes; whole reads of the downloader, so that nothing of them is lost at a break."""

FAKE_MAVEN = """#!/bin/sh
for argument in "$@"; do
  case $argument in -DoutputDirectory=*) OUT=${argument#*=} ;; esac
done
"""


class Fetching:
    """Fetches the small model to a shelf of its own, without ever waiting."""

    def __init__(self, folder: Path) -> None:
        self.shelf = folder / "shelf"
        self.watcher = RememberingWatcher()
        self.pauses: list[float] = []
        self.maven = str(folder / "no-maven-here")

    def get(self, *sources: Source, only: type[Source] | None = None) -> Path:
        return get_model(
            small_model(*sources),
            self.shelf,
            self.watcher,
            only=only,
            means=Means(maven=self.maven, pause=self.pauses.append),
        )

    def get_from_file(self, archive: Path, content: bytes = ARCHIVE) -> Path:
        model = small_model(http_source("http://nowhere.invalid/", content))
        return get_model_from_file(model, self.shelf, archive, self.watcher)

    def left_on_shelf(self) -> set[str]:
        return {path.name for path in self.shelf.iterdir()}

    def use_maven(self, script: str) -> None:
        """Stand in for Maven with a shell script; $OUT is the folder it was told to write to."""
        program = Path(self.maven)
        program.write_text(FAKE_MAVEN + script)
        program.chmod(0o755)


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    return Fetching(tmp_path)


def test_a_model_is_fetched_checked_and_unpacked(fetching: Fetching) -> None:
    with serving(Behaviour(ARCHIVE)) as url:
        folder = fetching.get(http_source(url))
    assert folder == fetching.shelf / "small"
    assert is_whole(folder)
    assert fetching.left_on_shelf() == {"small"}


def test_the_watcher_sees_the_bytes_grow_to_all_of_them(fetching: Fetching) -> None:
    with serving(Behaviour(ARCHIVE)) as url:
        fetching.get(http_source(url))
    counts = fetching.watcher.counts
    assert counts == sorted(counts)
    assert counts[-1] == (len(ARCHIVE), len(ARCHIVE))


def test_a_model_that_is_there_whole_is_not_fetched_again(fetching: Fetching) -> None:
    lay_out(fetching.shelf / "small")
    behaviour = Behaviour(ARCHIVE)
    with serving(behaviour) as url:
        fetching.get(http_source(url))
    assert behaviour.ranges_asked == []


def test_a_damaged_model_is_replaced(fetching: Fetching) -> None:
    damaged = lay_out(fetching.shelf / "small") / "am/final.mdl"
    damaged.write_bytes(bytes(len(CONTENTS["am/final.mdl"])))
    with serving(Behaviour(ARCHIVE)) as url:
        folder = fetching.get(http_source(url))
    assert is_whole(folder)
    assert fetching.left_on_shelf() == {"small"}


def test_a_download_that_breaks_off_goes_on_where_it_broke_off(fetching: Fetching) -> None:
    behaviour = Behaviour(ARCHIVE, breaks_off_after=[FIRST_PART, SECOND_PART])
    with serving(behaviour) as url:
        folder = fetching.get(http_source(url))
    assert is_whole(folder)
    assert behaviour.ranges_asked == [
        None,
        f"bytes={FIRST_PART}-",
        f"bytes={FIRST_PART + SECOND_PART}-",
    ]
    assert "was interrupted at 49 %" in fetching.watcher.all_said


def test_what_an_earlier_try_fetched_is_not_fetched_again(fetching: Fetching) -> None:
    with (
        serving(Behaviour(ARCHIVE, breaks_off_after=[FIRST_PART, 0, 0, 0, 0])) as url,
        pytest.raises(DownloadFailed),
    ):
        fetching.get(http_source(url))
    behaviour = Behaviour(ARCHIVE)
    with serving(behaviour) as url:
        folder = fetching.get(http_source(url))
    assert is_whole(folder)
    assert behaviour.ranges_asked == [f"bytes={FIRST_PART}-"]


def test_a_server_without_ranges_is_asked_for_everything_again(fetching: Fetching) -> None:
    behaviour = Behaviour(ARCHIVE, knows_ranges=False, breaks_off_after=[FIRST_PART])
    with serving(behaviour) as url:
        folder = fetching.get(http_source(url))
    assert is_whole(folder)
    assert len(behaviour.ranges_asked) == 2


def test_tries_that_bring_nothing_come_to_an_end_with_longer_pauses(fetching: Fetching) -> None:
    behaviour = Behaviour(ARCHIVE, breaks_off_after=[FIRST_PART] + [0] * 50)
    with serving(behaviour) as url, pytest.raises(DownloadFailed):
        fetching.get(http_source(url))
    assert len(behaviour.ranges_asked) < 10
    assert fetching.pauses == sorted(fetching.pauses)


def test_a_source_with_other_bytes_is_refused_and_the_next_one_tried(fetching: Fetching) -> None:
    forged = bytes(len(ARCHIVE))
    with serving(Behaviour(forged)) as bad, serving(Behaviour(ARCHIVE)) as good:
        folder = fetching.get(http_source(bad), http_source(good))
    assert is_whole(folder)
    assert f"{bad}: the download is not the model: the SHA-256 differs." in fetching.watcher.lines


def test_a_wrong_part_from_earlier_does_not_stand_in_the_way(fetching: Fetching) -> None:
    forged = Behaviour(bytes(len(ARCHIVE)), breaks_off_after=[FIRST_PART, 0, 0, 0, 0])
    with serving(forged) as url, pytest.raises(DownloadFailed):
        fetching.get(http_source(url))
    with serving(Behaviour(ARCHIVE)) as url:
        folder = fetching.get(http_source(url))
    assert is_whole(folder)
    assert "downloading everything again" in fetching.watcher.all_said


def test_a_part_longer_than_the_archive_is_thrown_away(fetching: Fetching) -> None:
    with serving(Behaviour(ARCHIVE + b"more")) as url, pytest.raises(DownloadFailed):
        fetching.get(http_source(url))
    assert f"more than the archive's {len(ARCHIVE)} bytes" in fetching.watcher.all_said
    assert fetching.left_on_shelf() == set()


@pytest.mark.parametrize(
    ("status", "told"),
    [(HTTPStatus.NOT_FOUND, "404 Not Found"), (HTTPStatus.SERVICE_UNAVAILABLE, "503")],
)
def test_a_server_that_refuses_is_told_and_not_asked_again(
    fetching: Fetching, status: HTTPStatus, told: str
) -> None:
    behaviour = Behaviour(ARCHIVE, status=status)
    with serving(behaviour) as url, pytest.raises(DownloadFailed):
        fetching.get(http_source(url))
    assert told in fetching.watcher.all_said
    assert len(behaviour.ranges_asked) == 1


def test_a_server_that_is_not_there_is_told_and_not_waited_for(fetching: Fetching) -> None:
    with nobody_serving() as url, pytest.raises(DownloadFailed, match="--from FILE"):
        fetching.get(http_source(url))
    assert f"{url}: no connection to the server." in fetching.watcher.lines
    assert fetching.pauses == []


@pytest.mark.real
def test_maven_brings_the_archive_when_the_server_does_not(
    fetching: Fetching, tmp_path: Path
) -> None:
    (tmp_path / "small.aar").write_bytes(ARCHIVE)
    fetching.use_maven(f"cp '{tmp_path}/small.aar' \"$OUT\"/small-1.0.aar\n")
    with nobody_serving() as url:
        folder = fetching.get(http_source(url), maven_source())
    assert is_whole(folder)
    assert fetching.left_on_shelf() == {"small"}


@pytest.mark.real
def test_maven_alone_can_be_asked_for(fetching: Fetching, tmp_path: Path) -> None:
    (tmp_path / "small.aar").write_bytes(ARCHIVE)
    fetching.use_maven(f"cp '{tmp_path}/small.aar' \"$OUT\"\n")
    behaviour = Behaviour(ARCHIVE)
    with serving(behaviour) as url:
        fetching.get(http_source(url), maven_source(), only=MavenSource)
    assert behaviour.ranges_asked == []


def test_a_missing_maven_is_told(fetching: Fetching) -> None:
    with pytest.raises(DownloadFailed):
        fetching.get(maven_source())
    assert "is not installed" in fetching.watcher.all_said


@pytest.mark.real
def test_what_maven_says_is_told_in_a_line(fetching: Fetching) -> None:
    fetching.use_maven("echo '[ERROR] Could not find artifact -> [Help 1]'; exit 1\n")
    with pytest.raises(DownloadFailed):
        fetching.get(maven_source())
    assert fetching.watcher.lines[-1].endswith("Maven says: Could not find artifact.")


def test_an_archive_from_elsewhere_is_unpacked(fetching: Fetching, tmp_path: Path) -> None:
    brought = tmp_path / "brought.zip"
    brought.write_bytes(ARCHIVE)
    assert is_whole(fetching.get_from_file(brought))
    assert brought.exists()


def test_another_archive_from_elsewhere_is_refused(fetching: Fetching, tmp_path: Path) -> None:
    brought = tmp_path / "brought.zip"
    brought.write_bytes(b"holiday pictures")
    with pytest.raises(DownloadFailed, match="SHA-256"):
        fetching.get_from_file(brought)


def test_a_missing_archive_is_told(fetching: Fetching, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match=r"nothing\.zip is not a file"):
        fetching.get_from_file(tmp_path / "nothing.zip")


@pytest.mark.parametrize(
    "name", ["../../outside", "a/../../../outside", "..\\outside", "C:outside"]
)
def test_an_entry_that_would_leave_the_folder_is_refused(
    fetching: Fetching, tmp_path: Path, name: str
) -> None:
    content = zipped({f"{INNER}/{name}": b"out", **_entries()})
    brought = tmp_path / "brought.zip"
    brought.write_bytes(content)
    with pytest.raises(DownloadFailed, match="unsafe name"):
        fetching.get_from_file(brought, content)
    assert not list(tmp_path.rglob("*outside"))
    assert fetching.left_on_shelf() == set()


def test_an_archive_that_is_no_zip_is_told(fetching: Fetching, tmp_path: Path) -> None:
    brought = tmp_path / "brought.zip"
    brought.write_bytes(b"no zip at all")
    with pytest.raises(DownloadFailed, match="the archive is broken"):
        fetching.get_from_file(brought, b"no zip at all")


def test_an_archive_without_a_file_of_the_model_is_told(fetching: Fetching, tmp_path: Path) -> None:
    entries = _entries()
    del entries[f"{INNER}/graph/Gr.fst"]
    content = zipped(entries)
    brought = tmp_path / "brought.zip"
    brought.write_bytes(content)
    with pytest.raises(DownloadFailed, match=r"graph/Gr\.fst is missing"):
        fetching.get_from_file(brought, content)
    assert fetching.left_on_shelf() == set()


def test_what_an_interrupted_unpacking_left_is_cleared_away(fetching: Fetching) -> None:
    lay_out(fetching.shelf / ".unpacking-abc" / "fresh")
    with serving(Behaviour(ARCHIVE)) as url:
        fetching.get(http_source(url))
    assert fetching.left_on_shelf() == {"small"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is always full")  # noqa: PTH110
def test_a_full_disk_is_told_in_one_line(fetching: Fetching) -> None:
    with serving(Behaviour(ARCHIVE)) as url:
        source = http_source(url)
        fetching.shelf.mkdir()
        (fetching.shelf / f".{source.sha256[:16]}.part").symlink_to("/dev/full")
        with pytest.raises(DownloadFailed, match="disk is full") as caught:
            fetching.get(source)
    assert "\n" not in str(caught.value)


def test_a_place_that_cannot_be_written_to_is_told_in_one_line(fetching: Fetching) -> None:
    fetching.shelf.write_text("a file, no folder")
    with serving(Behaviour(ARCHIVE)) as url, pytest.raises(DownloadFailed, match="cannot be wr"):
        fetching.get(http_source(url))


def _entries() -> dict[str, bytes]:
    return {f"{INNER}/{path}": content for path, content in CONTENTS.items()}
