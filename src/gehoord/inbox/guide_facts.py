"""What the customer told so far, for examples that hold this case's facts and no others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoord.cases.models import Case, Message
from gehoord.coaching.actions import facts_of

MESSAGES_READ = 4
LONGEST_READ = 3000
LONGEST_POINT = 70
MOST_POINTS = 5
FEWEST_WORDS = 3
MOST_WORDS = 10
MANY_TIMES = 20
LASTING = re.compile(r"P(?P<number>\d{1,3})(?P<unit>[DWM])")
SENTENCE_END = re.compile(r"[.!?\n]")
WAITS = re.compile(r"\b(?:wacht\w*|gewacht|wait\w*)\b", re.IGNORECASE)
GOES_WRONG = re.compile(
    r"\b(?:zonder|geen|niet|niets|niks|kapot|stuk|bezig|without|no|not|nothing|broken|\w+n't)\b",
    re.IGNORECASE,
)
LOYAL = re.compile(r"\b(?:klant|lid|abonnee|customer|member)\b", re.IGNORECASE)
KEY_KINDS = ("times", "duration", "deadline", "date", "amount", "order_number", "invoice_number")


@dataclass(frozen=True)
class Point:
    """One of the customer's problems: as an agent wrote it down, or in the customer's own words."""

    text: str
    is_quote: bool = False

    @property
    def shown(self) -> str:
        """The problem in a line of a summary."""
        return f"“{self.text}”" if self.is_quote else self.text


@dataclass(frozen=True)
class CaseFacts:
    """What is known of a case. What is not known is empty, and never filled in by a guess."""

    points: tuple[Point, ...] = ()
    calls: int = 0
    """How often the customer says to have called or written."""
    lasts: tuple[int, str] | None = None
    """How long it goes on: a number with D, W or M."""
    is_waiting: bool = False
    words: tuple[str, ...] = ()
    """Days, amounts, numbers and the like, as the customer wrote them."""

    @property
    def since(self) -> str:
        """How long it goes on in words, e.g. `3 weeks`."""
        if self.lasts is None:
            return ""
        number, unit = self.lasts
        if unit == "D":
            return ngettext("{number} day", "{number} days", number).format(number=number)
        if unit == "W":
            return ngettext("{number} week", "{number} weeks", number).format(number=number)
        return ngettext("{number} month", "{number} months", number).format(number=number)

    @property
    def story(self) -> str:
        """What the customer went through, in one sentence; nothing if that is not known."""
        calls, since = str(self.calls), self.since
        if self.calls and since and self.is_waiting:
            words = _("you had to contact us {calls} times and have been waiting for {since}")
        elif self.calls:
            words = _("you had to contact us {calls} times")
        elif since and self.is_waiting:
            words = _("you have been waiting for {since}")
        elif since:
            words = _("this has been going on for {since}")
        else:
            return ""
        return words.replace("{calls}", calls).replace("{since}", since)


def facts_of_case(case: Case) -> CaseFacts:
    """What the customer told in the last messages, and the problems an agent wrote down."""
    rows = case.messages.from_customers().latest_first().select_related("reading")
    messages = list(rows[:MESSAGES_READ])[::-1]
    calls, lasts, is_waiting, words = 0, None, False, []
    for message in messages:
        text = message.text[:LONGEST_READ]
        for fact in facts_of(text):
            if fact.kind == "times":
                calls = max(calls, _calls(fact.value))
            elif fact.kind == "duration" and _goes_on(text, fact.start):
                lasts = _longest(lasts, fact.value)
                is_waiting = is_waiting or _has(WAITS, text, fact.start)
            if fact.kind in KEY_KINDS:
                words.append(text[fact.start : fact.end])
    return CaseFacts(
        points=_points(case, messages),
        calls=calls,
        lasts=lasts,
        is_waiting=is_waiting,
        words=tuple({word.casefold(): word for word in reversed(words)}.values())[::-1][
            :MOST_WORDS
        ],
    )


def _points(case: Case, messages: Sequence[Message]) -> tuple[Point, ...]:
    noted = [Point(part.text) for part in case.parts.all() if not part.is_solved]
    return tuple(noted[:MOST_POINTS]) or tuple(_own_words(messages))[:MOST_POINTS]


def _own_words(messages: Iterable[Message]) -> Iterable[Point]:
    for message in messages:
        reading = message.reading
        # Words that are folded in the case are not repeated beside it.
        if reading is None or not reading.counts or reading.is_shielded:
            continue
        for part in reading.parts:
            words = message.text[part["start"] : part["end"]]
            text = " ".join(SENTENCE_END.split(words.strip())[0].split()).rstrip(" ,;:")
            if len(text.split()) >= FEWEST_WORDS:
                yield Point(_shortened(text), is_quote=True)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_POINT:
        return text
    return text[: LONGEST_POINT - 1].rsplit(" ", 1)[0] + " …"


def _calls(value: str) -> int:
    number, _, what = value.partition(" ")
    is_known = what == "contact" and number.isdecimal() and 2 <= int(number) <= MANY_TIMES
    return int(number) if is_known else 0


def _goes_on(text: str, start: int) -> bool:
    """Whether a time is about what goes wrong, and not about being a customer for so long."""
    is_wrong = _has(WAITS, text, start) or _has(GOES_WRONG, text, start)
    return is_wrong and not _has(LOYAL, text, start)


def _has(pattern: re.Pattern[str], text: str, start: int) -> bool:
    low = max((end.end() for end in SENTENCE_END.finditer(text, 0, start)), default=0)
    stop = SENTENCE_END.search(text, start)
    return pattern.search(text, low, stop.start() if stop else len(text)) is not None


def _longest(now: tuple[int, str] | None, value: str) -> tuple[int, str] | None:
    found = LASTING.fullmatch(value)
    if found is None:
        return now
    days = {"D": 1, "W": 7, "M": 30}
    fresh = (int(found["number"]), found["unit"])
    if now is None or fresh[0] * days[fresh[1]] > now[0] * days[now[1]]:
        return fresh
    return now
