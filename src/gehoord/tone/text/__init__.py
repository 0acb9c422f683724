"""Write a message the way the rules expect it, without losing where each letter came from."""

from gehoord.tone.text.habits import Habits
from gehoord.tone.text.normal import Normal
from gehoord.tone.text.normalise import normalise

__all__ = ["Habits", "Normal", "normalise"]
