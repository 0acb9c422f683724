"""What looks like a quotation and is the customer's own: marks, headers, answers he announces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gehoord.channels.email.trimming import features
from gehoord.channels.email.trimming.attribution import is_claim_like
from gehoord.channels.email.trimming.headers import is_rule, label
from gehoord.channels.email.trimming.languages import one_of, plain
from gehoord.channels.email.trimming.lines import Line
from gehoord.channels.email.trimming.manners import manners

_MARKS = re.compile(r"^[>|\s]+")
_AMOUNT = re.compile(r"[A-Z]{0,3}(?:>|&gt;)\s?=?\s?(?:EUR\s?)?[\d€$£]")
_PATH = re.compile(r"\w[^>]{0,60}\s(?:>|-+>|»|→)\s?\w")
_TECHNICAL = re.compile(
    r"(?:Return-Path|Received|Message-ID|Delivered-To|X-[\w-]+|DKIM-Signature|MIME-Version"
    r"|Authentication-Results|Content-Type|Reporting-MTA|Final-Recipient)\s?:",
    re.IGNORECASE,
)
_TAG = re.compile(r"(\[[^\W\d_][\w .-]{0,19}\]|[-=]{1,2}>)\s?\S")
_LINKED = re.compile(r"\[(?:cid|image|inline|logo|afbeelding|bild|foto|https?)", re.IGNORECASE)
_LABELLED = re.compile(r"\[[A-Z]{4,}\]")
# “Hoi! Ja graag.” is more than a greeting.
_GOES_ON = re.compile(r"\w\w[.!?]\s+\w")
_FEW = 4
_NEAR = 3
_SHORT, _LONG = 50, 300
_MOST_SAID = 3000
_MOST_TAGGED = 400


def own_marks(
    lines: Sequence[Line], bare: Sequence[bool], quoted: Sequence[bool], *, until: int
) -> list[range]:
    """The runs of marked lines above the line `until` that quote no mail: steps, amounts, a letter.

    `until` is where a message is said to be quoted for the first time; marks below it belong to it.
    `bare` lines are in a frame of the HTML of which no program says that it is a quotation;
    `quoted` lines were found to be quotation so far.
    """
    runs = _runs(lines, until)
    is_whole = until >= len(lines)
    if is_whole and len(runs) <= _FEW and all(_is_stray(lines, run) for run in runs):
        # Single marked lines, in a mail that quotes nothing else: arrows, commands, a protocol.
        return runs
    return [run for run in runs if _is_own(lines, run, bare, quoted)]


def _is_stray(lines: Sequence[Line], run: range) -> bool:
    """Whether a few short marked lines stand alone; a sentence of ours may be answered there."""
    texts = [_MARKS.sub("", lines[number].text) for number in run]
    if len(run) > _FEW or any(lines[number].is_barred for number in run):
        return False
    if len(run) > 1 and lines[run.start - 1 if run.start else 0].is_blank:
        return False
    is_short = all(text and len(text) <= _SHORT for text in texts)
    return (
        is_short
        and not any(text.endswith((".", "?", ",")) for text in texts)
        and not _says_whose(texts)
    )


def _runs(lines: Sequence[Line], until: int) -> list[range]:
    found: list[range] = []
    start = None
    for number in range(min(until, len(lines)) + 1):
        is_inside = number < min(until, len(lines)) and lines[number].is_quoted
        if is_inside and start is None:
            start = number
        elif not is_inside and start is not None:
            found.append(range(start, number))
            start = None
    return found


def _is_own(
    lines: Sequence[Line], run: range, bare: Sequence[bool], quoted: Sequence[bool]
) -> bool:
    texts = [_MARKS.sub("", lines[number].text) for number in run]
    if not any(texts) or any(lines[number].is_barred for number in run):
        return False
    if _says_whose(texts[:_NEAR]):
        return False
    if _is_measure(lines, run) or all(bare[number] for number in run):
        return True
    above = _above(lines, run.start)
    if above is None:
        return False
    if 2 * sum(bool(_PATH.search(text)) for text in texts) >= len(texts):
        return True
    is_adjacent = above == run.start - 1
    return _introduces(lines, above) or (
        is_adjacent
        and not any(quoted[run.stop : run.stop + 1])
        and _goes_on(lines, above, run.stop)
    )


def _says_whose(texts: Sequence[str]) -> bool:
    """Whether the marked lines themselves begin as a quoted mail does."""
    return any(text.startswith(">") or label(text) or is_claim_like(text) for text in texts)


def _is_measure(lines: Sequence[Line], run: range) -> bool:
    """> 100 euro: more than that."""
    return len(run) <= _FEW and all(_AMOUNT.match(lines[number].text) for number in run)


def _above(lines: Sequence[Line], start: int) -> int | None:
    """The line of own words right above, with at most one blank line between."""
    for number in range(start - 1, max(-1, start - _NEAR), -1):
        if not lines[number].is_blank:
            return None if lines[number].is_quoted else number
    return None


def _introduces(lines: Sequence[Line], number: int) -> bool:
    """Whether a line ends with a colon and does not say that the answered mail follows."""
    text = lines[number].text
    if not text.endswith((":", "：")) or is_claim_like(text) or _is_greeting(text):
        return False
    return not (_addresses(text) or one_of("markers", "answers_below").search(text))


def _is_greeting(text: str) -> bool:
    if len(text.split()) > _FEW or _GOES_ON.search(text):
        return False
    return bool(one_of("markers", "greetings").match(text))


def _addresses(text: str) -> bool:
    """“U schreef:” the words of the one who reads this, from the mail that is answered."""
    found = text.strip(" :").casefold().split()
    if len(found) > _FEW or not plain("attribution", "you") & set(found):
        return False
    return any(manner.verb.search(text) for manner in manners())


def _goes_on(lines: Sequence[Line], above: int, stop: int) -> bool:
    """Whether a sentence runs on through the marked lines and further below them."""
    text = lines[above].text
    is_open = text[-1:].isalnum() and len(text.split()) >= _FEW
    return is_open and any(features.is_prose(line.text) for line in lines[stop : stop + 1])


def is_pasted(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a header was put here by the customer to show it, not by his program.

    Programs give the date; a customer says what it is (“these are the headers:”), or indents it.
    """
    above = next((each for each in range(start - 1, -1, -1) if not _is_empty(lines[each])), None)
    if above is None or lines[above].is_quoted:
        return False
    header = [line for line in lines[start:end] if not line.is_blank]
    text = lines[above].text
    if _TECHNICAL.match(text) or any(_TECHNICAL.match(line.text) for line in header):
        return True
    if not lines[above].is_indented and all(line.is_indented for line in header):
        return any(
            not line.is_indented and features.is_prose(line.text)
            for line in lines[end : end + _LONG]
        )
    if _is_end(text):
        return False
    if _introduces(lines, above):
        return True
    if end == start + 1:
        return False
    kinds = {found[0] for line in header if (found := label(line.text))}
    return "sent" not in kinds or _is_asked_about(lines, above)


