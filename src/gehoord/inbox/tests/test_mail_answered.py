"""Answering by e-mail: the envelope, forwards, failures, and mails that belong elsewhere."""

import pytest

from gehoord.cases.models import Delivery, Message
from gehoord.channels.email.models import OutgoingMail
from gehoord.channels.email.sending.preparing import letter_of
from gehoord.channels.email.tests.arriving import come_in
from gehoord.channels.email.tests.letters import letter
from gehoord.contacts.models import Channel

pytestmark = pytest.mark.django_db(transaction=True)
FORWARDED = """Kun jij dit oppakken?

---------- Forwarded message ---------
Van: Piet Jansen <piet@klant.example>
Date: ma 16 nov 2026 om 09:00
Subject: Lamp kapot
To: <daan@lindehout.example>

Mijn lamp is kapot.
"""


def page_of(mail):
    return f"/cases/{mail.case_id}/"


# ── Answering ────────────────────────────────────────────────────────────────────────────


def test_answer_goes_to_whom_the_envelope_says(signed_in, mail, writing):
    fields = writing(
        "Dag", to="Marieke <m@thuis.example>", cc="", bcc="b@x.example", subject="Lamp"
    )

    signed_in.post(f"{page_of(mail)}reply/", fields)

    sent = OutgoingMail.objects.get()
    assert (sent.to, sent.bcc) == (["Marieke <m@thuis.example>"], ["b@x.example"])
    assert sent.subject == "Lamp"


def test_form_without_an_envelope_answers_as_usual(signed_in, mail, writing):
    signed_in.post(f"{page_of(mail)}reply/", writing("Dag"))

    sent = OutgoingMail.objects.get()
    assert sent.to == ["Marieke Verhoeven <marieke@klant.example>"]
    assert sent.subject == f"Re: Mijn bestelling [#{mail.case_id}]"


def test_address_typed_wrong_is_refused_and_all_that_was_typed_stays(
    signed_in, mail, writing, seen, replies
):
    fields = writing("Mijn antwoord", to="marieke(at)klant", cc="a@b.example", subject="Lamp")

    answer = signed_in.post(f"{page_of(mail)}reply/", fields)

    assert answer.status_code == 422
    assert "“marieke(at)klant” is geen e-mailadres." in seen(answer)
    assert 'value="marieke(at)klant"' in answer.text
    assert 'value="a@b.example"' in answer.text
    assert replies() == []


@pytest.mark.parametrize(
    ("way", "to", "cc"),
    [("reply", "marieke@klant.example", ""), ("reply_all", "marieke@klant.example", "zus@klant"),
     ("forward", "", "")],
)  # fmt: skip
def test_each_way_to_answer_starts_with_its_own_people(signed_in, mail, way, to, cc):
    page = signed_in.get(f"{page_of(mail)}?way={way}&answers={mail.pk}").context["page"]

    assert to in page.envelope.to
    assert bool(page.envelope.to) is bool(to)
    assert cc in page.envelope.cc


def ways_of(signed_in, mail):
    return [way for way, *_more in signed_in.get(page_of(mail)).context["page"].envelope.ways]


def test_reply_to_all_is_offered_where_there_are_others(signed_in, mail, mailbox):
    alone = come_in(letter("Alleen ik.", sender="Piet <piet@klant.example>")).message

    assert ways_of(signed_in, mail) == ["reply", "reply_all", "forward"]
    assert ways_of(signed_in, alone) == ["reply", "forward"]


def test_changing_the_way_without_a_script_keeps_the_text(signed_in, mail, writing):
    fields = writing("Mijn woorden", mode="reply", want="forward")

    answer = signed_in.post(f"{page_of(mail)}address/?answers={mail.pk}", fields, follow=True)

    assert "Mijn woorden</textarea>" in answer.text
    assert answer.context["page"].envelope.way == "forward"


def test_forward_takes_the_chosen_files_along(signed_in, mailbox, writing):
    mail = come_in(letter(files={"bon.pdf": b"%PDF-1", "lijst.pdf": b"%PDF-2"})).message
    first = mail.attachments.get(name="bon.pdf")
    fields = writing("Zie onder.", way="forward", answers=mail.pk, carried=[first.pk],
                     to="fabriek@lamp.example", subject="Fwd: Lamp")  # fmt: skip

    signed_in.post(f"{page_of(mail)}reply/", fields)

    reply = Message.objects.to_customers().get()
    assert [file.name for file in reply.attachments.all()] == ["bon.pdf"]
    assert reply.outgoing_mail.is_forward
    mail.case.refresh_from_db()
    assert mail.case.status == "waiting"


def test_forward_carries_all_of_the_mail(signed_in, mail, writing):
    signed_in.post(
        f"{page_of(mail)}reply/",
        writing("Zie onder.", way="forward", answers=mail.pk, to="fabriek@lamp.example"),
    )

    assert "> Gaat het?" in letter_of(OutgoingMail.objects.get()).quoted.text


def test_file_of_another_case_does_not_go_along(signed_in, mailbox, writing):
    mail = come_in(letter()).message
    other = come_in(letter(sender="x@y.example", files={"geheim.pdf": b"%PDF-1"})).message
    file = other.attachments.get()

    signed_in.post(
        f"{page_of(mail)}reply/",
        writing("Dag", way="forward", carried=[file.pk], to="fabriek@lamp.example"),
    )

    assert not Message.objects.to_customers().get().attachments.exists()


