"""What an agent sees of the confirmation a sender got by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.tests.arriving import come_in
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.lying_server import lying_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_case_shows_whether_its_sender_got_a_confirmation(signed_in, mailbox, seen):
    with lying_server() as server:
        Mailbox.objects.update(
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            smtp_security="none",
            confirms_since=timezone.now() - timedelta(hours=1),
        )
        first, second = (come_in(letter(text)).message for text in ("Stuk.", "Nog iets anders."))

    assert "kreeg een bevestiging" in seen(signed_in.get(f"/cases/{first.case_id}/"))
    assert "kreeg er een in de laatste 24 uur" in seen(signed_in.get(f"/cases/{second.case_id}/"))
