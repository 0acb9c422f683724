"""Tell open browsers that something changed, so that they fetch it again."""

import re
from collections.abc import Iterable

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,79}", re.ASCII)


def publish(topic: str, *, audiences: Iterable[str]) -> None:
    """Announce a change to the browsers of those who may see it, e.g. `case-42` to `team-3`.

    Name the thing, never send its content: the browser fetches it through the page that checks
    permissions. Part of the caller's transaction: a change that is rolled back is never
    announced. Raises ValueError if a name has other characters than a-z, 0-9, - and _.
    """
    names = sorted(set(audiences))
    for name in (topic, *names):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a topic or an audience.")
    if names:
        from gehoord.live import wire  # models load after this package

        wire.chosen().send(topic, names)
