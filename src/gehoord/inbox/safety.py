"""What the pages of the safety route and the crisis route show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gehoord.accounts.models import Agent, Role
from gehoord.cases.models import Case
from gehoord.limits.care_steps import EXPLAINED, CareStep, Line, lines_of
from gehoord.limits.keeping import calendar
from gehoord.limits.models import CrisisCare, HouseRules, Incident, SafetyCase
from gehoord.limits.safety_steps import CHECKLIST, Row, SafetyStep


@dataclass(frozen=True)
class Item:
    """One line of the checklist of a safety route, for one person."""

    row: Row
    due_at: datetime
    done: Mapping[str, Any] | None
    may_do: bool
    error: str = ""
    typed: str = ""

    @property
    def is_late(self) -> bool:
        return self.done is None and self.due_at <= timezone.now()

    @property
    def done_at(self) -> datetime | None:
        return parse_datetime(self.done["at"]) if self.done else None


class SafetyPage:
    """One safety route for one person; the conversation itself only for who may see the case."""

    def __init__(
        self, route: SafetyCase, agent: Agent, *, wrong: str = "", error: str = "", typed: str = ""
    ) -> None:
        self.route, self.agent = route, agent
        self._wrong, self._error, self._typed = wrong, error, typed

    @cached_property
    def items(self) -> list[Item]:
        return [
            Item(
                row=row,
                due_at=row.due_at(self.route.begun_at, calendar()),
                done=self.route.done.get(row.step),
                may_do=self.agent.has_role(*row.roles),
                error=self._error if row.step == self._wrong else "",
                typed=self._typed if row.step == self._wrong else "",
            )
            for row in CHECKLIST
        ]

    @property
    def colleagues(self) -> list[Agent]:
        """Who it can be about, for a lead to choose from; nobody for anybody else."""
        if not self.agent.has_role(Role.LEAD, Role.MANAGER, Role.SAFETY):
            return []
        return list(Agent.objects.in_team(self.route.case.team))

    @property
    def error(self) -> str:
        """What is wrong that belongs to no step."""
        return "" if self._wrong else self._error

    @property
    def may_see_case(self) -> bool:
        return Case.objects.visible_to(self.agent).filter(pk=self.route.case_id).exists()

    @cached_property
    def incident(self) -> Incident | None:
        """The incident to keep the evidence of, for the safety officer, who sees the register."""
        if not self.agent.has_role(Role.SAFETY):
            return None
        rows = Incident.objects.named().filter(case=self.route.case_id)
        return rows.order_by("-happened_at", "-pk").first()

    @property
    def is_all_done(self) -> bool:
        return set(SafetyStep.values) <= set(self.route.done)


def safety_rows(agent: Agent) -> list[tuple[SafetyCase, int]]:
    """The open safety routes somebody keeps an eye on, with how many steps are late."""
    found = SafetyCase.objects.open().visible_to(agent).select_related("case__customer")
    rows = found.select_related("case__customer", "for_agent")
    return [(row, sum(item.is_late for item in SafetyPage(row, agent).items)) for row in rows]


@dataclass(frozen=True)
class CareItem:
    """One line of the crisis route."""

    step: CareStep
    what: Any
    done_at: datetime | None


class CarePage:
    """One crisis route."""

    def __init__(self, care: CrisisCare) -> None:
        self.care = care

    @property
    def items(self) -> list[CareItem]:
        done = self.care.steps
        return [
            CareItem(step, EXPLAINED[step], parse_datetime(done[step]) if step in done else None)
            for step in CareStep
        ]

    @property
    def lines(self) -> tuple[Line, ...]:
        return help_lines()


def help_lines() -> tuple[Line, ...]:
    """The numbers to name, by the country in the house rules."""
    return lines_of(HouseRules.current().country)


@dataclass(frozen=True)
class Routes:
    """Which routes go on in a case, as far as this agent may know."""

    safety: SafetyCase | None
    care: CrisisCare | None


def routes_of(case: Case, agent: Agent) -> Routes:
    """The routes that go on in a case."""
    safety = SafetyCase.objects.open().visible_to(agent).filter(case=case).first()
    return Routes(safety, CrisisCare.objects.open().filter(case=case).first())
