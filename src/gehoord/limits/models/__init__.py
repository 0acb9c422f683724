"""House rules against abuse: what was said, what was decided about it, and what the customer was told."""

from gehoord.limits.models.behaviour import Behaviour
from gehoord.limits.models.care import CrisisCare
from gehoord.limits.models.ended import EndedWithoutGround
from gehoord.limits.models.measure import Approval, Measure, MeasureQuerySet
from gehoord.limits.models.notice import Appeal, Notice
from gehoord.limits.models.rules import HouseRules

__all__ = [
    "Appeal",
    "Approval",
    "Behaviour",
    "CrisisCare",
    "EndedWithoutGround",
    "HouseRules",
    "Measure",
    "MeasureQuerySet",
    "Notice",
]
