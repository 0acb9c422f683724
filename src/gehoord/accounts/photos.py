"""Photos of agents: looked at before they are kept, and handed out so that nothing runs in them."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent

MOST_BYTES = 2 * 1024 * 1024
LOOKED_AT = 4096
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


def clean_photo(upload: UploadedFile) -> UploadedFile:
    """A photo that is one, by its content and not by its name; it gets a name nobody can guess.

    Raises ValidationError if it is too large or something else.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("This photo is larger than 2 MB. Make it smaller and try again."))
    kind = _kind(upload)
    if kind is None:
        raise ValidationError(_("This is not a PNG, JPEG or WebP photo. Choose another file."))
    upload.name = f"{uuid4().hex}{ENDINGS[kind]}"
    return upload


def _kind(upload: UploadedFile) -> str | None:
    upload.seek(0)
    start = upload.read(LOOKED_AT)
    upload.seek(0)
    try:
        found = {match.mime_type for match in puremagic.magic_string(start)}
    except (puremagic.PureError, ValueError):
        return None
    return next((kind for kind in ENDINGS if kind in found and _begins_like(kind, start)), None)


def _begins_like(kind: str, start: bytes) -> bool:
    """The first bytes themselves: a library that guesses must not be the only guard."""
    return {
        "image/png": start.startswith(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg": start.startswith(b"\xff\xd8\xff"),
        "image/webp": start[:4] == b"RIFF" and start[8:12] == b"WEBP",
    }[kind]


def photo_response(agent: Agent) -> FileResponse:
    """The photo of an agent as an answer that a browser shows and never runs.

    Raises FileNotFoundError if it is gone from the disk.
    """
    ending = PurePath(agent.photo.name).suffix
    kind = next((kind for kind, one in ENDINGS.items() if one == ending), "image/jpeg")
    response = FileResponse(agent.photo.open("rb"), content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
