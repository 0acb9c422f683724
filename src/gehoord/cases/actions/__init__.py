"""Everything that changes a case. Pages, channels and tasks call these; nobody else saves."""

from gehoord.cases.actions.attaching import IncomingFile
from gehoord.cases.actions.colleagues import take_in_note, take_in_reply
from gehoord.cases.actions.disputing import dispute_reading, trust_reading
from gehoord.cases.actions.drafts import (
    discard_draft,
    leave_proposal,
    look_at_case,
    save_draft,
    show_typing,
    stop_looking,
)
from gehoord.cases.actions.erasing import ReplyIsOnItsWay, erase_cases, erase_files
from gehoord.cases.actions.guiding import note_options, set_path
from gehoord.cases.actions.handling import (
    CaseIsTaken,
    add_part,
    assign_case,
    change_part,
    hide_names,
    hold_case,
    move_case,
    rename_case,
    reopen_case,
    set_stage,
    solve_case,
    take_case,
)
from gehoord.cases.actions.holding import explain, hold_until, let_through
from gehoord.cases.actions.incoming import Thread, take_in_message
from gehoord.cases.actions.notes import write_note
from gehoord.cases.actions.opening import (
    NothingToSplitOff,
    open_case,
    set_customer,
    split_message,
)
from gehoord.cases.actions.proposing import (
    AskedTooOften,
    NoProposalsHere,
    ProposalIsGone,
    ask_proposal,
    forget_old_proposals,
    make_due_proposals,
    may_be_proposed,
    take_proposal,
)
from gehoord.cases.actions.receipts import (
    mark_delivered,
    mark_failed,
    mark_partly_failed,
    mark_read,
    mark_sent,
    try_again,
)
from gehoord.cases.actions.replies import (
    CaseIsClosed,
    NobodyToAnswer,
    ReplyHasBlanks,
    ReplyIsAlreadyGone,
    ReplyIsEmpty,
    send_reply,
    take_back_reply,
)
from gehoord.cases.actions.retention import (
    forget_old_cases,
    forget_old_readings,
    forget_presence,
)
from gehoord.cases.actions.saved import (
    OnlyForOneself,
    add_saved_reply,
    change_saved_reply,
    delete_saved_reply,
)

__all__ = [
    "AskedTooOften",
    "CaseIsClosed",
    "CaseIsTaken",
    "IncomingFile",
    "NoProposalsHere",
    "NobodyToAnswer",
    "NothingToSplitOff",
    "OnlyForOneself",
    "ProposalIsGone",
    "ReplyHasBlanks",
    "ReplyIsAlreadyGone",
    "ReplyIsEmpty",
    "ReplyIsOnItsWay",
    "Thread",
    "add_part",
    "add_saved_reply",
    "ask_proposal",
    "assign_case",
    "change_part",
    "change_saved_reply",
    "delete_saved_reply",
    "discard_draft",
    "dispute_reading",
    "erase_cases",
    "erase_files",
    "explain",
    "forget_old_cases",
    "forget_old_proposals",
    "forget_old_readings",
    "forget_presence",
    "hide_names",
    "hold_case",
    "hold_until",
    "leave_proposal",
    "let_through",
    "look_at_case",
    "make_due_proposals",
    "mark_delivered",
    "mark_failed",
    "mark_partly_failed",
    "mark_read",
    "mark_sent",
    "may_be_proposed",
    "move_case",
    "note_options",
    "open_case",
    "rename_case",
    "reopen_case",
    "save_draft",
    "send_reply",
    "set_customer",
    "set_path",
    "set_stage",
    "show_typing",
    "solve_case",
    "split_message",
    "stop_looking",
    "take_back_reply",
    "take_case",
    "take_in_message",
    "take_in_note",
    "take_in_reply",
    "take_proposal",
    "trust_reading",
    "try_again",
    "write_note",
]
