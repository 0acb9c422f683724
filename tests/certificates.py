"""An authority of the tests' own, and certificates it signs: right ones and wrong ones."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """A certificate with its key, as files."""

    certificate: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


class Authority:
    """Vouches for servers; `file` is what has to be trusted for that."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _named("Autoriteit van de tests")
        self.certificate = _signed(self.name, self.name, self.key, self.key, is_authority=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.certificate.public_bytes(Encoding.PEM))

    def shown(
        self, name: str = "localhost", *, since: timedelta = -DAY, until: timedelta = DAY
    ) -> Shown:
        """A certificate for a server, good from and until so far from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _signed(_named(name), self.name, key, self.key, name=name, since=since, until=until)
        return _written(self.folder, made, key)

    def self_signed(self, name: str = "localhost") -> Shown:
        """A certificate for which nobody vouches but itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        return _written(self.folder, _signed(_named(name), _named(name), key, key, name=name), key)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _signed(subject, issuer, key, by, *, name="", since=-DAY, until=DAY, is_authority=False):
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + since)
        .not_valid_after(now + until)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if name:
        made = made.add_extension(x509.SubjectAlternativeName([_general(name)]), critical=False)
    return made.sign(by, SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _written(folder: Path, made: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Shown:
    shown = Shown(folder / f"{made.serial_number}.pem", folder / f"{made.serial_number}.key")
    shown.certificate.write_bytes(made.public_bytes(Encoding.PEM))
    shown.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return shown
