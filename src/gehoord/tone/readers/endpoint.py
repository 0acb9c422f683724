"""A reader behind an OpenAI-compatible chat completions endpoint."""

from __future__ import annotations

import json
import time
import tomllib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import httpx

from gehoord.tone.readers.answer import reading_from
from gehoord.tone.readers.contract import KINDS, LABELS, Asked, NoReading, rule_of
from gehoord.tone.readers.masking import masked
from gehoord.tone.reading.model import Reading

MOST_SENT = 20_000
MOST_RECEIVED = 64 * 1024
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class AddressIsNotSafe(ValueError):
    """Customers' words would travel readable for others: not https, and not this machine."""


class Endpoint:
    """Asks a model elsewhere, with personal data masked; believes only what can be checked.

    `address` is what stands before `/chat/completions`, e.g. `http://localhost:11434/v1`.
    `limit` is in seconds, for the whole answer. Raises AddressIsNotSafe if others can listen.
    """

    name = "endpoint"

    def __init__(self, address: str, *, model: str, key: str = "", limit: float = 2.0) -> None:
        require_safe(address)
        self.version = model
        self._address = f"{address.rstrip('/')}/chat/completions"
        self._limit = limit
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

    def read(
        self, text: str, *, prev: str = "", channel: str = "", lang: str | None = None
    ) -> Reading:
        """What the model makes of a message.

        Raises NoReading if it does not answer in time or its answer cannot be trusted.
        """
        if len(text) + len(prev) > MOST_SENT:
            raise NoReading("too-long")
        like = Asked(text, prev, channel, lang).of_built_in()
        sent = masked(text)
        content = self._ask(json.dumps(
            {"message": sent.text, "before": masked(prev).text}, ensure_ascii=False
        ))  # fmt: skip
        return reading_from(content, sent=sent, like=like, rule=rule_of(self))

    def _ask(self, words: str) -> str:
        question = {
            "model": self.version,
            "temperature": 0,
            "response_format": {"type": "json_object"},
            "messages": [
                {"role": "system", "content": instructions()},
                {"role": "user", "content": words},
            ],
        }
        try:
            with self._client.stream("POST", self._address, json=question) as response:
                return _content(_body(response, until=time.monotonic() + self._limit))
        except httpx.TimeoutException:
            raise NoReading("time-out") from None
        except httpx.HTTPError:
            raise NoReading("unreachable") from None


def require_safe(address: str) -> None:
    """Raises AddressIsNotSafe unless it is https, or http on this machine itself."""
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or is_here):
        raise AddressIsNotSafe("the address must begin with https, or be http on this machine")


@cache
def instructions() -> str:
    """What the model is told, with our labels filled in."""
    prompt: dict[str, str] = tomllib.loads(
        files("gehoord.tone.readers").joinpath("prompt.toml").read_text("utf-8")
    )
    words = prompt["system"].strip()
    labels = {"EMOTIONS": LABELS["emotion"], "KINDS": KINDS, "TARGETS": LABELS["target"]}
    for name, among in labels.items():
        words = words.replace(name, ", ".join(f'"{label}"' for label in among))
    return words


def _body(response: httpx.Response, *, until: float) -> bytes:
    """The answer, as long as it is one, small enough and in time."""
    if response.is_redirect:
        raise NoReading("redirect")
    if response.status_code != httpx.codes.OK:
        raise NoReading(f"http-{response.status_code}")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NoReading("wrong-answer")
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > MOST_RECEIVED:
            raise NoReading("too-large")
        if time.monotonic() > until:
            raise NoReading("time-out")
    return bytes(body)


def _content(body: bytes) -> str:
    """What the model said, out of the envelope of the endpoint."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoReading("wrong-answer") from None
    if not isinstance(content, str):
        raise NoReading("wrong-answer")
    return content