def test_envelope_is_kept_with_the_draft_exactly_as_typed(signed_in, mail):
    typed = {
        "mode": "reply",
        "text": "Dag",
        "to": "marieke(at",
        "cc": "",
        "bcc": "",
        "subject": "L",
    }

    signed_in.post(f"{page_of(mail)}draft/", typed | {"way": "reply_all"})

    envelope = signed_in.get(page_of(mail)).context["page"].envelope
    assert (envelope.way, envelope.to, envelope.subject) == ("reply_all", "marieke(at", "L")


def test_older_mail_that_is_answered_is_kept_with_the_draft(signed_in, mail, seen):
    come_in(letter("Nog iets anders.", answers=mail.external_id))
    typed = {"mode": "reply", "text": "Dag", "to": "marieke@klant.example", "answers": mail.pk}

    signed_in.post(f"{page_of(mail)}draft/", typed)

    page = signed_in.get(page_of(mail))
    assert page.context["page"].envelope.answers == mail
    assert "Je antwoordt op een eerdere mail van Marieke Verhoeven:" in seen(page)


def test_words_that_the_timeline_folds_are_not_said_above_an_answer(signed_in, mail):
    rude = come_in(letter("Kankerlijers, ik maak je dood!", answers=mail.external_id)).message
    assert rude.reading.is_shielded
    come_in(letter("Sorry.", answers=mail.external_id))

    page = signed_in.get(f"{page_of(mail)}?way=reply&answers={rude.pk}")

    assert page.context["page"].envelope.is_about_older
    assert page.context["page"].envelope.words == ""


def test_answer_to_the_last_mail_needs_no_saying(signed_in, mail, seen):
    assert "een eerdere mail" not in seen(signed_in.get(f"{page_of(mail)}?answers={mail.pk}"))


def test_reply_taken_back_brings_its_envelope_back(signed_in, mail, writing):
    signed_in.post(f"{page_of(mail)}reply/", writing("Dag", to="m@thuis.example", subject="Lamp"))
    reply = Message.objects.to_customers().get()

    signed_in.post(f"{page_of(mail)}replies/{reply.pk}/back/")

    envelope = signed_in.get(page_of(mail)).context["page"].envelope
    assert (envelope.to, envelope.subject) == ("m@thuis.example", "Lamp")


def test_chat_has_no_envelope(signed_in, case):
    page = signed_in.get(f"/cases/{case.pk}/")

    assert page.context["page"].envelope is None
    assert 'id="envelope"' not in page.text
    assert "formats" not in page.text


def test_note_has_no_envelope(signed_in, mail):
    assert 'id="envelope"' not in signed_in.get(f"{page_of(mail)}?mode=note").text


# ── What becomes of it ───────────────────────────────────────────────────────────────────


@pytest.fixture
def failed(signed_in, mail, writing):
    signed_in.post(f"{page_of(mail)}reply/", writing("Dag **u**", to="marieke@klat.example"))
    reply = Message.objects.to_customers().get()
    Message.objects.filter(pk=reply.pk).update(
        delivery=Delivery.FAILED, failure="Bestaat niet.", next_attempt_at=None
    )
    OutgoingMail.objects.update(refused={"marieke@klat.example": "Dit adres bestaat niet."})
    return reply


def test_failure_is_told_per_recipient_and_can_be_corrected(signed_in, mail, failed, seen):
    words = seen(signed_in.get(page_of(mail)))
    assert "marieke@klat.example Dit adres bestaat niet." in words

    signed_in.post(f"{page_of(mail)}mails/{failed.pk}/correct/", {"to": "marieke@klant.example"})

    failed.refresh_from_db()
    assert failed.delivery == Delivery.DUE
    assert OutgoingMail.objects.get().to == ["marieke@klant.example"]


def test_correction_that_is_no_address_changes_nothing(signed_in, mail, failed):
    answer = signed_in.post(
        f"{page_of(mail)}mails/{failed.pk}/correct/", {"to": "x"}, HTTP_X_FROM_SCRIPT="yes"
    )

    assert answer.status_code == 422
    failed.refresh_from_db()
    assert failed.delivery == Delivery.FAILED


def test_formats_are_shown_as_they_were_sent(signed_in, mail, failed):
    assert "<strong>u</strong>" in signed_in.get(page_of(mail)).text


def test_mail_about_something_else_becomes_a_case_of_its_own(signed_in, mail, seen):
    second = come_in(letter("En nog iets anders.", answers=mail.external_id)).message

    signed_in.post(f"{page_of(mail)}mails/{second.pk}/split/")

    second.refresh_from_db()
    assert second.case_id != mail.case_id
    assert f"Naar zaak {second.case_id}" in seen(signed_in.get(page_of(mail)))


def test_only_message_of_a_case_stays(signed_in, mail):
    signed_in.post(f"{page_of(mail)}mails/{mail.pk}/split/")

    mail.refresh_from_db()
    assert mail.conversation.channel == Channel.EMAIL
    assert Message.objects.values("case").distinct().count() == 1


def test_writer_of_a_forwarded_mail_becomes_the_customer_who_is_answered(
    signed_in, mailbox, writing, seen
):
    passed = come_in(letter(FORWARDED, sender="Els Bakker <els@klant.example>",
                            subject="Fwd: Lamp kapot")).message  # fmt: skip
    words = seen(signed_in.get(page_of(passed)))
    assert "Dit lijkt van Piet Jansen (piet@klant.example) te komen." in words
    assert "Mijn lamp is kapot." in words

    signed_in.post(f"{page_of(passed)}mails/{passed.pk}/customer/")

    words = seen(signed_in.get(page_of(passed)))
    assert "Dit lijkt van" not in words
    assert "veranderde wie de klant is" in words
    signed_in.post(f"{page_of(passed)}reply/", writing("Dag Piet"))
    assert OutgoingMail.objects.get().to == ["Piet Jansen <piet@klant.example>"]
