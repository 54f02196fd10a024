"""The real recogniser with the real model, and models that are not what they should be."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice_rom.errors import ContentError, ModelDamaged, ModelMissing, RecogniserFailed
from voice_rom.hearing.grammar import Grammars
from voice_rom.hearing.vosk_model import check_model_files
from voice_rom.hearing.vosk_recogniser import VoskRecogniser
from voice_rom.sound import SAMPLE_RATE, Samples

Damage = Callable[[Path], None]


@pytest.fixture
def model_copy(model_path: Path, tmp_path: Path) -> Path:
    """The model with its files linked, so that one of them can be replaced."""
    copy = tmp_path / "model"
    shutil.copytree(model_path, copy, copy_function=_link)
    return copy


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(source)


def samples_of(path: Path) -> Samples:
    samples, rate = soundfile.read(path, dtype="int16")
    assert rate == SAMPLE_RATE
    read: Samples = samples
    return read


def test_a_word_is_heard_with_its_times(root: Path, recogniser: VoskRecogniser) -> None:
    (word,) = recogniser.recognise(samples_of(root / "audio_fixtures/words/left/flite-slt.flac"))
    assert word.text == "left"
    assert 0.0 <= word.start < word.end
    assert 0.0 <= word.confidence <= 1.0


def test_words_on_both_sides_of_a_long_silence_are_kept(
    root: Path, recogniser: VoskRecogniser
) -> None:
    word = samples_of(root / "audio_fixtures/words/yes/flite-slt.flac")
    gap = np.zeros(2 * SAMPLE_RATE, dtype=np.int16)
    given = np.concatenate((word, gap, word, gap))
    words = recogniser.recognise(given)
    assert [word.text for word in words] == ["yes", "yes"]
    assert words[1].start - words[0].start == pytest.approx(
        (len(word) + len(gap)) / SAMPLE_RATE, abs=0.1
    )


def test_each_recognition_starts_afresh(root: Path, recogniser: VoskRecogniser) -> None:
    left = samples_of(root / "audio_fixtures/words/left/flite-slt.flac")
    before = recogniser.recognise(left)
    assert recogniser.recognise(np.zeros(SAMPLE_RATE, dtype=np.int16)) == ()
    assert recogniser.recognise(left) == before


def test_a_second_look_tells_how_much_better_its_few_words_fit(
    root: Path, recogniser: VoskRecogniser
) -> None:
    left = recogniser.look_again(samples_of(root / "audio_fixtures/words/left/flite-slt.flac"))
    assert [word.text for word in left.words] == ["left"]
    assert left.gain > 0.0
    other = recogniser.look_again(samples_of(root / "audio_fixtures/words/repeat/flite-slt.flac"))
    assert other.gain < -3.0


@pytest.mark.real
def test_a_second_look_finds_a_word_in_what_is_likelier_to_be_none(
    root: Path, model_path: Path
) -> None:
    words = ("yes", "no", "left", "right", "stop", "[unk]")
    recogniser = VoskRecogniser.load(model_path, Grammars(words, words))
    left = samples_of(root / "audio_fixtures/words/left/espeak-gb-f2.flac").astype(np.float64)
    rng = np.random.default_rng(1)
    noisy = left + rng.normal(scale=left.std() * 10.0 ** (5.0 / 20.0), size=left.shape)
    given = np.round(noisy * 3000.0 / noisy.std()).astype(np.int16)
    assert recogniser.recognise(given) == ()
    found = recogniser.look_again(given)
    assert [word.text for word in found.words] == ["left"]
    assert -2.5 < found.gain < 0.0


def test_a_second_look_finds_no_word_in_silence(recogniser: VoskRecogniser) -> None:
    assert recogniser.look_again(np.zeros(SAMPLE_RATE, dtype=np.int16)).words == ()


@pytest.mark.real
def test_after_closing_samples_are_refused(model_path: Path) -> None:
    recogniser = VoskRecogniser.load(model_path, Grammars(("yes", "[unk]"), ("yes", "[unk]")))
    recogniser.close()
    with pytest.raises(RecogniserFailed):
        recogniser.recognise(np.zeros(320, dtype=np.int16))


@pytest.mark.real
def test_words_that_the_model_does_not_know_are_named(model_path: Path) -> None:
    with pytest.raises(ContentError, match="xyzzy, plugh"):
        VoskRecogniser.load(model_path, Grammars(("yes", "xyzzy", "[unk]"), ("plugh",)))


def test_a_folder_that_is_not_there_is_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="voice-rom model get"):
        check_model_files(tmp_path / "nowhere")


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _halved(path: Path) -> None:
    data = path.resolve().read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])


def _gone(path: Path) -> None:
    path.unlink()


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(1000))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("am/final.mdl", _gone),
        ("am/final.mdl", _zeros),
        ("conf/model.conf", _emptied),
        ("graph/HCLr.fst", _gone),
        ("graph/HCLr.fst", _emptied),
        ("graph/HCLr.fst", _halved),
        ("graph/HCLr.fst", _zeros),
        ("graph/disambig_tid.int", _emptied),
        ("ivector/final.ie", _gone),
        ("ivector/splice.conf", _halved),
    ],
)
def test_damage_that_would_end_the_process_is_seen_before(
    model_copy: Path, name: str, damage: Damage
) -> None:
    path = model_copy / name
    if damage in (_emptied, _zeros):
        path.unlink()
    damage(path)
    with pytest.raises(ModelDamaged, match=f"{name}.*voice-rom model get"):
        check_model_files(model_copy)


@pytest.mark.real
@pytest.mark.parametrize("name", ["am/final.mdl", "graph/Gr.fst"])
def test_damage_that_vosk_itself_sees_is_told_in_one_line_and_nothing_else_is_printed(
    model_copy: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    _halved(model_copy / name)
    with pytest.raises(ModelDamaged, match="voice-rom model get") as raised:
        VoskRecogniser.load(model_copy, Grammars(("yes", "[unk]"), ("yes", "[unk]")))
    assert "\n" not in str(raised.value)
    assert capfd.readouterr() == ("", "")
