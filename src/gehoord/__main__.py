"""The command `gehoord`: reads archives with the engine alone; all else is the workspace's."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

ENGINE_ONLY = """\
gehoord read FILE  adds how customers feel to an archive: csv, jsonl or parquet

Only the language engine is installed. For the workspace: pip install 'gehoord[desk]'
"""
WITH_DATABASE = (["deliver"], ["listen"])
"""What `gehoord mail` does in the workspace; all else of it only reads."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the words after `gehoord` ask for; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["read"]:
        from gehoord.tone.archive.command import main as read

        return read(words[1:])
    if words[:1] == ["mail"] and words[1:2] not in WITH_DATABASE and find_spec("nh3"):
        from gehoord.channels.email.command import main as mail

        return mail(words[1:])
    if find_spec("django") is None:
        asks_help = words[:1] in ([], ["-h"], ["--help"])
        (sys.stdout if asks_help else sys.stderr).write(ENGINE_ONLY)
        return 0 if asks_help else 2
    from gehoord.config.command import main as work

    return work(words)


if __name__ == "__main__":
    sys.exit(main())
