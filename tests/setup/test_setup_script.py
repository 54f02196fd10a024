from pathlib import Path

import pytest

from tests.setup.bare_machine import BareMachine

pytestmark = pytest.mark.real

RUN_PACKAGES = ("libportaudio2", "libespeak-ng1", "pulseaudio-utils", "libatomic1")
TEST_PACKAGES = (
    *("espeak-ng", "pulseaudio", "libasound2-plugins", "strace"),
    "fonts-dejavu-core",
    *("dbus", "pipewire", "pipewire-pulse", "wireplumber"),
    "postgresql",
    *("cage", "xwayland", "xvfb", "grim"),
    *("cups-daemon", "cups-client"),
)

EVERYTHING_FOR_RUNNING = [
    "pip -r requirements/build.txt",
    "pip -r requirements/runtime.txt",
    "pip check",
    "pip -r requirements/natural.txt",
    "pip --editable .",
    "model get",
]


@pytest.fixture
def machine(tmp_path: Path) -> BareMachine:
    """A machine with every Debian package, and nothing of voice_rom."""
    machine = BareMachine(tmp_path)
    machine.add_command("chromium", "#!/bin/bash\n")
    machine.has_packages(*RUN_PACKAGES, *TEST_PACKAGES)
    return machine


def test_a_fresh_checkout_gets_requirements_package_and_model(machine: BareMachine) -> None:
    ended = machine.set_up()
    assert ended.returncode == 0, ended.stderr
    assert machine.calls() == EVERYTHING_FOR_RUNNING


def test_a_fresh_checkout_is_told_how_to_choose_either_voice(machine: BareMachine) -> None:
    told = machine.set_up().stderr
    assert "espeak-ng speaks by default" in told
    assert "--voice natural" in told


def test_without_a_wheel_for_the_natural_voice_all_else_is_set_up(machine: BareMachine) -> None:
    machine.happens("no-natural-voice")
    ended = machine.set_up()
    assert ended.returncode == 0, ended.stderr
    assert "the natural voice could not be installed" in ended.stderr
    assert machine.calls() == EVERYTHING_FOR_RUNNING


def test_the_second_time_nothing_is_done(machine: BareMachine) -> None:
    machine.set_up()
    machine.calls()
    ended = machine.set_up()
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert machine.calls() == []


def test_only_missing_debian_packages_are_installed(machine: BareMachine) -> None:
    machine.has_packages("libportaudio2", "libatomic1", "pulseaudio", "dbus", "pipewire")
    machine.set_up("test")
    apt_calls = [call for call in machine.calls() if call.startswith("apt-get")]
    assert len(apt_calls) == 2
    assert apt_calls[0].endswith(" update")
    assert apt_calls[1].endswith(
        "--no-install-recommends libespeak-ng1 pulseaudio-utils espeak-ng libasound2-plugins "
        "strace fonts-dejavu-core pipewire-pulse wireplumber postgresql "
        "cage xwayland xvfb grim cups-daemon cups-client"
    )


def test_without_missing_packages_apt_is_not_asked(machine: BareMachine) -> None:
    machine.set_up("test")
    assert not any(call.startswith("apt-get") for call in machine.calls())


def test_a_browser_that_cannot_be_installed_stops_nothing(machine: BareMachine) -> None:
    (machine.bin / "chromium").unlink()
    machine.happens("apt-fails")
    ended = machine.set_up("test")
    assert ended.returncode == 0
    assert "there is no Chromium: the browser tests will be skipped" in ended.stderr
    assert machine.set_up("test").stderr == ""


def test_without_root_and_sudo_the_one_line_to_type_is_told(machine: BareMachine) -> None:
    machine.has_packages("libportaudio2", "pulseaudio-utils", "libatomic1")
    machine.user_is(1000)
    ended = machine.set_up()
    assert ended.returncode == 30
    assert ended.stderr == (
        "setup: type this line, then try again: su -c 'apt-get update &&"
        " apt-get install -y --no-install-recommends libespeak-ng1'\n"
    )
    assert machine.calls() == []


def test_sudo_that_asks_for_nothing_is_used(machine: BareMachine) -> None:
    machine.has_packages("libportaudio2", "pulseaudio-utils", "libatomic1")
    machine.user_is(1000)
    machine.add_command("true", "#!/bin/bash\n")
    machine.add_command("sudo", '#!/bin/bash\n[[ $1 == -n ]] && shift && exec "$@"\n')
    assert machine.set_up().returncode == 0
    assert any("libespeak-ng1" in call for call in machine.calls())


def test_sudo_that_wants_a_password_is_not_waited_for_without_a_terminal(
    machine: BareMachine,
) -> None:
    machine.has_packages("libportaudio2", "pulseaudio-utils", "libatomic1")
    machine.user_is(1000)
    machine.add_command("sudo", "#!/bin/bash\nexit 1\n")
    ended = machine.set_up()
    assert ended.returncode == 30
    assert "type this line, then try again: sudo sh -c 'apt-get update" in ended.stderr


