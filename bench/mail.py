"""Mail from a real IMAP server into cases, beside django-helpdesk's `get_email` on the same mails."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from bench.letters import Post
from bench.mailboxes import Box, again_and_again
from tests.dovecot import Dovecot, dovecot_running

if TYPE_CHECKING:
    from bench.helpdesk import Helpdesk
    from bench.working import Work

PORTIONS = 5
WARM_UP = 30
DIFFERENT = 500
"""So many mails of a mailbox that is not imported are different ones."""
LONG_AGO = datetime.now(UTC) - timedelta(days=900)
PARTS = ("old", "large", "import")


def main() -> None:
    """Measure in the place this process was started for."""
    parser = ArgumentParser()
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--old", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=50, help="megabytes")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--alone", action="store_true", help="without django-helpdesk")
    options = parser.parse_args()
    django.setup()
    from bench.cores import move_aside

    move_aside()
    measure = {"old": old_mailbox, "large": large_mail, "import": whole_mailbox}
    with dovecot_running() as server, tempfile.TemporaryDirectory(prefix="gehoord-bench-") as place:
        helpdesk, why = beside(server, Path(place), options)
        result: dict[str, Any] = {"helpdesk": helpdesk.versions if helpdesk else None, "why": why}
        for part in options.parts.split(","):
            say(f"  {part}")
            result[part] = measure[part](server, helpdesk, options)
    options.into.write_text(json.dumps(result))


def say(line: str) -> None:
    """Tell who waits how far it is."""
    print(line, file=sys.stderr, flush=True)


def beside(server: Dovecot, folder: Path, options: Namespace) -> tuple[Helpdesk | None, str]:
    """django-helpdesk with a box of its own, or None and why it is not there."""
    if options.alone:
        return None, "not asked for"
    from bench.helpdesk import Helpdesk, NotInstalled

    try:
        return Helpdesk(folder, Box(server, "helpdesk")), ""
    except NotInstalled as error:
        why = f"could not be installed: {error}"
        say(f"  WITHOUT django-helpdesk, it {why}")
        return None, why


def warm_up(server: Dovecot, work: Work, *, seed: int) -> None:
    """A few mails, so that everything is loaded that a running process has loaded."""
    from bench.working import add_mailbox, everything_is_read

    box = Box(server, f"warm{seed}")
    box.lay(Post(box.address, since=LONG_AGO, step=timedelta(days=1), seed=seed).letters(WARM_UP))
    work.look(everything_is_read(add_mailbox(box, import_from=LONG_AGO), WARM_UP))


def old_mailbox(server: Dovecot, helpdesk: Helpdesk | None, options: Namespace) -> dict[str, Any]:
    """The first looks at a mailbox with many old mails that nobody asked to import."""
    from bench.working import add_mailbox, working
    from gehoord.channels.email.models import MailFolder

    shelf, box = Box(server, "shelf"), Box(server, "old")
    post = Post(box.address, since=LONG_AGO, step=timedelta(hours=1), seed=3)
    box.link(again_and_again(shelf.lay(post.letters(DIFFERENT)), options.old))
    assert box.known() == options.old
    with working() as work:
        warm_up(server, work, seed=6)
        idle_mb = work.resident_mb
        mailbox = add_mailbox(box, import_from=datetime.now(UTC))
        seen = MailFolder.objects.filter(mailbox=mailbox)
        first = work.look(lambda: seen.filter(polled_at__isnull=False).exists())
        at = seen.get().polled_at
        second = work.look(lambda: seen.filter(polled_at__gt=at).exists())
        looks = {"first": asdict(first), "again": asdict(second), "idle_mb": idle_mb}
        return looks | {"mails": options.old, "came_in": mailbox.mails.count()}


def large_mail(server: Dovecot, helpdesk: Helpdesk | None, options: Namespace) -> dict[str, Any]:
    """The memory that one very large mail takes, above that of the same process without it."""
    from bench.working import add_mailbox, everything_is_read, working

    box = Box(server, "large")
    post = Post(box.address, since=LONG_AGO, step=timedelta(hours=1), seed=4)
    letter = post.large(options.large * 2**20)
    files = box.lay([letter])
    with working() as work:
        warm_up(server, work, seed=7)
        idle_mb = work.resident_mb
        mailbox = add_mailbox(box, import_from=LONG_AGO)
        ours = work.look(everything_is_read(mailbox, 1))
        assert counts(mailbox) == [1, 1, 0]
        result = {"size_mb": len(letter.raw) / 2**20, "ours": asdict(ours), "idle_mb": idle_mb}
        result["after_mb"] = work.resident_mb
    if helpdesk:
        empty = helpdesk.fetch()
        helpdesk.box.link(files)
        result |= {"theirs": asdict(helpdesk.fetch()), "their_idle_mb": empty.peak_mb}
    return result


def whole_mailbox(server: Dovecot, helpdesk: Helpdesk | None, options: Namespace) -> dict[str, Any]:
    """A mailbox in portions: each is taken in by them, then by us, on the same core."""
    from bench.stages import milliseconds
    from bench.working import add_mailbox, everything_is_read, working

    box, portions = Box(server, "import"), []
    post = Post(box.address, since=LONG_AGO, step=timedelta(days=800) / options.messages)
    before = helpdesk.counts() if helpdesk else (0, 0)
    empty = helpdesk.fetch() if helpdesk else None
    with working() as work:
        warm_up(server, work, seed=5)
        idle_mb, row = work.resident_mb, add_mailbox(box, import_from=LONG_AGO)
        for _ in range(PORTIONS):
            with work.stopped():
                files = box.lay(post.letters(options.messages // PORTIONS))
                box.known()
                theirs = after(files, helpdesk) if helpdesk else None
            ours = work.look(everything_is_read(row, post.number))
            portions.append({"mails": len(files), "ours": asdict(ours), "theirs": theirs})
            say(f"    {post.number} mails: {len(files) / ours.wall_s:.0f} a second")
    there = None
    if helpdesk:
        there = [now - then for now, then in zip(helpdesk.counts(), before, strict=True)]
    return {
        "portions": portions,
        "empty": asdict(empty) if empty else None,
        "idle_mb": idle_mb,
        "mails": post.number,
        "threads": post.opened,
        "kilobytes_each": post.bytes / 1024 / post.number,
        "ours": counts(row),
        "theirs": there,
        "ms": milliseconds(),
    }


def after(files: list[Path], helpdesk: Helpdesk) -> dict[str, float]:
    """Hand the same mails to them."""
    helpdesk.box.link(files)
    helpdesk.box.known()
    return asdict(helpdesk.fetch())


def counts(mailbox: Any) -> list[int]:
    """Cases and messages that came from a mailbox, and mails that were set aside."""
    from gehoord.cases.models import Case, Message

    mails = mailbox.mails.all()
    messages = Message.objects.filter(mail__in=mails)
    cases = Case.objects.filter(messages__in=messages).distinct()
    return [cases.count(), messages.count(), mails.set_aside().count()]


def rows(results: dict[str, dict[str, Any]]) -> list[dict[str, object]]:
    """The table: a line per figure, ours beside theirs."""
    from bench.mail_table import lines

    return [
        {"on": profile, **line} for profile, result in results.items() for line in lines(result)
    ]


if __name__ == "__main__":
    main()
