"""Small files that customers of the demonstration send along, drawn in code."""

from __future__ import annotations

import struct
import zlib
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gehoord.cases.actions import IncomingFile

SIDE = 96


def store_file(kind: str, *, number: int) -> IncomingFile:
    """Store a photo (`foto`) or a letter (`pdf`) and say where it lies."""
    name, content_type, content = made_file(kind, number=number)
    path = default_storage.save(f"attachments/demo/{name}", ContentFile(content))
    return IncomingFile(path=path, name=name, content_type=content_type, size=len(content))


def made_file(kind: str, *, number: int) -> tuple[str, str, bytes]:
    """A photo (`foto`) or a letter (`pdf`): its name, its type and what is in it."""
    make, name, content_type = {
        "foto": (_photo, f"foto-{number}.png", "image/png"),
        "pdf": (_letter, f"brief-{number}.pdf", "application/pdf"),
    }[kind]
    return name, content_type, make(number)


def _photo(number: int) -> bytes:
    """A wooden board with a scratch over it."""
    rng = Random(number)  # noqa: S311 - a drawing
    scratch = rng.randrange(20, 60)
    rows = bytearray()
    for y in range(SIDE):
        rows.append(0)
        for x in range(SIDE):
            grain = (x * 3 + (y // 7) * 29 + number) % 24
            is_scratched = abs(x - scratch - y // 3) < 2
            rows += bytes((88, 60, 40) if is_scratched else (176 + grain, 132 + grain, 92 + grain))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _letter(number: int) -> bytes:
    """One page with one line of text."""
    line = f"BT /F1 14 Tf 60 760 Td (Brief {number}: voorbeeld) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    page, starts = b"%PDF-1.4\n", []
    for place, body in enumerate(objects, start=1):
        starts.append(len(page))
        page += b"%d 0 obj\n%s\nendobj\n" % (place, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return page + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(page))
    )
