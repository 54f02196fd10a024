"""Work in several processes at once."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.evaluation.folders import small_folder
from voice_rom.core.assessment.settings import Settings
from voice_rom.errors import FolderNotEvaluable, ModelMissing, RecogniserFailed
from voice_rom.evaluation.candidate import Candidate, Entry
from voice_rom.evaluation.candidates import VOSK_PLAIN
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import Recording, find_recordings
from voice_rom.evaluation.trial import run_trial
from voice_rom.evaluation.workers import measure

pytestmark = pytest.mark.real


@pytest.fixture
def entry(settings: Settings) -> Entry:
    return Entry(VOSK_PLAIN, settings, None)


@pytest.fixture
def recordings(tmp_path: Path) -> tuple[Recording, ...]:
    return find_recordings(small_folder(tmp_path), stride=3)


def own_process(_: object, __: Candidate) -> int:
    return os.getpid()


def end_without_a_word(_: object, __: Candidate) -> None:
    os._exit(1)


def test_results_come_in_the_order_of_the_tasks_with_the_memory_they_took(
    recordings: tuple[Recording, ...], entry: Entry
) -> None:
    done: list[None] = []
    work = partial(run_trial, Conditions())
    measured = measure(recordings, work, entry, jobs=2, done=lambda: done.append(None))
    assert [each.recording for each in measured.results] == list(recordings)
    assert len(done) == len(recordings)
    assert measured.peak_memory_mb is not None
    assert 50.0 < measured.peak_memory_mb < 2000.0


def test_work_is_done_elsewhere(recordings: tuple[Recording, ...], entry: Entry) -> None:
    measured = measure(recordings, own_process, entry, jobs=1, done=lambda: None)
    assert len(set(measured.results)) == 1
    assert os.getpid() not in measured.results


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C raises, also where these tests were started in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_every_process(recordings: tuple[Recording, ...], entry: Entry) -> None:
    def interrupt() -> None:
        signal.raise_signal(signal.SIGINT)

    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        measure(recordings, partial(run_trial, Conditions()), entry, jobs=2, done=interrupt)
    assert set(multiprocessing.active_children()) <= before


def test_a_worker_leaves_ctrl_c_to_the_program(
    recordings: tuple[Recording, ...], entry: Entry
) -> None:
    before = set(multiprocessing.active_children())

    def interrupt_them() -> None:
        for process in set(multiprocessing.active_children()) - before:
            if process.pid is not None:
                os.kill(process.pid, signal.SIGINT)

    work = partial(run_trial, Conditions())
    measured = measure(recordings, work, entry, jobs=1, done=interrupt_them)
    assert len(measured.results) == len(recordings)


def test_a_file_that_breaks_off_ends_the_work_with_its_name(
    recordings: tuple[Recording, ...], entry: Entry
) -> None:
    broken = recordings[-1].file
    broken.write_bytes(broken.read_bytes()[:40])
    with pytest.raises(FolderNotEvaluable, match=broken.name):
        measure(recordings, partial(run_trial, Conditions()), entry, jobs=2, done=lambda: None)


def test_what_is_wrong_with_the_model_is_told(
    recordings: tuple[Recording, ...], settings: Settings, tmp_path: Path
) -> None:
    entry = Entry(VOSK_PLAIN, settings, tmp_path / "nowhere")
    with pytest.raises(ModelMissing):
        measure(recordings, own_process, entry, jobs=1, done=lambda: None)


def test_a_process_that_ends_without_a_word_is_told(
    recordings: tuple[Recording, ...], entry: Entry
) -> None:
    with pytest.raises(RecogniserFailed, match="fewer --jobs"):
        measure(recordings, end_without_a_word, entry, jobs=1, done=lambda: None)
