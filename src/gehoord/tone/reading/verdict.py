"""Bring rules and learned models together: rules decide what must be certain."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gehoord.tone.reading import abuse, anger, emotion, intent, target
from gehoord.tone.reading.abuse import THREATS
from gehoord.tone.reading.guess import LEVELS, Guess, guess
from gehoord.tone.reading.hits import Hit
from gehoord.tone.reading.scope import Page

UNFELT = frozenset(("neutral", "gratitude"))


@dataclass
class Verdict:
    """Every label of one message but its parts and the next step."""

    anger: int
    score: float
    crisis: bool
    kinds: tuple[str, ...]
    categories: tuple[str, ...]
    signals: frozenset[str]
    hits: list[Hit]
    emotion: str = "neutral"
    intent: str = "none"
    target: str = "none"

    @property
    def abuse(self) -> str:
        """The kind that decides; a sign of suicide is never abuse."""
        return "none" if self.crisis or not self.kinds else self.kinds[0]


def decide(page: Page, hits: list[Hit], prev: str) -> Verdict:
    """Read all labels from what the rules found, then let the models fill in."""
    score = anger.score(page, hits)
    sure = _certain(page, hits, prev, score)
    likely = guess(page, hits, prev, sure.anger)
    return _filled_in(sure, likely) if likely else _by_rules_alone(page, sure)


def _certain(page: Page, hits: list[Hit], prev: str, score: float) -> Verdict:
    """What the rules say that no model takes back; feeling, wish and target are still open."""
    kinds = abuse.categories(hits)
    signals = frozenset(hit.signal for hit in hits if hit.signal)
    if prev and page.pack.pattern("asks_if_solved").search(prev.lower()):
        signals |= intent.answer_to_solved(page)
    return Verdict(
        anger=anger.level(page, score),
        score=score,
        crisis=any(hit.category == "crisis" for hit in hits),
        kinds=kinds,
        categories=kinds,
        signals=signals,
        hits=hits,
    )


def _by_rules_alone(page: Page, sure: Verdict) -> Verdict:
    """The verdict for a language without models, or a message without words."""
    feeling = emotion.feeling(page, sure.hits, sure.anger)
    return replace(
        sure,
        emotion=feeling,
        intent=intent.intent(page, sure.hits, sure.anger),
        target=target.aim(page, sure.hits, anger=sure.anger, emotion=feeling, crisis=sure.crisis),
    )


def _filled_in(sure: Verdict, likely: Guess) -> Verdict:
    """The verdict of the rules with every label that they leave open filled in."""
    crisis = sure.crisis or _is_new_crisis(sure, likely)
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
        categories=abuse.in_order((*kinds, *carried)) if carried else kinds,
        target=_target(sure, likely, crisis=crisis),
        signals=sure.signals | likely.signals(),
        hits=sure.hits,
    )
    if words := _words(sure, filled, likely):
        filled.hits = sorted([*sure.hits, *words], key=lambda hit: (hit.start, hit.end, hit.rule))
    return filled


def _is_new_crisis(sure: Verdict, likely: Guess) -> bool:
    """Whether the models fear for a life.

    “Laat maar” alone only gives up a parcel, and a threat that rules found is not explained away.
    """
    if THREATS.intersection(sure.kinds):
        return False
    return likely.is_crisis() and (likely.is_about_life or "gave_up" not in sure.signals)


def _new_kinds(sure: Verdict, likely: Guess) -> list[str]:
    """Kinds of abuse the models add where the rules found none that is aimed at a person.

    Someone who only uses a right threatens nobody.
    """
    if any(kind != "profanity" for kind in sure.kinds):
        return []
    kinds = likely.kinds()
    if "protected" in sure.signals:
        kinds = [kind for kind in kinds if kind not in THREATS]
    return kinds


def _least(likely: Guess, kinds: tuple[str, ...]) -> int:
    """The anger that abuse of a kind always has."""
    return max((likely.bars.least.get(kind, 0) for kind in kinds), default=0)


def _emotion(likely: Guess, level: int) -> str:
    """The likeliest feeling that goes with the level: anger is not neutral, nor the reverse."""
    return likely.best("emotion", without=UNFELT if level >= 2 else frozenset())


def _target(sure: Verdict, likely: Guess, *, crisis: bool) -> str:
    """At whom it is aimed: what abuse itself names, or else what is likeliest."""
    if crisis:
        return "self"
    named = (hit.target for hit in sure.hits if hit.category and hit.target)
    return next(named, "") or likely.best("target")


def _words(sure: Verdict, filled: Verdict, likely: Guess) -> list[Hit]:
    """The words behind every label that the rules did not already show."""
    found: list[Hit] = []
    if filled.anger > sure.anger:
        weight = likely.bars.weights[filled.anger]
        head = f"anger>={min(filled.anger, LEVELS[-1])}"
        found += likely.words_for(head, "anger", weight=weight)
    for kind in filled.kinds:
        if kind not in sure.kinds:
            found += likely.words_for(f"abuse:{kind}", kind, category=kind)
    if filled.crisis and not sure.crisis:
        found += likely.words_for("crisis", "crisis", category="crisis")
    return found
