"""The heart: cases, what was said in them, and what happened to them."""

from gehoord.cases.models.case import Case, CaseQuerySet, Part
from gehoord.cases.models.happening import Draft, Event, Presence
from gehoord.cases.models.proposal import Proposal, ProposalQuerySet
from gehoord.cases.models.saved import SavedReply, SavedReplyQuerySet
from gehoord.cases.models.talk import (
    Attachment,
    Conversation,
    Delivery,
    Direction,
    Message,
    MessageQuerySet,
    Note,
)

__all__ = [
    "Attachment",
    "Case",
    "CaseQuerySet",
    "Conversation",
    "Delivery",
    "Direction",
    "Draft",
    "Event",
    "Message",
    "MessageQuerySet",
    "Note",
    "Part",
    "Presence",
    "Proposal",
    "ProposalQuerySet",
    "SavedReply",
    "SavedReplyQuerySet",
]
