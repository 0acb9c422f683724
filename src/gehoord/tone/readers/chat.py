"""One question to an OpenAI-compatible chat completions endpoint, and an answer to be checked."""

from __future__ import annotations

import json
import time
from urllib.parse import urlsplit

import httpx

from gehoord.tone.readers.patience import NoAnswer

MOST_RECEIVED = 64 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class AddressIsNotSafe(ValueError):
    """Customers' words would travel readable for others: not https, and not this machine."""


class Chat:
    """A model elsewhere that is asked one thing at a time; nothing is remembered between them.

    `address` is what stands before `/chat/completions`, e.g. `http://localhost:11434/v1`.
    `limit` is in seconds, for the whole answer. Raises AddressIsNotSafe if others can listen.
    """

    def __init__(
        self, address: str, *, model: str, key: str = "", limit: float, most: int = MOST_RECEIVED
    ) -> None:
        require_safe(address)
        self.model = model
        self._address = f"{address.rstrip('/')}/chat/completions"
        self._limit = limit
        self._most = most
        headers = {"Accept-Encoding": "identity"} | (
            {"Authorization": f"Bearer {key}"} if key else {}
        )
        self._client = httpx.Client(
            # One more try, and only to connect: an answer that is wrong stays wrong.
            transport=httpx.HTTPTransport(verify=True, retries=1),
            headers=headers,
            timeout=httpx.Timeout(limit),
            follow_redirects=False,
            trust_env=False,
        )

    def ask(self, words: str, *, system: str, **also: object) -> str:
        """What the model says to `words`; `also` are more settings of the question.

        Raises NoAnswer if it does not answer in time, or its answer is none.
        """
        question = {
            "model": self.model,
            **also,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": words},
            ],
        }
        try:
            with self._client.stream("POST", self._address, json=question) as response:
                return _content(self._body(response, until=time.monotonic() + self._limit))
        except httpx.TimeoutException:
            raise NoAnswer("time-out") from None
        except httpx.HTTPError:
            raise NoAnswer("unreachable") from None

    def _body(self, response: httpx.Response, *, until: float) -> bytes:
        """The answer, as long as it is one, small enough and in time."""
        if response.is_redirect:
            raise NoAnswer("redirect")
        if response.status_code != httpx.codes.OK:
            raise NoAnswer(f"http-{response.status_code}")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise NoAnswer("wrong-answer")
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > self._most:
                raise NoAnswer("too-large")
            if time.monotonic() > until:
                raise NoAnswer("time-out")
        return bytes(body)


def require_safe(address: str) -> None:
    """Raises AddressIsNotSafe unless it is https, or http on this machine itself."""
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or is_here):
        raise AddressIsNotSafe("the address must begin with https, or be http on this machine")


def _content(body: bytes) -> str:
    """What the model said, out of the envelope of the endpoint."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoAnswer("wrong-answer") from None
    if not isinstance(content, str):
        raise NoAnswer("wrong-answer")
    return content
