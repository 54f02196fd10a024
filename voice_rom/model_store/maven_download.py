"""Fetching an archive through Maven, which reaches where a plain download may not."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from voice_rom.model_store.watching import SourceFailed, Watcher

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
_LIMIT_SECONDS = 1800.0
"""Maven prints nothing that could be watched: past this it hangs, however slow the line."""
_LONGEST_REASON = 200
"""Characters of what Maven itself says."""


def download_with_maven(
    artifact: str, size: int, into: Path, watcher: Watcher, *, maven: str = "mvn"
) -> None:
    """Write the artifact (group:name:version:type) to `into`.

    `maven` is the program to run, a name or a path. Raises SourceFailed, and OSError when
    writing fails.
    """
    program = shutil.which(maven)
    if program is None:
        raise SourceFailed('Maven ("mvn") is not installed (on Debian: apt-get install maven)')
    watcher.say(f"Maven is fetching {size // 1_000_000} MB; it does not show its progress.")
    with tempfile.TemporaryDirectory(prefix=".maven-", dir=into.parent) as folder:
        _run(program, artifact, Path(folder))
        files = [path for path in Path(folder).iterdir() if path.is_file()]
        if len(files) != 1:
            raise SourceFailed(f"Maven delivered {len(files)} files instead of one")
        files[0].replace(into)


def _run(program: str, artifact: str, folder: Path) -> None:
    command = [program, "-q", "-B", _COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}"]
    try:
        # In an empty folder: a pom.xml lying about is none of ours.
        ended = subprocess.run(  # noqa: S603 - no shell, and nothing that a stranger typed
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceFailed("Maven did not finish") from error
    if ended.returncode != 0:
        raise SourceFailed(f"Maven says: {_reason(ended.stdout)}")


def _reason(output: str) -> str:
    """The first error that Maven printed, without its hints."""
    for line in output.splitlines():
        if "[ERROR]" in line:
            text = line.split("[ERROR]", 1)[1].split("-> [Help")[0].strip()
            return text[:_LONGEST_REASON]
    return "only that it failed"
