from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import IO

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 256 * 1024


def as_download(file: IO[bytes], *, name: str) -> StreamingHttpResponse:
    """Hand out a temporary zip file piece by piece; it is gone from the disk when it was read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    response = StreamingHttpResponse(_pieces(file), content_type="application/zip")
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    # A server that is asynchronous would read a plain file into memory as a whole.
    try:
        while piece := await sync_to_async(file.read)(PIECE):
            yield piece
    finally:
        file.close()
