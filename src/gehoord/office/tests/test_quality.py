"""What the quality coach sees of conversations that were ended without ground."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone

from gehoord.accounts.models import Role
from gehoord.limits.actions import end_conversation, look_at_ended, spoke_to_customer
from gehoord.limits.models import EndedWithoutGround
from tests.factories import make_agent, make_customer_message, make_reply, make_team

pytestmark = pytest.mark.django_db
PAGE = "/office/quality/ended/"


@pytest.fixture
def seen():
    """The words of a page, as somebody reads them."""

    def words(answer):
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))

    return words


@pytest.fixture
def coach():
    return make_agent(name="Kim Coach", roles=[Role.QUALITY])


@pytest.fixture
def ended():
    team = make_team()
    noor = make_agent(team=team)
    for number in range(12):
        message = make_customer_message(team=team, sender="x", text=f"Vraag {number}, Noor.")
    make_reply(case=message.case, author=noor, text="Ik zoek het uit. Groet, Noor Haan")
    talk = message.conversation
    words = "Ik rond dit gesprek af."
    return end_conversation(conversation=talk, by=noor, words=words, submission=uuid4())


@pytest.fixture
def as_coach(client, coach):
    client.force_login(coach)
    return client


def test_last_ten_turns_and_the_last_words_are_shown_without_a_name(as_coach, ended, seen):
    page = as_coach.get(PAGE)

    said = seen(page)
    assert "Vraag 11, collega." in said
    assert "Vraag 2," not in said
    assert "Groet, collega" in said
    assert "Ik rond dit gesprek af." in said
    assert "Noor" not in page.text
    assert "Nog niemand had contact met de klant." in said


def test_page_says_after_how_long_somebody_called_and_never_who(as_coach, ended, seen):
    sanne = make_agent(name="Sanne Vos", roles=[Role.MANAGER])
    spoke_to_customer(ended=ended, by=sanne)
    EndedWithoutGround.objects.update(ended_at=timezone.now() - timedelta(minutes=12))

    page = as_coach.get(PAGE)

    assert "Na 12 minuten had iemand contact met de klant." in seen(page)
    assert "Sanne" not in page.text


def test_looked_at_keeps_the_lesson_and_leaves_after_ninety_days(as_coach, ended, seen):
    as_coach.post(f"{PAGE}{ended.pk}/", {"lesson": "Zeg eerder dat je een collega erbij haalt."})

    assert "Zeg eerder dat je een collega erbij haalt." in seen(as_coach.get(PAGE))
    EndedWithoutGround.objects.update(looked_at=timezone.now() - timedelta(days=91))
    assert "Er is geen gesprek gestopt zonder grond." in seen(as_coach.get(PAGE))


def test_lesson_that_is_too_long_is_kept_in_the_field(as_coach, ended):
    answer = as_coach.post(f"{PAGE}{ended.pk}/", {"lesson": "x" * 501})

    assert answer.status_code == 422
    assert "x" * 501 in answer.text
    assert EndedWithoutGround.objects.get().looked_at is None


def test_menu_counts_what_nobody_looked_at(as_coach, ended, coach, seen):
    assert "Kwaliteit 1" in seen(as_coach.get(PAGE))

    look_at_ended(ended=ended, by=coach)

    assert "Kwaliteit 1" not in seen(as_coach.get(PAGE))
