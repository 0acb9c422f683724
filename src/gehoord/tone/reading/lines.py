"""One line of the JSON lines contract: a message in, its reading out."""

from __future__ import annotations

from typing import Any

from gehoord.tone.reading.reader import read


class BadMessage(ValueError):
    """A line that holds no message; the text says why."""


def answer_line(given: dict[str, Any]) -> dict[str, Any]:
    """The reading of `text`, with the `id` that came with it.

    Raises BadMessage if `text` is missing, or `text`, `prev`, `channel` or `lang` is not a string.
    """
    if not isinstance(given.get("text"), str):
        raise BadMessage("text is missing or not a string")
    for key in ("prev", "channel", "lang"):
        if not isinstance(given.get(key), str | None):
            raise BadMessage(f"{key} is not a string")
    reading = read(
        given["text"],
        prev=given.get("prev") or "",
        channel=given.get("channel") or "",
        lang=given.get("lang") or None,
    )
    return ({"id": given["id"]} if "id" in given else {}) | reading.as_dict()
