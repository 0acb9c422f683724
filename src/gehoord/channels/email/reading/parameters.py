"""What stands after the semicolons of Content-Type and Content-Disposition."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from gehoord.channels.email.reading.charsets import decode
from gehoord.channels.email.reading.encoded_words import decode_words, header_text

_PARAMETER = re.compile(r'[;\s,]*([^\s;=",()<>]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;"]*)')
_CONTINUED = re.compile(r"^([^*]+)(?:\*(\d{1,4}))?(\*)?$")
# Values that are one word: what follows a space is a comment or a parameter without semicolon.
_WORDS = {"charset", "format", "delsp", "method", "smime-type", "protocol", "micalg", "type"}


def read_parameters(raw: bytes, hint: str = "") -> tuple[str, dict[str, str]]:
    """The value itself, in lower case, and its parameters by lower-case name, decoded."""
    text = header_text(raw, hint)
    main, _, rest = text.partition(";")
    if "=" in main and (cut := re.match(r"\s*([^\s=]+)\s+(?=[\w*-]+\s*=)", main)):
        main, rest = cut[1], f"{text[cut.end() :]}"
    main = re.sub(r"\([^)]*\)", "", main).strip().strip("\"'").lower()
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for found in _PARAMETER.finditer(rest[:50_000]):
        name = _CONTINUED.match(found[1].lower())
        if name is None:
            continue
        value = _unquoted(found[2])
        if name[1] in _WORDS or (name[1] == "filename" and name[3]):
            value = value.strip().split(" ")[0] if name[1] in _WORDS else value.strip()
        places = pieces.setdefault(name[1] + ("*" if name[2] or name[3] else ""), {})
        places.setdefault(int(name[2] or 0), (value, bool(name[3])))
    return main, _joined(pieces)


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        inner = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
        # Only these two are escaped by anybody: other backslashes are folders of Windows.
        return inner.replace('\\"', '"').replace("\\\\", "\\")
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == "'" else value


def _joined(pieces: dict[str, dict[int, tuple[str, bool]]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, places in pieces.items():
        if not name.endswith("*"):
            values.setdefault(name, decode_words(places[min(places)][0]))
    # The extended form is the more faithful one, wherever it stands.
    for name, places in pieces.items():
        if name.endswith("*") and (value := _extended([places[i] for i in sorted(places)])):
            values[name[:-1]] = value
    return values


def _extended(pieces: list[tuple[str, bool]]) -> str:
    """RFC 2231: a charset before the first piece, percent signs in the marked ones."""
    charset = ""
    first, is_marked = pieces[0]
    if is_marked and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    elif is_marked and "'" in first and "%" in first:
        charset, _, first = first.partition("'")
    pieces = [(first, is_marked), *pieces[1:]]
    if not any(marked for _, marked in pieces):
        return decode_words("".join(value for value, _ in pieces))
    raw = b"".join(
        unquote_to_bytes(value) if marked else value.encode("utf-8", "surrogateescape")
        for value, marked in pieces
    )
    return decode_words(decode(raw, charset)[0])
