from __future__ import annotations

import random
import re
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from gehoord.accounts.models import Agent, AuditEvent, House, Role, Team
from gehoord.cases.filling import FIELD, unknown_variables
from gehoord.cases.models import Attachment, Case, Draft, Event, Message, Note, SavedReply
from gehoord.cases.stages import Stage
from gehoord.cases.statuses import Status
from gehoord.channels.email.models import Mailbox, OutgoingMail, StoredMail
from gehoord.channels.webchat.models import Site, Visitor
from gehoord.coaching.models import Reading
from gehoord.contacts.models import Address, Customer
from gehoord.demo.actions import load_demonstration, remove_demonstration
from gehoord.demo.cast import the_cast
from gehoord.demo.letters import all_threads
from gehoord.demo.models import DemoRecord
from gehoord.demo.plan import plan_cases
from gehoord.demo.stories import LINE, all_stories
from gehoord.demo.tests.conftest import CASES, PASSWORD, ordinary_cases
from tests.factories import make_agent, make_case

LEFT_BEHIND = (
    Agent, Team, House, Site, Visitor, Customer, Address, Case, Message, Note, Draft, Event,
    Attachment, Reading, AuditEvent, SavedReply, DemoRecord, Mailbox, StoredMail, OutgoingMail,
)  # fmt: skip


def test_plan_has_every_status_and_no_two_cases_that_begin_alike():
    plans = plan_cases(
        cast=the_cast(), stories=all_stories(), seed=20, now=timezone.now(), count=150
    )

    assert len(plans) == 150
    assert len({plan.person for plan in plans}) == 60
    assert {plan.ending.value for plan in plans} == set(Status.values)
    openings = Counter(plan.lines[0].words for plan in plans)
    assert openings.most_common(1)[0][1] == 1


def test_plan_is_the_same_with_the_same_seed_and_other_with_another():
    now = timezone.now()
    first, again, other = (
        plan_cases(cast=the_cast(), stories=all_stories(), seed=seed, now=now, count=30)
        for seed in (20, 20, 21)
    )

    assert first == again != other


def test_plan_fills_every_brace_and_stays_within_the_past_month():
    now = timezone.now()
    plans = plan_cases(cast=the_cast(), stories=all_stories(), seed=3, now=now, count=150)

    for plan in plans:
        moments = [line.at for line in plan.lines]
        assert moments == sorted(moments)
        assert now - timedelta(days=30) < moments[0]
        assert moments[-1] < now
        assert not any("{" in line.words or "||" in line.words for line in plan.lines)


def test_stories_reach_every_stage_by_hand():
    set_by_hand = {turn.stage for story in all_stories() for turn in story.turns if turn.stage}

    assert {*set_by_hand, Stage.RECEIVE, Stage.DONE} == set(Stage)


def test_story_line_with_an_unknown_speaker_is_not_read():
    assert LINE.fullmatch("x: Hallo") is None


@pytest.mark.usefixtures("demonstration")
def test_load_shows_two_companies_with_honest_moments():
    assert set(Site.objects.values_list("brand", flat=True)) == {"Lindehout", "Noorderstroom"}
    assert Agent.objects.active().count() == 12
    assert {role for agent in Agent.objects.active() for role in agent.roles} == set(Role.values)
    assert ordinary_cases().count() == CASES + len(all_threads())
    a_minute_ago = timezone.now() - timedelta(seconds=50)
    assert not Event.objects.filter(at__gt=a_minute_ago).exists()
    assert not Message.objects.filter(written_at__gt=a_minute_ago).exists()
    for case in Case.objects.waiting():
        unanswered = case.messages.from_customers()
        if last := case.messages.to_customers().from_people().in_order().last():
            unanswered = unanswered.filter(written_at__gt=last.written_at)
        assert case.waiting_since == unanswered.in_order()[0].written_at


@pytest.mark.usefixtures("demonstration")
def test_load_leaves_nothing_for_a_worker_to_do():
    assert not Message.objects.due().exists()
    assert not Message.objects.filter(next_attempt_at__isnull=False).exists()


@pytest.mark.usefixtures("demonstration")
def test_load_in_two_installations_says_the_same():
    first = words_said()
    remove_demonstration()
    random.seed(99)
    load_demonstration(password=PASSWORD, count=CASES)

    assert first == words_said()


def words_said() -> Counter[str]:
    """Everything anybody said, without what is different each time: links, and times of day."""
    texts = Message.objects.values_list("text", flat=True)
    return Counter(re.sub(r"https?://\S+|\d+\.\d\d uur", "…", text) for text in texts)


def test_remove_leaves_the_installation_as_it_was(demonstration):
    assert Attachment.objects.exists()
    files = [demonstration / name for name in Attachment.objects.values_list("file", flat=True)]
    assert all(file.exists() for file in files)

    call_command("demo_remove", stdout=StringIO())

    assert {model.__name__: model._base_manager.count() for model in LEFT_BEHIND} == {
        model.__name__: 0 for model in LEFT_BEHIND
    }
    assert not any(file.exists() for file in files)


@pytest.mark.usefixtures("demonstration")
def test_remove_twice_says_there_is_nothing():
    call_command("demo_remove", stdout=StringIO())
    said = StringIO()
    call_command("demo_remove", stdout=said)

    assert "nothing was removed" in said.getvalue()


@pytest.mark.usefixtures("demonstration")
def test_remove_keeps_real_cases_also_in_a_team_of_the_demonstration():
    team = Team.objects.get(name="Wonen")
    real = make_case(team=team, text="Ik ben een echte klant.", name="Echte Klant")
    own = make_agent(team=team, name="Echte Collega")

    stayed = remove_demonstration()

    assert stayed == ["Wonen"]
    assert Case.objects.get() == real
    assert Agent.objects.active().get() == own


@pytest.mark.usefixtures("demonstration")
def test_load_again_prints_sign_ins_that_work(client, monkeypatch):
    monkeypatch.setenv("GEHOORD_DEMO_PASSWORD", "een ander lang wachtwoord")
    said = StringIO()
    call_command("demo_load", stdout=said)
    answer = client.post(
        "/account/login/",
        {"login": "noor@lindehout.example", "password": "een ander lang wachtwoord"},
    )

    assert "een ander lang wachtwoord" in said.getvalue()
    assert "noor@lindehout.example" in said.getvalue()
    assert answer.status_code == 302


def test_saved_replies_of_the_demonstration_use_fields_that_exist():
    for saved in the_cast().saved:
        assert unknown_variables(saved.text) == []
        assert FIELD.search(saved.text)
