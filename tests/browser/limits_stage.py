"""Put house rules at work on the stage: `python -m tests.browser.limits_stage`.

Prints as JSON the numbers of what it made: a proposal, a contact stop in force with its notice and
an appeal, a second stop that can still be appealed against, incidents, and a customer who waits to be
called back.
"""

import json
import sys
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import django

django.setup()

from django.utils import timezone

from gehoord.accounts.actions import invite_agent
from gehoord.accounts.models import Agent, Role, Team
from gehoord.limits.actions import (
    approve_measure,
    assign_appeal,
    confirm_behaviour,
    end_conversation,
    file_appeal,
    hear_customer,
    propose_measure,
    record_incident,
    tell_customer,
    tell_privacy_officer,
)
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind
from gehoord.limits.links import notice_link
from gehoord.limits.models import Behaviour, Incident, Measure, Notice
from gehoord.limits.wording.notices import letter_about
from tests.factories import make_customer_message

HOURS = {"mon": ["09:00", "12:00"], "thu": ["13:00", "15:30"]}


def colleague(name: str, team: Team, *roles: Role) -> Agent:
    """Somebody who was not on the stage yet."""
    email = f"{name.split()[0].lower()}@drempel.example"
    return invite_agent(email=email, name=name, roles=roles, teams=[team])


def threat(*, name: str, team: Team, at: Agent) -> Behaviour:
    """A threat by a customer, confirmed by whom it was meant for."""
    said = "Ik weet waar jij woont en ik kom vanavond langs"
    message = make_customer_message(team=team, name=name, sender=name, text=f"{said}.")
    return confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=[said],
        by=at,
    )


def proposal(kind: Kind, said: Behaviour, by: Agent, **more: object) -> Measure:
    """What the lead proposes because of it."""
    return propose_measure(
        case=said.message.case,
        by=by,
        kind=kind,
        grounds=[said],
        reason="De dreiging was gericht en concreet.",
        **more,
    )


def in_force(measure: Measure, *deciders: Agent) -> Measure:
    """Heard, approved by everybody who decides, and told."""
    lead = measure.proposed_by
    hear_customer(measure=measure, by=lead, said="Zo was het niet bedoeld.")
    if measure.kind == Kind.BLOCK:
        tell_privacy_officer(measure=measure, by=lead)
    for each in deciders:
        approve_measure(measure=measure, by=each)
    measure.refresh_from_db()
    text = letter_about(measure).text
    return tell_customer(measure=measure, by=deciders[0], text=text, way=Notice.Way.LETTER)


def main() -> None:
    dirk, ilse, tom = (
        Agent.objects.get(name=name) for name in ("Dirk Tol", "Ilse Bos", "Tom Maas")
    )
    team = dirk.teams.get()
    at = colleague("Annemiek van der Schoot-Wijngaarden", team, Role.AGENT)
    other = colleague("Lea Mik", team, Role.AGENT, Role.LEAD)
    weighed = {"less_severe": "Een afspraak helpt hier niet.", "duties_checked": True}
    proposed = proposal(
        Kind.BLOCK, threat(name="Roelof Hoekstra", team=team, at=at), dirk, **weighed
    )
    tell_privacy_officer(measure=proposed, by=dirk)
    agreed = proposal(
        Kind.ARRANGEMENT,
        threat(name="Bettina Overkleeft", team=team, at=at),
        dirk,
        terms={"times": HOURS},
    )
    agreed = in_force(agreed, ilse, other)
    stop = in_force(
        proposal(Kind.BLOCK, threat(name="Erik Baltus", team=team, at=at), dirk, **weighed),
        ilse,
        Agent.objects.get(name="Klaas Dik"),
    )
    Measure.objects.filter(pk=stop.pk).update(review_at=timezone.now() + timedelta(days=3))
    appeal = file_appeal(measure=stop, words="Ik heb dat nooit zo gezegd.")
    assign_appeal(appeal=appeal, to=tom, by=dirk)
    record_incident(
        case=stop.case, level=Level.DANGER, facts="Hij stond bij de ingang.", quotes=[], by=dirk
    )
    waits = make_customer_message(team=team, name="Gerda Timmers", text="Ik blijf hier zitten.")
    end_conversation(
        conversation=waits.conversation, by=at, words="Ik rond nu af.", submission=uuid4()
    )
    told = {
        "waits": waits.case_id,
        "case": stop.case_id,
        "proposed": proposed.pk,
        "agreed": agreed.pk,
        "stop": stop.pk,
        "appeal": appeal.pk,
        "incident": Incident.objects.filter(case=stop.case_id).earliest("pk").pk,
        "notice": urlsplit(notice_link(agreed)).path,
        "appealed": urlsplit(notice_link(stop)).path,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
