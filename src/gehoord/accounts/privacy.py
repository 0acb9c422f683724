"""What an agent saw does not stay behind in the browser or on the way to it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers


def keep_private(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let nobody keep a page of somebody who is signed in, unless its view said how long.

    Without this the Back button shows customers' words after signing out.
    """

    def private_answer(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return private_answer
