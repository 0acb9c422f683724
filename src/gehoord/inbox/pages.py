"""What the templates of the list and of a case are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gehoord.accounts.http import AgentRequest
from gehoord.accounts.models import Agent, CoachHelp, House
from gehoord.cases.models import Case, Draft, Message
from gehoord.cases.stages import ORDER, STEPS, Stage, is_done, step_of
from gehoord.inbox import around, listing, readings
from gehoord.inbox.choosing import SavedChoice, saved_choices
from gehoord.inbox.coach_marks import Mark, pieces
from gehoord.inbox.envelopes import PageEnvelope, envelope_of
from gehoord.inbox.forms import CustomerForm, OwnerForm, PartForm, TeamForm
from gehoord.inbox.guide import Guide
from gehoord.inbox.mail_forms import mailboxes_of
from gehoord.inbox.proposals import Tray, tray_of
from gehoord.inbox.rehearsal import Group
from gehoord.inbox.timeline import PAGE, Timeline, timeline_of

STAGES_SHOWN = STEPS[1:-1]
"""Not receiving and being done: nobody chooses those."""


@dataclass
class Composer:
    """What an agent is writing in a case, and what there is to say about it."""

    mode: str = Draft.Mode.REPLY
    text: str = ""
    submission: UUID = field(default_factory=uuid4)
    saved_at: datetime | None = None
    is_kept: bool = False
    """Whether this is the draft on the server, not a form that came back."""
    is_proposed: bool = False
    """Whether software wrote it and nobody changed it yet."""
    errors: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    is_checked: bool = False
    stops: list[Mark] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    """What keeps the reply from being sent until it is filled in."""
    unanswered: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    """Rules a page without a script has shown already, so that each is counted once."""
    rehearsal: list[Group] | None = None
    saved: list[SavedChoice] | None = None
    """The saved replies to choose from, when somebody asked for them."""

    @property
    def is_note(self) -> bool:
        return self.mode == Draft.Mode.NOTE

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The text cut at the coach's marks."""
        return pieces(self.text, self.marks)

    @property
    def asks(self) -> bool:
        """Whether the agent is asked once if this is what he wants to send. Blanks never ask."""
        return bool(self.stops)

    @classmethod
    def kept(cls, case: Case, author: Agent, mode: str) -> Composer:
        """The composer with what the agent wrote before."""
        draft = case.drafts.filter(author=author, mode=mode).first()
        if draft is None:
            return cls(mode=mode, is_kept=True)
        return cls(
            mode=mode,
            text=draft.text,
            saved_at=draft.saved_at,
            is_kept=True,
            is_proposed=draft.is_proposed,
        )


