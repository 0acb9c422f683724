"""A real IMAP server for tests: Dovecot on loopback, with a folder of its own."""

from __future__ import annotations

import contextlib
import imaplib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.certificates import Shown
from tests.services import free_port, is_listening, missing, running, wait_until

PASSWORD = "geheim"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login{mechanisms}
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_login_user = {login}
default_internal_user = {internal}
mail_max_userip_connections = 100
# A kernel that watches files for many others has no watch left for us: then it looks itself.
mailbox_idle_check_interval = 1 secs
{more}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = {has_tls}
  }}
}}
"""

TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""


@dataclass
class Dovecot:
    """A running server. Any user may sign in with PASSWORD."""

    port: int
    tls_port: int
    folder: Path
    authority: Path | None = None

    def put(
        self, user: str, raw: bytes, *, folder: str = "INBOX", at: datetime | None = None
    ) -> None:
        """Lay a mail in a folder, as a mail server does."""
        with self.client(user) as client:
            put(client, raw, folder=folder, at=at)

    @contextlib.contextmanager
    def client(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A signed-in client of the standard library."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        client.login(user, PASSWORD)
        try:
            yield client
        finally:
            client.logout()


def put(
    client: imaplib.IMAP4, raw: bytes, *, folder: str = "INBOX", at: datetime | None = None
) -> None:
    moment = imaplib.Time2Internaldate(at) if at else ""
    answer, said = client.append(folder, "", moment, raw)
    assert answer == "OK", said


@contextlib.contextmanager
def dovecot_running(
    *,
    has_tls: bool = False,
    shown: Shown | None = None,
    introspection: str = "",
    more: str = "",
) -> Iterator[Dovecot]:
    """A Dovecot of its own; with `has_tls` also with a certificate nobody else knows.

    Or it shows a certificate that the test made. With the address `introspection` it takes access
    tokens too, and asks there what they are worth. `more` stands in its settings as it is.
    """
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        missing("Dovecot")
    folder = Path(tempfile.mkdtemp(prefix="gehoord-dovecot-"))
    folder.chmod(0o755)
    is_root = os.geteuid() == 0
    server = Dovecot(free_port(), free_port(), folder)
    certificate = ""
    if has_tls:
        server.authority = make_certificate(folder)
        certificate = f"ssl_cert = <{folder}/cert.pem\nssl_key = <{folder}/key.pem"
    if shown:
        certificate = f"ssl_cert = <{shown.certificate}\nssl_key = <{shown.key}"
    if introspection:
        (folder / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = {introspection}\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
    own = Path(folder).owner()
    uid = 8 if is_root else os.getuid()  # `mail` is there on every Debian
    (folder / "mail").mkdir()
    os.chown(folder / "mail", uid, uid) if is_root else None
    (folder / "dovecot.conf").write_text(
        CONFIGURATION.format(
            folder=folder,
            ssl="yes" if certificate else "no",
            has_tls="yes" if certificate else "no",
            certificate=certificate,
            mechanisms=" xoauth2 oauthbearer" if introspection else "",
            more=more + (TOKENS.format(folder=folder) if introspection else ""),
            login="dovenull" if is_root else own,
            internal="dovecot" if is_root else own,
            password=PASSWORD,
            uid=uid,
            gid=uid if is_root else os.getgid(),
            port=server.port,
            tls_port=server.tls_port,
        )
    )
    try:
        command = [program, "-F", "-c", str(folder / "dovecot.conf")]
        with running(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"):
            wait_until(lambda: is_listening(server.port), what="Dovecot")
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_certificate(folder: Path, *, name: str = "localhost") -> Path:
    """A self-made certificate and its key in a folder; returns the file that vouches for it."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "cert.pem"
