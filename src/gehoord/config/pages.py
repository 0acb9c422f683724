"""Django's pages beside the live stream: threads that are kept, and one step into them.

Django's own ASGI handler makes a thread and a database connection for every request, and changes
threads twice for every middleware.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Pages(ASGIHandler):
    """Answers each request as a whole in one of a few threads, which keep their connections."""

    def __init__(self, *, threads: int) -> None:
        super().__init__()
        # No step needs the thread of the step before it, so they may share all threads.
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's
        """Build the chain of middleware for one thread, whatever Django asks."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, for uvicorn."""
        async with ThreadSensitiveContext(executor=self._threads):
            await self.handle(scope, receive, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Go through all middleware and the view in one thread."""
        return await sync_to_async(self._answer)(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        close_old_connections()  # in this thread: one that broke meanwhile is opened again
        return self.get_response(request)
