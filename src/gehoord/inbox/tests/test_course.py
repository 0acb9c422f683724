"""What the course of anger says beside a case, in its row and in its line."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases.actions import take_in_message
from gehoord.cases.models import Case, Message
from gehoord.coaching.models import Reading
from tests.factories import make_customer_message, make_reply

pytestmark = pytest.mark.django_db

RISING = [
    "Kunt u mij zeggen wanneer mijn pakket komt?",
    "Ik wacht nog steeds op antwoord.",
    "Dit is al mijn vierde mail. Belachelijk! Jullie liegen gewoon!",
]
GERMAN = "Guten Tag, ich warte schon seit drei Wochen auf meine Lieferung und niemand antwortet."


@pytest.fixture
def written(team):
    """A case in which a customer wrote these messages, five minutes apart."""

    def write(*texts):
        at = timezone.now() - timedelta(hours=1)
        for number, text in enumerate(texts):
            moment = at + timedelta(minutes=5 * number)
            make_customer_message(team=team, sender="m", text=text, written_at=moment)
        return Case.objects.get()

    return write


def links(page):
    return re.findall(r'href="[^"]*#message-(\d+)"', page.text)


def test_rising_anger_is_said_beside_the_case_with_the_messages_that_say_so(
    signed_in, written, seen
):
    case = written(*RISING)

    page = signed_in.get(f"/cases/{case.pk}/")

    assert "Boosheid stijgt in de laatste berichten" in seen(page)
    assert links(page) == [str(pk) for pk in Message.objects.values_list("pk", flat=True)]
    assert all(f'id="message-{number}"' in page.text for number in links(page))


def test_rising_anger_is_a_word_in_the_row_until_somebody_answers(
    signed_in, written, seen, noor, team
):
    case = written(*RISING)
    address = f"/?view=team-{team.pk}"

    before = seen(signed_in.get(address))
    make_reply(case=case, author=noor)
    after = seen(signed_in.get(address))

    assert "boosheid stijgt" in before
    assert "boosheid stijgt" not in after


def test_open_lists_hear_of_rising_anger(written, announced):
    case = written(*RISING)

    assert ("cases", (f"team-{case.team_id}",)) in announced


def test_calm_conversation_says_nothing_about_its_course(signed_in, written, seen):
    case = written("Waar staat mijn factuur?", "En kan ik ook pinnen?")

    words = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "Boosheid stijgt" not in words
    assert not Case.objects.get().is_rising


def test_customer_who_gave_up_comes_with_what_can_be_done(signed_in, written, seen):
    case = written(RISING[2], "Laat maar.")

    words = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "De klant gaf het op" in words
    assert "Bied één keer aan om het toch te regelen." in words


def test_thanks_after_anger_is_said(signed_in, written, seen):
    case = written(RISING[2], "Hartstikke bedankt, het is opgelost!")

    assert "Dank na boosheid" in seen(signed_in.get(f"/cases/{case.pk}/"))


def test_disputed_reading_takes_the_warning_away(signed_in, written, seen, team):
    case = written(*RISING)
    last, before = [message.reading for message in Message.objects.latest_first()[:2]]

    signed_in.post(f"/cases/{case.pk}/readings/{last.pk}/")
    aside = Case.objects.get()
    signed_in.post(f"/cases/{case.pk}/readings/{last.pk}/", {"right": "yes"})
    again = Case.objects.get()

    assert (aside.is_rising, aside.anger_now) == (False, before.anger)
    assert (again.is_rising, again.anger_now, again.course) == (True, case.anger_now, case.course)


def test_list_asks_as_many_queries_with_warnings_as_without(
    signed_in, written, team, django_assert_max_num_queries
):
    written(*RISING)
    address = f"/?view=team-{team.pk}"
    signed_in.get(address)

    with django_assert_max_num_queries(15):
        signed_in.get(address)


def test_message_in_another_language_is_said_not_to_be_read(signed_in, written, seen):
    case = written("Waar blijft mijn pakket? Schandalig!", GERMAN)

    page = signed_in.get(f"/cases/{case.pk}/")

    assert "Niet gelezen: deze taal kent Gehoord nog niet (Duits)." in seen(page)
    assert seen(page).count("rustig") == 1  # only the scale of the chart says it


def test_message_that_is_not_read_leaves_a_gap_and_changes_no_anger(signed_in, written):
    case = written("Schandalig! Jullie liegen!", GERMAN, "Schandalig! Jullie liegen!")
    level = case.anger_now

    page = signed_in.get(f"/cases/{case.pk}/").text

    assert case.course == f"{level}-{level}"
    assert "niet gelezen (" in page
    (chart,) = re.findall(r'<svg class="course".*?</svg>', page, re.DOTALL)
    assert len(re.findall("<circle", chart)) == 2


def test_language_without_a_dutch_name_is_not_guessed(signed_in, written, seen):
    case = written(GERMAN)
    Reading.objects.update(language="xx")

    words = seen(signed_in.get(f"/cases/{case.pk}/"))

    assert "Niet gelezen: deze taal kent Gehoord nog niet. " in words


def test_message_taken_in_twice_rises_once(written):
    case = written(*RISING)
    last = Message.objects.latest_first().first()

    take_in_message(
        address=last.conversation.address,
        team=case.team,
        text=last.text,
        written_at=last.written_at,
        external_id=last.external_id,
    )

    assert Case.objects.get().course == case.course
