"""What the coverage of the core is measured by: the core's own tests.

A session with a real voice goes through most of the core as well, and shows nothing of it: it must
not hide that a line has no test of its own. It also takes longer when it is watched.
"""

from typing import Final

import pytest

CORE: Final = "tests/core/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not item.nodeid.startswith(CORE):
            item.add_marker(pytest.mark.no_cover)
