from pathlib import Path

import pytest

from voice_rom.data_files import model_manifest
from voice_rom.errors import ContentError, ModelMissing
from voice_rom.model_store.manifest import HttpSource, MavenSource, read_manifest

WHOLE = """
[[models]]
name = "small"
language = "en"
licence = "Apache-2.0"
author = "nobody"
about = "for tests"
[[models.sources]]
kind = "http"
url = "http://nowhere.invalid/"
size = 10
sha256 = "00"
folder = "inner"
[[models.files]]
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
    assert {len(source.sha256) for source in model.sources} == {64}


def test_a_language_without_a_model_is_told() -> None:
    with pytest.raises(ModelMissing, match=r'"tlh".*There is one for: en'):
        read_manifest(model_manifest()).model_for("tlh")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "small"', "", "models[0].name: is missing"),
        ('name = "small"', 'name = ""', "models[0].name: must be a text, not nothing"),
        ("size = 10", "size = 0", "models[0].sources[0].size: must be more than 0, not 0"),
        ("size = 10", "size = true", "models[0].sources[0].size: must be a whole number, not True"),
        ("size = 5", 'size = "5"', "models[0].files[0].size: must be a whole number, not '5'"),
        ('kind = "http"', 'kind = "ftp"', "models[0].sources[0]: kind 'ftp' is not one of http, "),
        ('kind = "http"', "", "models[0].sources[0]: must say its kind"),
        ('kind = "http"', 'kind = "maven"', "models[0].sources[0].url: is not a key here"),
        ('about = "', 'abuot = "', "models[0].abuot: is not a key here; did you mean about?"),
        ("[[models.files]]", "[models.files]", "models[0].files: must be a list"),
        ("[[models.files]]", "[[models.sources]]", "models[0].sources[1]: must say its kind"),
        ("[[models]]", "[[models]", ":2: is not TOML"),
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
    with pytest.raises(ContentError, match="there is no such file"):
        read_manifest(tmp_path / "manifest.toml")
