"""`voice-rom staff`: its people, its log, and everything that keeps it from beginning."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.running_program import running
from voice_rom.cli import cli
from voice_rom.commands.staff import certificate_of
from voice_rom.content.settings_file import PACKAGED, load_with_sources
from voice_rom.errors import (
    DeskUnencrypted,
    PageNotServed,
    StaffFolderInUse,
    StaffFolderUnusable,
    StaffKeyUnusable,
    StaffRefused,
    VoiceRomError,
)
from voice_rom.intercom.key_file import make_key
from voice_rom.page.listening import listen_at
from voice_rom.staff.folder import only_desk_in, staff_folder
from voice_rom.staff.pins import StaffPins

Staff = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """The desk's settings; its key is there, and nobody of the staff is yet."""
    make_key(tmp_path / "key")
    file = tmp_path / "settings.toml"
    file.write_text(
        f"[staff]\nfolder = '{tmp_path / 'staff'}'\nkey_file = '{tmp_path / 'key'}'\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def staff(settings: Path) -> Staff:
    def invoke(*arguments: str, typed: str = "") -> Result:
        told = ["staff", *arguments, "--settings", str(settings)]
        result = CliRunner().invoke(cli, told, input=typed)
        if isinstance(result.exception, VoiceRomError):
            raise result.exception
        return result

    return invoke


def test_who_is_added_can_sign_in_and_who_is_removed_cannot(staff: Staff, tmp_path: Path) -> None:
    added = staff("add", "Weber", typed="604817\n604817\n")
    pins = StaffPins(tmp_path / "staff")

    assert added.exit_code == 0
    assert "604817" not in added.output
    assert pins.is_right("Weber", "604817")
    assert staff("list").stdout == "Weber\n"
    assert staff("remove", "weber").exit_code == 0
    assert pins.names() == ()
    assert "voice-rom staff add NAME" in staff("list").stderr


def test_the_settings_may_be_named_before_what_is_to_be_done(
    settings: Path, tmp_path: Path
) -> None:
    told = ["staff", "--settings", str(settings), "add", "Weber"]

    added = CliRunner().invoke(cli, told, input="604817\n604817\n")

    assert added.exit_code == 0
    assert StaffPins(tmp_path / "staff").names() == ("Weber",)


def test_the_log_tells_who_was_added_and_removed(staff: Staff) -> None:
    staff("add", "Weber", typed="604817\n604817\n")
    staff("remove", "Weber")

    lines = staff("log").stdout.splitlines()
    deeds = [json.loads(line) for line in staff("log", "--json").stdout.splitlines()]

    assert [line.partition("  ")[2] for line in lines] == [
        "the desk's computer  staff added: Weber",
        "the desk's computer  staff removed: Weber",
    ]
    assert [deed["what"] for deed in deeds] == ["staff added", "staff removed"]
    assert set(deeds[0]) == {"at", "who", "what", "about"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("604817\n604818\n", "two different PINs"),
        ("123456\n123456\n", "counts up or down"),
        ("1234\n1234\n", "6 to 32 digits"),
        ("", "6 to 32 digits"),
    ],
)
def test_a_pin_that_cannot_be_is_refused_and_nothing_is_changed(
    staff: Staff, typed: str, told: str
) -> None:
    with pytest.raises(StaffRefused, match=told):
        staff("add", "Weber", typed=typed)
    assert staff("list").stdout == ""
    assert staff("log").stdout == ""


def test_a_name_is_nobodys_twice_and_nobody_is_removed_twice(staff: Staff) -> None:
    staff("add", "Weber", typed="604817\n604817\n")

    with pytest.raises(StaffRefused, match="Weber is there already"):
        staff("add", "weber", typed="718293\n718293\n")
    with pytest.raises(StaffRefused, match="There is no Novak"):
        staff("remove", "Novak")


def test_a_key_is_made_once(tmp_path: Path) -> None:
    file = tmp_path / "new key"

    made = CliRunner().invoke(cli, ["staff", "key", str(file)])

    assert made.exit_code == 0
    assert "copy it to every room" in made.output
    assert file.read_text(encoding="ascii").strip() not in made.output
    assert "is there already" in str(CliRunner().invoke(cli, ["staff", "key", str(file)]).exception)


def test_without_a_key_it_does_not_begin(settings: Path, staff: Staff) -> None:
    settings.write_text("[staff]\n", encoding="utf-8")

    with pytest.raises(StaffKeyUnusable, match="names no file") as wrong:
        staff("serve")
    assert wrong.value.exit_code == 39


def test_a_key_that_others_may_read_is_told_with_its_line(
    tmp_path: Path, settings: Path, staff: Staff
) -> None:
    (tmp_path / "key").chmod(0o644)

    with pytest.raises(StaffKeyUnusable, match=rf"{settings}:3: staff.key_file: .*chmod 600"):
        staff()


