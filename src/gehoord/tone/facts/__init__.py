"""What a message says that can be looked up or kept: amounts, days, numbers, promises, requests."""

from gehoord.tone.facts.find import facts

__all__ = ["facts"]
