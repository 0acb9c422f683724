"""What is done on the ladder against abuse, and to keep people safe. A person does each of it."""

from gehoord.limits.actions.appealing import assign_appeal, decide_appeal, file_appeal
from gehoord.limits.actions.care import (
    ask_aftercare,
    begin_care,
    end_care,
    finish_aftercare,
    note_care_step,
)
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
from gehoord.limits.actions.helping import (
    AdviceIsEmpty,
    HelpIsTaken,
    advise,
    ask_again,
    ask_for_help,
    close_help,
    join,
    see_help,
    take_over,
    tell_customer_of_help,
)
from gehoord.limits.actions.incidents import (
    EffectIsTheirs,
    complete_incident,
    record_incident,
    tell_effect,
)
from gehoord.limits.actions.safety import (
    begin_safety,
    close_safety,
    do_safety_step,
    undo_safety_step,
)
from gehoord.limits.actions.standing_by import add_shift, remove_shift, say_standby, want_sound

__all__ = [
    "AdviceIsEmpty",
    "ConversationHasEnded",
    "EffectIsTheirs",
    "HelpIsTaken",
    "add_shift",
    "advise",
    "approve_measure",
    "ask_aftercare",
    "ask_again",
    "ask_for_help",
    "assign_appeal",
    "begin_care",
    "begin_safety",
    "close_help",
    "close_safety",
    "complete_incident",
    "confirm_behaviour",
    "decide_appeal",
    "do_safety_step",
    "end_care",
    "end_conversation",
    "extend_cool_off",
    "file_appeal",
    "finish_aftercare",
    "hear_customer",
    "join",
    "let_it_not_wait",
    "lift_measure",
    "note_breach",
    "note_care_step",
    "open_early",
    "propose_measure",
    "record_incident",
    "refuse_measure",
    "remove_shift",
    "review_measure",
    "say_standby",
    "see_help",
    "take_over",
    "tell_customer",
    "tell_customer_of_help",
    "tell_effect",
    "tell_privacy_officer",
    "undo_safety_step",
    "want_sound",
    "warn_customer",
]
