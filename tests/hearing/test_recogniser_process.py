"""The recogniser in a process of its own, with the real model."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from tests.running_program import running
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.errors import ContentError, ModelMissing, RecogniserFailed
from voice_rom.hearing.grammar import Grammars, grammars_of
from voice_rom.hearing.recogniser_process import WORKER_COMMAND, RecogniserLimits, RecogniserProcess
from voice_rom.hearing.vosk_recogniser import VoskRecogniser
from voice_rom.sound import SAMPLE_RATE, Samples

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="it sends signals"),
]

FEW = Grammars(("yes", "left", "[unk]"), ("left", "[unk]"))

AS_NOISY_AS_CAN_BE = (
    sys.executable,
    "-c",
    "import os; os.write(1, b'LOG (Vosk) loading\\n'); os.write(2, b'ERROR'); os.abort()",
)

DEAF = (sys.executable, "-c", "import time; time.sleep(600)")
"""It reads nothing, and says nothing."""

PROGRAM = f"""
import sys
from pathlib import Path
from voice_rom.hearing.grammar import Grammars
from voice_rom.hearing.recogniser_process import RecogniserProcess
recogniser = RecogniserProcess.load(Path(sys.argv[1]), Grammars({FEW.first}, {FEW.second}))
print(recogniser.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def shared(model_path: Path, vocabulary: Vocabulary) -> Iterator[RecogniserProcess]:
    loaded = RecogniserProcess.load(model_path, grammars_of(vocabulary))
    yield loaded
    loaded.close()


@pytest.fixture
def process(model_path: Path) -> Iterator[RecogniserProcess]:
    loaded = RecogniserProcess.load(model_path, FEW)
    yield loaded
    loaded.close()


def words_of(root: Path) -> list[Samples]:
    paths = sorted((root / "audio_fixtures/words").glob("*/flite-*.flac"))[::40]
    return [soundfile.read(path, dtype="int16")[0] for path in paths]


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.int16)


def end(process: RecogniserProcess) -> None:
    """Kill it, and return when it has ended, without taking note of it in its place."""
    os.kill(process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def hang(process: RecogniserProcess) -> None:
    os.kill(process.pid, signal.SIGSTOP)


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_it_hears_what_a_recogniser_in_the_same_process_hears_to_the_last_bit(
    root: Path, shared: RecogniserProcess, recogniser: VoskRecogniser
) -> None:
    recordings = words_of(root)
    assert len(recordings) >= 3
    for samples in recordings:
        assert shared.recognise(samples) == recogniser.recognise(samples)
        assert shared.look_again(samples) == recogniser.look_again(samples)
        assert shared.recognise_sentence(samples) == recogniser.recognise_sentence(samples) != ()
        assert shared.recognise_openly(samples) == recogniser.recognise_openly(samples)


def _loud_noise(seconds: float) -> Samples:
    noise = np.random.default_rng(1).integers(-32_768, 32_768, round(seconds * SAMPLE_RATE))
    made: Samples = noise.astype(np.int16)
    return made


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, dtype=np.int16),
        np.full(1, -32_768, dtype=np.int16),
        _loud_noise(0.001),
        _loud_noise(6.0),
        np.tile(np.array([32_767, -32_768], dtype=np.int16), SAMPLE_RATE),
        silence(9.0),
        _loud_noise(2.0)[::-3],
    ],
    ids=["none", "one", "a millisecond", "noise", "clipped", "long silence", "not in one piece"],
)
def test_whatever_the_samples_are_it_goes_on(
    root: Path, shared: RecogniserProcess, samples: Samples
) -> None:
    shared.recognise(samples)
    shared.look_again(samples)
    shared.recognise_sentence(samples)
    shared.recognise_openly(samples)
    word = words_of(root)[0]
    assert shared.recognise(word) == shared.recognise(word) != ()


@pytest.mark.parametrize(
    "wrong",
    [np.full(320, np.nan), np.zeros((320, 2), dtype=np.int16), np.zeros(320, dtype=np.float32)],
    ids=["not a number", "two channels", "floats"],
)
def test_what_is_no_sound_is_refused_and_it_goes_on(
    shared: RecogniserProcess, wrong: Samples
) -> None:
    with pytest.raises(RecogniserFailed, match="not sound"):
        shared.recognise(wrong)
    assert shared.recognise(silence(0.5)) == ()


