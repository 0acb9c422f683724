"""What house rules know of a customer, as plain values: all of it is his to see."""

from __future__ import annotations

from typing import Any

from gehoord.accounts.models import Agent
from gehoord.contacts.models import Customer
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import State
from gehoord.limits.models import Appeal, Behaviour, EndedWithoutGround, Incident, Measure


def limits_record(customer: Customer) -> dict[str, Any]:
    """Confirmed words, measures with notices and appeals, incidents, and care in a crisis.

    What an incident did to an agent is the agent's own and not in it.
    """
    measures = customer.measures.select_related("proposed_by", "appeal__assigned_to")
    incidents = customer.incidents.named().order_by("happened_at", "pk")
    ended = EndedWithoutGround.objects.filter(conversation__case__customer=customer)
    care = customer.crisis_care.order_by("begun_at", "pk")
    return {
        "confirmed_words": [
            _words(row) for row in customer.behaviours.select_related("confirmed_by")
        ],
        "measures": [
            _measure(row)
            for row in measures.prefetch_related("grounds", "approvals__by", "notices")
        ],
        "incidents": [_incident(row) for row in incidents],
        "ended_without_ground": [
            _ended(row)
            for row in ended.with_contact().select_related("conversation").order_by("ended_at")
        ],
        "crisis_care": [
            {"begun_at": row.begun_at, "until": row.until, "steps": sorted(row.steps)}
            for row in care
        ],
    }


def _ended(row: EndedWithoutGround) -> dict[str, Any]:
    """A conversation that we ended: nothing of it is held against the customer."""
    return {
        "ended_at": row.ended_at,
        "channel": row.conversation.channel,
        "promised_before": row.call_back_by,
        "tried_to_reach_you_at": row.tried_at,
        "contacted_at": getattr(row, "contacted_at", None),
        "lesson_for_the_team": row.lesson,
    }


def _called(agent: Agent | None) -> str:
    return agent.called if agent else ""


def _words(row: Behaviour) -> dict[str, Any]:
    return {
        "level": Level(row.level).code,
        "words": row.quotes,
        "said_at": row.said_at,
        "confirmed_by": _called(row.confirmed_by),
        "confirmed_at": row.confirmed_at,
    }


def _measure(row: Measure) -> dict[str, Any]:
    appeal: Appeal | None = getattr(row, "appeal", None)
    return {
        "kind": row.kind,
        "state": row.state,
        "was_unjustified": row.state == State.WITHDRAWN,
        "rests_on": [quote for ground in row.grounds.all() for quote in ground.quotes],
        "reason": row.reason,
        "why_less_is_not_enough": row.less_severe,
        "agreed": row.terms,
        "proposed_by": _called(row.proposed_by),
        "proposed_at": row.proposed_at,
        "decided_by": [{"by": each.by.called, "at": each.at} for each in row.approvals.all()],
        "you_said": row.heard_said,
        "heard_at": row.heard_at,
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "ended_at": row.ended_at,
        "review_at": row.review_at,
        "broken_at": row.breaches,
        "messages_kept_apart": row.held.count(),
        "notices": [
            {"text": each.text, "way": each.way, "written_at": each.written_at}
            for each in row.notices.all()
        ],
        "appeal": _appeal(appeal) if appeal else None,
    }


def _appeal(row: Appeal) -> dict[str, Any]:
    return {
        "words": row.words,
        "filed_at": row.filed_at,
        "decide_by": row.decide_by,
        "decided_by": _called(row.assigned_to) if row.decided_at else "",
        "decided_at": row.decided_at,
        "outcome": row.outcome,
        "reason": row.reason,
    }


def _incident(row: Incident) -> dict[str, Any]:
    return {
        "happened_at": row.happened_at,
        "channel": row.channel,
        "level": Level(row.level).code,
        "words": row.quotes,
        "facts": row.facts,
        "police": row.police,
    }
