"""The report through a real print server, CUPS: what arrives, and what it keeps of it.

The server is the test's own, with a printer that keeps what it gets; it leaves the system's alone.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.reporting.every_part import usual_report
from tests.running_program import end_family, running
from voice_rom.core.assessment.settings import Paper
from voice_rom.reporting.printing import print_report

SERVER: Final = "/usr/sbin/cupsd"
PARTS: Final = Path("/usr/lib/cups/daemon")
PATIENCE: Final = 60.0

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not (os.access(SERVER, os.X_OK) and shutil.which("lp") and shutil.which("chromium")),
        reason="cupsd, lp or chromium is not installed",
    ),
]

NOTHING_KEPT: Final = "PreserveJobFiles No\nPreserveJobHistory No\n"
"""What docs/KIOSK.md tells a clinic to set."""

_SETTINGS: Final = """\
Listen {folder}/socket
# What is kept is written at once, not within half a minute.
DirtyCleanInterval 0
Browsing No
DefaultAuthType None
<Location />
Allow all
</Location>
<Location /admin>
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""

_FOLDERS: Final = """\
ServerRoot {folder}/root
ServerBin {folder}/bin
RequestRoot {folder}/spool
TempDir {folder}/temporary
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
SystemGroup {group}
"""

_PRINTER: Final = """\
#!/bin/sh
# CUPS asks without a word which printers there are.
[ $# -eq 0 ] || cat "${6:--}" >> "%s/printed/$1.pdf"
"""


@dataclass(frozen=True)
class PrintServer:
    folder: Path

    @property
    def spool(self) -> list[str]:
        """The files that the server keeps of jobs."""
        return sorted(each.name for each in (self.folder / "spool").iterdir() if each.is_file())

    @property
    def printed(self) -> list[Path]:
        return sorted((self.folder / "printed").iterdir())

    @property
    def lp(self) -> str:
        return str(self.folder / "lp")

    def asked(self, *command: str) -> str:
        return subprocess.run(
            command,
            env={**os.environ, "CUPS_SERVER": f"{self.folder}/socket", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        ).stdout

    def wait(self, *command: str, until: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while (said := self.asked(*command)) != until:
            assert time.monotonic() < deadline, said
            time.sleep(0.1)


@contextmanager
def print_server(settings: str = "") -> Iterator[PrintServer]:
    # Short: a socket's path has at most 107 letters.
    with tempfile.TemporaryDirectory(prefix="c-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name in ("root", "bin/backend", "spool", "temporary", "cache", "state", "log"):
            (folder / name).mkdir(parents=True)
        (folder / "printed").mkdir()
        (folder / "printed").chmod(0o777)  # a printer of root's prints as another user
        (folder / "bin" / "daemon").symlink_to(PARTS)
        group = "root" if os.geteuid() == 0 else str(Path(made).group())
        texts = {
            "root/cupsd.conf": _SETTINGS.format(folder=folder) + settings,
            "root/cups-files.conf": _FOLDERS.format(folder=folder, group=group),
            "bin/backend/kept": _PRINTER % folder,
            "lp": f'#!/bin/sh\nCUPS_SERVER={folder}/socket exec lp "$@"\n',
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        for name in ("bin/backend/kept", "lp"):
            (folder / name).chmod(0o755)
        command = [SERVER, "-f", "-c", f"{folder}/root/cupsd.conf"]
        with running(
            [*command, "-s", f"{folder}/root/cups-files.conf"], stdin=subprocess.DEVNULL
        ) as program:
            server = PrintServer(folder)
            server.wait("lpstat", "-r", until="scheduler is running\n")
            server.asked("lpadmin", "-p", "desk", "-E", "-v", "kept:/", "-m", "raw")
            yield server
            end_family(program.pid)


def printed(server: PrintServer, folder: Path) -> bytes:
    """What comes out of the printer."""
    print_report(usual_report(), folder, paper=Paper.A4, printer="desk", program=server.lp)
    server.wait("lpstat", "-W", "not-completed", "-o", until="")
    (page,) = server.printed
    return page.read_bytes()


def test_it_arrives_as_one_page_and_a_server_that_is_told_so_keeps_nothing(tmp_path: Path) -> None:
    with print_server(NOTHING_KEPT) as server:
        paper = printed(server, tmp_path)
        assert server.spool == []
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_told_so_keeps_the_report(tmp_path: Path) -> None:
    with print_server() as server:
        paper = printed(server, tmp_path)
        job, document = server.spool
        assert (server.folder / "spool" / document).read_bytes() == paper
        assert b"report" in (server.folder / "spool" / job).read_bytes()
