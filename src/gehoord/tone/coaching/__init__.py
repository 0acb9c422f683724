"""Advice on an agent's draft reply: what makes this customer angrier, and better words for it."""

from gehoord.tone.coaching.coach import coach, coach_rule_why
from gehoord.tone.coaching.finding import BLANK, Customer, Finding, Turn
from gehoord.tone.coaching.lines import answer_line

__all__ = ["BLANK", "Customer", "Finding", "Turn", "answer_line", "coach", "coach_rule_why"]
