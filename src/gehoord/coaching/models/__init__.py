"""What the engine read, what people found wrong in it, and how a house wants replies written."""

from gehoord.coaching.models.corrections import (
    LABELS,
    SPEAKS_FOR,
    Correction,
    CorrectionQuerySet,
    RuleCount,
    Wrong,
    seal_of,
)
from gehoord.coaching.models.readings import (
    SHIELDED,
    Abuse,
    AngerLevel,
    Emotion,
    Reading,
    ReadingQuerySet,
    Target,
)
from gehoord.coaching.models.style import StyleVersion, StyleVersionQuerySet
from gehoord.coaching.models.use import How, RuleUse, RuleUseQuerySet

__all__ = [
    "LABELS",
    "SHIELDED",
    "SPEAKS_FOR",
    "Abuse",
    "AngerLevel",
    "Correction",
    "CorrectionQuerySet",
    "Emotion",
    "How",
    "Reading",
    "ReadingQuerySet",
    "RuleCount",
    "RuleUse",
    "RuleUseQuerySet",
    "StyleVersion",
    "StyleVersionQuerySet",
    "Target",
    "Wrong",
    "seal_of",
]
