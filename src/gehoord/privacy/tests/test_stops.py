"""What the privacy officer sees of a contact stop: the facts, not the conversation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, Role
from gehoord.limits.actions import (
    confirm_behaviour,
    propose_measure,
    record_incident,
    refuse_measure,
    tell_privacy_officer,
)
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Measure
from tests.factories import make_agent, make_customer_message, make_house, make_reply

pytestmark = pytest.mark.django_db
SAID = "Ik weet waar je woont"


@pytest.fixture
def lead():
    make_house(undo_seconds=0)
    return make_agent(name="Sanne Vos", roles=[Role.LEAD])


@pytest.fixture
def stop(lead):
    message = make_customer_message(text=f"{SAID}. Mijn bank is stuk.", name="Rik Post")
    noor = make_agent(name="Noor Haan")
    make_reply(case=message.case, author=noor, text="Ik zoek het voor u uit.")
    said = confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=[SAID],
        by=noor,
    )
    record_incident(
        case=message.case, level=Level.DANGER, facts="Noor zat alleen.", quotes=[SAID], by=noor
    )
    return propose_measure(
        case=message.case, by=lead, kind=Kind.BLOCK, grounds=[said], reason="Gericht en concreet.",
        less_severe="Een afspraak helpt hier niet.", duties_checked=True,
    )  # fmt: skip


def counted(client) -> str:
    found = re.search(r'Privacy <span class="count">(\d+)</span>', client.get("/privacy/").text)
    return found[1] if found else ""


def test_officer_sees_a_stop_from_the_moment_he_is_told(client, officer, stop, lead):
    assert "Rik Post" not in client.get("/privacy/stops/").text
    assert client.get(f"/privacy/stops/{stop.pk}/").status_code == 404
    assert counted(client) == ""

    tell_privacy_officer(measure=stop, by=lead)

    assert counted(client) == "1"
    assert "Rik Post" in client.get("/privacy/stops/").text


def test_officer_reads_the_facts_and_it_is_written_down(client, officer, stop, lead):
    tell_privacy_officer(measure=stop, by=lead)
    page = client.get(f"/privacy/stops/{stop.pk}/").text

    for fact in (SAID, "Gericht en concreet.", "Een afspraak helpt hier niet.", "Sanne", "Gevaar"):
        assert fact in page
    # Not the conversation, and not what only the safety officer sees.
    for other in ("Mijn bank", "Ik zoek het", "Noor zat alleen"):
        assert other not in page
    opened = AuditEvent.objects.get(what="contact stop opened")
    assert (opened.actor, opened.about) == (officer, f"customer {stop.customer_id}")
    assert counted(client) == ""

    client.get(f"/privacy/stops/{stop.pk}/")
    assert AuditEvent.objects.filter(what="contact stop opened").count() == 2


def test_what_was_refused_or_is_over_is_gone(client, officer, stop, lead):
    tell_privacy_officer(measure=stop, by=lead)
    now = timezone.now()
    Measure.objects.update(
        state=State.ACTIVE, begins_at=now - timedelta(days=9), told_at=now, ends_at=now
    )
    assert client.get(f"/privacy/stops/{stop.pk}/").status_code == 404

    Measure.objects.update(state=State.PROPOSED)
    refuse_measure(measure=stop, by=make_agent(roles=[Role.MANAGER]), reason="Niet nodig.")
    assert client.get(f"/privacy/stops/{stop.pk}/").status_code == 404
    assert counted(client) == ""


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRIVACY])
def test_nobody_else_comes_in(client, stop, lead, role):
    tell_privacy_officer(measure=stop, by=lead)
    client.force_login(make_agent(roles=[role]))

    assert client.get("/privacy/stops/").status_code == 404
    assert client.get(f"/privacy/stops/{stop.pk}/").status_code == 404
