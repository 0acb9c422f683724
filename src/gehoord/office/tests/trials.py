"""Mailboxes that are tried, and what that tells."""

import re

from gehoord.channels.email.models import Mailbox
from gehoord.office.mailbox_trying import try_mailbox
from tests.factories import make_team

HELLO = "* OK Hier is IMAP"


def box_at(port, *, kind="imap", security="none", host="127.0.0.1", **more):
    servers = {f"{kind}_host": host, f"{kind}_port": port, f"{kind}_security": security}
    words = {"address": "service@winkel.example", "team": make_team(), "secret": "geheim"}
    return Mailbox.objects.create(**(words | servers | more))


def told(box):
    """The steps that went well, and the words at the one that did not."""
    (trial,) = try_mailbox(box)
    wrong = [step for step in trial.steps if step.state == "wrong"]
    fine = [step.state for step in trial.steps].index("wrong")
    return fine, wrong[0].words


def is_two_sentences(words):
    """Without what the server itself said, which stands in brackets at the end."""
    ours = re.sub(r" \(.*\)$", "", words)
    return ours.count(". ") >= 1 and ours.endswith(".")
