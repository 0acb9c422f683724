"""The places outside Gehoord that hear that somebody is needed, reached through apprise."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from threading import Thread

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gehoord.limits.models import OutsideAlert

STALE_AFTER = timedelta(minutes=15)
"""A sign that comes later than this only puzzles."""
MOST_ATTEMPTS = 5
LONGEST_S = 15.0
TERMS = "office:limits"


class NotAlerted(Exception):
    """A place outside did not take the sign."""


def marks() -> list[str]:
    """A mark for each place in the settings, by which a row names it."""
    return list(_places())


def _places() -> dict[str, str]:
    addresses: list[str] = settings.GEHOORD_HELP_ALERTS
    return {sha256(each.encode()).hexdigest()[:16]: each for each in addresses}


def send(alert: OutsideAlert) -> None:
    """Send one sign to one place; what is too late or not needed any more is dropped.

    Raises NotAlerted if the place did not take it; then it comes back a few times.
    """
    address = _places().get(alert.place)
    if address is None or _is_over(alert):
        alert.finish()
        return
    if _notify(address, *words_of(alert)) or alert.attempts >= MOST_ATTEMPTS:
        alert.finish()
    else:
        # Not the address: a password may stand in it.
        raise NotAlerted(alert.place)


def _is_over(alert: OutsideAlert) -> bool:
    is_answered = alert.call is not None and not alert.call.is_waiting
    return is_answered or timezone.now() > alert.made_at + STALE_AFTER


def _notify(address: str, title: str, body: str) -> bool:
    """Whether a place took the sign in time. One that never ends its answer is left to itself."""
    told: list[bool] = []
    telling = Thread(target=lambda: told.append(_tell(address, title, body)), daemon=True)
    telling.start()
    telling.join(LONGEST_S)
    return told == [True]


def _tell(address: str, title: str, body: str) -> bool:
    import apprise  # large: only the process that sends has to carry it

    # A place answers itself: it sends nobody on, such as to an address inside the house.
    notifier = apprise.Apprise(asset=apprise.AppriseAsset(http_redirects=False))
    return bool(notifier.add(address)) and bool(notifier.notify(title=title, body=body))


def words_of(alert: OutsideAlert) -> tuple[str, str]:
    """Title and text: no name of anybody, no case; only where to look."""
    with translation.override(settings.LANGUAGE_CODE):
        title, page = {
            OutsideAlert.What.HELP: (_("Somebody asks for help. Open Gehoord."), "inbox:help"),
            OutsideAlert.What.SAFETY: (
                _("A safety route needs you. Open Gehoord."),
                "inbox:safety",
            ),
            OutsideAlert.What.CALL_BACK: (
                _("A customer waits to be called back. Open Gehoord."),
                "inbox:help",
            ),
            OutsideAlert.What.HELD: (
                _("A message that was kept apart has to be read now. Open Gehoord."),
                "inbox:held",
            ),
            OutsideAlert.What.TERM: (_("A decision has to be looked at. Open Gehoord."), TERMS),
        }[OutsideAlert.What(alert.what)]
        return title, settings.GEHOORD_URL + reverse(page)
