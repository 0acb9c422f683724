"""Proposals for a reply, made by software when an agent asks for one. It sends nothing, ever."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent, House
from gehoord.cases.actions.announcing import announce, record
from gehoord.cases.actions.drafts import tell_agent
from gehoord.cases.actions.replies import CaseIsClosed
from gehoord.cases.models import Case, Delivery, Draft, Event, Message, Proposal
from gehoord.cases.models.proposal import seal_of
from gehoord.cases.queues import PROPOSE
from gehoord.cases.quiet import is_quiet
from gehoord.coaching.actions import style_for
from gehoord.coaching.drafting.choice import is_on
from gehoord.coaching.drafting.masks import People
from gehoord.coaching.drafting.proposing import NoProposal, Proposed, propose
from gehoord.coaching.drafting.telling import MOST_MESSAGES, Assignment
from gehoord.jobs.due import work_through
from gehoord.jobs.nudges import nudge

MOST_ATTEMPTS = 3
"""A worker that is killed leaves the row to another; a row that kills workers stops here."""
MOST_AT_ONCE = 2
"""Threads of a process that may wait for a model; the others go on delivering replies."""
MOST_ASKED = 10
WITHIN_S = 600
LONGEST_NAME = 80
LONGEST_FAILURE = 30
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


class NoProposalsHere(Exception):
    """No software drafts replies here: it is off, or somebody in this case may be in danger."""


class AskedTooOften(Exception):
    """An agent asks for more proposals than anybody can read."""


class ProposalIsGone(Exception):
    """There is no proposal to take: it was taken or left in another window."""


# ── Asking ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def ask_proposal(*, case: Case, agent: Agent) -> Proposal:
    """Have software draft a reply for this agent; asked while there is one, it is the same one.

    Raises NoProposalsHere, CaseIsClosed, or AskedTooOften after ten in ten minutes.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise CaseIsClosed
    if not may_be_proposed(case):
        raise NoProposalsHere
    mine = Proposal.objects.asked_by(agent).filter(case=case).first()
    if mine is not None and mine.state != Proposal.State.FAILED:
        return mine
    _count(agent)
    now = timezone.now()
    fresh = {"state": Proposal.State.ASKED, "asked_at": now, "failure": "", "text": "",
             "next_attempt_at": now, "leased_until": None, "attempts": 0}  # fmt: skip
    proposal, _is_new = Proposal.objects.update_or_create(case=case, agent=agent, defaults=fresh)
    record(case=case, kind=Event.Kind.PROPOSAL, actor=agent)
    nudge(PROPOSE)
    announce(case, is_in_list=False)
    tell_agent(proposal)
    return proposal


def may_be_proposed(case: Case) -> bool:
    """Whether software may draft a reply in this case at all: never where a life may be at stake."""
    return is_on() and case.is_open and not (is_quiet(case) or _shows_crisis(case))


def _shows_crisis(case: Case) -> bool:
    theirs = case.messages.from_customers()
    return theirs.filter(reading__is_crisis=True, reading__is_disputed=False).exists()


def _count(agent: Agent) -> None:
    # In the cache and not in a record: nobody counts what an agent asks for.
    key = f"proposals-{agent.pk}"
    cache.add(key, 0, WITHIN_S)
    try:
        asked = cache.incr(key)
    except ValueError:  # it ran out between the two
        asked = 1
    if asked > MOST_ASKED:
        raise AskedTooOften


# ── Making ───────────────────────────────────────────────────────────────────────────────────


def make_due_proposals() -> int:
    """Have every proposal made that was asked for; a few at a time, because a model is slow."""
    if not _places.acquire(blocking=False):
        return 0  # whoever is at work takes what is due after it
    try:
        lease = timedelta(seconds=settings.GEHOORD_DRAFTING_SECONDS + 30)
        asked = Proposal.objects.select_related("case__customer", "case__team", "agent")
        return work_through(asked, make_proposal, lease=lease)
    finally:
        _places.release()


