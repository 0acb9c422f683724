from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases.actions import assign_case, set_stage
from gehoord.cases.models import Event
from gehoord.cases.stages import Stage
from gehoord.inbox.timeline import Happening, timeline_of
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def last_happening(case):
    return [turn for turn in timeline_of(case).turns if isinstance(turn, Happening)][-1]


def test_what_happened_in_one_go_stands_in_one_line(noor, team):
    case = make_case(team=team)
    assign_case(case=case, owner=noor, by=noor)
    set_stage(case=case, stage=Stage.RESTATE, by=noor)

    last = last_happening(case)

    assert last.event.kind == Event.Kind.STAGE
    assert last.before[-1].event.kind == Event.Kind.OWNER


def test_what_happened_on_another_day_stands_apart(noor, team):
    case = make_case(team=team)
    assign_case(case=case, owner=noor, by=noor)
    case.events.update(at=timezone.now() - timedelta(days=2))
    set_stage(case=case, stage=Stage.RESTATE, by=noor)

    assert last_happening(case).before == ()
