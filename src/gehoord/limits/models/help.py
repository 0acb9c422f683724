from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.models import Case
from gehoord.jobs.due import DueQuerySet, DueRow, to_do_index
from gehoord.limits.help_course import OPEN, WAITING, HelpState

HELPS = (Role.LEAD, Role.MANAGER)
"""Roles that are called, and that may stand in the roster."""


class HelpQuerySet(DueQuerySet["HelpRequest"]):
    """Calls for help by whether they still go on and whom they concern."""

    def open(self) -> HelpQuerySet:
        return self.filter(state__in=OPEN)

    def waiting(self) -> HelpQuerySet:
        """Calls in which nobody helps yet."""
        return self.filter(state__in=WAITING)

    def concerning(self, agent: Agent) -> HelpQuerySet:
        """Calls this agent made, and calls that reached him."""
        reached = HelpRequest.called.through.objects.filter(agent=agent).values("helprequest")
        return self.filter(Q(asked_by=agent) | Q(pk__in=reached))

    def visible_to(self, agent: Agent) -> HelpQuerySet:
        """Calls this agent may see: those that concern him, and as a lead those of his teams."""
        mine = self.concerning(agent)
        if agent.sees_all_teams:
            return self
        if agent.has_role(*HELPS):
            return (mine | self.filter(team__in=agent.team_ids)).distinct()
        return mine


class HelpRequest(DueRow):
    """Somebody pressed the help button. Nothing has to be explained.

    The row is its own place in the queue: it is due when the next colleague has to be called,
    when it closes by itself, and when it is forgotten. A day after it closed it is deleted, so
    that nobody counts who asked and who came; only `HelpAnswer` stays.
    """

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="help_calls")
    """Null when it was pressed on a page without a case."""
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    asked_by = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    first_asked_at = models.DateTimeField()
    """The rings go by `asked_at`, which starts again when somebody asks again."""
    state = models.CharField(max_length=12, choices=HelpState, default=HelpState.ASKED)
    ring = models.PositiveSmallIntegerField(default=0)
    called = models.ManyToManyField(Agent, related_name="+")
    helper = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    helped_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = HelpQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes: ClassVar[list[Any]] = [
            to_do_index(name="help_call_to_do"),
            models.Index(fields=["team"], condition=Q(closed_at=None), name="help_calls_open"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["asked_by"], condition=Q(closed_at=None), name="one_open_call_per_agent"
            )
        ]

    def __str__(self) -> str:
        return f"call #{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        """Whether nobody helps yet."""
        return self.state in WAITING


class HelpAnswer(models.Model):
    """How long a team took to see a call. No agent, no case, no moment: there is nobody to count."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    on = models.DateField()
    seconds = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["team", "on"], name="help_answers")]

    def __str__(self) -> str:
        return f"{self.seconds} s"


class OutsideAlert(DueRow):
    """A sign to one place outside Gehoord that somebody is needed; it says nothing else.

    One row per place, so that one that does not answer holds up no other.
    """

    class What(models.TextChoices):
        HELP = "help"
        SAFETY = "safety"
        TERM = "term"
        CALL_BACK = "call_back"
        HELD = "held"

    what = models.CharField(max_length=10, choices=What)
    place = models.CharField(max_length=16)
    """A mark of the place's address, not the address: that is a secret of the settings."""
    call = models.ForeignKey(
        HelpRequest, models.CASCADE, null=True, blank=True, related_name="outside_alerts"
    )
    made_at = models.DateTimeField()

    objects: models.Manager[OutsideAlert] = DueQuerySet["OutsideAlert"].as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [to_do_index(name="outside_alert_to_do")]

    def __str__(self) -> str:
        return f"alert #{self.pk}"


class Weekday(models.IntegerChoices):
    """The days of a roster, as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class DutyShift(models.Model):
    """Somebody stands by every week on one day, by the clock on the wall."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+", verbose_name=_("who"))
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    begins = models.TimeField(pgettext_lazy("duty", "from"))
    until = models.TimeField(pgettext_lazy("duty", "until"))

    class Meta:
        ordering = ["weekday", "begins", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(begins=models.F("until")), name="duty_shift_has_a_length"
            ),
            models.UniqueConstraint(
                fields=["agent", "weekday", "begins", "until"], name="duty_shift_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}"

    def clean(self) -> None:
        if self.begins is not None and self.begins == self.until:
            raise ValidationError({"until": _("Choose another time than the beginning.")})


class Standby(models.Model):
    """What somebody who helps says about himself: on duty now or not, and whether he wants a sound."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="+")
    is_on = models.BooleanField(null=True, blank=True)
    """Null: the roster says it."""
    until = models.DateTimeField(null=True, blank=True)
    """Neither yes nor no lasts longer than the day."""
    wants_sound = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"standby of {self.agent_id}"
