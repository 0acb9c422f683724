"""What a new installation needs before anybody can work: checked here, asked by `setup`."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from gehoord.accounts.actions import add_team, change_house, invite_agent
from gehoord.accounts.models import Agent, House, Role, Team
from gehoord.channels.webchat.models import Site
from gehoord.office.actions import add_site
from gehoord.office.fields import clean_origin


class AdministratorIsThere(Exception):
    """Somebody can change the settings already; nothing has to be set up."""


@dataclass(frozen=True)
class FirstDay:
    """The answers of whoever installs Gehoord. `origin` may be empty: then only our own page."""

    house: str
    name: str
    email: str
    password: str
    team: str
    origin: str = ""
    also_answers: bool = False


def check_name(name: str) -> str:
    """A name with something in it. Raises ValidationError."""
    if not name.strip():
        raise ValidationError("Fill in a name.")
    return name.strip()


def check_email(email: str) -> str:
    """An address nobody has yet. Raises ValidationError."""
    validate_email(email)
    if Agent.objects.get_queryset().filter(email__iexact=email).exists():
        raise ValidationError("Somebody with this address is an agent already.")
    return email


def check_password(password: str, *, email: str, name: str) -> str:
    """A password the house accepts. Raises ValidationError with all that is wrong."""
    validate_password(password, Agent(email=email, name=name))
    return password


def check_origin(words: str) -> str:
    """The address of a website, or nothing. Raises ValidationError."""
    return clean_origin(words) if words else ""


def has_administrator() -> bool:
    """Whether somebody can change the settings."""
    return Agent.objects.active().filter(role_rows__role=Role.ADMIN).exists()


@transaction.atomic
def begin(day: FirstDay) -> tuple[Agent, Site | None]:
    """Make the first administrator, the name of the house, a team and a chat.

    A team or chat that is there already stays as it is. Raises AdministratorIsThere, or
    ValidationError if an answer cannot be used.
    """
    if has_administrator():
        raise AdministratorIsThere
    name, email = check_name(day.name), check_email(day.email)
    password = check_password(day.password, email=email, name=name)
    origin = check_origin(day.origin)
    if day.house and day.house != House.current().name:
        change_house(changes={"name": day.house})
    team = Team.objects.first() or add_team(name=check_name(day.team))
    agent = invite_agent(
        email=email,
        name=name,
        password=password,
        roles=[Role.ADMIN, Role.AGENT] if day.also_answers else [Role.ADMIN],
        teams=[team] if day.also_answers else [],
    )
    return agent, _first_chat(team, origin)


def _first_chat(team: Team, origin: str) -> Site | None:
    if Site.objects.exists():
        return None
    brand = House.current().name[:80]
    hosts = [origin] if origin else []
    return add_site(key=slugify(brand)[:40] or "chat", brand=brand, team=team, hosts=hosts)