def test_apt_that_fails_is_told(machine: BareMachine) -> None:
    machine.has_packages("libportaudio2", "pulseaudio-utils", "libatomic1")
    machine.happens("apt-fails")
    ended = machine.set_up()
    assert ended.returncode == 30
    assert "apt-get could not install: libespeak-ng1" in ended.stderr


def test_debians_package_for_environments_is_installed_when_it_is_missing(
    machine: BareMachine,
) -> None:
    machine.happens("no-ensurepip")
    machine.set_up()
    assert any(call.endswith(" python3.11-venv") for call in machine.calls())


def test_a_python_that_is_too_old_is_told(machine: BareMachine) -> None:
    machine.happens("python-is-old")
    ended = machine.set_up()
    assert ended.returncode == 31
    assert "needs Python 3.11 or newer; this machine's python3 is Python 3.9.2" in ended.stderr


def test_somebody_elses_environment_is_left_alone(machine: BareMachine) -> None:
    theirs = machine.checkout / ".venv" / "theirs"
    theirs.parent.mkdir()
    theirs.write_text("precious")
    ended = machine.set_up()
    assert ended.returncode == 32
    assert theirs.read_text() == "precious"


def test_a_set_up_that_broke_off_is_done_again_from_nothing(machine: BareMachine) -> None:
    machine.happens("pip-fails")
    assert machine.set_up().returncode == 33
    machine.is_over("pip-fails")
    machine.calls()
    assert machine.set_up().returncode == 0
    assert machine.calls() == EVERYTHING_FOR_RUNNING


def test_a_set_up_that_fails_leaves_nothing_half_done_on_the_disk(machine: BareMachine) -> None:
    machine.happens("pip-fails")
    machine.set_up()
    assert machine.environments() == set()


def test_a_lock_that_lacks_something_is_told(machine: BareMachine) -> None:
    machine.happens("lock-is-incomplete")
    ended = machine.set_up()
    assert ended.returncode == 33
    assert "requirements/runtime.txt is not complete for Python" in ended.stderr
    assert machine.environments() == set()


def test_an_environment_whose_python_has_gone_is_made_anew(machine: BareMachine) -> None:
    machine.set_up()
    machine.calls()
    python = machine.checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert machine.set_up().returncode == 0
    assert machine.calls() == EVERYTHING_FOR_RUNNING


def test_new_requirements_make_the_environment_anew(machine: BareMachine) -> None:
    machine.set_up()
    machine.calls()
    with (machine.checkout / "requirements" / "runtime.txt").open("a") as runtime:
        runtime.write("# changed\n")
    machine.set_up()
    assert machine.calls() == EVERYTHING_FOR_RUNNING


def test_a_changed_pyproject_only_installs_the_package_again(machine: BareMachine) -> None:
    machine.set_up()
    machine.calls()
    with (machine.checkout / "pyproject.toml").open("a") as pyproject:
        pyproject.write("# changed\n")
    machine.set_up()
    assert machine.calls() == ["pip --editable ."]


def test_a_moved_checkout_is_set_up_anew(machine: BareMachine) -> None:
    machine.set_up()
    machine.calls()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    machine.set_up()
    assert "pip --editable ." in machine.calls()


def test_an_environment_for_tests_takes_the_place_of_one_for_running(machine: BareMachine) -> None:
    machine.set_up("run")
    machine.calls()
    machine.set_up("test")
    assert "pip -r requirements/dev.txt" in machine.calls()
    assert len(machine.environments()) == 1


def test_what_was_set_up_for_tests_serves_for_running(machine: BareMachine) -> None:
    machine.set_up("test")
    machine.calls()
    machine.set_up("run")
    assert machine.calls() == []


def test_maven_is_installed_only_when_the_other_sources_failed(machine: BareMachine) -> None:
    machine.happens("download-fails")
    ended = machine.set_up()
    assert ended.returncode == 0, ended.stderr
    model_calls = [call for call in machine.calls() if call.startswith(("model", "apt-get"))]
    assert model_calls[0] == "model get"
    assert model_calls[-2].endswith(" maven")
    assert model_calls[-1] == "model get --source maven"


def test_a_model_that_no_source_gives_is_told_by_its_exit_code(machine: BareMachine) -> None:
    machine.happens("download-fails")
    machine.add_command("mvn", "#!/bin/bash\n")
    assert machine.set_up().returncode == 14


def test_a_model_that_has_gone_is_fetched_again(machine: BareMachine) -> None:
    machine.set_up()
    machine.calls()
    (machine.notes / "model" / "am" / "final.mdl").unlink()
    machine.set_up()
    assert machine.calls() == ["model get"]


def test_help_is_told_and_nothing_done(machine: BareMachine) -> None:
    ended = machine.set_up("--help")
    assert ended.returncode == 0
    assert "Usage: script/setup" in ended.stdout
    assert machine.calls() == []
