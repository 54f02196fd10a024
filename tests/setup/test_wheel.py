"""The built wheel, installed outside the checkout, without any network."""

import email
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from voice_rom.model_store import find

CHECKOUT = Path(__file__).resolve().parents[2]

# One worker builds the wheel, once for all of these.
pytestmark = [pytest.mark.real, pytest.mark.slow]


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel; `home` is an empty home folder, far from the checkout."""

    wheel: Path
    programs: Path
    home: Path

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("VOICE_ROM")}
        return subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.home,
            env={**kept, "HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "data")},
            capture_output=True,
            text=True,
            check=False,
        )

    def evaluate(self, module: str, expression: str) -> str:
        """What an expression over a module of the installed package prints."""
        ended = self.run("python", "-c", f"import {module} as m; print({expression})")
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()


def _run(*command: str) -> None:
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    _run(
        *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
        *("--outdir", str(folder), str(CHECKOUT)),
    )
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    # The libraries are those of the environment that runs this test; its own voice_rom stays
    # hidden, because files that name further folders count only where Python looks by itself.
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    _run(
        *(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"),
        *("--no-index", "--no-deps", "--disable-pip-version-check", str(wheel)),
    )
    home = folder / "home"
    home.mkdir()
    return Installed(wheel, environment / "bin", home)


def test_the_wheel_carries_prompts_manifest_settings_and_licence(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        names = set(archive.namelist())
    prompts = {
        path.relative_to(CHECKOUT).as_posix()
        for path in (CHECKOUT / "prompts").rglob("*")
        if path.is_file()
    }
    assert {f"voice_rom/_data/{path}" for path in prompts} <= names
    assert "voice_rom/_data/models/manifest.toml" in names
    assert {"voice_rom/settings.toml", "voice_rom/tuning.toml"} <= set(names)
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_wheel_carries_nothing_but_the_program(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        tops = {name.split("/")[0].split("-")[0] for name in archive.namelist()}
    assert tops == {"voice_rom"}


def test_the_wheel_carries_every_file_of_the_package(installed: Installed) -> None:
    package = CHECKOUT / "voice_rom"
    wanted = {
        path.relative_to(CHECKOUT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(installed.wheel) as archive:
        assert wanted <= set(archive.namelist())


def test_the_installed_command_answers(installed: Installed) -> None:
    version = installed.run("voice-rom", "--version")
    assert version.returncode == 0, version.stderr
    assert installed.evaluate("voice_rom", "m.__version__") in version.stdout
    assert installed.run("voice-rom", "--help").returncode == 0


def test_the_installed_program_is_not_the_checkouts(installed: Installed) -> None:
    package = Path(installed.evaluate("voice_rom", "m.__file__"))
    assert not package.is_relative_to(CHECKOUT)
    assert installed.evaluate("voice_rom.data_files", "m.checkout()") == "None"


def test_the_installed_program_finds_its_own_data(installed: Installed) -> None:
    prompts = Path(installed.evaluate("voice_rom.data_files", "m.prompts_folder()"))
    assert not prompts.is_relative_to(CHECKOUT)
    assert (prompts / "en").is_dir()
    assert "vosk-model" in installed.evaluate("voice_rom.model_store", "m.known_model().name")


def test_the_installed_programs_content_and_settings_are_right(installed: Installed) -> None:
    ended = installed.run("voice-rom", "check")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_installed_program_without_a_model_says_what_to_type(installed: Installed) -> None:
    ended = installed.run("python", "-m", "voice_rom.model_store", "where")
    assert ended.returncode == 12
    assert "Type: voice-rom model get" in ended.stderr


def test_the_installed_program_with_its_model_leads_a_whole_simulated_session(
    installed: Installed,
) -> None:
    places = "voice_rom.model_store.places"
    shelf = Path(installed.evaluate(places, "m.usual_places({}).shelf_to_fill"))
    shelf.mkdir(parents=True)
    model = find()
    (shelf / model.name).symlink_to(model)
    got = installed.run("voice-rom", "model", "get")
    assert got.returncode == 0, got.stderr
    ended = installed.run("voice-rom", "simulate", "leg-lift-straight")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_what_the_wheel_asks_for_is_what_the_lock_has(installed: Installed) -> None:
    lock = (CHECKOUT / "requirements" / "runtime.txt").read_text()
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))
    asked = [
        requirement for requirement in requirements_of(installed.wheel) if _always(requirement)
    ]
    assert len(asked) > 10
    assert [str(one) for one in asked if locked[one.name.lower()] not in one.specifier] == []


def requirements_of(wheel: Path) -> list[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    return [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]


def _always(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def test_the_installed_program_fetches_models_into_the_users_folder(installed: Installed) -> None:
    shelf = installed.evaluate("voice_rom.model_store.places", "m.usual_places({}).shelf_to_fill")
    assert shelf == str(installed.home / "data" / "voice_rom" / "models")
