from pathlib import Path

import pytest

from voice_rom.data_files import model_manifest
from voice_rom.errors import ContentError, ModelMissing
from voice_rom.model_store.manifest import HttpSource, MavenSource, read_manifest

WHOLE = """
schema = 1
[[model]]
name = "small"
language = "en"
licence = "Apache-2.0"
author = "nobody"
about = "for tests"
[[model.source]]
kind = "http"
url = "http://nowhere.invalid/"
size = 10
sha256 = "00"
folder = "inner"
[[model.file]]
path = "am/final.mdl"
size = 5
sha256 = "00"
"""


def test_the_programs_own_manifest_lists_an_english_model() -> None:
    model = read_manifest(model_manifest()).model_for("en")
    assert model.name == "vosk-model-small-en-us-0.15"
    assert isinstance(model.sources[0], HttpSource)
    assert isinstance(model.sources[1], MavenSource)
    assert {len(file.sha256) for file in model.files} == {64}
    assert {len(source.archive.sha256) for source in model.sources} == {64}


def test_a_language_without_a_model_is_told() -> None:
    with pytest.raises(ModelMissing, match=r'"tlh".*There is one for: en'):
        read_manifest(model_manifest()).model_for("tlh")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "small"', "", "model 1: name is missing"),
        ('name = "small"', 'name = ""', "model 1: name must be a text"),
        ("size = 10", "size = 0", "model 1: source 1: size must be a whole number above 0"),
        ("size = 10", "size = true", "model 1: source 1: size must be a whole number above 0"),
        ("size = 5", 'size = "5"', "model 1: file 1: size must be a whole number above 0"),
        ('kind = "http"', 'kind = "ftp"', 'model 1: source 1: kind must be "http" or "maven"'),
        ('about = "', 'color = "red"\nabout = "', "model 1: color is not a key of this table"),
        ("schema = 1", "schema = 2", "schema: this program reads only schema 1"),
        ("[[model.file]]", "[model.file]", "model 1: file must be given at least once"),
        ("schema = 1", "schema = ", "is not TOML"),
    ],
)
def test_a_mistake_is_told_with_file_and_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(WHOLE.replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        read_manifest(path)
    assert str(path) in str(caught.value)
    assert told in str(caught.value)


def test_a_manifest_without_mistakes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(WHOLE)
    assert read_manifest(path).model_for("en").unpacked_size == 5


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        read_manifest(tmp_path / "manifest.toml")
