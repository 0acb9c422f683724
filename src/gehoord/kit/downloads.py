"""Files that somebody else made, handed out to be kept and not to be run."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

UNKNOWN = "application/octet-stream"


def inert_download(file: FieldFile, *, name: str, content_type: str = UNKNOWN) -> FileResponse:
    """A download that no browser shows, runs or keeps for others.

    Raises Http404 if the file is gone from the disk.
    """
    try:
        content = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
