"""The register of incidents: what happened to somebody at work, and what was done for him."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from gehoord.accounts.actions import record
from gehoord.accounts.models import Agent
from gehoord.cases.models import Case
from gehoord.limits.actions.safety import do_safety_step
from gehoord.limits.evidence import packed
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.models import (
    Behaviour,
    EvidencePack,
    HouseRules,
    Incident,
    Measure,
    Police,
    SafetyCase,
)
from gehoord.limits.safety_steps import SafetyStep

SAME_INCIDENT = timedelta(hours=24)
"""A warning and the ending after it, in one conversation, are one incident."""
HEAVIER = [kind.value for kind in Kind]


class EffectIsTheirs(Exception):
    """What an incident did to somebody is told by himself, or not at all."""


class EvidenceIsDamaged(Exception):
    """What lies on the disk is not what was kept."""


def enter_incident(*, measure: Measure, by: Agent) -> Incident:
    """Put in the register what led to a measure; called by the actions that give one."""
    grounds = list(measure.grounds.all())
    incident = _known(measure) or Incident.objects.create(
        happened_at=min(each.said_at for each in grounds),
        channel=measure.conversation.channel if measure.conversation else "",
        level=max(each.level for each in grounds),
        customer=measure.customer,
        case=measure.case,
        conversation=measure.conversation,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    incident.measures.add(measure)
    _add(incident, grounds)
    incident.kind = _heaviest([incident.kind, measure.kind])
    incident.save(update_fields=["level", "quotes", "turns", "kind"])
    return incident


def forget_measure_in_incidents(*, measure: Measure) -> None:
    """Take a measure out of the register that was found unjustified; what happened stays."""
    for incident in list(measure.incidents.all()):
        incident.measures.remove(measure)
        incident.kind = _heaviest(incident.measures.values_list("kind", flat=True))
        incident.save(update_fields=["kind"])


@transaction.atomic
def record_incident(
    *,
    case: Case,
    level: Level,
    facts: str,
    quotes: Sequence[str],
    by: Agent,
    happened_at: datetime | None = None,
    happened_to: Iterable[Agent] = (),
    present: Iterable[Agent] = (),
) -> Incident:
    """Put an incident in the register by hand, without any measure."""
    incident = Incident.objects.create(
        happened_at=happened_at or timezone.now(),
        level=level,
        facts=facts,
        quotes=[quote for quote in quotes if quote.strip()],
        customer=case.customer,
        case=case,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    incident.happened_to.set(list(happened_to) or [by])
    incident.present.set(present)
    record(actor=by, what="incident recorded", about=f"incident {incident.pk}")
    return incident


@transaction.atomic
def complete_incident(
    *,
    incident: Incident,
    by: Agent,
    facts: str,
    present: Iterable[Agent],
    police: Police,
    police_wish: str = "",
    police_number: str = "",
    is_aftercare_done: bool = False,
) -> Incident:
    """Write down what the organisation knows and decided; a report is on its own address."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    incident.facts, incident.police = facts, police
    incident.police_wish, incident.police_number = police_wish, police_number
    if police == Police.REPORTED:
        incident.police_address = HouseRules.current().postal_address
    if is_aftercare_done and incident.aftercare_at is None:
        incident.aftercare_at = timezone.now()
    incident.save()
    incident.present.set(present)
    record(actor=by, what="incident changed", about=f"incident {incident.pk}", police=police)
    return incident


@transaction.atomic
def tell_effect(*, incident: Incident, by: Agent, effect: str) -> Incident:
    """Keep what it did to somebody, in his own words; empty takes it away again.

    Raises EffectIsTheirs if it happened to somebody else.
    """
    if not incident.happened_to.filter(pk=by.pk).exists():
        raise EffectIsTheirs
    incident.effect = effect
    incident.save(update_fields=["effect"])
    return incident


def _heaviest(kinds: Iterable[str]) -> str:
    found = set(kinds)
    return next((kind for kind in reversed(HEAVIER) if kind in found), "")


def _known(measure: Measure) -> Incident | None:
    if measure.conversation_id is None:
        resting = Incident.objects.named().filter(measures__grounds__in=measure.grounds.all())
        return resting.distinct().first()
    since = timezone.now() - SAME_INCIDENT
    here = Incident.objects.named().filter(conversation=measure.conversation_id)
    return here.filter(happened_at__gte=since).first()


def _add(incident: Incident, grounds: list[Behaviour]) -> None:
    incident.level = max(incident.level, *(each.level for each in grounds))
    quotes = [quote for each in grounds for quote in each.quotes]
    turns = [each.message_id for each in grounds if each.message_id]
    incident.quotes = list(dict.fromkeys([*incident.quotes, *quotes]))
    incident.turns = list(dict.fromkeys([*incident.turns, *turns]))
    for each in grounds:
        incident.happened_to.add(*each.at_agents.all())


@transaction.atomic
def keep_evidence(*, incident: Incident, by: Agent) -> EvidencePack:
    """Keep a copy of everything around an incident as it is now. It is never changed again.

    In a safety route of the case, keeping the evidence is done by it.
    """
    now = timezone.now()
    content = packed(incident, at=now)
    path = default_storage.save(f"evidence/{now:%Y/%m}/{uuid4().hex}.zip", ContentFile(content))
    pack = EvidencePack.objects.create(
        incident=incident,
        path=path,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        made_by=by,
        made_at=now,
    )
    record(actor=by, what="evidence kept", about=f"incident {incident.pk}", sha256=pack.sha256)
    for route in SafetyCase.objects.open().filter(case=incident.case_id):
        if SafetyStep.EVIDENCE not in route.done:
            do_safety_step(route=route, step=SafetyStep.EVIDENCE, by=by)
    return pack


@transaction.atomic
def hand_out_evidence(*, pack: EvidencePack, by: Agent) -> bytes:
    """Give the safety officer a pack, once it is certain that it is what was kept.

    Raises EvidenceIsDamaged if it is gone or was changed on the disk.
    """
    try:
        with default_storage.open(pack.path, "rb") as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise EvidenceIsDamaged from None
    if not compare_digest(sha256(content).hexdigest(), pack.sha256):
        raise EvidenceIsDamaged
    record(actor=by, what="evidence handed out", about=f"incident {pack.incident_id}")
    return content
