"""The cache in Redis, without which agents can still sign in."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class SharedCache(RedisCache):
    """Keeps in Redis, and in this process while Redis is away: failed sign-ins are still counted."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._meanwhile = LocMemCache("meanwhile", params)

    def _do(self, name: str, *words: Any, **named: Any) -> Any:
        try:
            return getattr(super(), name)(*words, **named)
        except (RedisError, OSError):
            logger.warning("the cache in Redis is away", exc_info=True)
            return getattr(self._meanwhile, name)(*words, **named)

    def get(self, *words: Any, **named: Any) -> Any:
        """The value under a key."""
        return self._do("get", *words, **named)

    def set(self, *words: Any, **named: Any) -> None:
        """Keep a value under a key."""
        self._do("set", *words, **named)

    def add(self, *words: Any, **named: Any) -> Any:
        """Keep a value under a key that is free."""
        return self._do("add", *words, **named)

    def delete(self, *words: Any, **named: Any) -> Any:
        """Forget a key."""
        return self._do("delete", *words, **named)

    def incr(self, *words: Any, **named: Any) -> Any:
        """Count on."""
        return self._do("incr", *words, **named)
