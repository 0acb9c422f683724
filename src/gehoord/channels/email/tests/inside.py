"""What a test does inside another installation: `python -m gehoord.channels.email.tests.inside WHAT`.

The words come as JSON after WHAT, and what it gives goes out as JSON.
"""

from __future__ import annotations

import json
import sys
from uuid import uuid4


def make(**settings):
    """A mailbox that confirms, and an agent."""
    from django.utils import timezone

    from gehoord.channels.email.models import Mailbox
    from tests.factories import make_agent, make_house, make_team

    make_house(undo_seconds=0)
    now = timezone.now()
    box = Mailbox.objects.create(team=make_team(), import_from=now, confirms_since=now, **settings)
    make_agent(team=box.team)


def write(*, to, text):
    """The agent writes to somebody first."""
    from gehoord.accounts.models import Agent
    from gehoord.channels.email.models import Mailbox
    from gehoord.channels.email.sending.writing import Envelope, write_new_mail

    write_new_mail(
        mailbox=Mailbox.objects.get(),
        author=Agent.objects.get(),
        envelope=Envelope(to=to, subject="Onze bestelling"),
        text=text,
    )


def answer(*, text):
    """The agent answers in the only case there is."""
    from gehoord.accounts.models import Agent
    from gehoord.cases.models import Case
    from gehoord.channels.email.sending.writing import send_mail

    case = Case.objects.get()
    send_mail(case=case, author=Agent.objects.get(), text=text, submission=uuid4())


def count():
    """What came, what left by itself, and what stands in the cases."""
    from gehoord.cases.models import Case, Message
    from gehoord.channels.email.confirming import words_of
    from gehoord.channels.email.models import Confirmation, StoredMail

    came = StoredMail.objects.order_by("pk").select_related("confirmation")
    return {
        "stored": came.count(),
        "set_aside": StoredMail.objects.set_aside().count(),
        "confirmed": Confirmation.objects.exclude(sent_at=None).count(),
        "cases": Case.objects.count(),
        "messages": [
            ["machine" if each.is_automatic else "person", each.direction, each.text]
            for each in Message.objects.order_by("pk")
        ],
        "told": [words_of(each) for each in came],
    }


if __name__ == "__main__":
    import django

    django.setup()
    what, words = sys.argv[1], json.loads(sys.argv[2])
    json.dump(globals()[what](**words), sys.stdout)
