"""A chart of shares with their margins, as numbers for an SVG; a table stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gehoord.office.limits_fair import Share

LEFT, RIGHT, ROW, TOP = 150, 420, 34, 18
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Bar:
    """One row: its name, its point, and both ends of its margin."""

    name: str
    y: int
    at: float
    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Everything an SVG needs, in its own units."""

    bars: list[Bar]
    width: int
    height: int
    grid: list[tuple[float, str]]


def chart_of(shares: Sequence[Share]) -> Chart | None:
    """The rows with enough conversations; None if there are none."""
    shown = [each for each in shares if each.is_shown]
    if not shown:
        return None
    most = next((each for each in STEPS if each >= max(s.margin[1] for s in shown)), STEPS[-1])
    unit = (RIGHT - LEFT) / most
    bars = [
        Bar(
            name=each.name,
            y=TOP + ROW * place + ROW // 2,
            at=round(LEFT + unit * each.per_thousand, 1),
            low=round(LEFT + unit * each.margin[0], 1),
            high=round(LEFT + unit * each.margin[1], 1),
            label=f"{each.per_thousand:.1f}",
        )
        for place, each in enumerate(shown)
    ]
    grid = [(round(LEFT + unit * most * part, 1), f"{most * part:g}") for part in (0, 0.5, 1)]
    return Chart(bars, width=RIGHT + 40, height=TOP + ROW * len(shown) + 22, grid=grid)
