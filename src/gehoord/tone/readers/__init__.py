"""Other readers behind the same contract; importing this package loads none of them."""

from gehoord.tone.readers.contract import Asked, NoReading, Reader
from gehoord.tone.readers.with_fallback import WithFallback

__all__ = ["Asked", "NoReading", "Reader", "WithFallback"]
