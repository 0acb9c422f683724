"""Bytes to text, whatever the label says."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

# What mail programs mean by a label; the wider charset stands in for the narrow one they name.
MEANT = {
    "us-ascii": "ascii", "ascii": "ascii", "ansi-x3.4-1968": "ascii", "646": "ascii",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "iso-latin-1": "cp1252", "l1": "cp1252", "8859-1": "cp1252", "iso-8859": "cp1252",
    "ansi": "cp1252", "x-ansi": "cp1252", "windows": "cp1252", "x-cp1252": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "iso-8859-6-i": "iso8859-6",
    "utf8": "utf-8", "utf8mb4": "utf-8", "utf-8mb4": "utf-8", "utf8mb3": "utf-8", "utf": "utf-8",
    "x-utf-8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8-bom": "utf-8-sig", "cesu-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7", "x-unicode-1-1-utf-7": "utf-7", "unicode": "utf-16",
    "iso-10646-ucs-2": "utf-16", "ucs-2": "utf-16", "iso-10646-ucs-4": "utf-32",
    "gb2312": "gb18030", "gb-2312": "gb18030", "x-gbk": "gb18030", "gbk": "gb18030",
    "gb2312-80": "gb18030", "gb-2312-80": "gb18030", "csgb2312": "gb18030", "euc-cn": "gb18030",
    "cp936": "gb18030", "windows-936": "gb18030", "chinese": "gb18030", "ms936": "gb18030",
    "x-euc-cn": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "big-5": "big5hkscs",
    "x-x-big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cn-big5": "big5hkscs",
    "ks-c-5601-1987": "cp949", "ks-c-5601": "cp949", "ksc5601": "cp949", "ksc-5601": "cp949",
    "euc-kr": "cp949", "korean": "cp949", "x-windows-949": "cp949", "uhc": "cp949",
    "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms-kanji": "cp932",
    "windows-31j": "cp932", "x-ms-cp932": "cp932", "shiftjis": "cp932", "x-euc-jp": "euc-jp",
    "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-1": "iso2022_jp_ext", "csiso2022jp":
    "iso2022_jp_ext", "iso-2022-jp-ms": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext", "cp50222": "iso2022_jp_ext", "jis": "iso2022_jp_ext",
    "koi8": "koi8-r", "koi8-ru": "koi8-u", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
    "x-macroman": "mac-roman", "mac": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ce": "mac-latin2", "x-mac-turkish": "mac-turkish", "x-mac-greek": "mac-greek",
}  # fmt: skip
LATIN = {"cp1252", "ascii", "iso8859-1", "iso8859-15"}
# Text that is not Western is dense with high bytes; a few in between are accents.
SPARSE = 0.2
LIKELY = ["utf_8", "cp1251", "koi8_r", "gb18030", "cp932", "euc_jp", "big5", "cp949", "cp1250",
          "cp1253", "cp1254", "cp1255", "cp1256", "cp874", "cp1252"]  # fmt: skip
_CODEPAGE = re.compile(r"(?:windows|win|cp|ibm|dos|x-cp|microsoft-cp|ms)[-_ ]?(\d{3,4})")
_ISO = re.compile(r"iso[-_ ]?8859[-_ ]?(\d{1,2})")
_CONTROLS = {code: None for code in (*range(9), 11, *range(14, 27), *range(28, 32), 127)}


@lru_cache(maxsize=512)
def known(label: str) -> str:
    """The name of Python's codec for a label from a mail; empty if nobody can know it."""
    bare = re.split(r"[;*$,\s\x1b]", label.lower().strip(" \t\"'=_.<>()"), maxsplit=1)[0]
    bare = (
        bare.strip("\"'_")
        .removeprefix("charset=")
        .removeprefix("3d")
        .strip("\"'")
        .replace("_", "-")
    )
    for name in (bare, bare.replace("iso8859", "iso-8859")):
        if name in MEANT:
            return MEANT[name]
    if (iso := _ISO.search(bare)) and iso[1] in ("1", "9"):
        return "cp1252" if iso[1] == "1" else "cp1254"
    guesses = [bare]
    guesses += [f"iso8859-{iso[1]}"] if iso else []
    guesses += [f"cp{page[1]}"] if (page := _CODEPAGE.search(bare)) else []
    guesses += ["utf-8"] if "utf-8" in bare or "utf8" in bare else []
    guesses += ["iso2022_jp_ext"] if "2022-jp" in bare else []
    return next((found for name in guesses if (found := _codec(name))), "")


