"""The chat of a running server, as the widget sees it. Standard library only: it is a guest."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

PATIENCE = 15
"""Seconds to wait for one answer of the server."""


class DoorIsClosed(Exception):
    """The server is not there or refuses; the text says what to do."""


class ChatDoor:
    """One visitor's way into the chat of one site."""

    def __init__(self, address: str, *, site: str) -> None:
        """`address` is where the server is, e.g. `http://localhost:8000`.

        Raises DoorIsClosed if that is no address of the web.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise DoorIsClosed(f"{address} is no address. Write it like http://localhost:8000.")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.site = site
        self.token = ""

    def start(self) -> None:
        """Become a visitor. Raises DoorIsClosed."""
        self.token = self._ask("start", {})["token"]

    def write(self, text: str) -> None:
        """Send a message. Raises DoorIsClosed."""
        self._ask("messages", {"id": str(uuid4()), "text": text})

    def show_typing(self) -> None:
        """Let the agent see that somebody is writing. Raises DoorIsClosed."""
        self._ask("typing", {})

    def replies(self) -> list[tuple[str, str]]:
        """What agents said so far, as (id, text), oldest first; they are noted as read.

        Raises DoorIsClosed.
        """
        said = self._ask("messages")["messages"]
        found = [(one["id"], one["text"]) for one in said if not one["is_own"]]
        unread = [one["id"] for one in said if not one["is_own"] and not one["is_read"]]
        if unread:
            self._ask("seen", {"ids": unread, "read": True})
        return found

    def _ask(self, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Origin": self.origin, "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = Request(  # noqa: S310 - the scheme was checked
            f"{self.origin}/chat/{quote(self.site)}/api/{what}",
            data=None if body is None else json.dumps(body).encode(),
            headers=headers,
        )
        try:
            with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
                answer: dict[str, Any] = json.load(response)
                return answer
        except HTTPError as error:
            raise DoorIsClosed(_refusal(error)) from error
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise DoorIsClosed(
                f"There is no Gehoord at {self.origin} ({error}). Start it with `gehoord serve`, "
                "or name another address with --url."
            ) from error


def _refusal(error: HTTPError) -> str:
    try:
        said = json.load(error)
        return f"{said['error']} {said.get('advice', '')}".strip()
    except (ValueError, KeyError, TypeError, OSError):
        return f"The server answered {error.code} {error.reason}."
