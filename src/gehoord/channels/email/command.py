"""`gehoord mail parse FILE…`: shows as JSON what Gehoord reads in an e-mail."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gehoord.channels.email.reading import Address, Mail, read_mail

DESCRIPTION = "Reads e-mails as Gehoord does and prints one line of JSON for each."
TRIMMING = "gehoord.channels.email.trimming"


def main(words: Sequence[str]) -> int:
    """Print every mail; 1 when a file could not be read, 2 when the words make no sense."""
    parser = argparse.ArgumentParser(prog="gehoord mail", description=DESCRIPTION)
    actions = parser.add_subparsers(dest="action", required=True)
    parse = actions.add_parser("parse", help="print what is read in raw messages")
    parse.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a raw message, or a folder of *.eml"
    )
    chosen = parser.parse_args(list(words))
    code = 0
    for path in _files(chosen.files):
        try:
            shown = as_json(read_mail(path.read_bytes()))
        except OSError as error:
            shown = as_json(Mail(problems=(f"{path}: {error.strerror or error}",)))
            code = 1
        sys.stdout.write(
            json.dumps(shown, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"
        )
    return code


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix.lower() == ".eml")
        else:
            yield path


def as_json(mail: Mail) -> dict[str, Any]:
    """A mail as the plain values of one line of JSON."""
    reply, quoted = _split(mail)
    return {
        "from_email": mail.from_email,
        "from_name": mail.from_name,
        "to": _emails(mail.to),
        "cc": _emails(mail.cc),
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "reply": reply,
        "quoted": quoted,
        "attachments": [
            {
                "filename": one.filename,
                "mime": one.mime,
                "size": len(one.content),
                "inline": one.inline,
            }
            for one in mail.attachments
        ],
        "auto": mail.auto,
        "problems": list(mail.problems),
    }


def _emails(addresses: Sequence[Address]) -> list[str]:
    return [one.email for one in addresses]


def _split(mail: Mail) -> tuple[str, str]:
    """The new words and the rest."""
    if find_spec(TRIMMING) is None:
        return mail.text, ""
    parts = import_module(TRIMMING).split_reply(mail.text, html=mail.html)
    return parts.reply, parts.quoted
