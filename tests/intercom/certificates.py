"""An authority of a clinic's own, and the certificate that it gives the desk: made by OpenSSL."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

_DAYS = "2"


@dataclass(frozen=True)
class Certificates:
    authority: Path
    certificate: Path
    private_key: Path

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.private_key)
        return context


def make_certificates(
    folder: Path, address: str = "127.0.0.1", name: str = "desk.example.org"
) -> Certificates:
    """The desk's is for `address` and `name` alone."""
    made = Certificates(folder / "authority.pem", folder / "desk.pem", folder / "desk.key")
    authority_key, names = folder / "authority.key", f"subjectAltName=IP:{address},DNS:{name}"
    elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    _openssl(
        *("req", "-x509", *elliptic, "-days", _DAYS, "-subj", "/CN=The clinic"),
        *("-keyout", str(authority_key), "-out", str(made.authority)),
    )
    _openssl(
        *("req", "-x509", *elliptic, "-days", _DAYS, "-subj", "/CN=The desk", "-addext", names),
        *("-CA", str(made.authority), "-CAkey", str(authority_key)),
        *("-addext", "basicConstraints=critical,CA:FALSE"),
        *("-keyout", str(made.private_key), "-out", str(made.certificate)),
    )
    return made


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)  # noqa: S607
