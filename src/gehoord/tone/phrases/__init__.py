"""Phrases that a customer-service person can read and write: made patterns, and what they need."""

from gehoord.tone.phrases.compiling import BadPhrase, compile_phrases
from gehoord.tone.phrases.needing import may_hold, needed, searchable

__all__ = ["BadPhrase", "compile_phrases", "may_hold", "needed", "searchable"]