class CasePage:
    """One case for one agent. Each part is read only by the template that shows it."""

    def __init__(self, request: AgentRequest, case: Case, *, composer: Composer | None = None):
        self.agent, self.case = request.user, case
        self.choice = listing.Choice.read(request.GET, request.user)
        self.shown = _number(request.GET.get("messages", ""), PAGE)
        self.mode = Draft.Mode.NOTE if request.GET.get("mode") == "note" else Draft.Mode.REPLY
        self._composer = composer
        self._asked, self._posted = request.GET, request.POST

    @cached_property
    def envelope(self) -> PageEnvelope | None:
        """To whom a reply by e-mail goes; None in a chat and for a note."""
        if self.composer.is_note:
            return None
        return envelope_of(self.case, self.agent, asked=self._asked, posted=self._posted)

    @cached_property
    def composer(self) -> Composer:
        return self._composer or Composer.kept(self.case, self.agent, self.mode)

    @property
    def has_tips(self) -> bool:
        """Whether this agent wants to hear of the coach."""
        return self.agent.coach_help != CoachHelp.OFF

    @cached_property
    def saved_choices(self) -> list[SavedChoice]:
        """The saved replies this agent may use in this case, filled in."""
        return saved_choices(self.case, self.agent)

    @cached_property
    def proposal(self) -> Tray:
        """What software proposes to this agent, if he asked for it."""
        return tray_of(self.case, self.agent)

    @cached_property
    def timeline(self) -> Timeline:
        return timeline_of(self.case, shown=self.shown)

    @property
    def more_messages(self) -> str:
        """The address of this case with more of its messages."""
        return f"{self.kept or '?'}{'&' if self.kept else ''}messages={self.shown + PAGE}"

    @cached_property
    def kept(self) -> str:
        return self.choice.kept

    @property
    def note_query(self) -> str:
        return f"{self.kept}&mode=note" if self.kept else "?mode=note"

    # ── Head ─────────────────────────────────────────────────────────────────────────────
    @cached_property
    def others_here(self) -> list[dict[str, Any]]:
        """Colleagues who have this case open at this moment."""
        here = self.case.presences.now().exclude(agent=self.agent).select_related("agent")
        return [
            {
                "name": each.agent.name,
                "says": (
                    _("{name} is writing a reply") if each.is_typing else _("{name} is looking")
                ).format(name=each.agent.called),
            }
            for each in here[:4]
        ]

    @cached_property
    def owner_form(self) -> OwnerForm:
        return OwnerForm(case=self.case, initial={"owner": self.case.owner_id})

    @cached_property
    def team_form(self) -> TeamForm:
        return TeamForm(initial={"team": self.case.team_id})

    @property
    def stages(self) -> list[dict[str, Any]]:
        now = self.case.stage
        return [
            {
                "stage": step.stage,
                "is_now": step.stage == now,
                "is_done": is_done(step.stage, now=now),
            }
            for step in STAGES_SHOWN
        ]

    @property
    def step(self) -> Any:
        return step_of(self.case.stage)

    @cached_property
    def guide(self) -> Guide:
        """What to do now, and words to begin with."""
        return Guide(self.case, self.agent)

    @property
    def may_go_back(self) -> bool:
        return ORDER.index(Stage(self.case.stage)) > ORDER.index(Stage.LISTEN)

    # ── Beside it ────────────────────────────────────────────────────────────────────────
    @cached_property
    def customer_form(self) -> CustomerForm:
        return CustomerForm(instance=self.case.customer)

    @cached_property
    def part_form(self) -> PartForm:
        return PartForm()

    @cached_property
    def course(self) -> list[dict[str, Any]]:
        return around.course_points(self.timeline.messages)

    @property
    def said_of_course(self) -> list[around.Said]:
        return around.said_of_course(self.timeline.messages)

    @property
    def here(self) -> str:
        """The address of this case with as many messages as there are now."""
        if self.shown == PAGE:
            return self.kept
        return f"{self.kept or '?'}{'&' if self.kept else ''}messages={self.shown}"

    @property
    def turning_point(self) -> str:
        return around.turning_point(self.timeline.messages)

    @property
    def last_read(self) -> Message | None:
        return self.timeline.last_from_customer

    @property
    def guess(self) -> dict[str, str] | None:
        return readings.guess(self.last_read)

    @cached_property
    def problems(self) -> dict[str, Any]:
        return around.confirmed(self.case)

    @cached_property
    def earlier_cases(self) -> list[Case]:
        return list(around.earlier_cases(self.case, self.agent))


class ListPage:
    """The list of cases as one agent chose it."""

    def __init__(self, request: AgentRequest, *, current: Case | None = None):
        self.agent, self.current = request.user, current
        self.choice = listing.Choice.read(request.GET, request.user)

    @cached_property
    def tabs(self) -> list[listing.Tab]:
        return listing.tabs(self.choice, self.agent)

    @cached_property
    def groups(self) -> list[listing.Group]:
        return listing.groups(self.choice, self.agent)

    @cached_property
    def kept(self) -> str:
        return self.choice.kept

    @property
    def other_order(self) -> str:
        """The address of the same list in the other order."""
        return self.choice.but(sort="waiting" if self.choice.sort == "angriest" else "angriest")

    @property
    def from_the_start(self) -> str:
        return self.choice.but()

    @property
    def is_empty(self) -> bool:
        return not any(group.cases for group in self.groups)

    @property
    def nobody_waits(self) -> bool:
        """Whether no customer in this list waits for us."""
        is_waiting_list = not self.choice.words and self.choice.view != "solved"
        return is_waiting_list and not any(
            group.cases for group in self.groups if group.name == "waiting"
        )

    @property
    def waits_elsewhere(self) -> bool:
        """Whether the agent's own list is done and somebody waits in a list of his teams."""
        others = (tab for tab in self.tabs if not tab.is_current)
        return self.choice.view == "mine" and any(tab.waiting not in ("", "0") for tab in others)

    @cached_property
    def to_take_back(self) -> list[Message]:
        """The agent's own replies that can still be taken back."""
        own = Message.objects.to_take_back(self.agent)
        return list(own.select_related("case__customer")[:2])

    @cached_property
    def may_write_mail(self) -> bool:
        """Whether this agent has a mailbox to write from."""
        return mailboxes_of(self.agent).exists()

    @cached_property
    def undo_seconds(self) -> int:
        return House.current().undo_seconds


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default
