from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoord.channels.email.receiving.door import mailbox_at
from gehoord.channels.email.receiving.listening import Place, PlaceIsWrong, listen
from gehoord.channels.email.receiving.storing import Arrived, store_mail

NO_SUCH_USER, NO_INPUT, TOO_LARGE, TRY_LATER = 67, 66, 69, 75
"""What mail servers understand of a program they pipe mail into (sysexits.h)."""


class Command(BaseCommand):
    """Mail that a local mail server brings, by a pipe or by LMTP."""

    help = "Takes mail from a mail server on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what may be asked for."""
        ways = parser.add_subparsers(dest="way", required=True)
        deliver = ways.add_parser("deliver", help="take one raw mail from standard input")
        deliver.add_argument("--mailbox", required=True, metavar="ADDRESS")
        listening = ways.add_parser("listen", help="take mail by LMTP until SIGTERM")
        listening.add_argument("--lmtp", required=True, metavar="SOCKET|HOST:PORT")

    def handle(self, *_words: Any, way: str, **more: Any) -> None:
        """Do what was asked."""
        if way == "deliver":
            _deliver(more["mailbox"])
        else:
            self._listen(more["lmtp"])

    def _listen(self, words: str) -> None:
        try:
            place = Place.from_words(words)
        except PlaceIsWrong as wrong:
            told = f"{wrong} is no place to listen: give the path of a socket, or host:port."
            raise CommandError(told, returncode=2) from None

        def tell() -> None:
            self.stdout.write(f"gehoord: LMTP at {words}")
            self.stdout.flush()

        try:
            listen(place, is_ready=tell)
        except OSError as trouble:
            raise CommandError(f"Nobody can listen at {words}: {trouble.strerror}.") from trouble


def _deliver(address: str) -> None:
    """Keep the mail; what cannot be kept now stays in the mail server's queue."""
    try:
        box = mailbox_at(address)
    except Exception as trouble:
        raise CommandError("The database cannot be reached.", returncode=TRY_LATER) from trouble
    if box is None:
        raise CommandError(f"There is no mailbox {address}.", returncode=NO_SUCH_USER)
    most = settings.GEHOORD_MAX_MAIL_BYTES
    raw = sys.stdin.buffer.read(most + 1)
    if not raw.strip():
        raise CommandError("There is no mail on standard input.", returncode=NO_INPUT)
    if len(raw) > most:
        # Refused, so that the sender hears of it: the mail server sends it back.
        raise CommandError("The mail is too large.", returncode=TOO_LARGE)
    try:
        store_mail(mailbox=box, arrived=Arrived(raw=raw))
    except Exception as trouble:
        raise CommandError("The mail cannot be kept now.", returncode=TRY_LATER) from trouble