def _codec(name: str) -> str:
    if name in MEANT:
        return MEANT[name]
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, TypeError):
        return ""
    # rot13, hex, zip, idna and their like are codecs too, but not of mail.
    if not found._is_text_encoding or found.name in ("idna", "punycode", "raw-unicode-escape"):
        return ""
    return "" if found.name in ("unicode-escape", "undefined", "mbcs", "oem") else found.name


def decode(raw: bytes, label: str = "") -> tuple[str, str]:
    """The text of some bytes, and what was odd about their label (empty if nothing was).

    The label wins when it can be true; UTF-8 that is labelled as Latin is still UTF-8.
    """
    codec = known(label) if label else ""
    if raw.startswith(codecs.BOM_UTF8):
        return _strictly(raw[3:], "utf-8") or _guessed(raw[3:]), ""
    if codec.startswith(("utf-16", "utf-32")):
        return _wide(raw, codec), ""
    if b"\x1b$" in raw and codec in ("", *LATIN) and (text := _strictly(raw, "iso2022_jp_ext")):
        return text, "" if not codec else f"text was not {label[:40]} but iso-2022-jp"
    if raw.isascii() and codec in ("", "ascii", "cp1252", "utf-8"):
        return raw.decode("ascii"), f"unknown charset {label[:40]}" if label and not codec else ""
    return _by_label(raw, codec, label)


def _by_label(raw: bytes, codec: str, label: str) -> tuple[str, str]:
    if codec in ("", *LATIN, "utf-8") and (text := _strictly(raw, "utf-8")) is not None:
        said_so = codec == "utf-8" or not label
        return text, "" if said_so else f"text was not {label[:40]} but utf-8"
    if codec == "ascii" or not codec:
        odd = (
            f"unknown charset {label[:40]}" if label and not codec else "8-bit text without charset"
        )
        return _guessed(raw), odd
    if (text := _strictly(raw, codec)) is not None:
        return text, ""
    if codec == "utf-8":
        return _broken_utf8(raw), f"text is not valid {label[:40]}"
    if codec == "cp1252":
        return raw.decode("cp1252", "gehoord-latin"), ""
    return raw.decode(codec, "replace"), f"text is not valid {label[:40]}"


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _wide(raw: bytes, codec: str) -> str:
    """UTF-16 and UTF-32 without a mark: where the zero bytes stand tells the order."""
    if codec == "utf-16" and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        zeros_first = raw[0:400:2].count(0)
        zeros_second = raw[1:400:2].count(0)
        if not zeros_first and not zeros_second and raw.isascii():
            return raw.decode("ascii")
        codec = "utf-16-le" if zeros_second > zeros_first else "utf-16-be"
    return raw.decode(codec, "replace").lstrip("\ufeff")


def _broken_utf8(raw: bytes) -> str:
    """Mostly UTF-8 keeps its good parts; hardly any UTF-8 is something else."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text[:20_000] if char > "\x7f") - min(
        bad, text[:20_000].count("\ufffd")
    )
    return text if good > bad or good * 2 > bad > 3 else _guessed(raw)


def _guessed(raw: bytes) -> str:
    """Text of unlabelled bytes."""
    if (text := _strictly(raw, "utf-8")) is not None:
        return text
    sample = raw[:16_384]
    high = sum(1 for byte in sample if byte > 127)
    letters = sum(1 for byte in sample if byte > 64) or 1
    codec = "cp1252"
    if high / letters > SPARSE and high > 5:
        best = from_bytes(sample, cp_isolation=LIKELY, steps=3).best()
        codec = best.encoding if best else codec
    return raw.decode(codec, "gehoord-latin" if codec == "cp1252" else "replace")


def _latin(error: UnicodeError) -> tuple[str, int]:
    """Five places of cp1252 are empty; those bytes are then Latin-1's controls."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("gehoord-latin", _latin)


def cleaned(text: str) -> str:
    """Text with Unix line ends, and without bytes that no page can show."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
