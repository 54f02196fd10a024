"""The set-up takes what the lock lists, whatever the index has by then: real pip, a toy index."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.setup.toy_index import ToyCheckout, python_with

pytestmark = [pytest.mark.real, pytest.mark.slow]

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("python")
    return python_with(folder / "environment", folder / "python")


@pytest.fixture
def checkout(tmp_path: Path, python: Path) -> ToyCheckout:
    """Set up, and run, when `shoe` 1.0 was the newest."""
    checkout = ToyCheckout(tmp_path, python)
    checkout.lock(
        checkout.publish("walker", "1.0", "shoe[laces]>=1"), checkout.publish("shoe", "1.0")
    )
    return checkout


def test_a_release_after_the_lock_of_what_is_asked_for_with_an_extra_changes_nothing(
    checkout: ToyCheckout,
) -> None:
    checkout.publish("shoe", "1.1")
    ended = checkout.script("run")
    assert (ended.returncode, ended.stdout) == (0, "walker 1.0 shoe 1.0\n"), ended.stderr


def test_a_lock_that_lacks_what_a_package_asks_for_is_refused(checkout: ToyCheckout) -> None:
    checkout.lock(checkout.publish("walker", "1.0", "shoe[laces]>=1"))
    ended = checkout.script("run")
    assert ended.returncode == 33
    assert "walker 1.0 requires shoe, which is not installed." in ended.stderr


def test_what_the_lock_does_not_know_by_its_hash_is_refused(checkout: ToyCheckout) -> None:
    checkout.publish("shoe", "1.0", size=100)
    assert checkout.script("run").returncode == 33


def test_a_lock_is_checked_for_every_python_it_has_to_serve(checkout: ToyCheckout) -> None:
    for_one_python = checkout.publish("lace", "1.0", tag="cp313-none-any")
    checkout.lock(checkout.publish("shoe", "1.0"), for_dev=for_one_python)
    served = checkout.script("check_lock", "3.13")
    assert served.returncode == 0, served.stderr
    unserved = checkout.script("check_lock", "3.13", "3.14")
    assert unserved.returncode == 1
    assert unserved.stderr.endswith(
        "requirements/dev.txt: not everything is available for Python 3.14 (see above)\n"
    )
    assert "lace==1.0" in unserved.stderr


def test_a_requirement_for_older_pythons_need_not_serve_newer_ones(checkout: ToyCheckout) -> None:
    line = checkout.publish("lace", "1.0", tag="cp313-none-any")
    older_only = line.replace(" --hash", " ; python_version < '3.14' --hash")
    checkout.lock(checkout.publish("shoe", "1.0"), for_dev=older_only)
    assert checkout.script("check_lock", "3.13", "3.14").returncode == 0


def test_a_full_disk_leaves_what_ran_before(checkout: ToyCheckout) -> None:
    with disk_of(60 * MEGABYTE, checkout.root / ".environments"):
        assert checkout.script("run").stdout == "walker 1.0 shoe 1.0\n"
        checkout.lock(
            checkout.publish("walker", "1.0", "shoe[laces]>=1"),
            checkout.publish("shoe", "2.0", size=60 * MEGABYTE),
        )
        assert checkout.script("setup", "test").returncode == 33
        ended = checkout.script("run")
        assert (ended.returncode, ended.stdout) == (0, "walker 1.0 shoe 1.0\n")
        assert len(list((checkout.root / ".environments").iterdir())) == 1


@contextmanager
def disk_of(size: int, folder: Path) -> Iterator[None]:
    """A disk of its own at the folder; skips the test where nobody may mount one."""
    folder.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", f"size={size}", "disk", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no right to mount a small disk here")
    try:
        yield
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)
