"""Who works here: agents, their teams and roles, and the house rules for all of them."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.months import months_ago


class Role(models.TextChoices):
    """What somebody may do (domain model 3.15). One agent may have several."""

    AGENT = "agent", _("Agent")
    SPECIALIST = "specialist", _("Specialist")
    LEAD = "lead", _("Team lead")
    MANAGER = "manager", _("Manager")
    QUALITY = "quality", _("Quality coach")
    COMPLAINTS = "complaints", _("Complaints officer")
    SAFETY = "safety", _("Safety officer")
    PRIVACY = "privacy", _("Privacy officer")
    ADMIN = "admin", _("Administrator")


ANSWERS_CUSTOMERS = {Role.AGENT, Role.SPECIALIST, Role.LEAD, Role.MANAGER}
"""Roles that see the cases of their teams. Administrators see settings, never content."""


class Team(models.Model):
    """People who answer the same customers."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def audience(self) -> str:
        """Who hears of changes in this team's cases."""
        return f"team-{self.pk}"


class CoachHelp(models.TextChoices):
    """How much an agent wants to hear of the coach while he writes. Nobody else sees it."""

    NEWCOMER = "newcomer", _("Everything, also small tips")
    EXPERIENCED = "experienced", _("Only look out and stop")
    OFF = "off", _("Nothing")


class AgentQuerySet(models.QuerySet["Agent"]):
    """Agents by whether they may sign in and where they work."""

    def active(self) -> AgentQuerySet:
        return self.filter(is_active=True)

    def in_team(self, team: Team) -> AgentQuerySet:
        return self.active().filter(teams=team)


class AgentManager(BaseUserManager["Agent"]):
    """The same questions from `Agent.objects`, which sign-in needs as a manager."""

    def get_queryset(self) -> AgentQuerySet:
        return AgentQuerySet(self.model, using=self._db)

    def active(self) -> AgentQuerySet:
        return self.get_queryset().active()

    def in_team(self, team: Team) -> AgentQuerySet:
        return self.get_queryset().in_team(team)


class Agent(AbstractBaseUser):
    """Somebody who signs in: an agent, a lead, a manager or an administrator."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    first_name = models.CharField(_("name for customers"), max_length=60, blank=True)
    photo = models.FileField(_("photo"), upload_to="photos/", blank=True)
    teams = models.ManyToManyField(Team, related_name="agents", blank=True, verbose_name=_("teams"))
    uses_single_keys = models.BooleanField(_("single-letter keys"), default=True)
    coach_help = models.CharField(max_length=12, choices=CoachHelp, default=CoachHelp.NEWCOMER)
    """The agent's own choice: on his own page and nowhere else, not in the list of changes."""
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AgentManager()

    class Meta:
        # The address breaks a tie: otherwise a row that was saved moves past its namesake, and
        # a lead could see that somebody changed a setting of his own.
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name customers and colleagues see: `Noor`."""
        return self.first_name or self.name.split(" ")[0]

    @property
    def audience(self) -> str:
        """Who hears of changes that concern only this agent."""
        return f"agent-{self.pk}"

    @cached_property
    def _rights(self) -> list[tuple[str, int]]:
        """Roles and teams in one question to the database: almost every page asks both."""
        roles = AgentRole.objects.filter(agent=self).values_list("role", models.Value(0))
        teams = Agent.teams.through.objects.filter(agent=self).values_list(
            models.Value(""), "team_id"
        )
        return list(roles.union(teams, all=True))

    @cached_property
    def roles(self) -> frozenset[str]:
        """The agent's roles, read once per request."""
        return frozenset(role for role, _team in self._rights if role)

    def has_role(self, *roles: Role) -> bool:
        """Whether the agent has one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def may_answer(self) -> bool:
        """Whether the agent answers customers at all."""
        return self.has_role(*ANSWERS_CUSTOMERS)

    @property
    def sees_all_teams(self) -> bool:
        """A manager sees the cases of every team."""
        return self.has_role(Role.MANAGER)

    @cached_property
    def team_ids(self) -> frozenset[int]:
        """The teams the agent is in, read once per request."""
        return frozenset(team for _role, team in self._rights if team)


class AgentRole(models.Model):
    """One role of one agent."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="role_rows")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agent", "role"], name="one_row_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.agent}: {self.get_role_display()}"


class FormOfAddress(models.TextChoices):
    """How we address customers."""

    U = "u", _("u")
    JE = "je", _("je")
    MIRROR = "mirror", _("the same as the customer")


class House(models.Model):
    """The organisation's own choices: one row, made when first asked for."""

    name = models.CharField(_("name of the organisation"), max_length=120, default="Gehoord")
    undo_seconds = models.PositiveSmallIntegerField(_("seconds to take a reply back"), default=10)
    form_of_address = models.CharField(
        _("how we address customers"), max_length=10, choices=FormOfAddress, default=FormOfAddress.U
    )
    shows_agent_name = models.BooleanField(_("customers see the agent's first name"), default=True)
    shows_agent_photo = models.BooleanField(_("customers see the agent's photo"), default=False)
    reopen_days = models.PositiveSmallIntegerField(
        _("days in which a new message reopens a solved case"), default=14
    )
    reading_days = models.PositiveSmallIntegerField(
        _("days that readings of anger are kept"), default=30
    )
    case_months = models.PositiveSmallIntegerField(
        _("months that solved cases are kept"), default=24
    )
    audit_months = models.PositiveSmallIntegerField(
        _("months that changes of settings and rights are kept"), default=24
    )
    keeps_corrected_words = models.BooleanField(
        _("messages may go along with corrections, to train the reader"), default=False
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_house")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> House:
        """The house rules as they are now."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def keeps_cases_since(self) -> datetime:
        """Cases solved before this moment are deleted."""
        return months_ago(self.case_months)

    @property
    def keeps_changes_since(self) -> datetime:
        """Audit events from before this moment are deleted."""
        return months_ago(self.audit_months)


class AuditEvent(models.Model):
    """Who changed which setting or right, and when. Never holds the text of a message."""

    actor = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    what = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.about}"


def display_name(agent: Agent) -> str:
    """How sign-in pages call an agent."""
    return agent.name
