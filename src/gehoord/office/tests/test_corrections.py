import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gehoord.accounts.models import AuditEvent, House, Role
from gehoord.cases.actions import dispute_reading, erase_cases, forget_old_readings
from gehoord.cases.models import Case, Message
from gehoord.coaching.models import Correction, Reading
from tests.factories import make_agent, make_customer_message, make_house, make_reply, make_team

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("office:corrections"), reverse("office:corrections-file")
TEXT = "Noor, ik ben Marieke. Jullie liegen gewoon! Bel 06-12345678."


@pytest.fixture
def sign_in(client):
    def enter(*roles):
        agent = make_agent(roles=roles, team=make_team(), name="Wendy Brouwer")
        client.force_login(agent)
        return agent

    return enter


@pytest.fixture
def correct():
    """So many disputed readings, each in a case of its own that Noor answered."""
    team = make_team()
    noor = make_agent(team=team, name="Noor Haan")

    def make(number, *, wrong="", should_be=""):
        for _ in range(number):
            message = make_customer_message(team=team, text=TEXT)
            make_reply(case=message.case, author=noor)
            dispute_reading(
                case=message.case, reading=message.reading, wrong=wrong, should_be=should_be
            )

    return make


def lines(answer):
    return [json.loads(line) for line in answer.content.decode().splitlines()]


@pytest.mark.parametrize("role", [Role.LEAD, Role.QUALITY, Role.MANAGER, Role.ADMIN])
def test_supervisor_sees_corrections_per_rule_without_words_of_customers(
    client, sign_in, correct, role
):
    correct(5)
    sign_in(role)

    page = client.get(PAGE).text

    assert "5 correcties." in page
    assert "nl.anger.jullie-liegen" in page
    assert "glashard gelogen" in page
    assert "100%" in page
    assert "Marieke" not in page
    assert "Noor" not in page


def test_fewer_than_five_are_not_shown_in_any_way(client, sign_in, correct):
    correct(4)
    sign_in(Role.ADMIN, Role.MANAGER)

    page = client.get(PAGE)
    table = client.get(reverse("office:corrections-table"))
    file = client.post(FILE, follow=True)

    assert "Minder dan 5 correcties" in page.text
    assert "jullie-liegen" not in page.text + table.text
    assert "4 correcties" not in page.text
    assert "te weinig" in file.text
    assert not AuditEvent.objects.filter(what="corrections exported").exists()


def test_table_can_be_downloaded(client, sign_in, correct):
    correct(6)
    sign_in(Role.LEAD)

    answer = client.get(reverse("office:corrections-table"))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (row,) = [row for row in rows if row["rule"] == "nl.anger.jullie-liegen"]
    assert (row["found"], row["corrected"], row["percent"]) == ("6", "6", "100")
    assert answer["Content-Disposition"].endswith('.csv"')


def test_lead_has_the_page_in_his_menu_and_no_other_page_of_the_office(client, sign_in):
    sign_in(Role.LEAD)

    page = client.get(PAGE).text

    assert page.count(f'href="{PAGE}"') == 2  # the menu, wide and folded
    assert reverse("office:house") not in page
    assert FILE not in page


def test_without_consent_only_labels_and_rules_are_handed_out(client, sign_in, correct):
    correct(5, wrong="anger", should_be="1")
    sign_in(Role.MANAGER)

    answer = client.post(FILE)

    line = lines(answer)[0]
    assert len(lines(answer)) == 5
    assert "text" not in line
    assert (line["anger"], line["checked"]) == (1, ["anger"])
    assert line["read"]["anger"] == Reading.objects.first().anger
    assert "nl.anger.jullie-liegen" in line["rules"]
    assert "Marieke" not in answer.text


def test_with_consent_a_manager_gets_messages_without_who_they_are_from(client, sign_in, correct):
    make_house(keeps_corrected_words=True)
    correct(5)
    sign_in(Role.MANAGER)

    answer = client.post(FILE)

    assert {line["text"] for line in lines(answer)} == {
        "[naam], ik ben [naam]. Jullie liegen gewoon! Bel [nummer]."
    }
    assert {line["channel"] for line in lines(answer)} == {"chat"}
    assert {line["anger"] for line in lines(answer)} == {None}
    assert "Bij 5 staat het bericht erbij" in client.get(PAGE).text


def test_administrator_gets_no_messages_even_with_consent(client, sign_in, correct):
    make_house(keeps_corrected_words=True)
    correct(5)
    sign_in(Role.ADMIN)

    assert [line for line in lines(client.post(FILE)) if "text" in line] == []


def test_consent_holds_from_then_on_and_ends_at_once(client, sign_in, correct):
    correct(5)
    make_house(keeps_corrected_words=True)
    sign_in(Role.MANAGER)
    before = lines(client.post(FILE))
    correct(5)
    during = lines(client.post(FILE))
    make_house(keeps_corrected_words=False)
    after = lines(client.post(FILE))

    assert [sum("text" in line for line in told) for told in (before, during, after)] == [0, 5, 0]


def test_taking_the_file_is_written_down(client, sign_in, correct):
    correct(5)
    manager = sign_in(Role.MANAGER)

    client.post(FILE)

    event = AuditEvent.objects.get(what="corrections exported")
    assert (event.actor, event.details) == (manager, {"corrections": 5, "has_words": False})
    sign_in(Role.ADMIN)
    assert "Correcties gedownload" in client.get(reverse("office:audit")).text


def test_messages_go_when_the_reading_is_past_its_time(client, sign_in, correct):
    make_house(keeps_corrected_words=True)
    correct(5)
    Reading.objects.update(read_at=timezone.now() - timedelta(days=31))
    sign_in(Role.MANAGER)

    forget_old_readings()

    told = lines(client.post(FILE))
    assert len(told) == 5
    assert [line for line in told if "text" in line] == []


def test_erased_case_is_not_in_the_file(client, sign_in, correct):
    make_house(keeps_corrected_words=True, undo_seconds=0)
    correct(6)
    sign_in(Role.MANAGER)
    Message.objects.to_customers().update(delivery="sent")

    erase_cases(cases=Case.objects.all()[:1])

    assert Correction.objects.count() == 5
    assert len(lines(client.post(FILE))) == 5


def test_house_is_asked_first_and_the_answer_is_written_down(client, sign_in):
    sign_in(Role.ADMIN)
    page = client.get(reverse("office:house"))
    form = page.context["form"]
    assert form["keeps_corrected_words"].value() is False

    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value is not False}
    client.post(reverse("office:house"), sent | {"keeps_corrected_words": "on"})

    assert House.current().keeps_corrected_words
    event = AuditEvent.objects.get(what="house changed")
    assert event.details == {"changes": {"keeps_corrected_words": True}}