def test_its_end_is_noticed_before_it_is_needed(process: RecogniserProcess) -> None:
    before = process.alive
    end(process)
    assert (before, process.alive) == (True, False)
    with pytest.raises(RecogniserFailed, match="ended unexpectedly"):
        process.recognise(silence(0.5))


def test_its_end_in_the_middle_of_a_long_recognition_is_told(process: RecogniserProcess) -> None:
    hang(process)
    kill = f"import os; os.kill({process.pid}, {int(signal.SIGKILL)})"
    killer = subprocess.Popen([sys.executable, "-c", kill])
    with pytest.raises(RecogniserFailed, match="ended unexpectedly"):
        process.recognise(silence(60.0))  # more than a pipe holds
    assert killer.wait() == 0


def test_one_that_hangs_is_given_up_and_ended(model_path: Path) -> None:
    patience = RecogniserLimits(look=0.2, look_per_second=0.0)
    process = RecogniserProcess.load(model_path, FEW, patience=patience)
    hang(process)
    with pytest.raises(RecogniserFailed, match="did not answer"):
        process.recognise(silence(60.0))
    assert not process.alive
    process.close()


def test_one_that_hangs_while_it_loads_is_given_up_and_ended(model_path: Path) -> None:
    before = children()
    with pytest.raises(RecogniserFailed, match="did not answer"):
        RecogniserProcess.load(model_path, FEW, command=DEAF, patience=RecogniserLimits(load=0.2))
    assert children() == before


def test_what_a_crash_prints_is_seen_by_nobody(
    model_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # Which of the two comes first, its noise or its end, is chance.
    with pytest.raises(RecogniserFailed, match=r"cannot be understood|ended unexpectedly"):
        RecogniserProcess.load(model_path, FEW, command=AS_NOISY_AS_CAN_BE)
    assert capfd.readouterr() == ("", "")


def test_a_whole_life_prints_nothing(model_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    process = RecogniserProcess.load(model_path, FEW)
    process.recognise(_loud_noise(1.0))
    end(process)
    process.close()
    assert capfd.readouterr() == ("", "")


def test_a_program_that_is_not_there_is_told(model_path: Path, tmp_path: Path) -> None:
    with pytest.raises(RecogniserFailed, match="cannot be started"):
        RecogniserProcess.load(model_path, FEW, command=[str(tmp_path / "nothing")])


def test_a_missing_model_is_told_as_in_the_same_process(tmp_path: Path) -> None:
    before = children()
    with pytest.raises(ModelMissing, match="voice-rom model get"):
        RecogniserProcess.load(tmp_path / "nowhere", FEW)
    assert children() == before


def test_words_that_the_model_does_not_know_are_named(model_path: Path) -> None:
    with pytest.raises(ContentError, match="xyzzy"):
        RecogniserProcess.load(model_path, Grammars(("yes", "xyzzy", "[unk]"), ("left",)))


def test_after_closing_it_is_gone_and_samples_are_refused(model_path: Path) -> None:
    before = children()
    process = RecogniserProcess.load(model_path, FEW)
    assert len(children() - before) == 1
    process.close()
    process.close()
    assert children() == before
    with pytest.raises(RecogniserFailed, match="closed"):
        process.recognise(silence(0.5))


def test_ctrl_c_in_the_terminal_does_not_end_it(process: RecogniserProcess) -> None:
    assert os.getsid(process.pid) != os.getsid(0)  # so no signal of the terminal reaches it
    os.kill(process.pid, signal.SIGINT)
    assert process.recognise(silence(0.5)) == ()


def test_it_ends_when_the_program_is_killed(model_path: Path) -> None:
    with running(
        [sys.executable, "-c", PROGRAM, str(model_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        worker = psutil.Process(int(program.stdout.readline()))
        program.kill()
    gone, alive = psutil.wait_procs([worker], timeout=20)
    assert (gone, alive) == ([worker], [])


def test_a_worker_that_is_told_nonsense_ends_without_a_word() -> None:
    done = subprocess.run(
        WORKER_COMMAND, input=b"nonsense\n", capture_output=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == (b"", b"")
