"""Advice on an agent's draft reply: what makes this customer angrier, and better words for it."""

from gehoord.tone.coaching.coach import coach, coach_rule_why
from gehoord.tone.coaching.finding import BLANK, Customer, Finding, Turn
from gehoord.tone.coaching.lines import answer_line
from gehoord.tone.coaching.style import Style

__all__ = [
    "BLANK",
    "Customer",
    "Finding",
    "Style",
    "Turn",
    "answer_line",
    "coach",
    "coach_rule_why",
]
