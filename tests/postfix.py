"""A Postfix of its own on loopback, as an organisation's mail server and a customer's in one."""

import contextlib
import mailbox
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.services import free_port, is_listening, missing, running, wait_until

DOMAIN = "klant.example"
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """A running server: people at klant.example have a mailbox in `boxes`."""

    port: int
    boxes: Path
    log: Path

    def mails(self, who: str) -> list[bytes]:
        """Everything in somebody's mailbox, as it arrived."""
        box = self.boxes / who
        if not (box / "new").exists():
            return []
        return [mail.as_bytes() for mail in mailbox.Maildir(box, create=False)]

    def first_mails(self, who: str, *, number: int = 1) -> list[bytes]:
        """Wait until so many mails lie in somebody's mailbox."""
        return wait_until(
            lambda: found if len(found := self.mails(who)) >= number else None,
            what=f"{number} mails for {who}",
        )


@contextlib.contextmanager
def postfix_running(
    *people: str,
    port: int | None = None,
    size_limit: int = 40_000_000,
    transport: str = "virtual",
    **settings: str,
) -> Iterator[Postfix]:
    """A server with mailboxes for `people` at klant.example; who is not one of them is refused.

    `transport` may be `lmtp:inet:127.0.0.1:2400` to bring the mail somewhere else.
    """
    program = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or os.geteuid() != 0:
        missing("Postfix, or being root to start it,")
    port = port or free_port()
    directory = Path(tempfile.mkdtemp(prefix="gehoord-postfix-"))
    directory.chmod(0o755)
    owner = pwd.getpwnam("postfix")
    for name in ("config", "queue", "data", "boxes"):
        (directory / name).mkdir()
    for name in ("data", "boxes"):
        os.chown(directory / name, owner.pw_uid, owner.pw_gid)
    boxes = " ".join(f"{{ {who}@{DOMAIN} = {who}/ }}" for who in people)
    own = {
        "compatibility_level": "3.6",
        "queue_directory": directory / "queue",
        "data_directory": directory / "data",
        "myhostname": "mx.klant.example",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.0/8",
        "mydestination": "",
        "maillog_file": directory / "log",
        "maillog_file_prefixes": "/tmp",
        "alias_maps": "",
        "smtpd_tls_security_level": "none",
        "smtpd_client_connection_rate_limit": "0",
        "smtputf8_enable": "yes",
        "virtual_mailbox_domains": DOMAIN,
        "virtual_mailbox_base": directory / "boxes",
        "virtual_mailbox_maps": f"inline:{{ {boxes} }}",
        "virtual_mailbox_limit": "0",
        "virtual_minimum_uid": "1",
        "virtual_uid_maps": f"static:{owner.pw_uid}",
        "virtual_gid_maps": f"static:{owner.pw_gid}",
        "virtual_transport": transport,
        "default_transport": "error:this test sends nothing outside",
        "message_size_limit": size_limit,
        **settings,
    }
    config = directory / "config"
    (config / "main.cf").write_text("".join(f"{key} = {value}\n" for key, value in own.items()))
    (config / "master.cf").write_text(MASTER.format(port=port))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    try:
        with running([program, "-c", str(config), "start-fg"], **quiet):
            wait_until(lambda: is_listening(port), what="Postfix")
            yield Postfix(port, directory / "boxes", directory / "log")
    finally:
        subprocess.run([program, "-c", str(config), "stop"], check=False, **quiet)
        shutil.rmtree(directory, ignore_errors=True)
