"""Names for attachments: what people can save, whatever the mail says."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

_ENDINGS = {
    "message/rfc822": ".eml", "text/calendar": ".ics", "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt", "message/disposition-notification": ".txt",
    "application/pgp-signature": ".asc", "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m", "application/ms-tnef": ".dat", "image/jpeg": ".jpg",
    "image/jpg": ".jpg", "image/pjpeg": ".jpg", "text/plain": ".txt", "text/html": ".html",
    "audio/mpeg": ".mp3", "text/x-vcard": ".vcf", "text/vcard": ".vcf", "text/directory": ".vcf",
}  # fmt: skip
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')


def safe_name(said: str) -> str:
    """A file name without folders and without signs that lie or that disks refuse."""
    last = re.split(r"[/\\]", said.strip().rstrip("/\\"))[-1]
    clean = _FORBIDDEN.sub("_" if "." in last else "", unicodedata.normalize("NFC", last))
    clean = re.sub(r"\s+", " ", clean).strip(" ")
    if clean.strip(". _") == "":
        return ""
    if len(clean) > 180:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[:160]}.{ending}" if dot and len(ending) <= 12 else clean[:180]
    return clean


def made_up_name(mime: str, number: int, subject: str = "") -> str:
    """A name for a file that has none: its kind and its place in the mail."""
    ending = _ENDINGS.get(mime) or mimetypes.guess_extension(mime, strict=False) or ".bin"
    if mime == "message/rfc822" and (title := safe_name(subject.replace("/", "-"))):
        return f"{title[:120]}.eml"
    kind = mime.split("/")[0]
    word = {"image": "image", "message": "message", "audio": "audio", "video": "video"}.get(kind)
    return f"{word or 'attachment'}-{number}{ending}"


def mime_of(filename: str) -> str:
    """What kind of file a name promises."""
    return mimetypes.guess_type(filename, strict=False)[0] or "application/octet-stream"
