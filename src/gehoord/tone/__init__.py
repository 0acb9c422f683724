"""Gehoord's language engine: reads how a customer feels, coaches how an agent answers.

Plain Python under the MIT licence, for use outside Gehoord too.
"""

from gehoord.tone.coaching import Customer, Finding, Turn, coach
from gehoord.tone.conversation import Course, course
from gehoord.tone.reading import Evidence, Reading, Span, explain, read

ENGINE_VERSION = "1.0.0"

__all__ = [
    "ENGINE_VERSION",
    "Course",
    "Customer",
    "Evidence",
    "Finding",
    "Reading",
    "Span",
    "Turn",
    "coach",
    "course",
    "explain",
    "read",
]
