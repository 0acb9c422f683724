from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from gehoord.accounts.months import months_ago
from gehoord.cases.actions import (
    ReplyIsOnItsWay,
    erase_cases,
    forget_old_cases,
    solve_case,
    write_note,
)
from gehoord.cases.actions.retention import CASES_AT_ONCE
from gehoord.cases.models import Attachment, Case, Delivery, Event, Message, Note
from gehoord.coaching.models import Reading
from gehoord.jobs.due import stopping
from tests.factories import make_agent, make_case, make_house, make_reply, make_team

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_solved_case(*, ago: timedelta, text: str = "Waar blijft mijn bestelling?") -> Case:
    team = make_team()
    agent = make_agent(team=team)
    case = make_case(team=team, text=text)
    write_note(case=case, author=agent, text="Bel terug", submission=uuid4())
    solve_case(case=case, by=agent)
    Case.objects.filter(pk=case.pk).update(solved_at=timezone.now() - ago)
    return case


def attach_file(case: Case) -> str:
    path = default_storage.save("attachments/2024/01/bon.txt", ContentFile(b"bon"))
    Attachment.objects.create(
        message=case.messages.get(), file=path, name="bon.txt", content_type="text/plain", size=3
    )
    return path


def test_case_goes_with_everything_in_it_after_its_months(django_capture_on_commit_callbacks):
    case = make_solved_case(ago=25 * MONTH)
    path = attach_file(case)

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_cases() == 1

    left = [kind.objects.count() for kind in (Case, Message, Note, Event, Attachment, Reading)]
    assert left == [0] * 6
    assert not default_storage.exists(path)


def test_younger_and_open_cases_stay(django_capture_on_commit_callbacks):
    young, unsolved = make_solved_case(ago=23 * timedelta(days=30)), make_case()
    path = attach_file(young)
    Case.objects.filter(pk=unsolved.pk).update(opened_at=timezone.now() - 40 * MONTH)

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_cases() == 0

    assert Case.objects.count() == 2
    assert default_storage.exists(path)


def test_house_decides_after_how_many_months():
    make_solved_case(ago=2 * MONTH)

    assert forget_old_cases() == 0
    make_house(case_months=1)
    assert forget_old_cases() == 1


def test_more_cases_than_one_transaction_takes_all_go():
    for _ in range(CASES_AT_ONCE + 2):
        make_solved_case(ago=25 * MONTH)

    assert forget_old_cases() == CASES_AT_ONCE + 2
    assert forget_old_cases() == 0


def test_process_that_ends_leaves_the_rest_for_next_time():
    make_solved_case(ago=25 * MONTH)
    stopping.set()
    try:
        assert forget_old_cases() == 0
    finally:
        stopping.clear()

    assert forget_old_cases() == 1


def test_file_that_cannot_be_deleted_holds_up_nothing(
    django_capture_on_commit_callbacks, monkeypatch
):
    attach_file(make_solved_case(ago=25 * MONTH))

    def refuse(name):
        raise PermissionError(name)

    monkeypatch.setattr(default_storage, "delete", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_cases() == 1


def test_case_with_a_reply_on_its_way_is_not_erased():
    team = make_team()
    case = make_case(team=team)
    reply = make_reply(case=case, author=make_agent(team=team))

    with pytest.raises(ReplyIsOnItsWay):
        erase_cases(cases=[case])

    Message.objects.filter(pk=reply.pk).update(delivery=Delivery.FAILED)
    assert erase_cases(cases=[case]) == 1


@pytest.mark.parametrize(
    ("today", "months", "then"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 11, 22), 24, (2024, 11, 22)),
    ],
)
def test_months_are_counted_by_the_calendar(today, months, then):
    here = ZoneInfo("Europe/Amsterdam")

    assert months_ago(months, now=datetime(*today, tzinfo=here)) == datetime(*then, tzinfo=here)
