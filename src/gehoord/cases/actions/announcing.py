"""Tell those who may see a case that it changed, and keep account of what happened."""

from __future__ import annotations

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Event
from gehoord.live import publish


def record(
    *, case: Case, kind: Event.Kind, actor: Agent | None, why: str = "", **details: object
) -> Event:
    """Leave an event on the case: who, what, when, why."""
    return Event.objects.create(case=case, kind=kind, actor=actor, why=why, details=details)


def announce(case: Case, *, also: tuple[str, ...] = (), is_in_list: bool = True) -> None:
    """Have the open browsers of the case's team fetch it again, and the list it stands in.

    `also` names more audiences, e.g. the visitor whose chat it is.
    """
    team = f"team-{case.team_id}"
    publish(case.topic, audiences=[team, *also])
    if is_in_list:
        publish("cases", audiences=[team])


def audiences_of_customer(case: Case) -> tuple[str, ...]:
    """The customer's own open pages, e.g. his chat window."""
    addresses = case.conversations.values_list("address_id", flat=True)
    return tuple(f"address-{pk}" for pk in set(addresses))
