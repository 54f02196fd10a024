"""What the tests of the commands share."""

from pathlib import Path

import pytest

from tests.commands.kept_history import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "kept")
