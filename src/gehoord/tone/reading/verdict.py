"""Bring rules and learned models together: rules decide what must be certain."""

from __future__ import annotations

from dataclasses import dataclass, field

from gehoord.tone.reading import abuse, anger, emotion, intent, target
from gehoord.tone.reading.guess import LEVELS, Guess, guess
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

# Kinds that the rules alone may decide where the customer only uses a right: see `_protected`.
THREATS = frozenset(("threat_explicit", "threat_veiled", "intimidation"))
UNFELT = frozenset(("neutral", "gratitude"))


@dataclass
class Verdict:
    """Every label of one message but its parts and the next step."""

    anger: int
    score: float
    emotion: str
    intent: str
    crisis: bool
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    target: str
    signals: frozenset[str]
    hits: list[Hit] = field(default_factory=list)

    @property
    def abuse(self) -> str:
        """The kind that decides; a sign of suicide is never abuse."""
        return "none" if self.crisis or not self.kinds else self.kinds[0]


def decide(page: Page, hits: list[Hit], prev: str) -> Verdict:
    """Read all labels from what the rules found, then let the models fill in."""
    certain = _by_rules(page, hits, prev)
    likely = guess(page, hits, prev)
    return _filled_in(certain, likely) if likely else certain


def _by_rules(page: Page, hits: list[Hit], prev: str) -> Verdict:
    score = anger.score(page, hits)
    level = anger.level(page, score)
    feeling = emotion.feeling(page, hits, level)
    crisis = any(hit.category == "crisis" for hit in hits)
    kinds = abuse.categories(hits)
    signals = frozenset(hit.signal for hit in hits if hit.signal)
    if prev and page.pack.pattern("asks_if_solved").search(prev.lower()):
        signals |= intent.answer_to_solved(page)
    return Verdict(
        level, score, feeling, intent.intent(page, hits, level), crisis, kinds, kinds,
        target.aim(page, hits, anger=level, emotion=feeling, crisis=crisis), signals, list(hits),
    )  # fmt: skip


def _filled_in(sure: Verdict, likely: Guess) -> Verdict:
    """The verdict of the rules with every label that they leave open filled in."""
    crisis = sure.crisis or likely.is_crisis()
    kinds = () if crisis else abuse.in_order((*sure.kinds, *_new_kinds(sure, likely)))
    level = max(sure.anger, likely.level(), _least(likely, kinds))
    carried = () if crisis else likely.harms()
    filled = Verdict(
        anger=level,
        score=round(max(sure.score, likely.score()), 4),
        emotion=_emotion(likely, level),
        intent=likely.best("intent"),
        crisis=crisis,
        kinds=kinds,
        categories=abuse.in_order((*kinds, *carried)),
        target=_target(sure, likely, crisis=crisis),
        signals=sure.signals | likely.signals(),
        hits=sure.hits,
    )
    filled.hits = sorted(
        [*sure.hits, *_words(sure, filled, likely)], key=lambda hit: (hit.start, hit.end, hit.rule)
    )
    return filled


def _new_kinds(sure: Verdict, likely: Guess) -> list[str]:
    """Kinds of abuse the models add; someone who only uses a right threatens nobody."""
    kinds = likely.kinds()
    if "protected" in sure.signals:
        kinds = [kind for kind in kinds if kind not in THREATS]
    return kinds


def _least(likely: Guess, kinds: tuple[str, ...]) -> int:
    """The anger that abuse of a kind always has."""
    least: dict[str, int] = likely.settings["least"]
    return max((least.get(kind, 0) for kind in kinds), default=0)


def _emotion(likely: Guess, level: int) -> str:
    """The likeliest feeling that goes with the level: anger is not neutral, nor the reverse."""
    return likely.best("emotion", without=UNFELT if level >= 2 else frozenset())


def _target(sure: Verdict, likely: Guess, *, crisis: bool) -> str:
    """At whom it is aimed: what abuse itself names, or else what is likeliest."""
    named = any(hit.category and hit.target for hit in sure.hits)
    return "self" if crisis else sure.target if named else likely.best("target")


def _words(sure: Verdict, filled: Verdict, likely: Guess) -> list[Hit]:
    """The words behind every label that the rules did not already show."""
    found: list[Hit] = []
    if filled.anger > sure.anger:
        weight = likely.settings["weights"][filled.anger]
        head = f"anger>={min(filled.anger, LEVELS[-1])}"
        found += likely.words_for(head, "anger", weight=weight)
    for kind in filled.kinds:
        if kind not in sure.kinds:
            found += likely.words_for(f"abuse:{kind}", kind, category=kind)
    if filled.crisis and not sure.crisis:
        found += likely.words_for("crisis", "crisis", category="crisis")
    return found