def make_proposal(proposal: Proposal) -> None:
    """Ask the model for one proposal, and note what became of it. Nothing is locked meanwhile."""
    case = proposal.case
    if proposal.attempts > MOST_ATTEMPTS:
        return _settle(proposal, failure="broken")
    if not may_be_proposed(case):
        return _settle(proposal, failure="off")
    rows = _said(case)
    read_until = rows[-1].written_at if rows else None
    try:
        made = propose(_assignment(case, proposal.agent, rows))
    except NoProposal as none:
        return _settle(proposal, failure=none.reason)
    return _settle(proposal, made=made, read_until=read_until)


@transaction.atomic
def _settle(
    proposal: Proposal,
    *,
    made: Proposed | None = None,
    failure: str = "",
    read_until: datetime | None = None,
) -> None:
    state = Proposal.State.READY if made else Proposal.State.FAILED
    is_mine = proposal.finish(
        state=state,
        text=made.text if made else "",
        made_by=made.model[:LONGEST_NAME] if made else "",
        failure=failure[:LONGEST_FAILURE],
        read_until=read_until,
    )
    if is_mine:
        tell_agent(proposal)


def _said(case: Case) -> list[Message]:
    """The last messages that reached somebody, oldest first. Notes are for colleagues only."""
    reached = case.messages.exclude(delivery=Delivery.FAILED).exclude(text="")
    latest = reached.latest_first().select_related("reading", "author")[:MOST_MESSAGES]
    return list(latest)[::-1]


def _assignment(case: Case, agent: Agent, rows: list[Message]) -> Assignment:
    house = House.current()
    readings = [row.reading for row in rows if row.is_from_customer and row.reading]
    known = [reading.language for reading in readings if reading.is_read]
    return Assignment(
        thread=[("customer" if row.is_from_customer else "agent", row.text) for row in rows],
        people=People(
            customer=case.customer.name,
            agent=agent.called if house.shows_agent_name else "",
            colleagues=tuple(_colleagues(case, agent, rows)),
        ),
        stage=case.stage,
        channel=case.last_channel,
        company=house.name,
        problems=tuple(part.text for part in case.parts.all() if not part.is_solved),
        language=known[-1] if known else settings.LANGUAGE_CODE,
        style=style_for(team_id=case.team_id, channel=case.last_channel),
    )


def _colleagues(case: Case, agent: Agent, rows: list[Message]) -> list[str]:
    """Everybody here whose name a customer may have used."""
    wrote = {row.author_id for row in rows if row.author_id}
    around = Agent.objects.in_team(case.team) | Agent.objects.get_queryset().filter(pk__in=wrote)
    names = around.distinct().values_list("name", "first_name")
    return [agent.name, agent.first_name, *(name for pair in names for name in pair)]


# ── Taking ───────────────────────────────────────────────────────────────────────


@transaction.atomic
def take_proposal(*, case: Case, agent: Agent) -> Draft:
    """Put the proposal behind what the agent typed; nothing that he typed is replaced.

    The draft knows that it is software's as long as nobody changes a letter. The proposal itself
    is gone. Raises ProposalIsGone if there is none, CaseIsClosed if a colleague solved the case.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise CaseIsClosed
    ready = Proposal.objects.asked_by(agent).ready().select_for_update(of=("self",))
    proposal = ready.filter(case=case).first()
    if proposal is None:
        raise ProposalIsGone
    of_agent: dict[str, Any] = {"case": case, "author": agent, "mode": Draft.Mode.REPLY}
    kept = Draft.objects.filter(**of_agent).first()
    typed = kept.text.rstrip() if kept else ""
    text = f"{typed}\n\n{proposal.text}" if typed else proposal.text
    words = {"text": text, "proposed": seal_of(text)}
    draft, _is_new = Draft.objects.update_or_create(**of_agent, defaults=words)
    proposal.delete()
    tell_agent(proposal)
    return draft


def forget_old_proposals() -> int:
    """Delete proposals that nobody took or left in a day."""
    gone, _ = Proposal.objects.past().delete()
    return gone
