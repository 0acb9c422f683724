from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import Agent, Role, Team
from gehoord.cases.guiding import Path
from gehoord.cases.stages import Stage
from gehoord.cases.statuses import OPEN, Status
from gehoord.coaching.models import AngerLevel
from gehoord.contacts.models import Channel, Customer

COURSE_LENGTH = 12
"""Readings kept on the case for the line in the list; the messages have all of them."""
NUMBER = re.compile(r"(?:zaak|case)?\s*#?\s*(\d{1,12})", re.IGNORECASE)
FOUND_CUSTOMERS = 200
RECENT_TITLES = 2000
FOUND_TITLES = 100


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by who may see them, what they wait for and how a list orders them."""

    def visible_to(self, agent: Agent) -> CaseQuerySet:
        """The only door to cases from a page: what this agent may see."""
        if agent.sees_all_teams:
            return self
        if not agent.may_answer:
            return self.none()
        cases = self.filter(team__in=agent.team_ids)
        return cases if agent.has_role(Role.LEAD) else cases.not_held()

    def listed_for(self, agent: Agent) -> CaseQuerySet:
        """What stands in the lists of this agent: a decider sees what is kept apart elsewhere."""
        return self.visible_to(agent).not_held()

    def not_held(self) -> CaseQuerySet:
        """Without what is kept apart for somebody who decides about it."""
        return self.filter(Q(held_until=None) | Q(held_until__lte=timezone.now()))

    def held(self) -> CaseQuerySet:
        """What came in while its customer is not helped on that channel."""
        return self.filter(held_until__gt=timezone.now())

    def open(self) -> CaseQuerySet:
        return self.filter(status__in=OPEN)

    def waiting(self) -> CaseQuerySet:
        """Cases in which the customer waits for us."""
        return self.filter(status=Status.WAITING)

    def waiting_elsewhere(self) -> CaseQuerySet:
        """Open cases in which the next word is not ours."""
        return self.filter(status__in=[Status.ANSWERED, Status.ON_HOLD])

    def solved(self) -> CaseQuerySet:
        return self.filter(status=Status.SOLVED)

    def owned_by(self, agent: Agent) -> CaseQuerySet:
        return self.filter(owner=agent)

    def of_team(self, team: Team) -> CaseQuerySet:
        return self.filter(team=team)

    def longest_waiting_first(self) -> CaseQuerySet:
        return self.order_by("waiting_since", "pk")

    def angriest_first(self) -> CaseQuerySet:
        """By the anger of the customer's last message; the longest waiting first within a level."""
        return self.order_by("-anger_now", "waiting_since", "pk")

    def latest_first(self) -> CaseQuerySet:
        return self.order_by("-last_message_at", "-pk")

    def in_status(self, status: Status) -> CaseQuerySet:
        """Cases in one status: several at once cannot be read in order from an index."""
        return self.filter(status=status)

    def waiting_shorter_than(self, since: datetime, pk: int) -> CaseQuerySet:
        """What comes after one case when the longest waiting comes first."""
        return self.filter(Q(waiting_since__gt=since) | Q(pk__gt=pk), waiting_since__gte=since)

    def less_angry_than(self, anger: int, since: datetime, pk: int) -> CaseQuerySet:
        """What comes after one case when the angriest comes first."""
        later = Q(waiting_since__gt=since) | Q(waiting_since=since, pk__gt=pk)
        return self.filter(Q(anger_now__lt=anger) | (Q(anger_now=anger) & later))

    def older_than(self, at: datetime, pk: int) -> CaseQuerySet:
        """What comes after one case when the latest comes first."""
        return self.filter(Q(last_message_at__lt=at) | Q(pk__lt=pk), last_message_at__lte=at)

    def found_by(self, words: str) -> CaseQuerySet:
        """Cases by number, the customer's name or e-mail address, or a word in a recent title.

        Stays quick among hundreds of thousands: a number is exact, a name is a beginning, and
        titles are only looked at in the newest cases.
        """
        number = NUMBER.fullmatch(words)
        if number:
            return self.filter(pk=int(number[1]))
        customers = Customer.objects.found_by(words).values_list("pk", flat=True)[:FOUND_CUSTOMERS]
        recent = self.order_by("-pk").values("pk")[:RECENT_TITLES]
        in_title = self.filter(pk__in=recent, title__icontains=words).values_list("pk", flat=True)
        return self.filter(
            Q(customer__in=list(customers)) | Q(pk__in=list(in_title[:FOUND_TITLES]))
        )


