"""Set the stage in the database of a running Gehoord: `python -m tests.browser.stage ORIGIN`.

Prints as JSON what the tests need to know. Runs in a process of its own, with the settings of the
server, so that the tests themselves never touch the database.
"""

import json
import sys
import time
from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

import django

django.setup()

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.actions import add_part, dispute_reading, solve_case, write_note
from gehoord.cases.models import Case
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.reading_in import read_due_mail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox
from gehoord.channels.webchat.tokens import token_for
from gehoord.limits.actions import confirm_behaviour
from gehoord.limits.ladder.levels import Level
from tests.factories import (
    make_agent,
    make_customer_message,
    make_house,
    make_reply,
    make_site,
    make_team,
    make_visitor,
)

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def session_of(agent: Agent) -> str:
    """The cookie of a browser in which the agent has just signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.create()
    return session.session_key


def make_lively_case(*, team: Team, noor: Agent, sanne: Agent) -> Case:
    """A case with everything in it that a timeline can show."""
    words = ["Wat een troep, ik weet waar jullie werken. Mijn kast is kapot.", "Hoort u mij?"]
    for text in words:
        case = make_customer_message(team=team, name="Fatma Yildiz", sender="f", text=text).case
    make_reply(case=case, author=noor, text="Ik zoek het voor u uit.")
    write_note(case=case, author=sanne, text="@Noor bel eerst de chauffeur.", submission=uuid4())
    add_part(case=case, text="De kast is kapot", by=noor)
    return case


def make_rising_case(*, team: Team) -> Case:
    """A case in which a customer gets angrier, and then writes in a language nobody reads."""
    now = timezone.now()
    for minutes, text in [
        (40, "Kunt u mij zeggen wanneer mijn pakket komt?"),
        (30, "Ich warte seit drei Wochen auf meine Lieferung und niemand antwortet mir."),
        (20, "Ik wacht nog steeds op antwoord."),
        (5, "Dit is al mijn vierde mail. Belachelijk! Jullie liegen gewoon!"),
    ]:
        moment = now - timedelta(minutes=minutes)
        message = make_customer_message(
            team=team, name="Lotte Prins", sender="l", text=text, written_at=moment
        )
    return message.case


def make_corrections(*, team: Team) -> None:
    """Readings that agents found wrong, enough to be shown."""
    for number in range(6):
        message = make_customer_message(team=team, text="Jullie liegen gewoon. Belachelijk!")
        if number:
            dispute_reading(case=message.case, reading=message.reading)


def make_mail_case(*, mailbox: Mailbox) -> Case:
    """A mail with a quotation and a picture on somebody's server."""
    mail = EmailMessage()
    mail["From"] = "Marieke Verhoeven <marieke@klant.example>"
    mail["To"], mail["Subject"] = mailbox.address, "Mijn lamp"
    mail["Message-ID"] = "<lamp.1@klant.example>"
    mail.set_content("De lamp is stuk.\n\nOp 3 nov 2026 schreef Winkel:\n> Gaat het goed?\n")
    mail.add_alternative(
        '<p>De <b>lamp</b> is stuk.</p><img src="http://localhost:9/pixel.png" alt="">',
        subtype="html",
    )
    row = store_mail(mailbox=mailbox, arrived=Arrived(raw=mail.as_bytes()))
    read_due_mail()
    row.refresh_from_db()
    return row.message.case


def make_threat(*, people: dict[str, Agent]) -> Case:
    """A case in which somebody was threatened, and a person said how far it went."""
    team = people["dirk"].teams.get()
    said = "Ik weet waar jij woont en ik kom langs"
    message = make_customer_message(team=team, name="Bert Zwart", sender="z", text=f"{said}.")
    confirm_behaviour(
        message=message,
        conversation=message.conversation,
        level=Level.DANGER,
        quotes=[said],
        by=make_agent(name="Els Kip", team=team),
    )
    return message.case


def make_closed_site(*, team: Team, origin: str) -> None:
    """A chat that nobody answers today."""
    site = make_site(team=team, key="nacht", hosts=[origin])
    someday = DAYS[(timezone.localtime().weekday() + 3) % 7]
    site.opening_hours = {someday: ["09:00", "17:00"]}
    site.save(update_fields=["opening_hours"])


def main(origin: str) -> None:
    make_house(name="Lindehout", undo_seconds=3)
    team, other = make_team(name="Wonen"), make_team(name="Energie")
    people = {
        "noor": make_agent(name="Noor Haan", team=team, password="een lang wachtwoord"),
        "sanne": make_agent(name="Sanne Vos", team=team, roles=[Role.AGENT, Role.LEAD]),
        "joris": make_agent(name="Joris Brandsma", roles=[Role.ADMIN]),
        "fatma": make_agent(name="Fatma Demir", roles=[Role.PRIVACY]),
        "mila": make_agent(name="Mila Post", team=make_team(name="Post")),
        # Who decides about house rules, in a team of their own.
        "dirk": make_agent(
            name="Dirk Tol", team=make_team(name="Drempel"), roles=[Role.AGENT, Role.LEAD]
        ),
        "ilse": make_agent(name="Ilse Bos", roles=[Role.MANAGER]),
        "tom": make_agent(name="Tom Maas", roles=[Role.MANAGER]),
        "klaas": make_agent(name="Klaas Dik", roles=[Role.COMPLAINTS]),
        "vera": make_agent(name="Vera Pool", roles=[Role.SAFETY]),
        "ravi": make_agent(name="Ravi Ramdin", team=other, password="een lang wachtwoord"),
    }
    site = make_site(team=team, key="lindehout", hosts=[origin])
    make_closed_site(team=team, origin=origin)
    # In a team of their own, so that no test meets them in its list.
    ravi = people["ravi"]
    make_customer_message(team=other, name="Priya Ramdin", text="Lukt het voor zaterdag?")
    angry = make_customer_message(
        team=other,
        name="Wim Dekker",
        text="Voor de vierde keer: mijn naam staat fout. Jullie liegen gewoon. Belachelijk!",
    )
    lively = make_lively_case(team=other, noor=ravi, sanne=ravi)
    closed = make_customer_message(team=other, name="Bas Smit", text="Dank, het is opgelost.").case
    solve_case(case=closed, by=ravi)
    rising = make_rising_case(team=other)
    mail = make_mail_case(mailbox=make_outgoing_mailbox(team=people["mila"].teams.get()))
    make_corrections(team=make_team(name="Archief"))
    threat = make_threat(people=people)
    told = {
        "cases": {
            "angry": angry.case_id,
            "lively": lively.pk,
            "closed": closed.pk,
            "rising": rising.pk,
            "mail": mail.pk,
            "threat": threat.pk,
        },
        "agents": {
            who: {"email": agent.email, "session": session_of(agent), "pk": agent.pk}
            for who, agent in people.items()
        },
        "message": mail.messages.get().pk,
        "customer": angry.case.customer_id,
        "team": team.pk,
        "site": site.pk,
        "visitors": [token_for(make_visitor(site=site)) for _ in range(60)],
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
