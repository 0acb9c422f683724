"""How often somebody may knock: enough for an angry customer, too little for a machine."""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

logger = logging.getLogger(__name__)

RATES = {
    "start-ip": "10/minute",
    "message-visitor": "20/minute",
    "message-ip": "60/minute",
    "file-visitor": "10/10 minutes",
    "typing-visitor": "60/minute",
    "email-visitor": "10/10 minutes",
    "look-ip": "1200/minute",
    "notice-ip": "120/minute",
    "appeal-ip": "10/10 minutes",
}
"""What is counted, per visitor or per IP address (one office is one IP address).

The setting GEHOORD_CHAT_RATES has other numbers for some: `message-ip=600/minute`.
"""


class TooFast(Exception):
    """Somebody asks more often than a person does; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


@lru_cache(maxsize=1)
def counter() -> MovingWindowRateLimiter:
    """Counts in Redis when there is one, else in this process."""
    if settings.REDIS_URL:
        storage = storage_from_string(
            settings.REDIS_URL, wrap_exceptions=True, socket_connect_timeout=2, socket_timeout=5
        )
    else:
        storage = storage_from_string("memory://")
    return MovingWindowRateLimiter(storage)


def rate_of(name: str) -> RateLimitItem:
    """How often something may happen in this installation."""
    own: dict[str, str] = settings.GEHOORD_CHAT_RATES
    return parse(own.get(name, RATES[name]))


def count(name: str, *, of: object) -> None:
    """Count one request of a visitor or an IP address.

    Raises TooFast if it was one too many.
    """
    rate = rate_of(name)
    try:
        if counter().hit(rate, name, str(of)):
            return
        free_at = counter().get_window_stats(rate, name, str(of)).reset_time
    except StorageError:
        # A counter that is away must not keep customers out.
        logger.warning("requests are not counted now", exc_info=True)
        return
    raise TooFast(max(1, math.ceil(free_at - time.time())))


def ip_of(request: HttpRequest) -> str:
    """The caller's IP address; the server has set it right for trusted proxies.

    Of IPv6 the network: one household has 2⁶⁴ addresses in it.
    """
    caller = str(request.META.get("REMOTE_ADDR") or "unknown")
    if ":" not in caller:
        return caller
    try:
        return str(ipaddress.IPv6Network((caller.partition("%")[0], 64), strict=False))
    except ValueError:
        return caller
