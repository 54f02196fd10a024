"""Whatever becomes of a set-up, what ran before still runs, without any network."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.setup.bare_machine import BareMachine
from tests.setup.test_setup_script import RUN_PACKAGES, TEST_PACKAGES

pytestmark = pytest.mark.real


@pytest.fixture
def machine(tmp_path: Path) -> BareMachine:
    """A machine on which voice_rom was set up for running, and runs."""
    machine = BareMachine(tmp_path)
    machine.has_packages(*RUN_PACKAGES, *TEST_PACKAGES)
    machine.add_command("chromium", "#!/bin/bash\n")
    assert machine.script("run").stdout == "a session runs\n"
    return machine


def requirements_change(machine: BareMachine) -> None:
    for name in ("runtime.txt", "dev.txt"):
        with (machine.checkout / "requirements" / name).open("a") as requirements:
            requirements.write("# changed\n")


def still_runs(machine: BareMachine) -> bool:
    """Whether script/run does, while the package index is out of reach."""
    machine.happens("pip-fails")
    machine.happens("download-fails")
    ended = machine.script("run")
    machine.is_over("pip-fails")
    machine.is_over("download-fails")
    return (ended.returncode, ended.stdout) == (0, "a session runs\n")


def test_a_set_up_for_tests_that_fails_leaves_running_as_it_was(machine: BareMachine) -> None:
    machine.happens("pip-fails")
    assert machine.script("setup", "test").returncode == 33
    assert machine.script("setup", "test").returncode == 33
    ended = machine.script("run")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "a session runs\n", "")


def test_new_requirements_that_cannot_be_had_leave_the_old_ones_in_use(
    machine: BareMachine,
) -> None:
    requirements_change(machine)
    machine.happens("pip-fails")
    ended = machine.script("run")
    assert (ended.returncode, ended.stdout) == (0, "a session runs\n")
    assert ended.stderr.endswith(
        "setup: pip could not install the requirements (see its messages above);"
        " try again to continue\nrun: continuing with the previous set-up\n"
    )


def test_without_anything_that_ran_before_the_set_up_s_exit_code_is_told(tmp_path: Path) -> None:
    machine = BareMachine(tmp_path)
    machine.has_packages(*RUN_PACKAGES)
    machine.happens("pip-fails")
    assert machine.script("run").returncode == 33


def power_failures(machine: BareMachine, *command: str) -> Iterator[int]:
    """Run a command with the power failing before its first step, its second, and so on."""
    step = 1
    while not machine.survives_script_with_power_failing(step, *command):
        yield step
        step += 1


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_what_ran_still_runs_after_a_power_failure_at_any_step(
    machine: BareMachine, purpose: str
) -> None:
    requirements_change(machine)
    steps = 0
    for step in power_failures(machine, "setup", purpose):
        assert still_runs(machine), step
        steps = step
    assert steps > 10
    assert still_runs(machine)


def test_a_power_failure_while_an_older_checkout_changes_over_leaves_something_that_runs(
    machine: BareMachine,
) -> None:
    _lay_out_as_older_checkouts_did(machine)
    steps = 0
    for step in power_failures(machine, "setup", "run"):
        assert still_runs(machine), step
        steps = step
    assert steps > 10
    assert (machine.checkout / ".venv").is_symlink()


def _lay_out_as_older_checkouts_did(machine: BareMachine) -> None:
    link = machine.checkout / ".venv"
    environment = machine.checkout / link.readlink()
    link.unlink()
    environment.rename(link)
    (link / "made-by-script-setup").touch()
    requirements_change(machine)


def test_a_program_that_runs_keeps_its_environment_until_it_ends(machine: BareMachine) -> None:
    (old,) = machine.environments()
    with (machine.checkout / ".environments" / old / "in-use").open() as in_use:
        flock = [str(machine.bin / "flock"), "--shared", str(in_use.fileno())]
        subprocess.run(flock, check=True, pass_fds=[in_use.fileno()])
        requirements_change(machine)
        machine.set_up()
        assert old in machine.environments()
    requirements_change(machine)
    machine.set_up()
    assert len(machine.environments()) == 1
