"""Files that customers and agents send: what they really are, and where they are kept."""

from __future__ import annotations

import logging
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import IO
from uuid import uuid4

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from gehoord.cases.actions import IncomingFile

MOST_FILES = 5
"""Files with one message."""
HEAD_BYTES = 8192
NAME_LENGTH = 120
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Characters that could turn a name around, hide in it or break a line on the screen."""

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/csv",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""The kinds of files that may come in or go out, by the end of their name."""
SAFE_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Kinds that every browser shows and that cannot hold a script."""

SAME_KIND = {
    "jpg": {".jpg", ".jpeg", ".jfif", ".jpe"},
    "jpeg": {".jpg", ".jpeg", ".jfif", ".jpe"},
    "heic": {".heic", ".heif"},
}
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
UNREADABLE = (
    zipfile.BadZipFile,
    struct.error,
    KeyError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
"""What a zip made to hurt raises."""
logger = logging.getLogger(__name__)


class FileEmpty(Exception):
    """There is nothing in the file."""


class FileTooBig(Exception):
    """The file is larger than the house allows."""


class FileTypeNotAllowed(Exception):
    """The file is of a kind we do not take, or is not what its name says."""


class FileNotKept(Exception):
    """The disk does not take the file now, e.g. because it is full."""


def store_upload(upload: UploadedFile) -> IncomingFile:
    """Keep a file somebody uploaded, under a name nobody can guess, outside the web root.

    What it is, is decided by its content: the end of its name has to agree. Raises FileEmpty,
    FileTooBig (over `GEHOORD_MAX_FILE_BYTES`), FileTypeNotAllowed or FileNotKept; then nothing is
    kept.
    """
    size = upload.size or 0
    if size == 0:
        raise FileEmpty
    if size > settings.GEHOORD_MAX_FILE_BYTES:
        raise FileTooBig
    name = safe_name(upload.name or "")
    kind = name.rsplit(".", 1)[-1].lower()
    if kind not in TYPES or upload.file is None or not _is_really(kind, upload.file):
        raise FileTypeNotAllowed
    upload.seek(0)
    path = _keep(upload, f"attachments/{timezone.now():%Y/%m}/{uuid4().hex}.{kind}")
    return IncomingFile(path=path, name=name, content_type=TYPES[kind], size=size)


def store_content(
    content: bytes, *, name: str, content_type: str, content_id: str = ""
) -> IncomingFile:
    """Keep a file that came inside something else, whatever it is: it is handed out, never run.

    Nobody chose to send us this kind of file by a form, so none is refused. Raises FileNotKept.
    """
    name = safe_name(name) or "file"
    kind = name.rsplit(".", 1)[-1].lower()
    is_known = kind in TYPES and bool(content) and _is_really(kind, BytesIO(content))
    path = f"attachments/{timezone.now():%Y/%m}/{uuid4().hex}.{kind if is_known else 'bin'}"
    return IncomingFile(
        path=_keep(ContentFile(content), path),
        name=name,
        content_type=TYPES[kind] if is_known else content_type[:100],
        size=len(content),
        content_id=content_id[:200],
    )


def _keep(upload: File[bytes], path: str) -> str:
    try:
        return default_storage.save(path, upload)
    except OSError as error:
        logger.exception("a file could not be kept")
        with suppress(OSError):
            default_storage.delete(path)  # what was written before the disk was full
        raise FileNotKept from error


def forget_files(files: Iterable[IncomingFile]) -> None:
    """Throw away files of a message that was not sent after all."""
    for file in files:
        default_storage.delete(file.path)


@contextmanager
def stored(uploads: Iterable[UploadedFile]) -> Iterator[list[IncomingFile]]:
    """Keep uploads for a message; if the message is refused, nothing of them stays behind.

    Raises what `store_upload` raises.
    """
    files: list[IncomingFile] = []
    try:
        for upload in uploads:
            files.append(store_upload(upload))
        yield files
    except Exception:
        forget_files(files)
        raise


def safe_name(name: str) -> str:
    """The name of a file as it may stand on a screen: no folders, nothing unseen, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    last = "".join(each for each in last if unicodedata.category(each) not in UNSEEN).strip()
    stem, dot, kind = last.rpartition(".")
    return f"{stem[:NAME_LENGTH]}{dot}{kind[:10]}" if dot else last[:NAME_LENGTH]


def _is_really(kind: str, content: IO[bytes]) -> bool:
    """Whether the bytes are of the kind that the name promises."""
    content.seek(0)
    head = content.read(HEAD_BYTES)
    if kind in ("txt", "csv"):
        return b"\x00" not in head
    if kind in OFFICE_PARTS or kind in ("odt", "ods"):
        return _is_document(kind, content)
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return False
    return not found.isdisjoint(SAME_KIND.get(kind, {f".{kind}"}))


def _is_document(kind: str, content: IO[bytes]) -> bool:
    """Whether a zip holds the document its name promises, without macros."""
    try:
        with zipfile.ZipFile(content) as parts:
            names = set(parts.namelist())
            if any(name.endswith("vbaProject.bin") for name in names):
                return False
            if kind in OFFICE_PARTS:
                return OFFICE_PARTS[kind] in names
            return _first_line(parts, "mimetype") == TYPES[kind]
    except UNREADABLE:
        return False


def _first_line(parts: zipfile.ZipFile, name: str) -> str:
    if parts.getinfo(name).compress_type != zipfile.ZIP_STORED:
        return ""  # OpenDocument wants it stored; then nobody's bytes are unpacked here
    with parts.open(name) as part:
        return part.read(100).decode("ascii", "replace").strip()
