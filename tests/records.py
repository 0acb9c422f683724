"""Make and count the records of a running site from outside: `python -m tests.records open`."""

import json
import sys
from importlib import import_module

import django


def open_shop(*, agents: int = 3) -> dict:
    """A team with a chat and agents who are signed in; replies leave at once."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from gehoord.accounts.models import Role
    from tests.factories import make_agent, make_house, make_site, make_team

    make_house(undo_seconds=0)
    team, other = make_team(), make_team()
    site = make_site(team=team)
    sessions = []
    for _ in range(agents):
        agent = make_agent(team=team, roles=[Role.AGENT])
        agent.teams.add(other)  # of two teams, so that there is a list of all
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(agent.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    return {"site": site.key, "sessions": sessions}


def count_records() -> dict:
    """What stands in the cases, and how much is still to be done."""
    from gehoord.cases.models import Delivery, Message
    from gehoord.channels.models import Inbound

    theirs, ours = Message.objects.from_customers(), Message.objects.to_customers()
    return {
        "unread": Inbound.objects.unread().count(),
        "due": ours.filter(delivery=Delivery.DUE).count(),
        "messages": [
            (external_id.rpartition("/")[2], case)
            for external_id, case in theirs.values_list("external_id", "case_id")
        ],
        "replies": [
            (str(submission), delivery, pk)
            for submission, delivery, pk in ours.values_list("submission", "delivery", "pk")
        ],
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"open": open_shop, "count": count_records}[sys.argv[1]]()))
