from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.actions.announcing import audiences_of_customer
from gehoord.cases.models import Case, Draft, Presence, Proposal
from gehoord.live import publish


@transaction.atomic
def save_draft(*, case: Case, author: Agent, mode: Draft.Mode, text: str) -> Draft | None:
    """Keep what the agent is writing. An empty draft is no draft."""
    if not text:
        discard_draft(case=case, author=author, mode=mode)
        return None
    draft, _ = Draft.objects.update_or_create(
        case=case, author=author, mode=mode, defaults={"text": text}
    )
    return draft


@transaction.atomic
def discard_draft(*, case: Case, author: Agent, mode: Draft.Mode) -> None:
    """Throw away what the agent was writing."""
    Draft.objects.filter(case=case, author=author, mode=mode).delete()


def take_draft(*, case: Case, author: Agent, mode: Draft.Mode) -> None:
    """The draft became a reply or a note. What software proposed for a reply is not needed now."""
    discard_draft(case=case, author=author, mode=mode)
    if mode == Draft.Mode.REPLY:
        leave_proposal(case=case, agent=author)


@transaction.atomic
def leave_proposal(*, case: Case, agent: Agent) -> None:
    """Throw away what software made for this agent, or tell it to stop."""
    for proposal in Proposal.objects.asked_by(agent).filter(case=case).select_related("agent"):
        proposal.delete()
        tell_agent(proposal)


def tell_agent(proposal: Proposal) -> None:
    """Have the agent's own browsers look at his proposal again."""
    publish(proposal.topic, audiences=[proposal.agent.audience])


def put_back_draft(*, case: Case, author: Agent, text: str) -> Draft:
    """A reply taken back is a draft again, before what the agent wrote since."""
    draft, is_new = Draft.objects.get_or_create(
        case=case, author=author, mode=Draft.Mode.REPLY, defaults={"text": text}
    )
    if not is_new and draft.text != text:
        draft.text = f"{text}\n\n{draft.text}" if draft.text else text
        draft.save(update_fields=["text", "saved_at"])
    return draft


@transaction.atomic
def look_at_case(*, case: Case, agent: Agent, is_typing: bool = False) -> None:
    """Show colleagues that this agent has the case open, or is writing a reply."""
    now = timezone.now()
    presence, is_new = Presence.objects.get_or_create(
        case=case, agent=agent, defaults={"seen_at": now, "typing_at": now if is_typing else None}
    )
    was_typing, was_here = presence.is_typing, presence.seen_at > now - Presence.LASTS
    if not is_new:
        presence.seen_at = now
        presence.typing_at = now if is_typing else None
        presence.save(update_fields=["seen_at", "typing_at"])
    if case.is_unread:
        Case.objects.filter(pk=case.pk).update(looked_at=now)
        publish("cases", audiences=[f"team-{case.team_id}"])
    if is_new or not was_here or was_typing != is_typing:
        _announce_presence(case)


@transaction.atomic
def show_typing(*, case: Case) -> None:
    """Show the customer in his own chat window that somebody writes an answer."""
    publish("typing", audiences=audiences_of_customer(case))


@transaction.atomic
def stop_looking(*, case: Case, agent: Agent) -> None:
    """The agent closed the case or went to another one."""
    gone, _ = Presence.objects.filter(case=case, agent=agent).delete()
    if gone:
        _announce_presence(case)


def _announce_presence(case: Case) -> None:
    publish(f"presence-{case.pk}", audiences=[f"team-{case.team_id}"])
