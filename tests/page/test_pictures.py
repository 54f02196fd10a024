"""The README's pictures and its sound can be made anew, and are those that it shows."""

import re
from pathlib import Path

import pytest
import soundfile

from tests.page.pictures import FOLDER, SHORT_SECONDS, make

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 500_000
"""Of all of them together: a README is opened on a telephone, too."""


@pytest.mark.real
@pytest.mark.slow
def test_each_is_made_of_what_is_there(tmp_path: Path) -> None:
    *pictures, sound = make(tmp_path, short=True)
    assert [each.name for each in pictures] == ["page.png", "movement.png", "report.png"]
    for picture in pictures:
        assert picture.read_bytes().startswith(PNG)
        assert picture.stat().st_size > 5_000  # something is on it
    samples, rate = soundfile.read(sound)
    assert len(samples) == SHORT_SECONDS * rate
    assert abs(samples).max() > 0.05  # somebody speaks


def test_the_readme_shows_each_that_is_there_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\(docs/pictures/([\w.]+)\)", readme))
    there = {each.name for each in FOLDER.iterdir()}
    assert shown == there == {"page.png", "movement.png", "report.png", "session.ogg"}
    assert sum(each.stat().st_size for each in FOLDER.iterdir()) < MOST_BYTES
