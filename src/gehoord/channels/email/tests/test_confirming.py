"""Who hears from a program that his mail is here: a person with a first mail, once a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gehoord.cases.models import Case
from gehoord.channels.email.confirming import MOST_ALIKE, words_of
from gehoord.channels.email.models import Confirmation, Kind, Mailbox
from gehoord.channels.email.reading import read_mail
from gehoord.channels.email.receiving.storing import Arrived, store_mail
from gehoord.channels.email.sending import confirmations, outbox
from gehoord.channels.email.setting_aside import read_again, set_aside
from gehoord.channels.email.tests.arriving import ADDRESS, CUSTOMER, come_in
from gehoord.channels.email.tests.letters import letter
from gehoord.channels.email.tests.lying_server import lying_server
from tests.factories import make_agent

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "marieke@klant.example"


@pytest.fixture
def server(post):
    with lying_server() as running:
        Mailbox.objects.update(
            smtp_host="127.0.0.1",
            smtp_port=running.port,
            smtp_security="none",
            confirms_since=timezone.now() - timedelta(days=30),
        )
        yield running


def confirmed(server):
    """Who got a confirmation."""
    return [people[0] for people, _content in server.letters]


def sent_by(server):
    return read_mail(server.letters[-1][1])


def test_a_first_mail_is_confirmed_in_its_thread_with_the_number_of_its_case(server):
    row = come_in(letter("Stuk.", sender=CUSTOMER, number="<eerste@klant.example>"))

    mail = sent_by(server)
    assert confirmed(server) == [EMAIL]
    assert mail.in_reply_to == "<eerste@klant.example>"
    assert str(Case.objects.get().pk) in mail.text
    assert mail.subject == f"Automatisch antwoord: Mijn bestelling [#{Case.objects.get().pk}]"
    assert "Stuk." not in mail.text
    assert words_of(row) == "De afzender kreeg een bevestiging van ontvangst."


def test_a_confirmation_says_to_programs_and_servers_that_nobody_wrote_it(server):
    come_in(letter(sender=CUSTOMER))

    mail = sent_by(server)
    assert mail.header("auto-submitted") == "auto-replied"
    assert mail.header("x-auto-response-suppress") == "All"
    assert mail.header("precedence") == "bulk"
    assert "MAIL FROM:<>" in " ".join(server.commands).upper()


def test_the_house_says_it_in_its_own_words(server):
    Mailbox.objects.update(
        confirmation="Dag, zaak {{zaaknummer}} is van ons.",
        signature="Groet, {{medewerker}}\nWinkel",
    )
    come_in(letter(sender=CUSTOMER))

    assert sent_by(server).text.split("\n\n") == [
        f"Dag, zaak {Case.objects.get().pk} is van ons.",
        "Winkel",
    ]


def test_an_answer_to_a_confirmation_comes_into_the_case_and_is_not_confirmed(server):
    come_in(letter(sender=CUSTOMER))
    come_in(letter("Nog iets.", sender=CUSTOMER, answers=sent_by(server).message_id))

    assert Case.objects.count() == 1
    assert len(server.letters) == 1


@pytest.mark.parametrize("subject", ["Vraag", "Nog een vraag"])
def test_who_writes_twice_a_day_gets_one_confirmation_and_the_agent_sees_that(server, subject):
    come_in(letter(sender=CUSTOMER))
    row = come_in(letter("Heel iets anders.", sender=CUSTOMER, subject=subject))

    assert Case.objects.count() == 2
    assert confirmed(server) == [EMAIL]
    assert "24 uur" in words_of(row)


def test_who_writes_again_the_next_day_gets_a_confirmation_again(server):
    come_in(letter(sender=CUSTOMER))
    Confirmation.objects.update(made_at=timezone.now() - timedelta(hours=25))
    come_in(letter("Heel iets anders.", sender=CUSTOMER))

    assert confirmed(server) == [EMAIL, EMAIL]


NEVER = {
    "automatic reply": {"Auto_Submitted": "auto-replied"},
    "made by a program": {"Auto_Submitted": "auto-generated"},
    "list": {"List_Id": "<nieuws.klant.example>"},
    "bulk": {"Precedence": "bulk"},
    "no sender on the envelope": {"Return_Path": "<>"},
    "wants no automatic answers": {"X_Auto_Response_Suppress": "OOF, AutoReply"},
    "holiday": {"subject": "Automatisch antwoord: ik ben er niet"},
    "spam": {"X_Spam_Flag": "YES"},
    "nobody reads there": {"sender": "Winkel <no-reply@klant.example>"},
    "nobody reads there, numbered": {"sender": "Winkel <noreply+12@klant.example>"},
    "mail server": {"sender": "MAILER-DAEMON@klant.example"},
    "list server": {"sender": "nieuws-request@klant.example"},
    "bounces": {"sender": "bounces+81-x=y@klant.example"},
    "our own mailbox": {"sender": f"Winkel <{ADDRESS}>"},
    "no address": {"sender": "Marieke"},
    "a number of ours in the subject": {
        "subject": "Antwoord: Bestelling [#81]",
        "sender": "Robot <robot@klant.example>",
    },
    "a token of ours": {"to": "service+r-abcdefghijkmnpqrst22@winkel.example"},
    "an answer to a mail of ours": {"answers": "<ons@winkel.example>"},
    "written long ago": {"Date": "Mon, 02 Nov 2020 10:00:00 +0100"},
}


@pytest.mark.parametrize("change", NEVER.values(), ids=NEVER)
def test_never_confirmed(server, sent, change):
    if "[#81]" in change.get("subject", ""):
        change = change | {"subject": f"Antwoord: Bestelling [#{sent.message.case_id}]"}
    elif "answers" in change:
        change = {"answers": f"<{sent.reference}>"}
    elif "to" in change:
        change = {"to": f"service+r-{sent.reply_token}@winkel.example"}
    before = len(server.letters)
    raw = letter(**{"sender": "Piet <piet@vreemd.example>"} | without(change, "Date"))
    raw = raw if "Date" not in change else replaced(raw, change["Date"])
    row = come_in(raw)

    assert row.kind != Kind.COPY
    assert len(server.letters) == before
    assert words_of(row) == ""


def without(change, name):
    return {key: value for key, value in change.items() if key != name}


def replaced(raw, date):
    lines = raw.split(b"\n")
    return b"\n".join(
        f"Date: {date}".encode() if line.startswith(b"Date:") else line for line in lines
    )


def test_a_bounce_is_never_confirmed(server):
    raw = letter(
        "Adres onbekend.", sender="Mail Delivery System <mailer-daemon@klant.example>",
        subject="Undelivered Mail Returned to Sender",
    )  # fmt: skip
    store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=raw))

    assert server.letters == []


def test_a_colleague_who_writes_from_his_own_mailbox_hears_nothing(server, post):
    agent = make_agent(team=post.team)
    come_in(letter(sender=f"Noor <{agent.email}>"))

    assert server.letters == []


def test_behind_a_web_form_the_visitor_hears_it(server):
    come_in(
        letter(sender="WordPress <wordpress@winkel.example>", Reply_To="Jan <jan@klant.example>")
    )

    assert confirmed(server) == ["jan@klant.example"]


@pytest.mark.parametrize(
    "settings",
    [{"confirms_since": None}, {"smtp_host": ""}],
    ids=["not switched on", "cannot send"],
)
def test_a_house_that_does_not_confirm_keeps_silent(server, settings):
    Mailbox.objects.update(**settings)
    row = come_in(letter(sender=CUSTOMER))

    assert server.letters == []
    assert words_of(row) == ""


@pytest.mark.parametrize("ago", [timedelta(hours=30), timedelta(days=60)])
def test_mail_that_came_long_ago_is_taken_in_and_not_confirmed(server, ago):
    at = timezone.now() - ago
    row = store_mail(mailbox=Mailbox.objects.get(), arrived=Arrived(raw=letter(), received_at=at))

    assert Case.objects.count() == 1
    assert words_of(row) == ""
    assert server.letters == []


def test_what_was_read_again_by_hand_is_not_confirmed(server):
    Mailbox.objects.update(confirms_since=None)
    row = come_in(letter(sender=CUSTOMER))
    row.message.case.delete()
    set_aside(
        row=(row := store_mail(mailbox=row.mailbox, arrived=Arrived(raw=letter()))), problem="x"
    )
    Mailbox.objects.update(confirms_since=timezone.now() - timedelta(days=1))
    read_again(row=row)

    assert server.letters == []


def test_a_program_that_hides_behind_numbered_addresses_comes_to_an_end(server):
    rows = [
        come_in(letter(sender=f"Bot <zaak-{number}@robot.example>", subject=f"Vraag {number}"))
        for number in range(20)
    ]

    assert len(server.letters) == MOST_ALIKE
    assert "programma" in words_of(rows[-1])


def test_a_program_with_ever_other_addresses_comes_to_an_end(server, monkeypatch):
    monkeypatch.setattr("gehoord.channels.email.confirming.MOST_OF_DOMAIN", 8)
    for letters in "abcdefghijkl":
        come_in(letter(sender=f"Bot <{letters * 3}@robot.example>"))

    assert len(server.letters) == 8


def test_a_subject_with_a_link_is_not_passed_on(server):
    come_in(letter(sender=CUSTOMER, subject="Win nu op https://kwaad.example"))

    assert "kwaad" not in server.letters[-1][1].decode()


def test_a_number_of_another_house_is_none_of_ours(server, sent):
    number = f"[#{sent.message.case_id}]"
    come_in(letter(sender="Jan <jan@elders.example>", subject=f"Uw levering {number}"))

    assert confirmed(server) == [EMAIL, "jan@elders.example"]
    assert number not in sent_by(server).subject


def test_a_house_without_numbers_in_subjects_puts_none_in_this_one(server):
    Mailbox.objects.update(numbers_subject=False)
    come_in(letter(sender=CUSTOMER))

    assert sent_by(server).subject == "Automatisch antwoord: Mijn bestelling"


def again():
    Confirmation.objects.exclude(next_attempt_at=None).update(
        next_attempt_at=timezone.now(), leased_until=None
    )
    outbox.send_due_confirmations()


def test_a_server_that_is_away_gets_it_later_but_not_for_ever(server):
    server.manners.greeting = "421 4.3.2 nu niet"
    row = come_in(letter(sender=CUSTOMER))
    assert "krijgt" in words_of(row)
    again()
    server.manners.greeting = "220 weer open"
    again()

    assert confirmed(server) == [EMAIL]
    server.manners.greeting = "421 4.3.2 nu niet"
    row = come_in(letter(sender="Jan <jan@klant.example>"))
    for _number in range(confirmations.MOST_TRIES):
        again()
    assert "421" in Confirmation.objects.get(mail=row).problem


@pytest.mark.parametrize(
    ("manners", "told"),
    [
        ({"recipients": {EMAIL: "550 5.1.1 onbekend"}}, "550"),
        ({"end": ["554 5.7.1 nee"]}, "554"),
        ({"end": ["drop"]}, "misschien niet aangekomen"),
    ],
)
def test_one_that_does_not_arrive_is_told_and_never_sent_twice(server, manners, told):
    for name, value in manners.items():
        setattr(server.manners, name, value)
    row = come_in(letter(sender=CUSTOMER))
    server.manners.recipients, server.manners.end = {}, []
    again()

    assert told in words_of(row.__class__.objects.get(pk=row.pk))
    assert len(server.letters) <= 1
