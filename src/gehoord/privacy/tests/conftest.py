from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gehoord.accounts.models import Role
from gehoord.cases.actions import (
    add_part,
    assign_case,
    mark_sent,
    save_draft,
    send_reply,
    write_note,
)
from gehoord.cases.files import store_upload
from gehoord.cases.models import Case, Draft, Message, Proposal
from gehoord.channels.inbound import read_due_inbound
from gehoord.channels.webchat.actions import write_message
from gehoord.channels.webchat.models import Visitor
from gehoord.contacts.models import Customer
from tests.factories import make_agent, make_site, make_team, make_visitor


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def officer(client):
    officer = make_agent(roles=[Role.PRIVACY], name="Joris Brandsma")
    client.force_login(officer)
    return officer


@dataclass
class Known:
    """A customer of whom there is something of every kind."""

    customer: Customer
    visitor: Visitor
    case: Case
    words: list[str]


def text_file(words: str, *, name: str = "bon.txt"):
    return store_upload(SimpleUploadedFile(name, words.encode()))


def stored(media: Path) -> list[str]:
    return sorted(path.read_text() for path in media.rglob("*") if path.is_file())


@pytest.fixture
def known():
    """Make a customer who wrote, was answered and is talked about; every word holds `mark`."""

    def make(mark: str, *, name: str = "Marieke Verhoeven") -> Known:
        team = make_team()
        agent = make_agent(team=team, name="Noor Haan")
        visitor = make_visitor(site=make_site(team=team), name=name, email=f"{mark}@klant.example")
        write_message(
            visitor=visitor,
            submission=uuid4(),
            text=f"Wat een schandalige puinhoop {mark}-een",
            files=[text_file(f"bon {mark}", name=f"../{mark} bon.txt")],
        )
        write_message(visitor=visitor, submission=uuid4(), text=f"Ik wacht nog {mark}-twee")
        read_due_inbound()
        customer = visitor.address().customer
        case = customer.cases.get()
        assign_case(case=case, owner=agent, by=agent)
        reply = send_reply(
            case=case,
            author=agent,
            text=f"Ik zoek het uit {mark}-drie",
            submission=uuid4(),
            files=[text_file(f"etiket {mark}", name="etiket.txt")],
        )
        claimed = Message.objects.get(pk=reply.pk)
        mark_sent(reply=claimed)
        write_note(case=case, author=agent, text=f"Bel terug {mark}-vier", submission=uuid4())
        add_part(case=case, text=f"Bank kapot {mark}-vijf", by=agent)
        save_draft(case=case, author=agent, mode=Draft.Mode.REPLY, text=f"Concept {mark}-zes")
        Proposal.objects.create(case=case, agent=agent, state="ready", text=f"Voorstel {mark}-acht")
        case.refresh_from_db()
        words = [f"{mark}-{n}" for n in ("een", "twee", "drie", "vier", "vijf", "acht")]
        return Known(customer, visitor, case, words)

    return make
