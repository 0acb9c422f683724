"""House rules against abuse: what was said, what was decided about it, and what the customer was told."""

from gehoord.limits.models.behaviour import Behaviour
from gehoord.limits.models.care import Aftercare, CrisisCare
from gehoord.limits.models.ended import EndedQuerySet, EndedWithoutGround
from gehoord.limits.models.held import Held, HeldQuerySet
from gehoord.limits.models.help import (
    DutyShift,
    HelpAnswer,
    HelpRequest,
    OutsideAlert,
    Standby,
)
from gehoord.limits.models.incident import (
    ErasureWaiting,
    EvidencePack,
    Incident,
    IncidentQuerySet,
    PackIsFinal,
    PastMeasure,
    Police,
)
from gehoord.limits.models.measure import Approval, Measure, MeasureQuerySet
from gehoord.limits.models.notice import Appeal, Notice
from gehoord.limits.models.reminded import Reminded
from gehoord.limits.models.rules import HouseRules
from gehoord.limits.models.safety import SafetyCase

__all__ = [
    "Aftercare",
    "Appeal",
    "Approval",
    "Behaviour",
    "CrisisCare",
    "DutyShift",
    "EndedQuerySet",
    "EndedWithoutGround",
    "ErasureWaiting",
    "EvidencePack",
    "Held",
    "HeldQuerySet",
    "HelpAnswer",
    "HelpRequest",
    "HouseRules",
    "Incident",
    "IncidentQuerySet",
    "Measure",
    "MeasureQuerySet",
    "Notice",
    "OutsideAlert",
    "PackIsFinal",
    "PastMeasure",
    "Police",
    "Reminded",
    "SafetyCase",
    "Standby",
]
