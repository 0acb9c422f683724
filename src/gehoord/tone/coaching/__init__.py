"""Advice on an agent's draft reply: what makes this customer angrier, and better words for it."""

from gehoord.tone.coaching.advice import coach, coach_rule_why
from gehoord.tone.coaching.finding import BLANK, Customer, Finding, Turn
from gehoord.tone.coaching.lines import answer_line
from gehoord.tone.coaching.needs_met import Need, needs
from gehoord.tone.coaching.style import Style
from gehoord.tone.coaching.whole.answered import Part, unanswered
from gehoord.tone.coaching.whole.skeleton import skeleton

__all__ = [
    "BLANK",
    "Customer",
    "Finding",
    "Need",
    "Part",
    "Style",
    "Turn",
    "answer_line",
    "coach",
    "coach_rule_why",
    "needs",
    "skeleton",
    "unanswered",
]
