"""The house rules and the page of a notice: plain, generated from the settings, closed to guessing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gehoord.accounts.models import FormOfAddress, Role
from gehoord.limits.actions import assign_appeal, decide_appeal
from gehoord.limits.ladder.appealing import Outcome
from gehoord.limits.ladder.levels import Level
from gehoord.limits.ladder.records import Kind, State
from gehoord.limits.links import notice_link, token_of
from gehoord.limits.models import Appeal, Behaviour, HouseRules, Measure
from gehoord.portal.rates import counter
from tests.factories import make_agent, make_customer_message, make_house


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()
    counter.cache_clear()


@pytest.fixture
def measure(db: None) -> Measure:
    message = make_customer_message(text="Sukkel.")
    now = timezone.now()
    measure = Measure.objects.create(
        customer=message.case.customer, case=message.case, conversation=message.conversation,
        kind=Kind.FLAG, state=State.ACTIVE, reason="Het bleef gebeuren.", proposed_by=make_agent(),
        proposed_at=now, begins_at=now, told_at=now, ends_at=now + timedelta(days=90),
    )  # fmt: skip
    measure.grounds.add(
        Behaviour.objects.create(
            customer=message.case.customer, conversation=message.conversation, message=message,
            level=Level.PERSONAL, quotes=["Sukkel."], said_at=now, confirmed_at=now,
        )
    )  # fmt: skip
    measure.notices.create(way="letter", text="Eerste deel.\n\nTweede deel.", written_at=now)
    return measure


def path(measure: Measure) -> str:
    return f"/house-rules/notice/{token_of(measure)}/"


def test_the_house_rules_are_open_to_everybody_and_say_what_this_house_chose(db):
    make_house(name="Lindehout", form_of_address=FormOfAddress.JE)
    rules = HouseRules.current()
    rules.cool_off_hours, rules.stance, rules.country = 1, "Boos mag altijd.", "be"
    rules.save()
    page = Client().get("/house-rules/").content.decode()
    for words in ("Lindehout", "1 uur", "Boos mag altijd.", "1813", "teamleider", "review", "je"):
        assert words in page
    assert "0800-0113" not in page
    assert "12 maanden" in page


def test_a_notice_opens_with_its_link_alone(measure):
    page = Client().get(path(measure)).content.decode()
    assert "Sukkel." in page
    assert "Tweede deel." in page
    assert notice_link(measure).endswith(path(measure))
    letter = Client().get(path(measure) + "letter.pdf")
    assert letter.content.startswith(b"%PDF-")
    assert letter["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("token", ["x", "1:abc", "MQ:abcdefghijklmnop", "../1"])
def test_a_link_that_was_guessed_opens_nothing(measure, token):
    assert Client().get(f"/house-rules/notice/{token}/").status_code == 404


def test_an_appeal_comes_in_once_and_the_page_says_until_when_it_is_decided(measure):
    client = Client()
    assert client.post(path(measure), {"words": " "}).status_code == 422
    client.post(path(measure), {"words": "Dat zei ik niet tegen haar."})
    client.post(path(measure), {"words": "Nog een keer."})
    appeal = Appeal.objects.get()
    assert appeal.words == "Dat zei ik niet tegen haar."
    page = client.get(path(measure)).content.decode()
    assert "Uw bezwaar is binnen" in page
    assert "<textarea" not in page


def test_an_appeal_that_is_upheld_leaves_no_words_on_the_page(measure):
    client = Client()
    client.post(path(measure), {"words": "Dat zei ik niet."})
    officer = make_agent(roles=[Role.COMPLAINTS])
    appeal = assign_appeal(appeal=Appeal.objects.get(), to=officer, by=officer)
    decide_appeal(appeal=appeal, by=officer, outcome=Outcome.UPHELD, reason="Het was een citaat.")
    page = client.get(path(measure)).content.decode()
    assert "U had gelijk" in page
    assert "Het was een citaat." in page
    assert "Sukkel." not in page
    assert client.get(path(measure) + "letter.pdf").status_code == 404


def test_a_link_works_as_long_as_the_term_to_appeal(measure):
    long_ago = timezone.now() - timedelta(days=44)
    Measure.objects.filter(pk=measure.pk).update(told_at=long_ago)
    assert Client().get(path(measure)).status_code == 404
    assert Client().post(path(measure), {"words": "Te laat."}).status_code == 404


def test_somebody_who_knocks_too_often_has_to_wait(measure):
    client = Client()
    answers = [client.post(path(measure), {"words": ""}).status_code for _ in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_form_from_elsewhere_is_not_taken(measure):
    client = Client(enforce_csrf_checks=True)
    assert client.post(path(measure), {"words": "Nee."}).status_code == 403
    assert not Appeal.objects.exists()
