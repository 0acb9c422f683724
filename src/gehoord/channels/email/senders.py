"""Who really wrote a mail, and who else got it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from gehoord.channels.email.identity import WRITTEN, identity
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.reading import Address, Mail
from gehoord.channels.email.tokens import without_token

LONGEST = 190
MOST_OTHERS = 50
PROGRAMS = re.compile(
    r"(?:no|do[-_.]?not|niet|geen)[-_.]?(?:reply|respond|answer|antwoord(?:en)?|beantwoorden)"
    r"|wordpress|www-data|apache|nobody|webform|web-?formulier|contact-?form(?:ulier)?|formulier"
    r"|form|mailer|webserver",
    re.IGNORECASE,
)
"""How websites call themselves when they pass on what a visitor filled in."""


@dataclass(frozen=True)
class Sender:
    """Who wrote. `email` is an identity, and empty if the mail does not tell."""

    email: str
    name: str
    is_own: bool = False


def own_addresses() -> frozenset[str]:
    """The addresses at which we receive mail ourselves."""
    return frozenset(map(identity, Mailbox.objects.values_list("address", flat=True)))


def is_ours(address: str, own: Collection[str]) -> bool:
    """Whether mail to an address comes back to us, also with a token in it."""
    return identity(address) in own or without_token(address) in own


def who_wrote(mail: Mail, own: Collection[str]) -> Sender:
    """The writer of a mail: behind a web form or a list, whoever they name."""
    known = _clean(Address(mail.from_name, mail.from_email))
    is_own = bool(known.email) and is_ours(known.email, own)
    is_program = bool(PROGRAMS.fullmatch(known.email.partition("@")[0]))
    if is_own or is_program or not known.email or mail.original_from:
        for other in _behind(mail):
            if other.email and not is_ours(other.email, own):
                return other
    return Sender(known.email, known.name, is_own)


def _behind(mail: Mail) -> list[Sender]:
    named = [mail.original_from] if mail.original_from else []
    answered = list(mail.reply_to) if len(mail.reply_to) == 1 else []
    return [_clean(each) for each in (*named, *answered)]


def others(mail: Mail, own: Collection[str]) -> list[Address]:
    """Everybody a mail was sent to besides ourselves, each once, at most MOST_OTHERS."""
    found: dict[str, Address] = {}
    for address in (*mail.to, *mail.cc):
        who = _clean(address)
        if who.email and not is_ours(who.email, own):
            found.setdefault(who.email, Address(who.name, who.email))
    return list(found.values())[:MOST_OTHERS]


def all_recipients(mail: Mail) -> list[str]:
    """Every address a mail names as where it goes, also those only mail servers write."""
    told = [address.email for address in (*mail.to, *mail.cc)]
    for name in ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to"):
        for value in mail.header_all(name)[:10]:
            told += WRITTEN.findall(value[:2000])
    return told[:200]


def _clean(address: Address) -> Sender:
    email = identity(address.email)
    if not WRITTEN.fullmatch(email) or len(email) > LONGEST:
        email = ""
    return Sender(email, " ".join(address.name.replace("\x00", "").split())[:LONGEST])
