"""A case by e-mail: what stands in its timeline, and how all of a mail is read."""

from email.message import EmailMessage

import pytest

from gehoord.cases.models import Message
from gehoord.channels.email.models import StoredMail
from gehoord.channels.email.tests.arriving import ADDRESS, come_in
from gehoord.channels.email.tests.letters import letter

pytestmark = pytest.mark.django_db(transaction=True)
SISTER = "Zus Verhoeven <zus@klant.example>"


def page_of(mail):
    return f"/cases/{mail.case_id}/"


def test_mail_shows_its_subject_and_who_else_got_it(signed_in, mail, seen):
    words = seen(signed_in.get(page_of(mail)))

    assert "Cc Zus Verhoeven Onderwerp: Mijn bestelling" in words


def test_addresses_that_stand_beside_the_case_are_not_said_again(signed_in, mail, seen):
    words = seen(signed_in.get(page_of(mail)))

    assert "Van marieke@klant.example" not in words
    assert f"Aan {ADDRESS}" not in words


def test_other_addresses_are_said(signed_in, mailbox, mail, seen):
    come_in(letter("Ik ben het.", sender=SISTER, to=f"{ADDRESS}, winkel@zwolle.example",
                   answers=mail.external_id))  # fmt: skip

    words = seen(signed_in.get(page_of(mail)))
    assert f"Van zus@klant.example Aan {ADDRESS}, winkel@zwolle.example" in words


def test_whole_mail_shows_what_was_folded_away(signed_in, mail, seen):
    assert "Gaat het?" not in seen(signed_in.get(page_of(mail)))

    whole = signed_in.get(f"{page_of(mail)}mails/{mail.pk}/")

    assert "> Gaat het?" in seen(whole)
    assert "De lamp is stuk." in seen(whole)


def test_original_of_a_mail_can_be_kept(signed_in, mail):
    answer = signed_in.get(f"{page_of(mail)}mails/{mail.pk}/original/")

    assert b"".join(answer.streaming_content) == StoredMail.objects.get().raw()
    assert "attachment" in answer["Content-Disposition"]


@pytest.fixture
def made_up(mailbox):
    """A mail in HTML, with a script, a picture of its own and one on the internet."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Marieke <marieke@klant.example>", ADDRESS
    mail["Subject"], mail["Message-ID"] = "Lamp", "<html.1@klant.example>"
    mail.set_content("De lamp is stuk.")
    mail.add_alternative(
        '<p onclick="x()">De <b>lamp</b><script>alert(1)</script></p><img src="cid:foto">'
        '<img src="https://ver.example/pixel.png">',
        subtype="html",
    )
    part = mail.get_payload()[1]
    part.add_related(b"\x89PNG\r\n\x1a\n00", maintype="image", subtype="png", cid="<foto>")
    return come_in(mail.as_bytes()).message


def test_made_up_mail_stands_in_a_frame_that_may_do_nothing(signed_in, made_up):
    frame = signed_in.get(f"{page_of(made_up)}mails/{made_up.pk}/markup/")

    policy = frame["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'; img-src data:;" in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "<b>lamp</b>" in frame.text
    assert "alert" not in frame.text
    assert "onclick" not in frame.text


def test_pictures_from_elsewhere_wait_until_somebody_asks(signed_in, made_up, seen):
    where = f"{page_of(made_up)}mails/{made_up.pk}/"
    quiet = signed_in.get(f"{where}markup/")

    assert ' src="data:image/png;base64,' in quiet.text
    assert ' src="https://' not in quiet.text
    assert "1 plaatje staat op internet en is niet opgehaald" in seen(signed_in.get(where))

    asked = signed_in.get(f"{where}markup/?pictures=yes")
    assert ' src="https://ver.example/pixel.png"' in asked.text
    assert "img-src data: https: http:" in asked["Content-Security-Policy"]


def test_page_that_shows_the_frame_allows_only_our_own(signed_in, made_up):
    for address in (page_of(made_up), f"{page_of(made_up)}mails/{made_up.pk}/"):
        assert "frame-src 'self'" in signed_in.get(address)["Content-Security-Policy"]


def test_mail_without_markup_has_no_frame(signed_in, mail):
    assert signed_in.get(f"{page_of(mail)}mails/{mail.pk}/markup/").status_code == 404


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X-Spam-Flag": "YES"}, "zag dit als spam"),
        ({"Auto-Submitted": "auto-replied"}, "Automatische mail"),
        ({"List-Id": "<lijst.example>"}, "Van een mailinglijst"),
    ],
)
def test_what_is_special_about_a_mail_stands_with_it(signed_in, mail, headers, words, seen):
    come_in(letter("Ik ben er niet.", answers=mail.external_id, **headers))

    pages = [seen(signed_in.get(page_of(each))) for each in Message.objects.all()]

    assert any(words in page for page in pages)


def test_who_takes_part_is_named_and_not_taken_for_the_customer(signed_in, mail, seen):
    come_in(letter("Bij mij ook.", sender=SISTER, answers=mail.external_id))

    assert "Zus Verhoeven schrijft mee, is niet de klant" in seen(signed_in.get(page_of(mail)))
