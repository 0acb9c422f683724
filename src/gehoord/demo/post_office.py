"""The mail server of the demonstration: it takes every mail, and throws it away."""

from __future__ import annotations

import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from gehoord.demo.actions.mailing import send_by

HERE = "127.0.0.1"


class _Clerk:
    """Says yes to everything: nobody in the demonstration has a real address."""

    async def handle_DATA(self, _server: Any, _talk: Any, _envelope: Envelope) -> str:
        return "250 2.0.0 Thank you; it goes no further"


def open_post_office() -> None:
    """Take the mail of the demonstration's mailboxes until this process ends."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
    Controller(_Clerk(), hostname=HERE, port=port).start()
    send_by(port=port)