def _is_empty(line: Line) -> bool:
    return line.is_blank or is_rule(line.text)


def _is_end(text: str) -> bool:
    """Whether the customer had said all he wanted to: he signs."""
    if any(features.is_closing(text, manner) for manner in ("formal", "informal")):
        return True
    return features.is_tagline(text) or features.is_name(text) or features.is_contact(text)


def _is_asked_about(lines: Sequence[Line], above: int) -> bool:
    near = " ".join(line.text for line in lines[max(0, above - _NEAR) : above + 1])[-_LONG:]
    if "?" in near:
        return bool(one_of("markers", "doubted", "received").search(near))
    return all(one_of("markers", name).search(near) for name in ("doubted", "received"))


def says_nothing(texts: Sequence[str], *, is_forward: bool) -> bool:
    """Whether own words only greet, sign and point at what is below them.

    To point at a message that is passed on is enough, to greet above it is not.
    """
    return _is_opening(texts[0], is_forward=is_forward) and all(
        _is_opening(text, is_forward=is_forward)
        or features.is_closing(text, "formal")
        or features.is_name(text)
        for text in texts[1:]
    )


def _is_opening(text: str, *, is_forward: bool) -> bool:
    if _is_greeting(text):
        return " " in text or not text[-1].isalnum()
    return not is_forward and _points_below(text)


def _points_below(text: str) -> bool:
    return bool(one_of("markers", "below").fullmatch(text.strip(" .!:;,")))


def announces_answers(texts: Sequence[str]) -> bool:
    """Whether own words say that the answers stand in the quotation.

    What follows a colon right there are the answers themselves (“my answers below: 1. yes”).
    """
    said = " ".join(texts)[-_MOST_SAID:]
    match = one_of("markers", "answers_below").search(said)
    if not match:
        return False
    further = said[match.end() :].strip()
    return not further.startswith((":", "：")) or len(further.split()) <= 2 * _FEW


def is_answered_inside(lines: Sequence[Line], start: int) -> bool:
    """Whether answers are marked with a name or an arrow in a quotation without marks.

    `start` is the line after the header of the quotation.
    """
    seen: set[str] = set()
    for line in lines[start : start + _MOST_TAGGED]:
        match = _TAG.match(line.text)
        if match and not (_LINKED.match(line.text) or _LABELLED.match(line.text)):
            if match[1] in seen:
                return True
            seen.add(match[1])
    return False


def says_below_name(texts: Sequence[str]) -> bool:
    """Whether somebody writes that what is wanted stands below his name."""
    return any(one_of("markers", "below_name").search(text) for text in texts)
