"""A line that is encrypted: to a desk with a certificate of the clinic's own authority."""

import shutil
from pathlib import Path

import pytest

from tests.intercom.certificates import Certificates, make_certificates
from tests.intercom.fake_desk import KEY, FakeDesk, fake_desk, staff_settings
from voice_rom.intercom.calling_desk import dial, trusted
from voice_rom.intercom.desk_link import DeskConnection, DeskLostError
from voice_rom.intercom.messages import VERSION, Hello, as_frame

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates"),
]

PATIENCE = 20.0
HELLO = Hello(version=VERSION, program="1.0", room="Room 2", room_id="room-two-1")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def connected(url: str, authority: Path | None) -> DeskConnection:
    staff = staff_settings(url, "" if authority is None else str(authority))
    return dial(staff, KEY, trusted(staff))


def test_a_desk_whose_authority_is_named_is_spoken_to(certificates: Certificates) -> None:
    with fake_desk(FakeDesk(), certificates.server()) as desk:
        line = connected(desk.url, certificates.authority)
        line.send(as_frame(HELLO))
        assert line.receive(PATIENCE) == '{"kind":"welcome"}'
        line.close()


def test_one_whose_authority_nobody_knows_gets_no_key(certificates: Certificates) -> None:
    with fake_desk(FakeDesk(), certificates.server()) as desk:
        with pytest.raises(DeskLostError, match=r"its certificate is not trusted \(.+\)"):
            connected(desk.url, None)
        assert desk.frames == []


def test_one_whose_certificate_is_for_another_address_gets_no_key(tmp_path: Path) -> None:
    others = make_certificates(tmp_path, "192.0.2.7")
    with (
        fake_desk(FakeDesk(), others.server()) as desk,
        pytest.raises(DeskLostError, match=r"not trusted \(IP address mismatch"),
    ):
        connected(desk.url, others.authority)


def test_a_desk_that_is_not_encrypted_is_told_apart(certificates: Certificates) -> None:
    with fake_desk() as desk, pytest.raises(DeskLostError, match="is not encrypted as wss is"):
        connected(desk.url.replace("ws://", "wss://"), certificates.authority)
