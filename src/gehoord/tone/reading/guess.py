"""What the learned reader makes of a message where the rules are silent or of two minds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gehoord.tone.learned.features import Piece
from gehoord.tone.learned.model import Learned, learned
from gehoord.tone.reading.abuse import ORDER
from gehoord.tone.reading.view import about, pieces
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

LEVELS = (1, 2, 3, 4)
# Which signal of the rules a learned next step stands for.
SIGNALS = {
    "complaint_route": "complaint_route", "warm_handover": "wants_lead", "reopen": "gave_up",
    "close_and_follow_up": "resolved", "apologise_and_plan": "fault",
}  # fmt: skip
# The kind of abuse that a harm in general language is.
OF_HARM = {"violence": "threat_explicit", "identity": "discrimination", "sexual": "sexual",
           "insult": "insult"}  # fmt: skip
WORDS_OF_A_GUESS = 2


@dataclass(frozen=True)
class Guess:
    """The chances that the models of a language give to each label of one message."""

    model: Learned
    found: Sequence[Piece]
    chances: dict[str, float]
    settings: dict[str, Any]

    def level(self) -> int:
        """The anger level: how many steps are likely enough, without skipping one."""
        needed = self.settings["anger"]
        steps = (self.chances[f"anger>={step}"] > needed[step - 1] for step in LEVELS)
        return next((at for at, is_so in enumerate(steps) if not is_so), len(LEVELS))

    def score(self) -> float:
        """The expected anger as a share of the most, 0 to 1."""
        return sum(self.chances[f"anger>={step}"] for step in LEVELS) / len(LEVELS)

    def best(self, name: str, *, without: frozenset[str] = frozenset()) -> str:
        """The likeliest value of emotion, target or intent."""
        return max(
            (chance, head.partition(":")[2])
            for head, chance in self.chances.items()
            if head.startswith(name + ":") and head.partition(":")[2] not in without
        )[1]

    def is_crisis(self) -> bool:
        """Whether a life may be at stake: rather once too often than once too little."""
        return self.chances["crisis"] > self.settings["crisis"]

    def kinds(self) -> list[str]:
        """The kinds of abuse that are likely enough to propose, the deciding one first."""
        needed = self.settings["abuse"]
        return [kind for kind in ORDER if self.chances[f"abuse:{kind}"] > needed[kind]]

    def harms(self) -> list[str]:
        """The kinds that the words carry, at whomever they are aimed."""
        needed = self.settings["harm"]
        return [kind for harm, kind in OF_HARM.items() if self.chances[f"harm:{harm}"] > needed[harm]]

    def signals(self) -> frozenset[str]:
        """What a learned next step says, in the words of the rules."""
        needed = self.settings["step"]
        return frozenset(
            signal
            for step, signal in SIGNALS.items()
            if self.chances[f"step:{step}"] > needed[step]
        )

    def words_for(self, head: str, label: str, **said: Any) -> Iterator[Hit]:
        """The words that speak most for a head, as hits of the learned reader."""
        rule = f"{self.settings['language']}.learned.{label}"
        for start, end in self.model.because(self.found, head, most=WORDS_OF_A_GUESS):
            yield Hit(start, end, rule, "learned", **said)


def guess(page: Page, hits: list[Hit], prev: str) -> Guess | None:
    """Ask the models of the language; None where a language has none."""
    model = learned(page.pack.language)
    if model is None:
        return None
    found = pieces(page)
    chances = model.probabilities(found, about(page, hits, prev))
    settings = page.pack.settings["learned"] | {"language": page.pack.language}
    return Guess(model, found, chances, settings)
