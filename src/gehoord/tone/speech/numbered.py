"""Numbered lines in which an agent writes down what the customer said."""

from __future__ import annotations

import regex

_POINT = regex.compile(r"(?m)^[ \t]*(?P<number>\d)[.)][ \t]+(?P<words>[^\n]+)")


def numbered_points(text: str, ours: regex.Pattern[str]) -> list[tuple[int, int]]:
    """Where such a list stands; a list in which most points begin with the agent is a plan."""
    points = list(_POINT.finditer(text))
    numbers = [int(point["number"]) for point in points]
    if len(points) < 2 or numbers[:2] != [1, 2]:
        return []
    own = sum(ours.search(point["words"]) is not None for point in points)
    return [] if own * 2 >= len(points) else [(points[0].start("number"), points[-1].end())]
