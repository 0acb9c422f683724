"""Which lines of the new words are a signature, and which a program or a company put there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gehoord.channels.email.trimming import features
from gehoord.channels.email.trimming.lines import Line
from gehoord.channels.email.trimming.pasted import says_below_name
from gehoord.channels.email.trimming.quoting import Quotation

_LONGEST_TAIL = 300
_MOST_LINES = 3000
_LONGEST_SIGNATURE = 14
_SHORT_SIGNATURE = 4


@dataclass(frozen=True, slots=True)
class Signing:
    """`signed` says of each line whether it is signature.

    `is_only_footer`: nobody wrote any of it himself, a program or a company did. `farewells` are
    the lines of it that only say goodbye, with a name: part of the letter, if there is a letter.
    """

    signed: tuple[bool, ...]
    is_only_footer: bool
    farewells: tuple[int, ...] = ()


def find_signature(lines: Sequence[Line], quotation: Quotation, hinted: Sequence[bool]) -> Signing:
    """Find the signature in what is no quotation; `hinted` lines are one according to the HTML."""
    signed = [False] * len(lines)
    own = False
    farewells: list[int] = []
    left = _MOST_LINES
    is_last = True
    fragments = list(_fragments(quotation.quoted))
    for start, end in reversed(fragments):
        first = max(start, end - min(_LONGEST_TAIL, left))
        left -= end - first
        tail = _Tail(lines, first, end, signed, hinted)
        if first == fragments[0][0]:
            tail.take_banner()
        tail.take_footers()
        if is_last or end in quotation.tails:
            own = tail.take_signature() or own
            farewells += tail.farewells
        is_last = is_last and not tail.has_words()
    return Signing(tuple(signed), is_only_footer=not own, farewells=tuple(farewells))


def _fragments(quoted: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for number, is_quoted in enumerate((*quoted, True)):
        if is_quoted:
            if start < number:
                yield start, number
            start = number + 1


class _Tail:
    """The last lines of a piece of new words."""

    def __init__(
        self,
        lines: Sequence[Line],
        start: int,
        end: int,
        signed: list[bool],
        hinted: Sequence[bool],
    ) -> None:
        self.lines = lines
        self.start = start
        self.end = end
        self.signed = signed
        self.hinted = hinted
        self.is_signed = False
        self.farewells: list[int] = []

    def has_words(self) -> bool:
        return any(self._is_open(number) for number in range(self.start, self.end))

    def take_footers(self) -> None:
        """Lines of programs wherever they stand, then what companies put at the very end."""
        for number in range(self.start, self.end):
            if features.is_tagline(self.lines[number].text):
                self._sign(number, number + 1)
        self._take_boilerplate()

    def take_banner(self) -> None:
        """What a mail server put above everything."""
        first = next(iter(self._open(self.start, self.end)), self.end)
        end = next(
            (number for number in range(first, self.end) if not self._is_open(number)), self.end
        )
        if end - first <= _SHORT_SIGNATURE and features.is_banner(
            " ".join(self.lines[number].text for number in range(first, end))
        ):
            self._sign(first, end)

    def _take_boilerplate(self) -> None:
        while paragraph := self._last_paragraph():
            texts = [self.lines[number].text for number in range(*paragraph)]
            if not features.is_boilerplate(texts):
                break
            self._sign(*paragraph)
        self._take_dash()

    def _take_dash(self) -> None:
        """A line of dashes above what a program put at the end."""
        for number in range(self.end - 1, self.start - 1, -1):
            if self._is_open(number):
                below = number + 1 < len(self.lines) and self.signed[number + 1]
                if below and features.is_dashes(self.lines[number].text):
                    self._sign(number, number + 1)
                return

    def take_signature(self) -> bool:
        """What the customer signs with himself; whether there is any."""
        if self._is_pointed_at():
            return False
        for number in range(self.start, self.end):
            if self.hinted[number] and self._is_open(number):
                self._sign(number, number + 1)
                self.is_signed = True
        while self._cut_once():
            pass
        return self.is_signed

    def _is_pointed_at(self) -> bool:
        """Whether the customer writes that what is wanted stands below his name."""
        return says_below_name(
            [self.lines[number].text for number in self._open(self.start, self.end)]
        )

    def _cut_once(self) -> bool:
        """Take the last signature there is; some sign twice, by hand and by program."""
        self._take_boilerplate()
        paragraph = self._last_paragraph()
        if not paragraph:
            return False
        high = paragraph[1]
        low = self._last_postscript(high)
        cut = self._cut(low, high) if low > self.start else None
        if cut is None:
            cut = self._cut(self.start, high)
        if cut is None:
            return False
        end = self._postscript(cut, high)
        self.farewells += range(cut, self._farewell(cut, end))
        self._sign(cut, end)
        self.is_signed = True
        return end == high

    def _cut(self, low: int, high: int) -> int | None:
        """Where a signature begins that goes on up to `high`."""
        for find in (self._marked, self._closed, self._contact_block, self._dashed):
            cut = find(low, high)
            if cut is not None:
                return cut
        return None

    def _farewell(self, start: int, end: int) -> int:
        """Where the closing words and the name end that a signature begins with."""
        text = self.lines[start].text
        if features.is_dashed_name(text):
            return start + 1
        if not any(features.is_closing(text, manner) for manner in ("formal", "informal")):
            return start
        below = self._open(start + 1, end)[:2]
        if not below:
            return start + 1
        text = self.lines[below[0]].text
        is_alone = len(below) == 1 and not features.is_contact(text)
        return below[0] + 1 if is_alone or features.is_name(text) else start + 1

    def _last_postscript(self, high: int) -> int:
        """The line of the last words that were added after a signature."""
        low = max(self.start, high - _LONGEST_SIGNATURE)
        for number in range(high - 1, low, -1):
            if self._is_open(number) and features.is_postscript(self.lines[number].text):
                return number
        return self.start

    def _is_open(self, number: int) -> bool:
        return not self.signed[number] and not self.lines[number].is_blank

    def _sign(self, start: int, end: int) -> None:
        self.signed[start:end] = [True] * (end - start)

    def _last_paragraph(self) -> tuple[int, int] | None:
        """The last lines without a blank one between them that are not signed yet."""
        return self._paragraph(self.start, self.end)

    def _open(self, start: int, end: int) -> list[int]:
        return [number for number in range(start, end) if self._is_open(number)]

    def _postscript(self, start: int, end: int) -> int:
        """Where new words begin after a signature."""
        for number in range(start + 1, end):
            if features.is_postscript(self.lines[number].text):
                return number
        return end

    def _facts(self, start: int, end: int) -> features.Facts:
        numbers = self._open(start, min(end, start + 4 * _LONGEST_SIGNATURE))
        numbers = numbers[: 2 * _LONGEST_SIGNATURE]
        until = self._postscript(start, numbers[-1] + 1) if numbers else end
        numbers = [number for number in numbers if number < until]
        return features.facts([self.lines[number].text for number in numbers])

    def _marked(self, low: int, high: int) -> int | None:
        """After a line of dashes."""
        for number in self._open(low, high)[-2 * _LONGEST_SIGNATURE :]:
            text = self.lines[number].text
            if text == "--" and self._may_follow(number, high, is_standard=True):
                return number
            if self.lines[number].is_signed and self._is_motto(number, high):
                return number
            if features.is_dashes(text) and self._may_follow(number, high, is_standard=False):
                return number
        return None

    def _is_motto(self, number: int, high: int) -> bool:
        """Whether a few lines follow the mark of a program; a question is never one of them."""
        found = self._facts(number + 1, high)
        return 0 < found.lines <= _SHORT_SIGNATURE and not (found.added or found.contents)

    def _may_follow(self, number: int, high: int, *, is_standard: bool) -> bool:
        found = self._facts(number + 1, high)
        is_block = is_standard and found.contacts and found.lines <= _SHORT_SIGNATURE
        if not 0 < found.lines <= _LONGEST_SIGNATURE or found.added:
            return False
        if found.begins_with_prose and not is_block:
            return False
        if is_standard:
            return found.prose <= (2 if found.contacts or found.begins_with_name else 0)
        if found.prose or found.contents:
            return False
        return bool(found.contacts) or (found.begins_with_name and found.lines <= 3)

    def _closed(self, low: int, high: int) -> int | None:
        """From the closing words on; plain ones need something to reach the customer by."""
        for number in self._open(low, high)[-2 * _LONGEST_SIGNATURE :]:
            text = self.lines[number].text
            is_formal = features.is_closing(text, "formal")
            if not is_formal and not features.is_closing(text, "informal"):
                continue
            found = self._facts(number + 1, high)
            if found.lines > _LONGEST_SIGNATURE or found.contents or found.added:
                continue
            if not (is_formal or found.contacts):
                continue
            if found.prose <= (0 if found.begins_with_prose else min(found.contacts, 2)):
                return number
        return None

    def _contact_block(self, low: int, high: int) -> int | None:
        """Name, telephone and address at the end without any closing words."""
        first = next(iter(self._open(low, high)))
        block: list[str] = []
        start, end = high, high
        while end > low and (paragraph := self._paragraph(low, end)):
            texts = [self.lines[number].text for number in range(*paragraph)]
            if not features.may_be_contacts(texts, is_last=not block):
                break
            block = texts + block
            start, end = paragraph[0], paragraph[0]
            if not features.facts(texts).contacts:
                break
        if not block or start == first or not self.lines[start - 1].is_blank:
            return None
        is_enough = features.facts(block).contacts > 1
        return start if is_enough and not self._above(start).endswith((":", ",")) else None

    def _paragraph(self, low: int, end: int) -> tuple[int, int] | None:
        while end > low and not self._is_open(end - 1):
            end -= 1
        start = end
        while start > low and self._is_open(start - 1):
            start -= 1
        return (start, end) if start < end else None

    def _above(self, number: int) -> str:
        return next(
            (self.lines[each].text for each in range(number - 1, -1, -1) if self._is_open(each)), ""
        )

    def _dashed(self, low: int, high: int) -> int | None:
        """“-Jan” as the last line."""
        text = self.lines[high - 1].text
        is_apart = (
            high - 1 > low
            and self.lines[high - 2].is_blank
            and not self._above(high - 1).startswith(("-", "–", "—", "*", "•"))
        )
        return high - 1 if is_apart and features.is_dashed_name(text) else None
