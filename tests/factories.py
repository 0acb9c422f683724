"""Make records for tests. Every argument has a default, so a test names only what matters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from uuid import uuid4

from django.utils import timezone

from gehoord.accounts.actions import add_team, change_house, invite_agent
from gehoord.accounts.models import Agent, House, Role, Team
from gehoord.cases.actions import send_reply, take_in_message
from gehoord.cases.models import Case, Message, SavedReply
from gehoord.channels.webchat.models import Site, Visitor
from gehoord.contacts.actions import find_or_add_address
from gehoord.contacts.models import Channel

numbers = count(1)


def make_team(*, name: str = "") -> Team:
    return add_team(name=name or f"Team {next(numbers)}")


def make_agent(
    *,
    team: Team | None = None,
    roles: Iterable[Role] = (Role.AGENT,),
    name: str = "Noor Haan",
    password: str | None = None,
) -> Agent:
    return invite_agent(
        email=f"agent{next(numbers)}@example.org",
        name=name,
        roles=roles,
        teams=[team] if team else [],
        password=password,
    )


def make_house(**changes: object) -> House:
    return change_house(changes=changes)


def make_site(
    *, team: Team | None = None, key: str = "", hosts: Iterable[str] = ("https://shop.example",)
) -> Site:
    return Site.objects.create(
        key=key or f"site-{next(numbers)}",
        brand="Lindehout",
        team=team or make_team(),
        hosts=list(hosts),
    )


def make_visitor(*, site: Site | None = None, name: str = "", email: str = "") -> Visitor:
    return Visitor.objects.create(site=site or make_site(), name=name, email=email)


def make_customer_message(
    *,
    team: Team | None = None,
    text: str = "Waar blijft mijn bestelling?",
    sender: str = "",
    name: str = "Marieke Verhoeven",
    written_at: datetime | None = None,
) -> Message:
    """A message of a customer, in a case of `team`; the same `sender` writes in the same case."""
    address = find_or_add_address(
        channel=Channel.WEBCHAT, external_id=sender or str(uuid4()), name=name
    )
    return take_in_message(
        address=address,
        team=team or make_team(),
        text=text,
        written_at=written_at or timezone.now(),
        external_id=str(uuid4()),
    )


def make_case(*, team: Team | None = None, owner: Agent | None = None, **message: str) -> Case:
    case = make_customer_message(team=team, **message).case  # type: ignore[arg-type]
    if owner:
        case.owner = owner
        case.save(update_fields=["owner"])
    return case


def make_reply(*, case: Case, author: Agent, text: str = "Ik zoek het voor u uit.") -> Message:
    return send_reply(case=case, author=author, text=text, submission=uuid4())


def make_saved_reply(
    *,
    title: str = "Terugbellen",
    text: str = "Ik bel {{u}} terug.",
    team: Team | None = None,
    owner: Agent | None = None,
    channels: Iterable[str] = (),
) -> SavedReply:
    return SavedReply.objects.create(
        title=title, text=text, team=team, owner=owner, channels=[*channels]
    )
