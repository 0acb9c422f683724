"""What a reader is, which labels it may give, and how it says that it has no answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gehoord.tone.readers.patience import NoAnswer
from gehoord.tone.reading.abuse import ORDER
from gehoord.tone.reading.model import Reading
from gehoord.tone.reading.reader import read

BUILT_IN = "built-in"
OTHER_READER = "reader."
"""How the rule of evidence begins that another reader gave; its signature follows."""
LONGEST_RULE = 80
KINDS = ORDER
LEVELS = (0, 1, 2, 3, 4)
LABELS: dict[str, tuple[str, ...]] = {
    "anger": tuple(str(level) for level in LEVELS),
    "emotion": (
        "anger", "disappointment", "sadness", "fear", "powerlessness", "confusion", "gratitude",
        "neutral",
    ),
    "abuse": ("none", *KINDS),
    "intent": ("vent", "problem", "both", "none"),
    "target": ("none", "self", "situation", "product", "company", "agent", "third_party"),
}  # fmt: skip
"""Every label of each field that another reader may fill."""


class Reader(Protocol):
    """Reads one message; `name` and `version` say who did it, such as `endpoint`, `mymodel`.

    `read` raises NoReading if it has no answer. It may be called from several threads at once.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def read(
        self, text: str, *, prev: str = "", channel: str = "", lang: str | None = None
    ) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """One message with what is known about it, as every reader is asked about it."""

    text: str
    prev: str = ""
    channel: str = ""
    lang: str | None = None

    def of(self, reader: Reader) -> Reading:
        """What a reader makes of it; raises NoReading if it has no answer."""
        return reader.read(self.text, prev=self.prev, channel=self.channel, lang=self.lang)

    def of_built_in(self) -> Reading:
        """What the engine itself makes of it."""
        return read(self.text, prev=self.prev, channel=self.channel, lang=self.lang)


class NoReading(NoAnswer):
    """A reader has no answer; `reason` is a short code such as `time-out`."""


def signature(reader: Reader) -> str:
    """How a reader is named in what it read: `endpoint:mymodel`."""
    return f"{reader.name}:{reader.version}" if reader.version else reader.name


def rule_of(reader: Reader) -> str:
    """What stands as the rule of evidence that a reader gave."""
    return f"{OTHER_READER}{signature(reader)}"[:LONGEST_RULE]


def score_of(anger: int, *, like: Reading) -> float:
    """The score that goes with a level: that of a reading of the same level, else its share."""
    return like.anger_score if anger == like.anger else round(anger / LEVELS[-1], 4)
