"""Writing to somebody who did not write to us first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gehoord.cases.models import Case, Message
from gehoord.channels.email.models import OutgoingMail
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(team):
    return make_outgoing_mailbox(team=team)


@pytest.fixture
def letter(mailbox, writing):
    def fields(text="Uw lamp staat klaar.", **more):
        people = {"to": "Piet <piet@klant.example>", "cc": "", "bcc": "", "subject": "Uw lamp"}
        return writing(text, mailbox=mailbox.pk) | people | more

    return fields


def test_new_mail_opens_a_case_with_its_first_address_as_customer(signed_in, letter, noor):
    answer = signed_in.post("/write/", letter())

    case = Case.objects.get()
    assert answer.url == f"/cases/{case.pk}/"
    assert (case.customer.name, case.owner) == ("Piet", noor)
    assert OutgoingMail.objects.get().subject == "Uw lamp"


def test_new_mail_sent_twice_is_one_case(signed_in, letter):
    fields = letter()

    signed_in.post("/write/", fields)
    signed_in.post("/write/", fields)

    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to": "piet(at)klant"}, "“piet(at)klant” is geen e-mailadres."),
        ({"cc": "zus"}, "“zus” is geen e-mailadres."),
        ({"text": ""}, "Er is nog niets om te versturen."),
        ({"text": "Ik bel [dag en tijd]."}, "Vul eerst in: [dag en tijd]."),
    ],
)
def test_new_mail_that_is_not_right_is_refused_with_all_that_was_typed(
    signed_in, letter, wrong, words, seen
):
    answer = signed_in.post("/write/", letter(**{"text": "Mijn tekst"} | wrong))

    assert answer.status_code == 422
    assert words in seen(answer)
    assert 'value="Uw lamp"' in answer.text
    assert not Case.objects.exists()


def test_file_goes_along(signed_in, letter):
    file = SimpleUploadedFile("bon.pdf", b"%PDF-1.4 bon")

    signed_in.post("/write/", letter(files=[file]))

    assert [each.name for each in Message.objects.get().attachments.all()] == ["bon.pdf"]


def test_mailbox_of_another_team_cannot_be_used(signed_in, letter):
    other = make_outgoing_mailbox()

    assert signed_in.post("/write/", letter(mailbox=other.pk)).status_code == 422
    assert not Case.objects.exists()


def test_agent_without_a_mailbox_finds_no_page_and_no_link(signed_in, case):
    make_outgoing_mailbox()

    assert signed_in.get("/write/").status_code == 404
    assert signed_in.post("/write/").status_code == 404
    assert "/write/" not in signed_in.get("/").text


def test_agent_with_a_mailbox_finds_the_page_from_the_list(signed_in, mailbox, case):
    assert 'href="/write/"' in signed_in.get("/").text
    assert signed_in.get("/write/").status_code == 200
