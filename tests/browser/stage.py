"""Set the stage in the database of a running Gehoord: `python -m tests.browser.stage ORIGIN`.

Prints as JSON what the tests need to know. Runs in a process of its own, with the settings of the
server, so that the tests themselves never touch the database.
"""

import json
import sys

import django

django.setup()

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore

from gehoord.accounts.models import Agent, Role
from tests.factories import make_agent, make_customer_message, make_house, make_site, make_team


def session_of(agent: Agent) -> str:
    """The cookie of a browser in which the agent is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.create()
    return session.session_key


def main(origin: str) -> None:
    make_house(name="Lindehout", undo_seconds=3)
    team, other = make_team(name="Wonen"), make_team(name="Energie")
    people = {
        "noor": make_agent(name="Noor Haan", team=team, password="een lang wachtwoord"),
        "sanne": make_agent(name="Sanne Vos", team=team, roles=[Role.AGENT, Role.LEAD]),
        "joris": make_agent(name="Joris Brandsma", roles=[Role.ADMIN]),
        "ravi": make_agent(name="Ravi Ramdin", team=other),
    }
    site = make_site(team=team, key="lindehout", hosts=[origin])
    calm = make_customer_message(team=team, name="Priya Ramdin", text="Lukt het voor zaterdag?")
    angry = make_customer_message(
        team=team,
        name="Wim Dekker",
        text="Voor de vierde keer: mijn naam staat fout. Jullie liegen gewoon. Belachelijk!",
    )
    told = {
        "site": site.key,
        "cases": {"calm": calm.case_id, "angry": angry.case_id},
        "agents": {
            who: {"email": agent.email, "session": session_of(agent), "pk": agent.pk}
            for who, agent in people.items()
        },
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
