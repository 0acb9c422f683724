"""The half of the engine that reads customers."""

from gehoord.tone.reading.model import Evidence, Fact, Reading, Span
from gehoord.tone.reading.pack import explain
from gehoord.tone.reading.reader import facts_in, read

__all__ = ["Evidence", "Fact", "Reading", "Span", "explain", "facts_in", "read"]
