"""A speech model of a few thousand bytes, its archive, and a watcher that remembers."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from voice_rom.model_store.manifest import (
    HttpSource,
    MavenSource,
    ModelFile,
    Source,
    SpeechModel,
)

INNER = "inner/small"
CONTENTS = {
    "am/final.mdl": bytes(range(250)) * 1_600,
    "graph/HCLr.fst": bytes(range(200)) * 1_000,
    "graph/Gr.fst": bytes(range(100)) * 10,
    "conf/model.conf": b"--beam=10\n",
}


def zipped(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


ARCHIVE = zipped({f"{INNER}/{path}": content for path, content in CONTENTS.items()})


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def http_source(url: str, content: bytes = ARCHIVE) -> HttpSource:
    return HttpSource(url=url, size=len(content), sha256=sha256(content), folder=INNER)


def maven_source(content: bytes = ARCHIVE) -> MavenSource:
    return MavenSource(
        artifact="org.example:small:1.0:aar",
        size=len(content),
        sha256=sha256(content),
        folder=INNER,
    )


def small_model(*sources: Source) -> SpeechModel:
    return SpeechModel(
        name="small",
        language="en",
        licence="Apache-2.0",
        author="nobody",
        about="for tests",
        sources=sources,
        files=tuple(
            ModelFile(path=path, size=len(content), sha256=sha256(content))
            for path, content in CONTENTS.items()
        ),
    )


def lay_out(folder: Path) -> Path:
    """Write the unpacked model to a folder."""
    for path, content in CONTENTS.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def is_whole(folder: Path) -> bool:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    } == CONTENTS


@dataclass
class RememberingWatcher:
    lines: list[str] = field(default_factory=list)
    counts: list[tuple[int, int]] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(line)

    def received(self, done: int, total: int) -> None:
        self.counts.append((done, total))

    @property
    def all_said(self) -> str:
        return "\n".join(self.lines)
