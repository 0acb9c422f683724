"""The web application: Django, with the live stream beside it."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoord.config.settings")
django.setup(set_prefix=False)

from django.conf import settings
from django.utils.module_loading import import_string
from servestatic import ServeStaticASGI

from gehoord.config.pages import Pages
from gehoord.live.doors import Door
from gehoord.live.hub import hub
from gehoord.live.limits import BodyLimit
from gehoord.live.stream import LiveStream


def door_at(path: str) -> Door:
    """The door a setting names; a plain function becomes a door for our own pages.

    Raises ImportError if there is none: a stream nobody may enter should not start at all.
    """
    found = import_string(path)
    return found if isinstance(found, Door) else Door(enter=found)


def with_static_files(app: Any) -> Any:
    """Put the collected static files before the pages; while developing a middleware finds them."""
    if settings.DEBUG:
        return app
    return ServeStaticASGI(
        app,
        root=str(settings.STATIC_ROOT),
        prefix=settings.STATIC_URL,
        max_age=60,
        immutable_file_test=r"\.[0-9a-f]{12}\.[^/]+$",
        add_headers_function=_as_is,
    )


def _as_is(headers: Any, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


app = BodyLimit(
    LiveStream(
        with_static_files(Pages(threads=getattr(settings, "GEHOORD_PAGE_THREADS", 10))),
        {url: door_at(path) for url, path in settings.GEHOORD_LIVE_DOORS.items()},
        hub,
        check_s=getattr(settings, "GEHOORD_LIVE_CHECK_S", 60),
    ),
    most_bytes=settings.GEHOORD_MAX_BODY_BYTES,
)
