"""Nobody counts who asks for help and who comes; what stays is one figure of a team."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from gehoord.accounts.models import Agent, AuditEvent
from gehoord.cases.models import Case, Event
from gehoord.limits.actions import ask_for_help, close_help, join, see_help
from gehoord.limits.answer_times import answer_time_of
from gehoord.limits.models import HelpAnswer, HelpRequest
from gehoord.limits.tasks import move_calls_on
from tests.factories import make_agent

pytestmark = pytest.mark.django_db


def close_and_wait(call, *, hours=25):
    close_help(call=call)
    back = timezone.now() - timedelta(hours=hours)
    HelpRequest.objects.filter(pk=call.pk).update(closed_at=back, next_attempt_at=back)
    move_calls_on()


def test_day_after_a_call_closed_nothing_is_left_but_how_long_the_team_took(case, noor, sanne):
    call = ask_for_help(by=noor, case=case)
    HelpRequest.objects.update(asked_at=timezone.now() - timedelta(seconds=38))
    see_help(call=call, by=sanne)

    close_and_wait(call)

    assert not HelpRequest.objects.exists()
    assert [answer.seconds for answer in HelpAnswer.objects.filter(team=case.team)] == [38]


def test_closed_call_stays_a_day(case, noor, sanne):
    call = ask_for_help(by=noor, case=case)

    close_and_wait(call, hours=23)

    assert HelpRequest.objects.exists()


def test_what_stays_of_calls_knows_no_agent_and_no_case():
    related = {
        field.related_model
        for field in HelpAnswer._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
    }

    assert related.isdisjoint({Agent, Case, HelpRequest, Event})
    assert not any(
        isinstance(field, models.DateTimeField) for field in HelpAnswer._meta.get_fields()
    )


def test_asking_leaves_nothing_with_the_name_of_who_asked(case, noor, sanne):
    """Whatever table somebody counts in, who asked once or ten times looks the same."""
    before = rows_about(noor)
    for _time in range(3):
        call = ask_for_help(by=noor, case=case)
        join(call=call, by=sanne)
        close_and_wait(call)

    assert rows_about(noor) == before
    assert not AuditEvent.objects.filter(actor=sanne).exists()


def rows_about(agent):
    """How many rows of each table point to somebody."""
    return {
        (model._meta.label, field.name): model._base_manager.filter(**{field.name: agent}).count()
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model is Agent
    }


def test_team_figure_is_hidden_with_few_calls_or_few_people(team):
    HelpAnswer.objects.bulk_create(
        HelpAnswer(team=team, on=timezone.localdate(), seconds=seconds) for seconds in range(31, 40)
    )
    for number in range(5):
        make_agent(team=team, name=f"Agent {number}")
    assert answer_time_of(team).seconds is None

    HelpAnswer.objects.create(team=team, on=timezone.localdate(), seconds=40)

    assert (answer_time_of(team).seconds, answer_time_of(team).n) == (36, 10)
    team.agents.remove(*team.agents.all()[:1])
    assert answer_time_of(team).seconds is None
