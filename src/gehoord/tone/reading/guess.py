"""What the learned reader makes of a message where the rules are silent or of two minds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gehoord.tone.learned.features import Piece
from gehoord.tone.learned.model import Learned, learned
from gehoord.tone.reading.abuse import ORDER
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.next_step import SIGNAL_OF
from gehoord.tone.reading.pack import pack
from gehoord.tone.reading.scope import Page
from gehoord.tone.reading.view import about, pieces

LEVELS = (1, 2, 3, 4)
# The kind of abuse that a harm in general language is.
OF_HARM = {"violence": "threat_explicit", "identity": "discrimination", "sexual": "sexual",
           "insult": "insult"}  # fmt: skip
WORDS_OF_A_GUESS = 2

Wanted = tuple[tuple[int, float, str], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """How likely each label must be to be said: (number of its head, least chance, label).

    A crisis has two bars: beside words about life and death, and without them. `elsewhere` is how
    little it must be a talk with a service, and how likely anger then must be.
    """

    anger: Wanted
    crisis: tuple[int, float, float]
    elsewhere: tuple[int, float, int, float]
    kinds: Wanted
    harms: Wanted
    signals: Wanted
    choices: dict[str, Wanted]
    least: dict[str, int]
    weights: list[float]


@cache
def bars(language: str) -> Bars:
    """The bars of a language, from the section `learned` of its language.toml."""
    model, settings = learned(language), pack(language).settings["learned"]
    heads = model.numbers if model else {}

    def wanted(name: str, needed: dict[str, float], meant: dict[str, str]) -> Wanted:
        return tuple((heads[f"{name}:{key}"], needed[key], meant[key]) for key in meant)

    return Bars(
        anger=tuple((heads[f"anger>={step}"], settings["anger"][step - 1], "") for step in LEVELS),
        crisis=(heads["crisis"], *settings["crisis"]),
        elsewhere=(heads.get("service", -1), settings["elsewhere"][0],
                   heads.get("subtitle-anger", -1), settings["elsewhere"][1]),
        kinds=wanted("abuse", settings["abuse"], {kind: kind for kind in ORDER}),
        harms=wanted("harm", settings["harm"], OF_HARM),
        signals=wanted("step", settings["step"], SIGNAL_OF),
        choices={
            name: tuple((number, 0.0, head.partition(":")[2]) for head, number in heads.items()
                        if head.startswith(name + ":"))
            for name in ("emotion", "target", "intent")
        },
        least=settings["least"],
        weights=settings["weights"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """The chances, 0 to 1, that the models of a language give to each label of one message."""

    model: Learned
    found: Sequence[Piece]
    chances: list[float]
    bars: Bars
    language: str
    is_about_life: bool

    def level(self) -> int:
        """The anger level: how many steps are likely enough, without skipping one."""
        steps = (self.chances[number] > needed for number, needed, _ in self.bars.anger)
        level = next((at for at, is_so in enumerate(steps) if not is_so), len(LEVELS))
        return level or int(self._is_angry_elsewhere())

    def _is_angry_elsewhere(self) -> bool:
        """Whether it is no talk with a service at all, and angry as people are in films."""
        service, most, angry, least = self.bars.elsewhere
        if service < 0 or angry < 0:
            return False
        return self.chances[service] < most and self.chances[angry] > least

    def score(self) -> float:
        """The expected anger as a share of the most, 0 to 1."""
        return sum(self.chances[number] for number, _, _ in self.bars.anger) / len(LEVELS)

    def best(self, name: str, *, without: frozenset[str] = frozenset()) -> str:
        """The likeliest value of emotion, target or intent."""
        chances = self.chances
        return max(
            (chances[number], value)
            for number, _, value in self.bars.choices[name]
            if value not in without
        )[1]

    def is_crisis(self) -> bool:
        """Whether a life may be at stake: rather once too often than once too little."""
        number, beside_words, alone = self.bars.crisis
        return self.chances[number] > (beside_words if self.is_about_life else alone)

    def kinds(self) -> list[str]:
        """The kinds of abuse that are likely enough to propose, the deciding one first."""
        return self._likely(self.bars.kinds)

    def harms(self) -> list[str]:
        """The kinds that the words carry, at whomever they are aimed."""
        return self._likely(self.bars.harms)

    def signals(self) -> frozenset[str]:
        """What a learned next step says, in the words of the rules."""
        return frozenset(self._likely(self.bars.signals))

    def words_for(self, head: str, label: str, **said: Any) -> Iterator[Hit]:
        """The words that speak most for a head, as hits of the learned reader."""
        rule = f"{self.language}.learned.{label}"
        for start, end in self.model.because(self.found, head, most=WORDS_OF_A_GUESS):
            yield Hit(start, end, rule, "learned", **said)

    def _likely(self, wanted: Wanted) -> list[str]:
        chances = self.chances
        return [label for number, needed, label in wanted if chances[number] > needed]


def guess(page: Page, hits: list[Hit], prev: str, level: int) -> Guess | None:
    """Ask the models of the language; None where it has none, or the message no words.

    `level` is the anger that the rules found.
    """
    model = learned(page.pack.language)
    if model is None or not page.tokens:
        return None
    found = pieces(page)
    chances = model.probabilities(found, about(page, hits, prev, level))
    is_about_life = page.pack.pattern("life").search(page.text) is not None
    return Guess(model, found, chances, bars(page.pack.language), page.pack.language, is_about_life)
