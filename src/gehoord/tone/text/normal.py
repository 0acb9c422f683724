"""A message as rewritten, with the way back to the text as it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Normal:
    """A message in lower case with plain quotes; `raw_span` leads back to the text as given."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the normalised piece from `start` to `end` stands in the original."""
        if self.starts is None or self.ends is None:
            return start, end
        if start < end:
            return self.starts[start], self.ends[end - 1]
        place = self.starts[start] if start < len(self.starts) else (self.ends or (0,))[-1]
        return place, place


def edited(normal: Normal, edits: Sequence[Edit]) -> Normal:
    """The text with every edit (start, end, new letters) made, and the way back kept right.

    Edits stand in order; one that starts before the last one ended is left out. Every new letter
    leads back to all the letters it replaces.
    """
    if not edits:
        return normal
    old_starts = normal.starts if normal.starts is not None else range(len(normal.text))
    old_ends = normal.ends if normal.ends is not None else range(1, len(normal.text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in edits:
        if start < done or start >= end:
            continue
        pieces += (normal.text[done:start], new)
        starts += old_starts[done:start]
        ends += old_ends[done:start]
        starts += [old_starts[start]] * len(new)
        ends += [old_ends[end - 1]] * len(new)
        done = end
    pieces.append(normal.text[done:])
    return Normal("".join(pieces), (*starts, *old_starts[done:]), (*ends, *old_ends[done:]))
