"""Files that come with a message: all of them are kept, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from gehoord.cases.actions import IncomingFile
from gehoord.cases.files import store_upload


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
        for file in files:
            default_storage.delete(file.path)
        raise
