"""What somebody sees of limits, help and safety in the demonstration, each page as the right person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import Agent
from gehoord.cases.models import Case, Event, Message
from gehoord.demo.cast import the_cast
from gehoord.demo.limit_stories import all_limit_stories
from gehoord.limits.duty import duty_of
from gehoord.limits.keeping import history_of
from gehoord.limits.ladder.appealing import involved
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.models import Appeal, Measure

pytestmark = pytest.mark.usefixtures("demonstration")


def page(who: str, name: str, *words: object) -> str:
    """What a colleague sees on a page, by the beginning of his address."""
    client = Client()
    client.force_login(Agent.objects.get(email__startswith=f"{who}@"))
    answer = client.get(reverse(name, args=words))
    assert answer.status_code == 200
    return answer.content.decode()


def case_of(name: str) -> Case:
    return Case.objects.filter(customer__name=name).latest("opened_at")


def test_everybody_in_a_story_works_here_and_is_no_customer_of_another_story():
    colleagues = {each.email.partition("@")[0] for each in the_cast().colleagues}
    stories = all_limit_stories()
    names = [story.person.name for story in stories]
    others = {person.name for person in the_cast().people}

    assert {step.who for story in stories for step in story.steps} <= colleagues
    assert len(set(names)) == len(names)
    assert not others & set(names)


def test_house_rules_are_filled_in_with_addresses_that_belong_to_nobody(client):
    rules = client.get(reverse("rules:rules")).content.decode()

    assert "Boos zijn mag altijd." in rules
    assert "service@lindehout.example" in rules
    assert "60 dagen" in rules
    assert "service@lindehout.example" in page("joris", "office:limits-rules")


def test_leads_are_on_duty_now_and_the_button_names_one():
    for team, lead in (("noor", "Sanne"), ("ravi", "Fatma")):
        asker = Agent.objects.get(email__startswith=team)
        assert Agent.objects.get(pk=duty_of(asker.team_ids)[0]).called == lead
    standby = page("sanne", "inbox:help")
    assert "Samira" in standby
    assert "mediaan van het team, n = 12" in " ".join(standby.split())


def test_warned_customer_reads_his_words_and_the_warning_holds():
    said = page("emre", "inbox:case", case_of("Peter Smeets").pk)
    measure = Measure.objects.get(customer__name="Peter Smeets")

    assert "‘Wat ben je ook een sukkel’" in said
    assert measure.kind == Kind.WARNING
    assert measure in Measure.objects.in_force(timezone.now())


def test_conversation_that_was_ended_an_hour_ago_shows_how_long_it_still_takes():
    measure = Measure.objects.get(customer__name="Ron Hendrikse", kind=Kind.COOL_OFF)
    since = timezone.now() - measure.begins_at
    stopped = page("noor", "inbox:limits", case_of("Ron Hendrikse").pk)

    assert timedelta(minutes=59) < since < timedelta(minutes=63)
    assert "Afkoelperiode" in stopped
    notice = measure.notices.get()
    assert f" {timezone.localtime(measure.ends_at):%-H.%M} uur" in notice.text


def test_deciders_see_a_mark_a_proposal_a_stop_and_an_appeal():
    manager = page("esra", "office:limits")

    for name in ("Dennis Kuijpers", "Gerrit Oosting", "Marcel Tromp", "Erik Baltus"):
        assert name in manager
    assert "Gerrit Oosting" in page("chantal", "office:limits")


def test_arrangement_was_heard_and_waits_for_the_second_yes():
    proposed = Measure.objects.get(kind=Kind.ARRANGEMENT)
    seen = page("esra", "office:limits-measure", proposed.pk)

    assert proposed.state == State.HEARD
    assert [each.by.called for each in proposed.approvals.all()] == ["Liesbeth"]
    assert "Schriftelijk vindt hij goed" in seen
    assert reverse("office:limits-step", args=[proposed.pk, "approve"]) in seen


def test_message_of_a_stopped_customer_is_kept_apart_for_the_lead_and_nobody_else():
    assert "Leuk zo&#x27;n brief" in page("sanne", "inbox:held")
    assert not Case.objects.visible_to(Agent.objects.get(email__startswith="noor")).filter(
        pk=case_of("Erik Baltus").pk
    )


def test_letters_name_the_days_on_which_things_happened():
    for kind in (Kind.FLAG, Kind.BLOCK):
        for measure in Measure.objects.filter(kind=kind):
            end = timezone.localtime(measure.ends_at)
            assert f"{end.day} " in measure.notices.get().text
            assert str(end.year) in measure.notices.get().text


def test_appeal_waits_for_somebody_who_had_no_part_in_it():
    appeal = Appeal.objects.get()
    customer = appeal.measure.customer
    had_a_part = involved(history_of(customer), history_of(customer).measure(appeal.measure_id))
    seen = page("chantal", "office:limits-appeal", appeal.pk)

    assert appeal.assigned_to is None
    assert appeal.decide_by > timezone.now()
    assert timezone.localtime(appeal.decide_by).hour == 0
    assert Agent.objects.get(email__startswith="chantal").pk not in had_a_part
    assert "Ik vind dit niet eerlijk" in seen


def test_safety_officer_sees_a_route_halfway_and_the_register_with_names():
    routes = page("liesbeth", "inbox:safety")
    register = page("liesbeth", "office:limits-incidents")

    assert "Pieter-Jan" in routes
    assert "Contactstop" in register
    assert "Pieter-Jan De Smet" in register
    route = case_of("Nico Schippers").safety_cases.get()
    assert 0 < len(route.done) < 11
    assert "dan sla ik je in elkaar" in page("fatma", "inbox:safety_route", route.pk)


def test_customer_in_distress_is_on_the_crisis_route():
    case = case_of("Wilma Kloosterman")

    assert "113" in page("samira", "inbox:care", case.pk)
    assert case.crisis_care.get().until > timezone.now()


def test_figures_have_enough_to_show_by_channel_language_and_level():
    figures = page("esra", "office:limits-figures")

    assert "Webchat" in figures
    assert "E-mail" in figures
    assert "Nederlands" in figures
    assert "Engels" in figures
    assert "B2" in figures


def test_nothing_in_the_past_lies_in_the_last_minute_or_before_its_beginning():
    a_minute_ago = timezone.now() - timedelta(seconds=50)

    assert not Message.objects.filter(written_at__gt=a_minute_ago).exists()
    assert not Event.objects.filter(at__gt=a_minute_ago).exists()
    for measure in Measure.objects.exclude(begins_at=None):
        assert all(each.said_at <= measure.begins_at for each in measure.grounds.all())
        assert measure.begins_at < measure.ends_at
