"""Gehoord's language engine: reads how a customer feels, coaches how an agent answers.

Plain Python under the MIT licence, for use outside Gehoord too.
"""

from typing import TYPE_CHECKING, Any

from gehoord.tone.conversation import Course, course
from gehoord.tone.reading import Evidence, Fact, Reading, Span, explain, facts_in, read

if TYPE_CHECKING:
    from gehoord.tone.coaching import (
        Customer,
        Finding,
        Need,
        Part,
        Style,
        Turn,
        coach,
        needs,
        skeleton,
        unanswered,
    )
    from gehoord.tone.speech import Act, By, acts

ENGINE_VERSION = "1.1.0"

__all__ = [
    "ENGINE_VERSION",
    "Act",
    "By",
    "Course",
    "Customer",
    "Evidence",
    "Fact",
    "Finding",
    "Need",
    "Part",
    "Reading",
    "Span",
    "Style",
    "Turn",
    "acts",
    "coach",
    "course",
    "explain",
    "facts_in",
    "needs",
    "read",
    "skeleton",
    "unanswered",
]


_COACHING = frozenset(
    (
        *("Customer", "Finding", "Need", "Part", "Style", "Turn"),
        *("coach", "needs", "skeleton", "unanswered"),
    )
)


def __getattr__(name: str) -> Any:
    """The coaching half, loaded when first asked for: who only reads need not wait for it."""
    if name in _COACHING:
        from gehoord.tone import coaching

        return getattr(coaching, name)
    if name in ("Act", "By", "acts"):
        from gehoord.tone import speech

        return getattr(speech, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
