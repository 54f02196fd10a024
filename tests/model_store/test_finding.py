from pathlib import Path

import pytest

from tests.model_store.small_model import lay_out, small_model
from voice_rom.errors import ModelDamaged, ModelMissing
from voice_rom.model_store.checking import problems_in
from voice_rom.model_store.finding import find_model
from voice_rom.model_store.places import Places, usual_places


def on_shelves(*shelves: Path) -> Places:
    return Places(named=None, named_by="", shelves=shelves)


def named(folder: Path, *shelves: Path) -> Places:
    return Places(named=folder, named_by="--model", shelves=shelves)


def test_a_model_is_found_on_the_first_shelf_that_has_it(tmp_path: Path) -> None:
    second = lay_out(tmp_path / "second" / "small")
    lay_out(tmp_path / "third" / "small")
    places = on_shelves(tmp_path / "first", tmp_path / "second", tmp_path / "third")
    assert find_model(small_model(), places) == second


def test_a_model_that_is_nowhere_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="Type: voice-rom model get"):
        find_model(small_model(), on_shelves(tmp_path))


def test_a_named_model_comes_before_every_shelf(tmp_path: Path) -> None:
    lay_out(tmp_path / "shelf" / "small")
    wanted = lay_out(tmp_path / "elsewhere")
    assert find_model(small_model(), named(wanted, tmp_path / "shelf")) == wanted


def test_a_named_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    lay_out(tmp_path / "shelf" / "small")
    with pytest.raises(ModelMissing, match="--model gives"):
        find_model(small_model(), named(tmp_path / "nowhere", tmp_path / "shelf"))


def test_a_folder_of_another_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    with pytest.raises(ModelDamaged, match="does not contain a Vosk model"):
        find_model(small_model(), named(tmp_path / "pictures"))


def test_another_model_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    other = lay_out(tmp_path / "other")
    for file in other.rglob("*"):
        if file.is_file():
            file.write_bytes(b"of another model")
    with pytest.raises(ModelDamaged, match="a different model from small"):
        find_model(small_model(), named(other))


def test_a_truncated_file_is_told(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "small")
    (folder / "graph/HCLr.fst").write_bytes(b"cut")
    with pytest.raises(ModelDamaged, match=r"graph/HCLr\.fst has 3 bytes instead of 200000"):
        find_model(small_model(), on_shelves(tmp_path))


def test_a_whole_model_is_found_behind_a_damaged_one(tmp_path: Path) -> None:
    (lay_out(tmp_path / "first" / "small") / "graph/Gr.fst").unlink()
    whole = lay_out(tmp_path / "second" / "small")
    assert find_model(small_model(), on_shelves(tmp_path / "first", tmp_path / "second")) == whole


def test_verifying_a_whole_model_finds_nothing(tmp_path: Path) -> None:
    assert problems_in(lay_out(tmp_path), small_model()) == []


def test_verifying_finds_a_changed_byte_that_a_glance_does_not(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "small")
    changed = bytearray((folder / "am/final.mdl").read_bytes())
    changed[1000] ^= 1
    (folder / "am/final.mdl").write_bytes(changed)
    assert find_model(small_model(), on_shelves(tmp_path)) == folder
    assert problems_in(folder, small_model()) == ["am/final.mdl has the wrong contents"]


def test_the_environment_names_a_model(tmp_path: Path) -> None:
    places = usual_places({"VOICE_ROM_MODEL": str(tmp_path)})
    assert (places.named, places.named_by) == (tmp_path, "VOICE_ROM_MODEL")


def test_an_explicit_model_comes_before_the_environment(tmp_path: Path) -> None:
    places = usual_places({"VOICE_ROM_MODEL": "/elsewhere"}, tmp_path)
    assert (places.named, places.named_by) == (tmp_path, "--model")


def test_in_a_checkout_models_are_fetched_into_the_checkout() -> None:
    places = usual_places({})
    assert places.named is None
    assert (places.shelf_to_fill / "manifest.toml").is_file()
