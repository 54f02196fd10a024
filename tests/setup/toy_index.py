"""A package index that is a folder, wheels that are a few lines, and a checkout that needs them.

The checkout has the real script/setup, and a project of a few lines in place of voice_rom. Its
set-up runs for real: a virtual environment, pip, hashes. Each environment is a copy of one that was
made before, because putting pip into it and compiling it takes longer than everything else.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.setup.bare_machine import CHECKOUT

# The project builds itself: no build requirement has to be in the index.
_PYPROJECT = """[build-system]
requires = []
build-backend = "building"
backend-path = ["."]
"""

_BUILDING = """import zipfile

NAME = "voice_rom-1-py3-none-any.whl"
FILES = {
    "voice_rom.pth": "@ROOT@",
    "voice_rom-1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: voice-rom\\nVersion: 1\\n",
    "voice_rom-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nTag: py3-none-any",
    "voice_rom-1.dist-info/entry_points.txt": "[console_scripts]\\nvoice-rom = voice_rom:main\\n",
    "voice_rom-1.dist-info/RECORD": "",
}


def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(f"{folder}/{NAME}", "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
    return NAME
"""

_PROGRAM = """__version__ = "1"


def main():
    from importlib.metadata import version

    print("walker", version("walker"), "shoe", version("shoe"))
"""

_MODEL_STORE = """import sys
from pathlib import Path

model = Path(__file__).parents[1] / "model"
(model / "am").mkdir(parents=True, exist_ok=True)
(model / "am" / "final.mdl").touch()
if sys.argv[1] == "where":
    print(model)
"""


_PYTHON = """#!/bin/sh
case "$*" in
  *_base_executable*) echo "$0" ;;
  "-m venv "*) cp -a '@ENVIRONMENT@' "$3" ;;
  *) exec '@PYTHON@' "$@" ;;
esac
"""


_LEFT_OUT = ("PYTHONPATH", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")
"""Of the variables: the toy finds only itself, and a copy its bytecode, beside its sources."""


def python_with(environment: Path, program: Path) -> Path:
    """Make a virtual environment, and a Python that copies it whenever it is to make one."""
    python = getattr(sys, "_base_executable", sys.executable)
    kept = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    for command in (
        [python, "-m", "venv", str(environment)],
        [str(environment / "bin/python"), "-m", "compileall", "-q", str(environment / "lib")],
    ):
        subprocess.run(command, env=kept, stdout=subprocess.DEVNULL, check=True)
    text = _PYTHON.replace("@ENVIRONMENT@", str(environment)).replace("@PYTHON@", python)
    program.write_text(text)
    program.chmod(0o755)
    return program


class ToyCheckout:
    """`walker` asks for `shoe[laces]`; the lock lists both, and carries no extras."""

    def __init__(self, folder: Path, python: Path) -> None:
        """`python`: see `python_with`."""
        self.python = python
        self.index = folder / "index"
        self.root = folder / "checkout"
        self.home = folder / "home"
        for place in (self.index, self.root / "requirements", self.home):
            place.mkdir(parents=True)
        shutil.copytree(CHECKOUT / "script", self.root / "script")
        package = self.root / "voice_rom"
        (package / "model_store").mkdir(parents=True)
        (package / "__init__.py").write_text(_PROGRAM)
        (package / "model_store" / "__init__.py").touch()
        (package / "model_store" / "__main__.py").write_text(_MODEL_STORE)
        (self.root / "pyproject.toml").write_text(_PYPROJECT)
        (self.root / "building.py").write_text(_BUILDING.replace("@ROOT@", str(self.root)))

    def publish(
        self, name: str, version: str, *needs: str, tag: str = "py3-none-any", size: int = 0
    ) -> str:
        """Put a wheel into the index, `size` bytes of noise in it; its line in a lock."""
        path = self.index / f"{name}-{version}-{tag}.whl"
        about = f"{name}-{version}.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        metadata += "Provides-Extra: laces\n"
        metadata += "".join(f"Requires-Dist: {need}\n" for need in needs)
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(f"{name}.py", "")
            wheel.writestr(f"{name}.dat", os.urandom(size))
            wheel.writestr(f"{about}/METADATA", metadata)
            wheel.writestr(
                f"{about}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n"
            )
            wheel.writestr(f"{about}/RECORD", "")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return f"{name}=={version} --hash=sha256:{digest}\n"

    def lock(self, *lines: str, for_dev: str = "") -> None:
        """Write the lock of these lines; `for_dev` is needed for tests only."""
        requirements = self.root / "requirements"
        (requirements / "build.txt").write_text("")
        for name in ("runtime.txt", "natural.txt"):
            (requirements / name).write_text("".join(lines))
        (requirements / "dev.txt").write_text("".join(lines) + for_dev)

    def script(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith("PIP_") and key not in _LEFT_OUT
        }
        return subprocess.run(
            [shutil.which("bash") or "bash", str(self.root / "script" / name), *arguments],
            env={
                **kept,
                "HOME": str(self.home),
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self.index),
                "PIP_NO_CACHE_DIR": "1",
                "VOICE_ROM_PYTHON": str(self.python),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
