"""`python -m gehoord.tone read|coach`: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from typing import Any, TextIO

Line = dict[str, Any]


class BadLine(ValueError):
    """A line that is JSON but not a request."""


def main(arguments: list[str]) -> int:
    """Answer every line of standard input; 2 when the command is not read or coach."""
    if len(arguments) != 1 or arguments[0] not in ("read", "coach"):
        sys.stderr.write("usage: python -m gehoord.tone read|coach < lines.jsonl\n")
        return 2
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        answer_all(sys.stdin, sys.stdout, _answerer(arguments[0]))
    except BrokenPipeError:
        return 1
    return 0


def answer_all(lines: Iterable[str], out: TextIO, answer: Callable[[Line], Line]) -> None:
    """Write one line for each line; a bad one gets an error with its number, never a stop."""
    for number, line in enumerate(lines, 1):
        try:
            given = json.loads(line)
            if not isinstance(given, dict):
                raise BadLine("a line must be a JSON object")
            result = answer(given)
        except (ValueError, TypeError, RecursionError) as error:
            result = {"error": str(error) or type(error).__name__, "line": number}
        out.write(json.dumps(result, ensure_ascii=False) + "\n")
        out.flush()


def _answerer(command: str) -> Callable[[Line], Line]:
    """What answers a line; only the half that is asked for is loaded."""
    if command == "read":
        from gehoord.tone.reading import lines as reading

        return reading.answer_line
    from gehoord.tone import coaching

    return coaching.answer_line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
