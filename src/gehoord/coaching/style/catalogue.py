"""The rules that Gehoord brings along, as an administrator reads them: by habit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoord.tone.coaching.advice import rules as rules_of
from gehoord.tone.coaching.rule import CoachRule, habit_of
from gehoord.tone.coaching.wording import DEFAULT
from gehoord.tone.coaching.wording import languages as engine_languages

HABITS: dict[str, str | Promise] = {
    "EMP": _("Empathy and acknowledgement"),
    "EXC": _("Apologies"),
    "VRW": _("Blame"),
    "NEG": _("Negative words"),
    "NEE": _("Condescending or impatient"),
    "EIG": _("Ownership"),
    "VST": _("Next steps and promises"),
    "B1": _("Plain language (B1)"),
    "JEU": _("One form of address"),
    "NAM": _("Names"),
    "JRG": _("Jargon"),
    "OPL": _("A solution too early"),
    "GRZ": _("Boundaries and safety"),
    "AFS": _("Closing"),
    "COL": _("Notes for colleagues"),
}
"""Habits in the order of a conversation; a habit nobody named here comes last, by its code."""
OTHER = _("Other")
NEEDS_MORE_THAN_WORDS = ("stages", "fact", "known", "abused", "threatened", "in_crisis")
"""What a rule may ask that is not kept with a reply that was sent."""


@dataclass(frozen=True)
class DeliveredRule:
    """One rule by its public code; ways of finding the same habit are one rule here."""

    code: str
    habit: str
    level: str
    advice: str
    why: str
    flagged: tuple[str, ...]
    clean: tuple[str, ...]
    words: str
    """All it says and looks for in small letters, to search in."""
    can_be_counted: bool
    """Whether replies that were sent still tell if it would fire."""


def languages() -> tuple[str, ...]:
    """The languages that have rules, Dutch first."""
    return tuple(sorted(engine_languages(), key=lambda each: (each != DEFAULT, each)))


@cache
def delivered(language: str = DEFAULT) -> dict[str, DeliveredRule]:
    """Every delivered rule of a language by its code, in the order of the habits."""
    found = sorted(rules_of(language), key=lambda rule: (_place(rule.habit), rule.code))
    grouped = groupby(found, key=lambda rule: rule.code)
    return {code: _one(code, list(rules)) for code, rules in grouped}


@cache
def all_codes() -> frozenset[str]:
    """The codes of the delivered rules of all languages."""
    return frozenset(code for language in languages() for code in delivered(language))


def find(code: str) -> DeliveredRule | None:
    """The delivered rule with this code, in whichever language."""
    found = (delivered(language).get(code) for language in languages())
    return next((rule for rule in found if rule), None)


def habit_name(habit: str) -> str:
    """What a group of habits is called on the screen."""
    return str(HABITS.get(habit, OTHER))


def _place(habit: str) -> tuple[int, str]:
    known = list(HABITS)
    return (known.index(habit), "") if habit in known else (len(known), habit)


def _one(code: str, rules: list[CoachRule]) -> DeliveredRule:
    first = rules[0]
    words = [code, first.advice, first.why]
    words += [word for rule in rules for word in (*rule.phrases, *rule.flagged)]
    return DeliveredRule(
        code=code,
        habit=habit_of(code),
        level=first.level,
        advice=first.advice,
        why=first.why,
        flagged=_all(rule.flagged for rule in rules),
        clean=_all(rule.clean for rule in rules),
        words=" ".join(words).lower().replace("«", "").replace("»", ""),
        can_be_counted=any(not set(rule.when) & set(NEEDS_MORE_THAN_WORDS) for rule in rules),
    )


def _all(examples: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in examples for one in each))
