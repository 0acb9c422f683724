"""Rows and ladder agree: what was kept of a random history is that history, and has its effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from gehoord.accounts.models import Agent, AgentRole
from gehoord.cases.models import Conversation
from gehoord.limits import models
from gehoord.limits.keeping import history_of, keep
from gehoord.limits.ladder.records import History, Measure
from gehoord.limits.tests.histories import STAFF, Story
from tests.factories import make_case

pytestmark = pytest.mark.django_db
BATCHES, HISTORIES, STEPS_EACH = 10, 200, 50
MOMENTS = [timedelta(hours=hours) for hours in (-9000, -30, -2, 0, 1, 25, 2000, 9000)]


class Kept(Story):
    """A story that is kept in rows while it happens."""

    def put(self, name, now, measure):
        self.keep_behaviours()
        if measure.number == 0:
            # The database gives the numbers.
            self.made = keep(self.customer, measure).pk - 1
            super().put(name, now, measure)
        else:
            super().put(name, now, measure)
            keep(self.customer, self.history.measure(measure.number))

    def keep_behaviours(self):
        for said in self.history.behaviours:
            if said.counts and not models.Behaviour.objects.filter(pk=said.number).exists():
                row = models.Behaviour.objects.create(
                    pk=said.number,
                    customer=self.customer,
                    conversation_id=said.conversation,
                    level=said.level,
                    quotes=list(said.quotes),
                    said_at=said.said_at,
                    confirmed_by_id=said.confirmed_by,
                    confirmed_at=said.confirmed_at,
                )
                row.at_agents.set(said.at_agents)


@pytest.fixture
def case(db):
    for actor in STAFF:
        agent = Agent.objects.create(pk=actor.number, email=f"s{actor.number}@example.org")
        AgentRole.objects.bulk_create(AgentRole(agent=agent, role=role) for role in actor.roles)
    case = make_case()
    address = case.conversations.get().address
    for number in (1, 2, 3):
        Conversation.objects.get_or_create(
            pk=number,
            defaults={"case": case, "address": address, "started_at": timezone.now()},
        )
    return case


def plain(history: History) -> History:
    """What counts, in one order: rows have an order of their own."""
    return replace(
        history,
        behaviours=tuple(
            sorted(
                (each for each in history.behaviours if each.counts), key=lambda each: each.number
            )
        ),
        measures=tuple(sorted(map(_plain, history.measures), key=lambda each: each.number)),
    )


def _plain(measure: Measure) -> Measure:
    return replace(
        measure,
        grounds=tuple(sorted(measure.grounds)),
        approvals=tuple(sorted(measure.approvals, key=lambda each: each.seat)),
    )


@pytest.mark.parametrize("batch", range(BATCHES))
def test_rows_of_a_random_history_are_that_history(case, batch):
    for number in range(HISTORIES // BATCHES):
        seed = batch * HISTORIES + number
        story = Kept(Random(seed))
        story.customer = case.customer
        story.go_on(STEPS_EACH)
        story.keep_behaviours()
        keep_care(case, story)

        assert plain(history_of(case.customer)) == plain(story.history), f"history {seed}"
        for passed in MOMENTS:
            assert_same_effect(case.customer, story, story.at + passed)
        forget(case.customer)


def keep_care(case, story):
    if story.history.care_until is not None:
        models.CrisisCare.objects.create(
            customer=case.customer, case=case, begun_at=story.at, until=story.history.care_until
        )


def assert_same_effect(customer, story, at):
    """The page asks the rows, the guards ask the records: both see the same."""
    rows = customer.measures.in_force(at)
    outside_care = replace(story.history, care_until=None)
    assert {row.pk for row in rows} == {each.number for each in outside_care.in_force(at)}
    waiting = {row.pk for row in customer.measures.pending(at)}
    assert waiting == {each.number for each in story.history.measures if each.is_pending(at)}


def forget(customer):
    customer.measures.all().delete()
    customer.behaviours.all().delete()
    customer.crisis_care.all().delete()
