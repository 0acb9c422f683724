"""Everything that is done on the ladder against abuse. Each needs a person and leaves an event."""

from gehoord.limits.actions.appealing import assign_appeal, decide_appeal, file_appeal
from gehoord.limits.actions.confirming import confirm_behaviour
from gehoord.limits.actions.conversing import (
    ConversationHasEnded,
    end_conversation,
    extend_cool_off,
    open_early,
    warn_customer,
)
from gehoord.limits.actions.deciding import (
    approve_measure,
    hear_customer,
    let_it_not_wait,
    lift_measure,
    note_breach,
    propose_measure,
    refuse_measure,
    review_measure,
    tell_customer,
    tell_privacy_officer,
)
from gehoord.limits.actions.incidents import (
    EffectIsTheirs,
    complete_incident,
    record_incident,
    tell_effect,
)

__all__ = [
    "ConversationHasEnded",
    "EffectIsTheirs",
    "approve_measure",
    "assign_appeal",
    "complete_incident",
    "confirm_behaviour",
    "decide_appeal",
    "end_conversation",
    "extend_cool_off",
    "file_appeal",
    "hear_customer",
    "let_it_not_wait",
    "lift_measure",
    "note_breach",
    "open_early",
    "propose_measure",
    "record_incident",
    "refuse_measure",
    "review_measure",
    "tell_customer",
    "tell_effect",
    "tell_privacy_officer",
    "warn_customer",
]
