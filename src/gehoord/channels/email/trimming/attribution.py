"""Lines that say whose words follow: “Op 3 juni 2025 om 10:12 schreef Jan <jan@x.nl>:”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gehoord.channels.email.trimming.languages import plain
from gehoord.channels.email.trimming.lines import LONGEST, Line
from gehoord.channels.email.trimming.manners import (
    Manner,
    day_and_month,
    manners,
    weekday_before_date,
)

_MOST_LINES = 5
_MOST_TRIES = 150
"""A message with more lines that could say so is no letter; the rest of it is shown."""
_ENDING = re.compile(r"[:：]\W{0,8}$|-{2,}\W{0,3}$")
_BRACKETED = re.compile(r"[<\[(](?:\s?mailto:)?\s?[^\s<>\[\]()]+@[^<>\[\]()]{1,90}[>\])]*")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,190}\b")
_LINK = re.compile(r"<?\b(?:https?://|mailto:|www\.)[^\s>]{1,300}>?")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:.h]\s?\d{2}(?!\d)", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_INSIDE = re.compile(r"<\s*([^<>]{1,90}?)\s*>")
_ADDRESSED = re.compile(
    r"[^:]{1,60}(?::\d\d[^:]{0,150}){0,3}@[^:<>]{1,90}>\s?(?:[^\W\d]{1,20}\s?){0,3}:(?=\s)"
)
_FRAMED = re.compile(r">>> \S[^>]*(?:>[^>]+)?>>>$")
_FEW = 8


@dataclass(frozen=True, slots=True)
class _Claim:
    """What stands in lines that may say whose words follow."""

    text: str
    has_colon: bool
    has_date: bool
    has_time: bool
    has_year: bool
    is_followed: bool

    @property
    def is_dated(self) -> bool:
        return self.has_date and (self.has_time or self.has_year)


def find_attributions(lines: Sequence[Line], quoted: Sequence[bool]) -> dict[int, int]:
    """Where such lines are: the number of the first one, and of the line after the last one.

    `quoted` says of every line whether it is known to be quotation, by a mark or by its HTML.
    """
    found: dict[int, int] = {}
    tries = 0
    low = 0
    for number, line in enumerate(lines):
        if line.is_quoted and _FRAMED.match(line.text) and _is_dated(line.text):
            found[number] = number + 1
        if line.is_blank or line.is_quoted:
            low = number + 1
        elif tries < _MOST_TRIES and (
            _may_end(line.text)
            or (_is_followed(quoted, lines, number + 1) and _has_no_colon(line.text))
        ):
            tries += 1
            start = _start(lines, low, number, is_followed=_is_followed(quoted, lines, number + 1))
            if start is not None:
                found[start] = number + 1
                low = number + 1
        elif tries < _MOST_TRIES and _is_run_together(line.text):
            tries += 1
            found[number] = number + 1
            low = number + 1
    return found


def _may_end(text: str) -> bool:
    return bool(_ENDING.search(text[-12:])) or _last_word(text) in _ending_verbs()


def _has_no_colon(text: str) -> bool:
    """Whether a line may say it without a colon at its end."""
    return text.endswith(">") or any(manner.opening.match(text) for manner in manners())


def _is_run_together(text: str) -> bool:
    """Whether a line says it and goes on with the words of the other one."""
    manner = next((each for each in manners() if each.opening.match(text)), None)
    match = _ADDRESSED.match(text) if manner else None
    if not manner or not match:
        return False
    claim = _claim(match[0], is_followed=False)
    return claim.has_time and _who(claim.text, manner) == "addressed" and _opens(claim, manner)


def is_claim_like(text: str) -> bool:
    """Whether a line has the pieces of such a line, in whatever language: better not trust it."""
    if not _ENDING.search(text[-12:]):
        return False
    if _ADDRESS.search(text):
        return True
    has_verb = any(manner.verb.search(text) for manner in manners())
    return _is_dated(text) and (has_verb or bool(_TIME.search(text)))


def _is_dated(text: str) -> bool:
    return bool(_NUMERIC.search(text) or day_and_month().search(text))


def _last_word(text: str) -> str:
    return text[-40:].rpartition(" ")[2].strip(":-*_ ").casefold()


@cache
def _ending_verbs() -> frozenset[str]:
    return frozenset(verb.rpartition(" ")[2] for verb in plain("attribution", "verbs", "tails"))


def _is_followed(quoted: Sequence[bool], lines: Sequence[Line], start: int) -> bool:
    """Whether quotation comes next, at most two blank lines further."""
    for number in range(start, min(start + 3, len(lines))):
        if quoted[number]:
            return True
        if not lines[number].is_blank:
            return False
    return False


def _start(lines: Sequence[Line], low: int, end: int, *, is_followed: bool) -> int | None:
    """Where the lines that end here begin; None if they do not say whose words follow."""
    first = max(low, end - _MOST_LINES + 1)
    joined = ""
    starts = []
    for number in range(end, first - 1, -1):
        joined = f"{lines[number].text} {joined}".strip()
        if len(joined) > LONGEST:
            break
        starts.append((number, _claim(joined, is_followed=is_followed)))
    for number, claim in starts:
        if any(_opens(claim, manner) for manner in manners()):
            return number
    for number, claim in starts:
        if number < end and not (
            _runs_on(lines[number].text, lines[number + 1].text)
            or (is_followed and _is_begun(lines[number].text))
        ):
            break
        if any(_names(claim, manner) for manner in manners()):
            return _with_name(lines, low, number)
    return starts[0][0] if starts and _is_foreign(starts[0][1]) else None


def _with_name(lines: Sequence[Line], low: int, start: int) -> int:
    """The line above too, if it has the name of the address that this one begins with."""
    if start <= low or not lines[start].text.startswith(("<", "[")):
        return start
    above = lines[start - 1].text
    is_name = above[:1].isupper() and above[-1:].isalnum() and len(above.split()) <= _FEW
    return start - 1 if is_name else start


def _runs_on(text: str, further: str) -> bool:
    """Whether a program broke a line here."""
    if further.startswith(("<", "[", "(")):
        return True
    return any(
        manner.verb.match(further) or manner.opening.match(further) for manner in manners()
    ) and not text.endswith((".", "!", "?", ","))


def _is_begun(text: str) -> bool:
    """Whether a line has a piece of what the marked lines below are said to be."""
    if text.endswith((".", "!", "?", ":")) and not _is_dated(text):
        return False
    return _is_dated(text) or any(
        manner.quoting.match(text) or (manner.verb.search(text) and "@" in text)
        for manner in manners()
    )


def _claim(joined: str, *, is_followed: bool) -> _Claim:
    text = _INSIDE.sub(_whole, joined)
    bare = _BRACKETED.sub(" ", text)
    has_numeric = bool(_NUMERIC.search(bare))
    return _Claim(
        text=text.strip("-–—*_\"“”' >"),
        has_colon=bool(_ENDING.search(text[-12:])),
        has_date=has_numeric or bool(day_and_month().search(bare)),
        has_time=bool(_TIME.search(bare)),
        has_year=has_numeric or bool(_YEAR.search(bare)),
        is_followed=is_followed,
    )


def _whole(match: re.Match[str]) -> str:
    """An address that was broken over lines, as it was."""
    return f"<{match[1].replace(' ', '')}>"


def _opens(claim: _Claim, manner: Manner) -> bool:
    """Op DATE schreef WHO: the date comes first, the verb and the name in any order."""
    if not manner.opening.match(claim.text) or not manner.verb.search(claim.text):
        return False
    return _is_said(claim, manner)


def _names(claim: _Claim, manner: Manner) -> bool:
    """WHO schreef op DATE, WHO schreef, and what has no verb: DATE WHO, Quoting WHO."""
    if manner.quoting.match(claim.text):
        return claim.has_colon and (claim.is_followed or bool(_BRACKETED.search(claim.text)))
    verb = manner.verb.search(claim.text)
    if not verb:
        return _is_old_style(claim, manner)
    if not verb.start() or not _begins_as_name(claim.text):
        return False
    if claim.has_date:
        return _is_said(claim, manner)
    who = _who(claim.text, manner)
    return claim.has_colon and (who == "addressed" or (claim.is_followed and bool(who)))


def _is_said(claim: _Claim, manner: Manner) -> bool:
    who = _who(claim.text, manner)
    if who == "addressed":
        return (claim.has_date or claim.has_time) and (claim.has_colon or claim.is_dated)
    if claim.is_followed and claim.has_colon and claim.is_dated:
        # Above marks nothing else looks like this, whoever is said to write: “schreef u:” too.
        return len(_others(claim.text, manner)) <= _FEW
    if not who or not claim.has_date:
        return False
    if claim.is_followed:
        return True
    return claim.has_colon and who != "single" and claim.is_dated


def _is_old_style(claim: _Claim, manner: Manner) -> bool:
    """2025-06-03 10:12 GMT+02:00 Jan <jan@x.nl>: and Jan <jan@x.nl>, 3 juni 2025 10:12:."""
    if not (claim.has_colon and claim.has_date and claim.has_time):
        return False
    who = _who(claim.text, manner)
    is_known = who == "addressed" or (claim.is_followed and who == "proper")
    return is_known and not any(word[0].islower() for word in _others(claim.text, manner))


def _is_foreign(claim: _Claim) -> bool:
    """A language there is no file for: a date or an address, a colon and then quotation."""
    if not (claim.is_followed and claim.has_colon):
        return False
    address = re.search(r"<[^<>\s]+@[^<>\s]+>\W*$", claim.text) or _BRACKETED.search(claim.text)
    return bool(address) and (claim.has_time or claim.has_year)


def _begins_as_name(text: str) -> bool:
    if weekday_before_date().match(text):
        return True
    return text[0].isupper() or text[0].isdigit() or text[0] in "\"'“<[(" or "@" in text[:64]


def _who(text: str, manner: Manner) -> str:
    """How a text names who wrote: addressed, proper (a name), single (one word), or not at all."""
    others = _others(text, manner)
    lower = [word for word in others if word[0].islower() and word not in manner.particles]
    bracketed = list(_BRACKETED.finditer(text))
    if bracketed and len(lower) < _FEW and not _others(text[bracketed[-1].end() :], manner):
        return "addressed"
    if len(others) > _FEW or any(word.casefold() in manner.pronouns for word in others):
        return ""
    if _ADDRESS.search(text) and not lower:
        return "proper"
    if not lower:
        return "proper" if others else ""
    return "single" if len(others) == 1 else ""


def _others(text: str, manner: Manner) -> list[str]:
    """The words that are neither date nor verb nor what joins them."""
    bare = manner.verb.sub(" ", _undated(text))
    return [word for word in _WORD.findall(bare) if word.casefold() not in manner.glue]


@lru_cache(maxsize=64)
def _undated(text: str) -> str:
    """A text without its addresses and dates; one is asked for again for every language."""
    bare = _ADDRESS.sub(" ", _LINK.sub(" ", _BRACKETED.sub(" ", text)))
    return day_and_month().sub(" ", weekday_before_date().sub(" ", bare))
