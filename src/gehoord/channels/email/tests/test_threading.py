"""Who gets into which conversation, and who never does."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gehoord.cases.actions import solve_case
from gehoord.cases.models import Case, Event, Note
from gehoord.cases.statuses import Status
from gehoord.channels.email.models import (
    Mailbox,
    StoredMail,
)
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.tests.arriving import ADDRESS, CUSTOMER, STRANGER, come_in
from gehoord.channels.email.tests.letters import letter
from gehoord.contacts.models import Customer
from tests.factories import make_agent, make_house, make_team

pytestmark = pytest.mark.django_db(transaction=True)


def plus(token: str) -> str:
    return f"service+r-{token}@winkel.example"


WHO = {
    "the customer": (CUSTOMER, True),
    "the customer in capitals": ("MARIEKE@KLANT.EXAMPLE", True),
    "who was in the copy": ("zus@klant.example", True),
    "a stranger": (STRANGER, False),
    "a stranger with her name": ("Marieke Verhoeven <marieke@vreemd.example>", False),
    "an address that looks alike": ("marieke@klant.example.vreemd.example", False),
}


@pytest.mark.parametrize(("sender", "belongs"), WHO.values(), ids=WHO)
@pytest.mark.parametrize("how", ["reference", "subject"])
def test_an_answer_belongs_to_the_thread_only_if_its_writer_does(sent, how, sender, belongs):
    case = sent.message.case
    marks = {
        "reference": {"answers": f"<{sent.reference}>", "subject": "Heel iets anders"},
        "subject": {"subject": f"Re: Mijn bestelling [#{case.pk}]"},
    }
    row = come_in(letter("Antwoord.", sender=sender, **marks[how]))

    assert (row.message.case == case) is belongs


def test_the_first_reference_that_is_known_counts_when_the_nearest_is_not(sent):
    raw = letter("Antwoord.", sender=CUSTOMER).replace(
        b"Subject:", b"References: <%s> <onbekend@x>\nSubject:" % sent.reference.encode()
    )

    assert come_in(raw).message.case == sent.message.case


def test_a_new_mail_of_the_customer_without_a_mark_is_a_new_case(sent):
    assert come_in(letter("Iets nieuws.", sender=CUSTOMER)).message.case != sent.message.case


def test_a_token_opens_the_thread_from_another_address(sent):
    row = come_in(letter("Ja.", sender=STRANGER, to=plus(sent.reply_token)))

    assert row.message.case == sent.message.case
    assert row.message.spoken_by == "Piet Kwaad <piet@vreemd.example>"
    assert Customer.objects.count() == 1


def test_a_token_with_the_customers_name_gives_her_a_further_address(sent):
    row = come_in(
        letter(sender="Marieke Verhoeven <marieke@werk.example>", to=plus(sent.reply_token))
    )
    again = come_in(letter(sender="marieke@werk.example", answers=f"<{sent.reference}>"))

    customer = sent.message.case.customer
    assert row.message.spoken_by == ""
    assert again.message.case == sent.message.case
    assert customer.addresses.filter(external_id="marieke@werk.example").exists()


@pytest.mark.parametrize("change", ["x", "", "abcdefghijkmnpqrst99"])
def test_a_token_that_is_not_right_opens_nothing(sent, change):
    token = sent.reply_token[:-1] + change if len(change) < 2 else change
    row = come_in(letter(sender=STRANGER, to=plus(token)))

    assert row.message.case != sent.message.case


def test_third_parties_are_named_in_the_thread(sent):
    row = come_in(letter("Klopt!", sender="zus@klant.example", answers=f"<{sent.reference}>"))

    assert row.message.spoken_by == "zus@klant.example"


def test_an_answer_soon_after_solving_opens_the_case_again(sent, colleague):
    solve_case(case=sent.message.case, by=colleague)
    row = come_in(letter("Toch niet.", sender=CUSTOMER, answers=f"<{sent.reference}>"))

    assert row.message.case == sent.message.case
    assert row.message.case.status == Status.WAITING


def test_an_answer_long_after_solving_is_a_new_case_that_names_the_old_one(sent, colleague):
    make_house(reopen_days=14)
    old = sent.message.case
    solve_case(case=old, by=colleague)
    Case.objects.filter(pk=old.pk).update(solved_at=timezone.now() - timedelta(days=20))
    row = come_in(letter("Weer stuk.", sender=CUSTOMER, answers=f"<{sent.reference}>"))

    new = row.message.case
    assert new != old
    assert new.customer == old.customer
    assert new.events.get(kind=Event.Kind.OPENED).details == {"after": old.pk}
    next_one = come_in(letter("En?", sender=CUSTOMER, answers=row_number(row)))
    assert next_one.message.case == new


def row_number(row: StoredMail) -> str:
    return f"<{row.message.mail_references.get().reference}>"


def test_a_colleague_who_answers_the_customer_from_his_own_program_is_shown(sent, colleague):
    come_in(letter("Nog iets.", sender=CUSTOMER, answers=f"<{sent.reference}>"))
    row = come_in(
        letter(
            "Ik stuur een nieuwe.",
            sender=f"{colleague.name} <{colleague.email}>",
            to=CUSTOMER,
            cc=ADDRESS,
            answers=f"<{sent.reference}>",
        )
    )

    assert row.message.author == colleague
    assert not row.message.is_from_customer
    assert row.message.case.status == Status.ANSWERED


def test_what_a_colleague_writes_to_us_alone_is_a_note(sent, colleague):
    row = come_in(letter("Kan dit?", sender=colleague.email, answers=f"<{sent.reference}>"))

    assert row.message is None
    assert Note.objects.get().text == "Kan dit?"
    assert Note.objects.get().author == colleague


def test_an_agent_of_another_team_is_a_stranger_here(sent):
    other = make_agent(team=make_team())
    row = come_in(letter("Mag ik?", sender=other.email, answers=f"<{sent.reference}>"))

    assert row.message.case != sent.message.case


SENDERS = st.sampled_from(
    [STRANGER, "x@y.example", "marieke@klant.exampl", "service@klant.example", "<>", "marieke"]
)


@given(
    sender=SENDERS,
    marks=st.sets(st.sampled_from(["reference", "subject", "own number", "re", "cc"])),
    token=st.text("abcdefghijkmnpqrstuvwxyz23456789", min_size=16, max_size=40),
)
@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_stranger_ever_gets_into_a_thread(sent, sender, marks, token):
    case = sent.message.case
    raw = letter(
        "Ik wil erbij.",
        sender=sender,
        subject=f"Re: [#{case.pk}] Mijn bestelling" if "subject" in marks else "Mijn bestelling",
        answers=f"<{sent.reference}>" if "reference" in marks else "",
        number=f"<{sent.reference}>" if "own number" in marks else "",
        to=plus(token) if "re" in marks else ADDRESS,
        cc=CUSTOMER if "cc" in marks else "",
    )
    before = case.messages.count()
    row = store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=raw))
    row.refresh_from_db()

    assert case.messages.count() == before
    assert row.message is None or row.message.case != case
