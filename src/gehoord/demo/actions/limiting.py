"""The house rules, help and safety of the demonstration: settings, roster, and stories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time, timedelta
from itertools import groupby
from random import Random

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from gehoord.accounts.models import Agent, AuditEvent
from gehoord.cases import actions as cases
from gehoord.cases.models import Delivery, Direction, Message
from gehoord.contacts.models import Customer
from gehoord.demo.actions.limit_steps import MAKES, PLAYED
from gehoord.demo.actions.limit_talk import Talk
from gehoord.demo.actions.passing import Beginning, let_pass
from gehoord.demo.actions.playing import Scenery, open_window
from gehoord.demo.actions.remembering import remember, remember_all
from gehoord.demo.cast import Cast
from gehoord.demo.limit_stories import LimitStory, Step, all_limit_stories, the_house
from gehoord.limits import actions as limits
from gehoord.limits.actions.helping import move_on
from gehoord.limits.care_steps import lasts_until
from gehoord.limits.help_course import REMEMBERED
from gehoord.limits.keeping import calendar
from gehoord.limits.ladder.appealing import DECIDE_WITHIN
from gehoord.limits.ladder.spans import working_days_after
from gehoord.limits.models import (
    Appeal,
    CrisisCare,
    Held,
    HelpRequest,
    HouseRules,
    Incident,
    Notice,
)
from gehoord.limits.wording.doors import explanation
from gehoord.limits.wording.notices import letter_about

BETWEEN_CALLS = timedelta(days=2)


def play_limits(*, cast: Cast, scenery: Scenery) -> None:
    """Set the house rules and the roster, then play every story about limits.

    House rules that somebody filled in already stay as they are.
    """
    with connection.cursor() as cursor:
        # A database that never looked how many rows there are reads every table from end to end.
        cursor.execute("ANALYZE")
    beginning = Beginning.now()
    colleagues = {
        agent.email.partition("@")[0]: agent
        for agent in Agent.objects.filter(email__in=[each.email for each in cast.colleagues])
    }
    house = the_house()
    with transaction.atomic():
        if not HouseRules.objects.exists():
            by = colleagues[house["rules"]["by"]]
            changed = limits.change_house_rules(changes=house["rules"]["changes"], by=by)
            remember(changed)
        _set_roster(house["roster"], colleagues)
        _answer_calls(house["answered"], colleagues)
    teams = {company.key: company.team for company in cast.companies}
    for number, story in enumerate(all_limit_stories(), start=1):
        with transaction.atomic():
            _play(story, scenery, colleagues, teams[story.person.company], number)
    remember_all(Incident.objects.all())
    remember_all(beginning.since(AuditEvent))


def _set_roster(roster: dict[str, object], colleagues: dict[str, Agent]) -> None:
    by = colleagues[str(roster["by"])]
    for row in roster["shifts"]:  # type: ignore[attr-defined]
        for day in row["days"]:
            limits.add_shift(
                agent=colleagues[row["who"]],
                weekday=day,
                begins=time.fromisoformat(row["from"]),
                until=time.fromisoformat(row["until"]),
                by=by,
            )
    for name in roster["on_duty"]:  # type: ignore[attr-defined]
        limits.say_standby(agent=colleagues[name], is_on=True)


def _answer_calls(answered: dict[str, object], colleagues: dict[str, Agent]) -> None:
    """Calls of the past weeks: only how soon somebody came is left of them."""
    by, helper = colleagues[str(answered["by"])], colleagues[str(answered["helper"])]
    for number, seconds in enumerate(answered["seconds"], start=1):  # type: ignore[arg-type, var-annotated]
        call = limits.ask_for_help(by=by)
        _set_call_back(call, timedelta(seconds=seconds))
        limits.join(call=call, by=helper)
        limits.close_help(call=call)
        _set_call_back(call, BETWEEN_CALLS * number + REMEMBERED)
        move_on(call=call)


def _set_call_back(call: HelpRequest, time: timedelta) -> None:
    names = ("asked_at", "first_asked_at", "seen_at", "helped_at", "closed_at")
    HelpRequest.objects.filter(pk=call.pk).update(**{name: F(name) - time for name in names})


def _play(
    story: LimitStory, scenery: Scenery, colleagues: dict[str, Agent], team: str, number: int
) -> None:
    rng = Random(f"limits {number}")  # noqa: S311 - a play, not a secret
    beginning = Beginning.now()
    talk = Talk(
        story=story,
        address=open_window(
            person=story.person,
            site=scenery.sites[story.person.company],
            people=scenery.people,
            rng=rng,
            at=timezone.now(),
        ),
        team=scenery.teams[team],
        teams=scenery.teams,
        colleagues=colleagues,
        rng=rng,
    )
    talk.left = sum((step.wait for step in story.steps), story.ago)
    for is_talk, steps in groupby(story.steps, key=lambda step: step.is_talk):
        if is_talk:
            _say(talk, list(steps), beginning)
        else:
            _do(talk, steps, beginning)
    _pass(talk, story.ago, beginning)
    _finish(talk)


def _say(talk: Talk, steps: list[Step], beginning: Beginning) -> None:
    """Lines of a talk: one after the other, the last one now."""
    lasts = sum((step.wait for step in steps), timedelta())
    _pass(talk, lasts, beginning)
    began = timezone.now()
    for step in steps:
        lasts -= step.wait
        talk.at = began - lasts
        PLAYED[step.does](talk, step)
        _deliver(talk)
        talk.open_case.events.filter(at__gte=began).update(at=talk.at)


def _do(talk: Talk, steps: Iterable[Step], beginning: Beginning) -> None:
    """Steps of people: each in the present, because the house rules look at the clock."""
    for step in steps:
        _pass(talk, step.wait, beginning)
        talk.at = timezone.now()
        PLAYED[step.does](talk, step)
        talk.kinds |= MAKES.get(step.does, set())
        _deliver(talk)


def _pass(talk: Talk, time: timedelta, beginning: Beginning) -> None:
    customer = talk.address.customer
    let_pass(time, customer=customer, beginning=beginning, kinds=talk.kinds)
    talk.left -= time


def _deliver(talk: Talk) -> None:
    """Every reply arrives at once, and is read."""
    waiting = Message.objects.filter(case__customer=talk.address.customer, delivery=Delivery.DUE)
    for reply in waiting.filter(direction=Direction.TO_CUSTOMER):
        cases.mark_sent(reply=reply, external_id=f"webchat-{reply.pk}")
        cases.mark_read(replies=[reply], at=talk.at)
        Message.objects.filter(pk=reply.pk).update(delivered_at=talk.at)


def _finish(talk: Talk) -> None:
    """Give texts the days on which things happened, and what ends with a day its midnight."""
    customer = talk.address.customer
    began = customer.cases.earliest("opened_at").opened_at
    Customer.objects.filter(pk=customer.pk).update(created_at=began)
    for care in CrisisCare.objects.filter(customer=customer):
        until = lasts_until(care.begun_at, calendar())
        CrisisCare.objects.filter(pk=care.pk).update(until=until)
    for appeal in Appeal.objects.filter(measure__customer=customer):
        decide_by = working_days_after(appeal.filed_at, DECIDE_WITHIN, calendar())
        Appeal.objects.filter(pk=appeal.pk).update(decide_by=decide_by)
    for notice in Notice.objects.filter(measure__customer=customer, way=Notice.Way.LETTER):
        Notice.objects.filter(pk=notice.pk).update(text=letter_about(notice.measure).text)
    for held in Held.objects.filter(measure__customer=customer, is_explained=True):
        assert held.measure.ends_at is not None
        text = explanation(held.measure, until=held.measure.ends_at)
        held.message.conversation.messages.filter(is_automatic=True).update(text=text)