def test_a_folder_that_cannot_be_is_told(tmp_path: Path, settings: Path, staff: Staff) -> None:
    (tmp_path / "staff").write_text("a file", encoding="utf-8")

    for arguments in (["serve"], ["list"], ["log"]):
        with pytest.raises(StaffFolderUnusable, match="part of its path is a file") as wrong:
            staff(*arguments)
        assert wrong.value.exit_code == 41
    assert settings.exists()


def test_a_second_desk_in_the_same_folder_is_refused_until_the_first_has_gone(
    staff: Staff, tmp_path: Path
) -> None:
    folder = staff_folder(str(tmp_path / "staff"))
    with only_desk_in(folder):
        for arguments in (["serve"], ["--port", "8999"]):
            with pytest.raises(
                StaffFolderInUse, match=r"another desk is running.*\[staff\] folder"
            ):
                staff(*arguments)
        staff("add", "Weber", typed="604817\n604817\n")
        assert staff("list").stdout == "Weber\n"

    assert StaffFolderInUse.exit_code == 43
    with only_desk_in(folder):
        assert (folder / "desk.lock").stat().st_mode & 0o777 == 0o600


def test_a_lock_that_is_none_is_told(staff: Staff, tmp_path: Path) -> None:
    folder = staff_folder(str(tmp_path / "staff"))
    (folder / "desk.lock").write_bytes(b"not a lock" * 100)

    with pytest.raises(StaffFolderUnusable, match=r"desk\.lock: .*delete this file"):
        staff("serve")


@pytest.mark.real
def test_a_desk_that_is_killed_keeps_nobody_out(
    staff: Staff, settings: Path, tmp_path: Path
) -> None:
    with listen_at("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "voice_rom", "staff", "--settings", str(settings)]
    with running([*command, "--port", port], stderr=subprocess.PIPE) as desk:
        assert desk.stderr is not None
        assert "The staff's page" in desk.stderr.readline()
        with pytest.raises(StaffFolderInUse):
            staff("serve")
        desk.kill()
        desk.wait()

        with only_desk_in(tmp_path / "staff"):
            assert desk.returncode != 0


def test_a_port_in_use_is_told_with_what_to_do(staff: Staff) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        with pytest.raises(PageNotServed, match=r"another program uses it.*--port, or port under"):
            staff("serve", "--port", port)


def told_of(settings: Path, *lines: str) -> str:
    """What is wrong with the desk's address and certificate."""
    settings.write_text("\n".join(["[staff]", *lines]), encoding="utf-8")
    loaded = load_with_sources(settings)
    with pytest.raises(DeskUnencrypted) as wrong, loaded.sources.named():
        certificate_of(loaded)
    assert wrong.value.exit_code == 40
    return str(wrong.value)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.20", "::"])  # noqa: S104 - refused
def test_no_pin_travels_unencrypted(settings: Path, address: str) -> None:
    told = told_of(settings, f"address = '{address}'")

    assert f"{settings}:2: staff.address: {address} can be reached from other computers" in told


def test_on_this_computer_alone_nothing_needs_to_be_encrypted() -> None:
    assert certificate_of(load_with_sources(PACKAGED)) is None


def test_a_certificate_that_is_none_is_told(tmp_path: Path, settings: Path) -> None:
    (tmp_path / "text.pem").write_text("no certificate", encoding="utf-8")
    text, gone = tmp_path / "text.pem", tmp_path / "gone.pem"

    assert "private_key: is empty" in told_of(settings, f"certificate = '{text}'")
    assert "certificate: is empty" in told_of(settings, f"private_key = '{text}'")
    both = "certificate = '{0}'\nprivate_key = '{0}'"
    assert "cannot be used" in told_of(settings, both.format(text))
    assert "cannot be read: No such file" in told_of(settings, both.format(gone))


@pytest.mark.real
def test_a_certificate_with_anothers_key_is_told(tmp_path: Path, settings: Path) -> None:
    for name in ("one", "other"):
        make_certificate(tmp_path, name)

    told = told_of(
        settings,
        f"certificate = '{tmp_path / 'one.pem'}'",
        f"private_key = '{tmp_path / 'other.key'}'",
    )

    assert "do not belong together" in told


@pytest.mark.real
def test_a_private_key_with_a_passphrase_is_told_and_nobody_is_asked_for_it(
    tmp_path: Path, settings: Path
) -> None:
    make_certificate(tmp_path, "desk", locked=True)

    told = told_of(
        settings,
        f"certificate = '{tmp_path / 'desk.pem'}'",
        f"private_key = '{tmp_path / 'desk.key'}'",
    )

    assert f"{tmp_path / 'desk.key'} has a passphrase" in told


def make_certificate(folder: Path, name: str, *, locked: bool = False) -> None:
    """One that signs itself, for 127.0.0.1."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *(
                *(("-passout", "pass:secret") if locked else ("-nodes",)),
                "-days",
                "1",
                "-subj",
                "/CN=desk",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
            ),
            *("-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.pem")),
        ],
        check=True,
        capture_output=True,
    )
