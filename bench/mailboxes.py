"""Mailboxes of a real Dovecot, filled by laying the files of its Maildirs down directly."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import count, cycle, islice
from pathlib import Path

from bench.letters import Letter
from tests.dovecot import Dovecot


class Box:
    """The inbox of one user. Any number of mails costs one file, or one more name, each."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.server, self.user = server, user
        self.owner = (server.folder / "mail").stat()
        self.root = server.folder / "mail" / user
        self.numbers = count()
        for folder in (self.root, *(self.root / name for name in ("cur", "new", "tmp"))):
            folder.mkdir()
            self._give(folder)

    @property
    def address(self) -> str:
        """To whom its mails are sent."""
        return f"{self.user}@winkel.example"

    def lay(self, letters: Iterable[Letter]) -> list[Path]:
        """Put mails in, as new files; returns where they are."""
        return [self._put(letter) for letter in letters]

    def link(self, files: Iterable[Path]) -> None:
        """Put the mails of another box in, without writing them again."""
        for file in files:
            os.link(file, self._path(file.stat()))

    def known(self) -> int:
        """Let the server look at all mails, as it has at those in a real mailbox; how many."""
        with self.server.client(self.user) as client:
            found = int(client.select("INBOX", readonly=True)[1][0] or b"0")
            if found:
                client.fetch("1:*", "(UID INTERNALDATE RFC822.SIZE)")
            return found

    def _put(self, letter: Letter) -> Path:
        made = self.root / "tmp" / "made"
        made.write_bytes(letter.raw)
        self._give(made)
        moment = letter.at.timestamp()
        os.utime(made, (moment, moment))
        return made.rename(self._path(made.stat()))

    def _path(self, of: os.stat_result) -> Path:
        # The sizes in the name spare the server reading every mail for them, as its own names do.
        name = f"{1_600_000_000 + next(self.numbers)}.M1.bench,S={of.st_size},W={of.st_size}"
        return self.root / "cur" / f"{name}:2,"

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.owner.st_uid, self.owner.st_gid)


def again_and_again(files: list[Path], times: int) -> Iterator[Path]:
    """So many mails out of a few."""
    return islice(cycle(files), times)
