"""The number of the case in the subjects we send."""

from uuid import uuid4

import pytest

from gehoord.cases.actions import solve_case
from gehoord.channels.email.models import Mailbox
from gehoord.channels.email.sending.answering import defaults_for
from gehoord.channels.email.sending.numbering import LENGTH, numbered
from gehoord.channels.email.sending.writing import Envelope, send_mail, write_new_mail
from gehoord.channels.email.tests.arriving import CUSTOMER, STRANGER, come_in
from gehoord.channels.email.tests.letters import letter
from tests.factories import make_case, make_house

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(post):
    Mailbox.objects.update(smtp_host="127.0.0.1")
    return come_in(letter("Stuk.", sender=CUSTOMER, subject="Mijn lamp")).message.case


def subject_for(case, mode="reply"):
    return defaults_for(case, mode).subject


@pytest.mark.parametrize(("mode", "begins"), [("reply", "Re: "), ("forward", "Fwd: ")])
def test_number_stands_behind_the_customers_own_subject(case, mode, begins):
    assert subject_for(case, mode).removeprefix(begins) == f"Mijn lamp [#{case.pk}]"


def test_number_is_not_doubled_when_the_customer_answers_with_it(case):
    come_in(letter("Nog steeds.", sender=CUSTOMER, subject=f"AW: Re: {subject_for(case)}"))

    assert case.messages.count() == 2
    assert subject_for(case) == f"Re: Mijn lamp [#{case.pk}]"


def test_answer_without_references_finds_its_case_by_the_number(case):
    row = come_in(letter("Nog steeds.", sender=CUSTOMER, subject=subject_for(case)))

    assert row.message.case == case


def test_number_of_the_case_before_makes_room(case, colleague):
    make_house(reopen_days=0)
    solve_case(case=case, by=colleague)
    new = come_in(letter("Weer stuk.", sender=CUSTOMER, subject=subject_for(case))).message.case

    assert new != case
    assert subject_for(new) == f"Re: Mijn lamp [#{new.pk}]"


@pytest.mark.parametrize(
    "subject", ["Order [#4711]", "[#4711] Order", "Order #4711", "Order [4711]"]
)
def test_number_of_the_customers_own_stays(post, subject):
    Mailbox.objects.update(smtp_host="127.0.0.1")
    case = come_in(letter(sender=CUSTOMER, subject=subject)).message.case

    assert subject_for(case) == f"Re: {subject} [#{case.pk}]"


def test_number_of_somebody_elses_case_is_the_customers_own_business(case):
    other = come_in(letter(sender=STRANGER, subject=f"Lamp [#{case.pk}]")).message.case

    assert subject_for(other) == f"Re: Lamp [#{case.pk}] [#{other.pk}]"


def test_mailbox_that_wants_no_number_leaves_subjects_alone(case):
    Mailbox.objects.update(numbers_subject=False)

    assert subject_for(case) == "Re: Mijn lamp"


def test_subject_the_agent_chose_stays_as_it_is(case, colleague):
    reply = send_mail(case=case, author=colleague, text="Dag", submission=uuid4(),
                      envelope=Envelope(subject="Uw lamp"))  # fmt: skip

    assert reply.outgoing_mail.subject == "Uw lamp"


def test_new_mail_carries_the_number_of_the_case_it_opens(post, colleague):
    envelope = Envelope(to="jan@klant.example", subject="Uw afspraak")
    sent = write_new_mail(mailbox=post, author=colleague, envelope=envelope, text="Dag")

    assert sent.outgoing_mail.subject == f"Uw afspraak [#{sent.case_id}]"
    assert sent.case.title == "Uw afspraak"


def test_very_long_subject_keeps_its_number():
    case = make_case()

    long = numbered("x" * 2000, case=case, mailbox=Mailbox())

    assert long.endswith(f" [#{case.pk}]")
    assert len(long) == LENGTH
