"""A reader behind an OpenAI-compatible chat completions endpoint."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files

from gehoord.tone.readers.answer import reading_from
from gehoord.tone.readers.chat import Chat
from gehoord.tone.readers.contract import KINDS, LABELS, Asked, NoReading, rule_of
from gehoord.tone.readers.masking import masked
from gehoord.tone.readers.patience import NoAnswer
from gehoord.tone.reading.model import Reading

MOST_SENT = 20_000


class Endpoint:
    """Asks a model elsewhere, with personal data masked; believes only what can be checked.

    `address` is what stands before `/chat/completions`, e.g. `http://localhost:11434/v1`.
    `limit` is in seconds, for the whole answer. Raises AddressIsNotSafe if others can listen.
    """

    name = "endpoint"

    def __init__(self, address: str, *, model: str, key: str = "", limit: float = 2.0) -> None:
        self.version = model
        self._chat = Chat(address, model=model, key=key, limit=limit)

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
        only_json = {"type": "json_object"}
        try:
            return self._chat.ask(
                words, system=instructions(), temperature=0, response_format=only_json
            )
        except NoAnswer as trouble:
            raise NoReading(trouble.reason) from None


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