class Case(models.Model):
    """One problem of one customer, over all channels, from first message to solved.

    What the list shows (last words, waiting, course of anger) is kept on the row itself, so that
    a list of thousands of cases is one query.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="cases")
    team = models.ForeignKey(Team, models.PROTECT, related_name="cases")
    owner = models.ForeignKey(
        Agent, models.SET_NULL, null=True, blank=True, related_name="owned_cases"
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.RECEIVE)
    path = models.CharField(max_length=20, choices=Path, default=Path.NONE, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    """How often in a row the customer refused our plan. About the plan, not about the person."""
    options = models.JSONField(default=list, blank=True)
    """What was offered to get on, `guiding.Option`."""
    guided_from = models.DateTimeField(null=True, blank=True)
    """When an agent last set the stage or path: what was said before moves neither any more."""
    opened_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    """The customer's first message we did not answer yet; null when nobody waits."""
    last_message_at = models.DateTimeField()
    last_customer_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    """When somebody of the team last had the case open. Not who."""
    last_words = models.CharField(max_length=160, blank=True)
    last_channel = models.CharField(max_length=20, choices=Channel)
    course = models.CharField(max_length=COURSE_LENGTH, blank=True)
    """Anger of the last messages of the customer, oldest first: `01233`; `-` was not read."""
    anger_now = models.PositiveSmallIntegerField(choices=AngerLevel, default=AngerLevel.CALM)
    """Of the customer's last message that was read; calm when there is no reading any more."""
    is_rising = models.BooleanField(default=False)
    """The early warning of the course: whether the anger rose up to the last message."""

    hides_names = models.BooleanField(default=False)
    """Whether the customer sees no name or photo of us in this case, because somebody is not safe."""
    held_until = models.DateTimeField(null=True, blank=True)
    """Until when it stands in no list, because its customer is not helped on this channel."""

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["held_until"],
                condition=Q(held_until__isnull=False),
                name="case_held",
            ),
            models.Index(fields=["team", "status", "waiting_since"], name="case_team_waiting"),
            models.Index(fields=["owner", "status", "waiting_since"], name="case_owner_waiting"),
            models.Index(fields=["status", "waiting_since"], name="case_waiting"),
            models.Index(
                fields=["team", "status", "-anger_now", "waiting_since"], name="case_team_angriest"
            ),
            models.Index(fields=["status", "-anger_now", "waiting_since"], name="case_angriest"),
            models.Index(fields=["team", "status", "-last_message_at"], name="case_team_latest"),
            models.Index(fields=["owner", "status", "-last_message_at"], name="case_owner_latest"),
            models.Index(fields=["status", "-last_message_at"], name="case_latest"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(status=Status.WAITING) | Q(waiting_since__isnull=True),
                name="only_waiting_cases_wait",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"

    @property
    def topic(self) -> str:
        """What live updates call this case."""
        return f"case-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_held(self) -> bool:
        """Whether it is kept apart at this moment."""
        return self.held_until is not None and self.held_until > timezone.now()

    @property
    def is_in_crisis(self) -> bool:
        """Whether a life may be in danger: no tips, no survey and no hurry until somebody decides."""
        return self.path == Path.CRISIS

    @property
    def is_unread(self) -> bool:
        """Whether the customer wrote since anybody of the team had the case open."""
        if self.status != Status.WAITING or self.last_customer_at is None:
            return False
        return self.looked_at is None or self.looked_at < self.last_customer_at


class Part(models.Model):
    """One of the separate problems within a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("problem"), max_length=200)
    is_confirmed = models.BooleanField(default=False)
    is_solved = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["case", "number"], name="parts_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
