"""Who a letter is from and to: names and addresses as an agent types them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import quote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gehoord.channels.email.identity import identity, in_ascii

MOST_LENGTH = 254
NAME_LENGTH = 150
PLAIN_NAME = re.compile(r"[\w \-!#$%&'*+/=?^`{|}~]*", re.ASCII)
SEPARATORS = ",;\r\n"
COMMA_IN_NAME = re.compile(r"(?:^|[,;\r\n])[^\S\r\n]*([^\"<>@,;\r\n]+,[^\"<>@,;\r\n]+)(<[^<>]+>)")
NAMED = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|([^"<>]*?))\s*<\s*([^<>\s]+)\s*>')
NAME_BEHIND = re.compile(r"([^\s<>()]+)\s+\(([^()]*)\)")


class AddressNotUsable(Exception):
    """What was typed is not an e-mail address; the text is what was typed."""


@dataclass(frozen=True)
class Person:
    """One e-mail address, and the name that goes with it."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        if not self.name:
            return self.address
        if PLAIN_NAME.fullmatch(self.name):
            return f"{self.name} <{self.address}>"
        return f'"{quote(self.name)}" <{self.address}>'

    @property
    def key(self) -> str:
        """What two ways of writing one address have in common."""
        return identity(self.address)


def one_line(text: str, *, most: int) -> str:
    """Words for a header: no line ends, nothing unseen, one blank between words."""
    # Zero-width joiners hold emoji and some scripts together; they stay.
    seen = (
        each if unicodedata.category(each) not in {"Cc", "Cs", "Zl", "Zp"} else " " for each in text
    )
    return " ".join("".join(seen).split())[:most].rstrip()


def usable(address: str, *, name: str = "") -> Person:
    """A person with this address.

    Raises AddressNotUsable.
    """
    address = address.strip()
    local, at, domain = address.rpartition("@")
    # Mailboxes outside ASCII exist, though few servers take them; the rest of the rules hold.
    known = "".join(each if each.isascii() else "x" for each in local)
    try:
        if not at or len(address) > MOST_LENGTH or not address.isprintable():
            raise AddressNotUsable(address)
        validate_email(f"{known}@{in_ascii(domain)}")
    except (ValidationError, UnicodeError):
        raise AddressNotUsable(address) from None
    return Person(address, one_line(name, most=NAME_LENGTH))


def people_in(typed: str | Iterable[str]) -> tuple[Person, ...]:
    """Everybody in what was typed or pasted, each address once.

    Understands `a@x.nl, Jan <b@y.nl>; c@z.nl`, a line each, and Outlook's `Vries, Jan <b@y.nl>`.
    Raises AddressNotUsable with the first part that is no address.
    """
    text = typed if isinstance(typed, str) else ", ".join(typed)
    found: dict[str, Person] = {}
    for part in _parts(COMMA_IN_NAME.sub(_quoted_name, text)):
        person = _person_in(part)
        found.setdefault(person.key, person)
    return tuple(found.values())


def _person_in(part: str) -> Person:
    if (named := NAMED.fullmatch(part)) is not None:
        name = re.sub(r"\\(.)", r"\1", named[1]) if named[1] is not None else named[2]
        return usable(named[3], name=name)
    if (behind := NAME_BEHIND.fullmatch(part)) is not None:
        return usable(behind[1], name=behind[2])
    return usable(part)


def wire_address(address: str) -> str:
    """An address for headers and for the server, with its domain in ASCII; nobody stays nobody."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{in_ascii(domain)}"


def _quoted_name(found: re.Match[str]) -> str:
    lead = found[0][0] if found[0][0] in SEPARATORS else ""
    return f'{lead}"{found[1].strip()}" {found[2]}'


def _parts(text: str) -> list[str]:
    """The text cut at what stands between people, where that is not inside quotes."""
    parts, current, is_quoted, is_escaped = [], "", False, False
    for each in text:
        if each in SEPARATORS and not is_quoted:
            parts.append(current)
            current = ""
            continue
        if each == '"' and not is_escaped:
            is_quoted = not is_quoted
        is_escaped = each == "\\" and not is_escaped
        current += each
    return [part.strip() for part in [*parts, current] if part.strip()]
