"""Text of `format=flowed` (RFC 3676): lines that were folded for transport, whole again."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"^>+")


def unflowed(text: str, *, deletes_space: bool) -> str:
    """The paragraphs of flowed text, each on one line behind its marks of quotation."""
    out: list[str] = []
    parts: list[str] = []
    depth_before = 0
    for line in text.split("\n"):
        marks = _QUOTED.match(line)
        depth = len(marks[0]) if marks else 0
        content = line[depth:].removeprefix(" ")
        if parts and depth != depth_before:
            out.append(_marked("".join(parts), depth_before))
            parts = []
        depth_before = depth
        # The line before a signature ends in a space and still is no paragraph.
        if content == "-- ":
            out += [_marked("".join(parts), depth)] if parts else []
            parts = []
        elif content.endswith(" "):
            parts.append(content[:-1] if deletes_space else content)
            continue
        out.append(_marked("".join([*parts, content]), depth))
        parts = []
    if parts:
        out.append(_marked("".join(parts), depth_before))
    return "\n".join(out)


def _marked(text: str, depth: int) -> str:
    if not depth:
        return text
    return "> " * depth + text if text else "> " * (depth - 1) + ">"
