"""`python -m gehoord.tone read|coach`: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO

Line = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Answer every line of standard input; 2 when the command is not read or coach."""
    if len(arguments) != 1 or arguments[0] not in ("read", "coach"):
        sys.stderr.write("usage: python -m gehoord.tone read|coach < lines.jsonl\n")
        return 2
    if isinstance(sys.stdin, TextIO) or hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
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
                raise ValueError("a line must be a JSON object")
            result = answer(given)
        except (ValueError, TypeError, RecursionError) as error:
            result = {"error": str(error) or type(error).__name__, "line": number}
        out.write(json.dumps(result, ensure_ascii=False) + "\n")
        out.flush()


def _answerer(command: str) -> Callable[[Line], Line]:
    if command == "read":
        from gehoord.tone.reading.lines import answer_line
    else:
        from gehoord.tone.coaching import answer_line
    return answer_line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
