"""Writing to somebody who did not write to us first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gehoord.cases.models import Case, Message
from gehoord.channels.email.forgetting import forget_mail
from gehoord.channels.email.models import MailDraft, OutgoingMail
from gehoord.channels.email.tests.mail_cases import make_outgoing_mailbox
from tests.factories import make_agent

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
    assert OutgoingMail.objects.get().subject == f"Uw lamp [#{case.pk}]"


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


# ── Kept while it is written ─────────────────────────────────────────────────────────────

HALF = {"to": "piet(at", "cc": "zus@", "bcc": "", "subject": "Uw l", "text": "Uw lamp\r\nstaat"}


@pytest.fixture
def keep(signed_in, mailbox):
    def post(**typed):
        return signed_in.post(
            "/write/draft/", {"mailbox": mailbox.pk} | typed, HTTP_X_FROM_SCRIPT="yes"
        )

    return post


def test_new_mail_is_kept_exactly_as_typed(signed_in, keep):
    assert keep(**HALF).json()["said"].startswith("Bewaard om ")

    page = signed_in.get("/write/").text
    assert 'value="piet(at"' in page
    assert 'value="zus@"' in page
    assert 'value="Uw l"' in page
    assert "Uw lamp\nstaat</textarea>" in page
    assert signed_in.get("/write/draft/").json() == {"text": "Uw lamp\nstaat"}


def test_mailbox_that_was_chosen_is_kept(signed_in, team, keep):
    other = make_outgoing_mailbox(team=team)

    keep(**HALF, mailbox=other.pk)

    assert f'<option value="{other.pk}" selected>' in signed_in.get("/write/").text


def test_draft_in_which_nothing_stands_is_none(keep):
    keep(**HALF)

    assert keep(**dict.fromkeys(HALF, "")).json() == {"said": ""}
    assert not MailDraft.objects.exists()


def test_sent_mail_is_no_draft_any_more_and_a_late_save_brings_nothing_back(
    signed_in, keep, letter
):
    keep(**HALF)
    fields = letter()
    signed_in.post("/write/", fields)
    assert not MailDraft.objects.exists()

    keep(**HALF, submission=fields["submission"])

    assert not MailDraft.objects.exists()


def test_what_was_refused_is_kept(signed_in, letter):
    signed_in.post("/write/", letter(to="piet(at)klant"))

    assert MailDraft.objects.get().to == "piet(at)klant"


def test_draft_thrown_away_can_be_had_back(signed_in, keep, seen):
    answer = signed_in.post("/write/away/", HALF, follow=True)
    assert "Je e-mail is weggegooid. Haal terug" in seen(answer)
    assert not MailDraft.objects.exists()
    assert "piet(at" not in signed_in.get("/write/").text

    assert 'value="piet(at"' in signed_in.get("/write/?again=yes").text


def test_draft_is_seen_by_its_writer_alone(client, keep, team):
    keep(**HALF)
    client.force_login(make_agent(team=team))

    assert "piet(at" not in client.get("/write/").text


def test_draft_goes_with_the_customer_it_is_to(keep):
    keep(**HALF | {"to": "Piet <Piet@klant.example>"})

    forget_mail(senders=["piet@klant.example"])

    assert not MailDraft.objects.exists()


def test_keeping_without_a_script_comes_back_to_the_page(signed_in, mailbox):
    answer = signed_in.post("/write/draft/", HALF, follow=True)

    assert 'value="Uw l"' in answer.text


def test_coach_reads_the_words_of_a_new_mail(signed_in, mailbox):
    text = "**Zoals ik al zei**, kost het twintig euro."

    marks = signed_in.post("/write/coach/", {"text": text, "mailbox": mailbox.pk}).json()["marks"]

    assert "NEE-01" in {mark["rule"] for mark in marks}
