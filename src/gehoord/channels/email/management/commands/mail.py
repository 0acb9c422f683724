from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoord.channels.email.receiving.door import mailbox_at
from gehoord.channels.email.receiving.storing import Arrived, store_mail

NO_SUCH_USER, NO_INPUT, TRY_LATER = 67, 66, 75
"""What mail servers understand of a program they pipe mail into (sysexits.h)."""


class Command(BaseCommand):
    """Mail that a local mail server pipes in: `gehoord mail deliver --mailbox ADDRESS < mail`."""

    help = "Takes one raw mail from standard input into a mailbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what may be asked for."""
        parser.add_argument("what", choices=["deliver"])
        parser.add_argument("--mailbox", required=True, metavar="ADDRESS")

    def handle(self, *_words: Any, mailbox: str, **_more: Any) -> None:
        """Keep the mail; what cannot be kept now stays in the mail server's queue."""
        try:
            box = mailbox_at(mailbox)
        except Exception as trouble:
            raise CommandError("The database cannot be reached.", returncode=TRY_LATER) from trouble
        if box is None:
            raise CommandError(f"There is no mailbox {mailbox}.", returncode=NO_SUCH_USER)
        most = settings.GEHOORD_MAX_MAIL_BYTES
        raw = sys.stdin.buffer.read(most + 1)
        if not raw.strip():
            raise CommandError("There is no mail on standard input.", returncode=NO_INPUT)
        if len(raw) > most:
            # Refused, so that the sender hears of it: 69 makes the mail server send it back.
            raise CommandError("The mail is too large.", returncode=69)
        try:
            store_mail(mailbox=box, arrived=Arrived(raw=raw))
        except Exception as trouble:
            raise CommandError("The mail cannot be kept now.", returncode=TRY_LATER) from trouble
