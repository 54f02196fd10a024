"""The desk on another computer: encrypted, with the certificate of the clinic's own authority."""

import http.client
import socket
import ssl
from pathlib import Path
from urllib.parse import urlencode

import pytest
from websockets.sync.client import connect

from tests.intercom.certificates import make_certificates
from tests.page.serving import PATIENCE
from tests.staff.serving import KEY, NAME, PIN, served_desk
from voice_rom.intercom.messages import VERSION, Hello, Welcome, as_frame, read_from_desk
from voice_rom.page.served import Certificate

pytestmark = pytest.mark.real


def test_page_and_rooms_are_encrypted_and_the_cookie_never_travels_otherwise(
    tmp_path: Path,
) -> None:
    made = make_certificates(tmp_path)
    trusted = ssl.create_default_context(cafile=str(made.authority))
    certificate = Certificate(made.certificate, made.private_key)
    with served_desk(tmp_path / "staff", certificate=certificate) as desk:
        here = f"127.0.0.1:{desk.port}"
        browser = http.client.HTTPSConnection(here, timeout=PATIENCE, context=trusted)
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{here}"}
        browser.request("POST", "/sign-in", urlencode({"name": NAME, "pin": PIN}), form)
        signed_in = browser.getresponse()
        signed_in.read()
        browser.request("POST", "/here", "", {**form, "Origin": f"http://{here}"})
        foreign = browser.getresponse()
        foreign.read()
        browser.close()
        with connect(
            f"wss://{here}/rooms",
            ssl=trusted,
            additional_headers={"Authorization": f"Bearer {KEY}"},
        ) as room:
            room.send(as_frame(Hello(version=VERSION, program="1", room="", room_id="room-0001")))
            welcomed = read_from_desk(room.recv(PATIENCE))

    cookie = signed_in.headers["set-cookie"]
    assert signed_in.status == 303
    assert f"__Host-voice_rom_staff_{desk.port}=" in cookie
    assert "Secure" in cookie
    assert foreign.status == 403
    assert desk.server.link == f"https://{here}/"
    assert welcomed == Welcome()


def test_who_connects_and_does_not_begin_to_encrypt_is_closed(tmp_path: Path) -> None:
    made = make_certificates(tmp_path)
    certificate = Certificate(made.certificate, made.private_key)
    with (
        served_desk(tmp_path / "staff", certificate=certificate) as desk,
        socket.create_connection(("127.0.0.1", desk.port), timeout=PATIENCE) as silent,
    ):
        assert silent.recv(1) == b""
