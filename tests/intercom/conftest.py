"""A desk in virtual time."""

from pathlib import Path

import pytest

from tests.intercom.virtual_desk import VirtualDesk


@pytest.fixture
def desk(tmp_path: Path) -> VirtualDesk:
    return VirtualDesk(tmp_path)
