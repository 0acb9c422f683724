"""The web application: Django, with the live stream beside it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoord.config.settings")
django_app = get_asgi_application()

from django.conf import settings
from django.utils.module_loading import import_string

from gehoord.live.doors import Door
from gehoord.live.hub import hub
from gehoord.live.stream import LiveStream


def door_at(path: str) -> Door:
    """The door a setting names; a plain function becomes a door for our own pages.

    Raises ImportError if there is none: a stream nobody may enter should not start at all.
    """
    found = import_string(path)
    return found if isinstance(found, Door) else Door(enter=found)


app = LiveStream(
    django_app,
    {url: door_at(path) for url, path in settings.GEHOORD_LIVE_DOORS.items()},
    hub,
    check_s=getattr(settings, "GEHOORD_LIVE_CHECK_S", 60),
)
