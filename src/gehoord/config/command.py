"""The `gehoord` command: the processes of an installation, and Django's commands."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from gehoord import environment as env
from gehoord.environment import SettingIsWrong

DESCRIPTION = """\
gehoord serve      everything on one machine: web and work, restarted when they die
gehoord demo       the same with demonstration data, ready to look at
gehoord web        the pages and the live stream
gehoord work       deliveries, reading and other work in the background
gehoord read FILE  adds how customers feel to an archive: csv, jsonl or parquet
gehoord manage …   any command of Django; `gehoord setup` and the like do without "manage"
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the words after `gehoord` ask for; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoord.config.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    processes: dict[str, Callable[[argparse.Namespace], None]]
    processes = {"serve": serve, "demo": demo, "web": web, "work": work}
    try:
        if words and words[0] not in {*processes, "-h", "--help"}:
            manage(words[1:] if words[0] == "manage" else words)
        else:
            chosen = _read_words(words)
            processes[chosen.process](chosen)
    except SettingIsWrong as error:
        sys.stderr.write(f"gehoord: {error}\n")
        return 2
    return 0


def _read_words(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="gehoord",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    processes = parser.add_subparsers(dest="process", required=True, metavar="command")
    with_pages = argparse.ArgumentParser(add_help=False)
    with_pages.add_argument("--host", default=env.text("GEHOORD_HOST", "127.0.0.1"))
    with_pages.add_argument("--port", type=int, default=env.number("GEHOORD_PORT", 8000))
    with_work = argparse.ArgumentParser(add_help=False)
    with_work.add_argument("--threads", type=int, default=env.number("GEHOORD_WORK_THREADS", 4))
    processes.add_parser("serve", parents=[with_pages, with_work])
    processes.add_parser("demo", parents=[with_pages, with_work])
    processes.add_parser("web", parents=[with_pages])
    processes.add_parser("work", parents=[with_work])
    return parser.parse_args(words)


def serve(chosen: argparse.Namespace) -> None:
    """Run web and work as two processes and restart what dies."""
    from gehoord.jobs.supervisor import supervise

    itself = [sys.executable, "-m", "gehoord.config.command"]
    supervise(
        {
            "web": [*itself, "web", "--host", chosen.host, "--port", str(chosen.port)],
            "work": [*itself, "work", "--threads", str(chosen.threads)],
        }
    )


def demo(chosen: argparse.Namespace) -> None:
    """Load the demonstration if it is not there yet, then serve it."""
    from gehoord.config import demonstration

    demonstration.require_free(host=chosen.host, port=chosen.port)
    demonstration.prepare(port=chosen.port)
    demonstration.load()
    serve(chosen)


def web(chosen: argparse.Namespace) -> None:
    """Serve the pages and the live stream."""
    _set_up()
    _get_ready()
    from gehoord.live.hub import hub
    from gehoord.live.server import serve as serve_until_asked_to_end

    serve_until_asked_to_end(
        "gehoord.config.asgi:app",
        hub,
        host=chosen.host,
        port=chosen.port,
        trusted_proxies=env.text("GEHOORD_TRUSTED_PROXIES", "127.0.0.1"),
    )


def work(chosen: argparse.Namespace) -> None:
    """Do the background work."""
    _set_up()
    _get_ready()
    from gehoord.config import timetable  # noqa: F401 - registers what it names
    from gehoord.jobs.work import work as work_until_asked_to_end

    work_until_asked_to_end(threads=chosen.threads)


def _set_up() -> None:
    import django

    from gehoord.jobs.supervisor import end_with_parent

    end_with_parent()
    # A thread that holds the database's write lock must not wait 5 ms for each of the others.
    sys.setswitchinterval(0.0005)
    django.setup()


def _get_ready() -> None:
    from django.apps import apps

    if apps.is_installed("gehoord.coaching"):
        from gehoord.coaching.actions import get_ready

        get_ready()


def manage(words: Sequence[str]) -> None:
    """Run a command of Django or of one of our packages; dashes in its name are underscores."""
    from django.core.management import execute_from_command_line

    from gehoord.config import demonstration

    name = [words[0].replace("-", "_")] if words else []
    if name and name[0] in demonstration.COMMANDS and not demonstration.SECRETS & os.environ.keys():
        # Beside a running `make demo`: the same environment, without having to set it.
        demonstration.prepare(port=env.number("GEHOORD_PORT", 8000))
    execute_from_command_line(["gehoord", *name, *words[1:]])


if __name__ == "__main__":
    sys.exit(main())
