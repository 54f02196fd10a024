"""A desk for each test, and the browser for those of a file that look at its page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.reporting.browser import running_browser
from tests.staff.serving import ServedDesk, served_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with served_desk(tmp_path) as served:
        yield served


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser
