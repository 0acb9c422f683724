"""Where the lines of the anger course run. Drawn by kit/spark.html and kit/course.html."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from gehoord.kit.levels import WORDS, level_word

WIDTHS = ("1", "1.25", "1.75", "2.25", "3")
Point = tuple[float, float, int]
"""Where a level stands in a drawing: x, y and the level."""
SPARK_POINTS = 12
COURSE_POINTS = 16


def spark_drawing(course: str) -> dict[str, Any]:
    """Place the small line of a list row.

    `course` holds a digit 0-4 per customer message, and `-` for one that was not read: a gap.
    """
    every = [_level(sign) for sign in course if sign.isdigit() or sign == "-"]
    read = [level for level in every if level is not None]
    if not read:
        return {}
    shown = every[-SPARK_POINTS:]
    levels = shown if len(shown) > 1 else shown * 2
    step = 50 / (len(levels) - 1)
    points = [
        None if level is None else (3 + step * i, 15.5 - 3.25 * level, level)
        for i, level in enumerate(levels)
    ]
    drawing: dict[str, Any] = {"segments": list(_line(points))}
    last = next((point for point in reversed(points) if point), None)
    if last:
        x, y, now = last
        radius = f"{2 + 0.35 * now:.2f}"
        drawing["dot"] = {"x": f"{x:.1f}", "y": f"{y:.1f}", "r": radius, "level": now}
    drawing["sentence"] = _("Anger: highest %(highest)s, now %(now)s, %(trend)s") % {
        "highest": level_word(max(read)),
        "now": _("not read") if every[-1] is None else level_word(every[-1]),
        "trend": trend(read),
    }
    return drawing


def _level(sign: str) -> int | None:
    return min(int(sign), 4) if sign.isdigit() else None


def _line(points: Sequence[Point | None], *, digits: int = 1) -> Iterator[dict[str, Any]]:
    """Draw from point to point; beside a gap a point that nothing touches is a dot."""
    for left, right in pairwise(points):
        if left and right:
            yield _segment(left, right, digits=digits)
    for before, point, after in zip([None, *points], points, [*points[1:], None], strict=False):
        if point and not before and not after:
            yield _segment(point, point, digits=digits) | {"width": WIDTHS[-1]}


def course_drawing(points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Place the chart of one case: what the customer wrote as dots, our answers as ticks.

    Each point has level (0-4, None for what was not read: a gap), label (a short time) and ours;
    the level of ours is not drawn.
    """
    shown = points[-COURSE_POINTS:]
    step = 176 / max(len(shown) - 1, 1)
    placed = [(102 + step * i, point) for i, point in enumerate(shown)]
    theirs = [
        None if p["level"] is None else (x, 84.0 - 19 * p["level"], p["level"])
        for x, p in placed
        if not p.get("ours")
    ]
    return {
        "grid": [
            {"y": 84 - 19 * level, "text_y": 88 - 19 * level, "word": word}
            for level, word in enumerate(WORDS)
        ],
        "ours": [f"{x:.1f}" for x, point in placed if point.get("ours")],
        "segments": list(_line(theirs, digits=0)),
        "dots": [
            {"x": f"{x:.1f}", "y": f"{y:.0f}", "r": f"{2.75 + 0.5 * level:.2f}", "level": level}
            for x, y, level in filter(None, theirs)
        ],
        "labels": list(_labels(placed)),
        "sentence": ", ".join(_spoken(point) for point in shown),
    }


def trend(levels: Sequence[int]) -> str:
    """Say whether the last message is angrier than the one before it."""
    before, now = levels[-2:] if len(levels) > 1 else (levels[-1], levels[-1])
    if now > before:
        return _("rising")
    return _("falling") if now < before else _("steady")


def _segment(left: Point, right: Point, *, digits: int = 1) -> dict[str, Any]:
    level = max(left[2], right[2])
    return {
        "level": level,
        "width": WIDTHS[level],
        "path": f"M{left[0]:.1f} {left[1]:.{digits}f}L{right[0]:.1f} {right[1]:.{digits}f}",
    }


def _labels(placed: Sequence[tuple[float, Mapping[str, Any]]]) -> Iterator[dict[str, str]]:
    """Write the times that fit, the newest first, so that none runs into another."""
    free_until = 296.0
    theirs = [(x, str(point["label"])) for x, point in placed if not point.get("ours")]
    words = [word for _x, word in theirs]
    for number, (x, word) in reversed(list(enumerate(theirs))):
        if word in words[:number]:
            continue  # a day is named where it starts
        half = 3.0 * len(word)
        if x + half <= free_until:
            free_until = x - half - 4
            yield {"x": f"{x:.1f}", "text": word}


def _spoken(point: Mapping[str, Any]) -> str:
    if point.get("ours"):
        word = _("our reply")
    else:
        word = _("not read") if point["level"] is None else level_word(point["level"])
    return f"{word} ({point['label']})"
