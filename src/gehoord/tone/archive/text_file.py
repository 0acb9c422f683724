"""Lines of a text file, checked for their encoding, without ever holding more than one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from gehoord.tone.archive.choices import ArchiveCannotBeRead

# Nothing somebody wrote is longer; a file with a lost line end or quote may be.
LONGEST = 4_000_000
HEAD = 1 << 16
# A batch is sent when it has as many rows, or as many characters.
MOST_ROWS = 200
MOST_CHARACTERS = 200_000

_NOT_DECODED = re.compile("[\udc80-\udcff]")


class TextFile:
    """A text file to go through once.

    Raises ArchiveCannotBeRead if its beginning is not in the encoding. Later on such bytes stand
    in the lines in a way that `is_sound` tells and `shown` writes out.
    """

    def __init__(self, path: Path, encoding: str, *, newline: str) -> None:
        self.size = max(path.stat().st_size, 1)
        self._raw = path.open("rb")
        head = self._raw.read(HEAD)
        self._raw.seek(0)
        # What is written gets a mark at its beginning only if there was one.
        has_mark = head.startswith(codecs.BOM_UTF8)
        self.encoding = "utf-8" if encoding == "utf-8-sig" and not has_mark else encoding
        try:
            self._file = TextIOWrapper(
                self._raw, encoding=encoding, errors="surrogateescape", newline=newline
            )
        except LookupError as error:
            self._raw.close()
            raise ArchiveCannotBeRead(f"There is no encoding {encoding!r}.") from error
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeError as error:
            self._file.close()
            raise ArchiveCannotBeRead(_not_in(encoding, head, error)) from error

    def lines(self) -> Iterator[str]:
        """Every line with its end; one of more than LONGEST characters loses what is over."""
        while line := self._part():
            rest = line
            while len(rest) > LONGEST and not rest.endswith(("\n", "\r")):
                rest = self._part()
            yield line

    def _part(self) -> str:
        try:
            return self._file.readline(LONGEST + 1)
        except UnicodeError as error:
            raise ArchiveCannotBeRead(f"It cannot be read from here on: {error}.") from error

    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(self._raw.tell() / self.size, 1.0)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def writing(path: Path, encoding: str) -> TextIO:
    """A file to write, that has room for every character there is."""
    return path.open("w", encoding=encoding, errors="backslashreplace", newline="")


def is_sound(line: str) -> bool:
    """Whether all bytes of a line were in the encoding of the file."""
    return line.isascii() or not _NOT_DECODED.search(line)


def shown(line: str) -> str:
    """A line without its end, with every byte that could not be decoded written as a number."""
    return line.rstrip("\r\n").encode("utf-8", "backslashreplace").decode()


def _not_in(encoding: str, head: bytes, error: UnicodeError) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "The file is not UTF-8 but UTF-16: say --encoding utf-16."
    name = "UTF-8" if encoding.startswith("utf-8") else encoding
    where = f" (at byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
    return f"The file is not {name}{where}. From Excel or an old system? Try --encoding cp1252."
