"""What others wrote: quoted and forwarded mail, “u schreef”, titles, signatures, disclaimers."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gehoord.tone.reading.pack import Pack
from gehoord.tone.text import Normal

# A signature is short lines; a long one, or one that ends a sentence, is the customer speaking.
LONGEST_SIGNATURE_LINE = 60
MOST_SIGNATURE_LINES = 12
# Without one of these in it no text holds a quotation or a signature.
_MAY_BE = regex.compile(r'[\n":>]')
_NOT_LINE_END = regex.compile(r"[^\n]")
_MARKED = regex.compile(r"[\n. ]*+>")
_LINE = regex.compile(r"[^\n]*\n?")
_QUOTED = regex.compile(r"""(?<!\w)(["'])(\w[^"'\n]{2,60})\1(?!\w)""")
_SIGNS_OFF_SENTENCE = regex.compile(r"[!?]|\.\s*$")


def others_words(text: str, pack: Pack) -> list[tuple[int, int]]:
    """Where in a normalised message the words are not the customer's own, in no order."""
    if not _MAY_BE.search(text):
        return []
    found = [hit.span() for name in _ANYWHERE for hit in pack.pattern(name).finditer(text)]
    if "\n" in text:
        found += _tails(text, pack)
        found += _signature(text, pack)
    return found


_ANYWHERE = ("quoted_line", "quoted_speech", "quoted_without_marks", "client_line")


def titles(text: str, raw: str, pack: Pack, normal: Normal | None = None) -> list[tuple[int, int]]:
    """Where a name stands between quotation marks, every word with a capital: a film, a T-shirt.

    Not after “jij bent een”: that is said of somebody, marks or not.
    """
    found = []
    for quoted in _QUOTED.finditer(text):
        start, end = quoted.span(2)
        first, last = normal.raw_span(start, end) if normal else (start, end)
        words = raw[first:last].split()
        is_name = (
            len(words) > 1
            and all(word[0].isupper() for word in words)
            and not raw[first:last].isupper()
        )
        if is_name and not pack.pattern("addressed_before").search(text, 0, quoted.start()):
            found.append((start, end))
    return found


def without(text: str, places: list[tuple[int, int]]) -> str:
    """The text with those places replaced by full stops of the same length; line ends stay."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(places):
        if end > done:
            start = max(start, done)
            pieces += (text[done:start], _NOT_LINE_END.sub(".", text[start:end]))
            done = end
    return "".join((*pieces, text[done:]))


def _tails(text: str, pack: Pack) -> Iterator[tuple[int, int]]:
    """From the line with which a mail program announces old mail to the end; if the old mail is
    marked with “>”, only that line, as the answer may stand below.
    """
    for found in pack.pattern("quoted_tail").finditer(text):
        if _MARKED.match(text, found.end()):
            yield found.span()
        else:
            yield found.start(), len(text)
            return


def _signature(text: str, pack: Pack) -> Iterator[tuple[int, int]]:
    """The short lines below a greeting formula that stands on a line of its own."""
    end = 0
    for found in pack.pattern("closing_formula").finditer(text):
        if found.start() < end:
            continue
        start = end = found.end()
        for _, line in zip(range(MOST_SIGNATURE_LINES), _LINE.finditer(text, start), strict=False):
            if not line[0] or _speaks(line[0], pack):
                break
            end = line.end()
        if end > start:
            yield start, end


def _speaks(line: str, pack: Pack) -> bool:
    """Whether a line below the formula is still the customer speaking: “een boze klant”."""
    return (
        len(line) > LONGEST_SIGNATURE_LINE
        or _SIGNS_OFF_SENTENCE.search(line) is not None
        or pack.pattern("speaks_below").search(line) is not None
    )
