"""What a message does in a conversation: it greets, restates and plans; confirms, adds, refuses."""

from gehoord.tone.speech.find import acts
from gehoord.tone.speech.rule import Act, By

__all__ = ["Act", "By", "acts"]
